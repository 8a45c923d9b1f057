"""The tables of what an admin changes while everything runs: places, routing rules, fields of work; and every change."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, ForeignKeyConstraint, Identity, Index, text
from sqlalchemy.dialects.postgresql import DOUBLE_PRECISION
from sqlmodel import Field, SQLModel

from records.columns import flag_column, instant_column, json_column, now_column, text_column


class Place(SQLModel, table=True):
    """An administrative unit, known by its id within one authority."""

    __tablename__: ClassVar[str] = "places"
    __table_args__ = (ForeignKeyConstraint(["authority", "parent"], ["places.authority", "places.id"]),)

    authority: str = text_column(primary_key=True)
    id: str = text_column(primary_key=True)
    name: str = text_column()
    kind: str = text_column()
    parent: str | None = text_column(default=None)
    latitude: float | None = Field(default=None, sa_type=DOUBLE_PRECISION)
    longitude: float | None = Field(default=None, sa_type=DOUBLE_PRECISION)
    active: bool = flag_column(default=True)
    by_admin: bool = flag_column(default=False)


class RoutingRule(SQLModel, table=True):
    """Where cases of a field in a place go. Of the active ones no two have the same field and place."""

    __tablename__: ClassVar[str] = "routing_rules"
    __table_args__ = (
        ForeignKeyConstraint(["authority", "agency"], ["agencies.authority", "agencies.id"]),
        ForeignKeyConstraint(["authority", "place"], ["places.authority", "places.id"]),
        Index(
            "routing_rules_once",
            "authority",
            text("coalesce(field, '')"),
            text("coalesce(place, '')"),
            unique=True,
            postgresql_where=text("active"),
        ),
    )

    authority: str = text_column(primary_key=True)
    id: str = text_column(primary_key=True)
    field: str | None = text_column(default=None)
    place: str | None = text_column(default=None)
    agency: str = text_column()
    source: str = text_column()
    ours: bool = flag_column(default=False)
    active: bool = flag_column(default=True)
    by_admin: bool = flag_column(default=False)


class OwnField(SQLModel, table=True):
    """A field of work that the regulation leaves to the authority: added, renamed or no longer active."""

    __tablename__: ClassVar[str] = "own_fields"

    authority: str = text_column(primary_key=True)
    id: str = text_column(primary_key=True)
    name: str = text_column()
    urgency: str = text_column()
    source: str = text_column()
    active: bool = flag_column(default=True)
    like: str | None = text_column(default=None)
    by_admin: bool = flag_column(default=False)


class Delegation(SQLModel, table=True):
    """Who acts with an absent leader's role, from when until when."""

    __tablename__: ClassVar[str] = "delegations"
    __table_args__ = (
        Index("delegations_to", "to_account", "ends_at"),
        Index("delegations_from", "from_account", "ends_at"),
        Index("delegations_of_authority", "authority", "starts_at"),
    )

    id: str = text_column(primary_key=True)
    authority: str = text_column()
    from_account: str = text_column(foreign_key="accounts.id")
    to_account: str = text_column(foreign_key="accounts.id")
    starts_at: datetime = instant_column()
    ends_at: datetime = instant_column()
    reason: str = text_column()
    by_account: str = text_column(foreign_key="accounts.id")
    revoked_at: datetime | None = instant_column(default=None)


class Handover(SQLModel, table=True):
    """One officer's open cases on their way to another. Who hands them over stands as an actor does in `events`."""

    __tablename__: ClassVar[str] = "handovers"
    __table_args__ = (Index("handovers_of_authority", "authority", "at"),)

    id: str = text_column(primary_key=True)
    authority: str = text_column()
    agency: str = text_column()
    from_account: str = text_column(foreign_key="accounts.id")
    to_account: str = text_column(foreign_key="accounts.id")
    reason: str = text_column()
    by_role: str = text_column()
    by_account: str = text_column(foreign_key="accounts.id")
    by_on_behalf_of: str | None = text_column(default=None, foreign_key="accounts.id")
    at: datetime = instant_column()


class HandoverCase(SQLModel, table=True):
    """One case of a handover: waiting, handed over, or left where it is, and then why."""

    __tablename__: ClassVar[str] = "handover_cases"
    __table_args__ = (Index("handover_cases_waiting", "handover", "code", postgresql_where=text("state = 'waiting'")),)

    handover: str = text_column(primary_key=True, foreign_key="handovers.id")
    code: str = text_column(primary_key=True, foreign_key="cases.code")
    state: str = text_column()
    why: str = text_column(default="")


class OfficeChange(SQLModel, table=True):
    """One change of an office, for ever: a trigger refuses every other. Nobody's where a file made it."""

    __tablename__: ClassVar[str] = "office_changes"
    __table_args__ = (Index("office_changes_of_authority", "authority", "id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),))
    at: datetime = instant_column()
    authority: str | None = text_column(default=None)
    by_account: str | None = text_column(default=None, foreign_key="accounts.id")
    subject: str = text_column()
    subject_id: str = text_column()
    before: dict[str, Any] | None = json_column(default=None)
    after: dict[str, Any] = json_column()


class Look(SQLModel, table=True):
    """One look at what is not for everybody's eyes, for ever: a trigger refuses every change. `pieces` is how much was shown."""

    __tablename__: ClassVar[str] = "looks"
    __table_args__ = (Index("looks_of_case", "code", "id"), Index("looks_of_account", "account", "id"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),))
    at: datetime = now_column()
    account: str = text_column(foreign_key="accounts.id")
    looked_at: str = text_column()
    code: str | None = text_column(default=None, foreign_key="cases.code")
    pieces: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
