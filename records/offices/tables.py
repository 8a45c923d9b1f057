"""The tables of an office: procedures, agencies, places, routing rules, fields of work, and every change of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, ForeignKeyConstraint, Identity, Index, text
from sqlalchemy.dialects.postgresql import DOUBLE_PRECISION
from sqlmodel import Field, SQLModel

from records.columns import (
    flag_column,
    instant_column,
    json_column,
    now_column,
    text_column,
)


class Procedure(SQLModel, table=True):
    """A regulation as data, stored once for all cases under it. It never changes; an amended one has another digest."""

    __tablename__: ClassVar[str] = "procedures"

    digest: str = text_column(primary_key=True)
    id: str = text_column()
    body: dict[str, Any] = json_column()
    kept_at: datetime = now_column()


class Agency(SQLModel, table=True):
    """An agency. Its id is unique within one authority. No file overwrites what an admin changed (`by_admin`)."""

    __tablename__: ClassVar[str] = "agencies"

    authority: str = text_column(primary_key=True)
    id: str = text_column(primary_key=True)
    name: str = text_column()
    active: bool = flag_column(default=True)
    own_limit: str | None = text_column(default=None)
    symbol: str = text_column(default="", sa_column_kwargs={"server_default": text("''")})
    valid_from: date | None = Field(default=None)
    next_name: str = text_column(default="", sa_column_kwargs={"server_default": text("''")})
    next_symbol: str = text_column(default="", sa_column_kwargs={"server_default": text("''")})
    renamed_on: date | None = Field(default=None)
    by_admin: bool = flag_column(default=False)


class AgencyName(SQLModel, table=True):
    """A name of an agency and the instant from which it holds."""

    __tablename__: ClassVar[str] = "agency_names"
    __table_args__ = (ForeignKeyConstraint(["authority", "agency"], ["agencies.authority", "agencies.id"]),)

    authority: str = text_column(primary_key=True)
    agency: str = text_column(primary_key=True)
    since: datetime = instant_column(primary_key=True)
    name: str = text_column()


class Place(SQLModel, table=True):
    """An administrative unit. Its id is unique within one authority."""

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
    code: str = text_column(default="", sa_column_kwargs={"server_default": text("''")})
    succeeded_by: list[str] = json_column(default=[], sa_column_kwargs={"server_default": text("'[]'")})
    valid_from: date | None = Field(default=None)
    valid_to: date | None = Field(default=None)
    by_admin: bool = flag_column(default=False)


class RoutingRule(SQLModel, table=True):
    """The agency that gets cases of a field in a place. No two active rules have the same field and place on the same
    day."""

    __tablename__: ClassVar[str] = "routing_rules"
    __table_args__ = (
        ForeignKeyConstraint(["authority", "agency"], ["agencies.authority", "agencies.id"]),
        ForeignKeyConstraint(["authority", "place"], ["places.authority", "places.id"]),
        Index(
            "routing_rules_once",
            "authority",
            text("coalesce(field, '')"),
            text("coalesce(place, '')"),
            text("coalesce(valid_from, '0001-01-01'::date)"),
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
    valid_from: date | None = Field(default=None)
    valid_to: date | None = Field(default=None)
    by_admin: bool = flag_column(default=False)


class OwnField(SQLModel, table=True):
    """A field of work that the regulation leaves to the authority to add, rename or deactivate."""

    __tablename__: ClassVar[str] = "own_fields"

    authority: str = text_column(primary_key=True)
    id: str = text_column(primary_key=True)
    name: str = text_column()
    urgency: str = text_column()
    source: str = text_column()
    active: bool = flag_column(default=True)
    like: str | None = text_column(default=None)
    valid_from: date | None = Field(default=None)
    valid_to: date | None = Field(default=None)
    by_admin: bool = flag_column(default=False)


class AnswerTemplate(SQLModel, table=True):
    """Words that an office keeps for an act, with placeholders in braces. Without a field they are for cases of any."""

    __tablename__: ClassVar[str] = "answer_templates"

    authority: str = text_column(primary_key=True)
    id: str = text_column(primary_key=True)
    name: str = text_column()
    act: str = text_column()
    text: str = text_column()
    field: str | None = text_column(default=None)
    active: bool = flag_column(default=True)
    by_admin: bool = flag_column(default=False)


class AnswerUse(SQLModel, table=True):
    """The number of acts whose words began with an answer template."""

    __tablename__: ClassVar[str] = "answer_uses"
    __table_args__ = (
        ForeignKeyConstraint(["authority", "template"], ["answer_templates.authority", "answer_templates.id"]),
    )

    authority: str = text_column(primary_key=True)
    template: str = text_column(primary_key=True)
    used: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})


class Succession(SQLModel, table=True):
    """The end of an agency on a day, and who goes on with its work. `total` is set when the day has come."""

    __tablename__: ClassVar[str] = "successions"
    __table_args__ = (
        ForeignKeyConstraint(["authority", "agency"], ["agencies.authority", "agencies.id"]),
        ForeignKeyConstraint(["authority", "heir"], ["agencies.authority", "agencies.id"]),
        Index("successions_once", "authority", "agency", unique=True, postgresql_where=text("withdrawn_at IS NULL")),
    )

    id: str = text_column(primary_key=True)
    authority: str = text_column()
    agency: str = text_column()
    day: date = Field()
    decision: str = text_column()
    decided_by: str = text_column()
    heir: str = text_column()
    by_part: list[dict[str, Any]] = json_column()
    entered_by: str = text_column(foreign_key="accounts.id")
    entered_at: datetime = instant_column()
    withdrawn_at: datetime | None = instant_column(default=None)
    total: int | None = Field(default=None)
    carried_out_at: datetime | None = instant_column(default=None)


class Reorganisation(SQLModel, table=True):
    """The changes of an authority on a day, by an official decision. `total` is set when the day has come."""

    __tablename__: ClassVar[str] = "reorganisations"
    __table_args__ = (
        Index(
            "reorganisations_once",
            "authority",
            "day",
            unique=True,
            postgresql_where=text('withdrawn_at IS NULL AND "into" IS NOT NULL'),
        ),
    )

    id: str = text_column(primary_key=True)
    authority: str = text_column()
    day: date = Field()
    decision: str = text_column()
    decided_by: str = text_column()
    into: str | None = text_column(default=None)
    ends: list[dict[str, Any]] = json_column()
    renames: list[dict[str, Any]] = json_column()
    entered_by: str = text_column(foreign_key="accounts.id")
    entered_at: datetime = instant_column()
    withdrawn_at: datetime | None = instant_column(default=None)
    total: int | None = Field(default=None)
    carried_out_at: datetime | None = instant_column(default=None)


class OfficeChange(SQLModel, table=True):
    """A change of an office. A trigger refuses to change the row. `by_account` is None where a file made the change."""

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
