"""The tables of personal data: which identities were erased, corrected and restricted, and the register of persons' requests."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, Identity, Index, text
from sqlmodel import Field, SQLModel

from records.columns import flag_column, instant_column, json_column, now_column, text_column


class IdentityErasure(SQLModel, table=True):
    """The identity of a case's reporter was erased: when, and by which rule. A trigger refuses every change."""

    __tablename__: ClassVar[str] = "identity_erasures"

    code: str = text_column(primary_key=True, foreign_key="cases.code")
    erased_at: datetime = now_column()
    ended_at: datetime | None = instant_column(default=None)
    years: int | None = Field(default=None)
    source: str = text_column()


class IdentityCorrection(SQLModel, table=True):
    """The identity of a case's reporter was corrected at the reporter's request: which parts of it, and never from what to what.
    A trigger refuses every change."""

    __tablename__: ClassVar[str] = "identity_corrections"

    request: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="personal_data_requests.id")
    code: str = text_column(primary_key=True, foreign_key="cases.code")
    at: datetime = instant_column()
    by_account: str = text_column(foreign_key="accounts.id")
    parts: list[str] = json_column()


class IdentityRestriction(SQLModel, table=True):
    """The identity of a case's reporter was restricted at the reporter's request, or that was lifted. A trigger refuses every
    change."""

    __tablename__: ClassVar[str] = "identity_restrictions"

    code: str = text_column(primary_key=True, foreign_key="cases.code")
    request: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="personal_data_requests.id")
    restricted: bool = Field(primary_key=True)
    at: datetime = instant_column()
    by_account: str = text_column(foreign_key="accounts.id")


class DataRequest(SQLModel, table=True):
    """A person's request about their own data as it stands. Who asks is in a table of its own. While a process tells that a limit
    passed, no other one does so before `telling_until`."""

    __tablename__: ClassVar[str] = "personal_data_requests"
    __table_args__ = (
        Index("personal_data_requests_of_authority", "authority", "id"),
        Index("personal_data_requests_open", "carry_out_due", postgresql_where=text("ended_at IS NULL")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),))
    idempotency_key: str = text_column(unique=True)
    authority: str = text_column()
    kind: str = text_column()
    code: str | None = text_column(default=None, foreign_key="cases.code")
    received_at: datetime = instant_column()
    answer_due: datetime = instant_column()
    carry_out_due: datetime = instant_column()
    answered_at: datetime | None = instant_column(default=None)
    extended_at: datetime | None = instant_column(default=None)
    ended_at: datetime | None = instant_column(default=None)
    refused: bool = flag_column(default=False)
    answer_missed_told_at: datetime | None = instant_column(default=None)
    carry_out_missed_told_at: datetime | None = instant_column(default=None)
    telling_until: datetime | None = instant_column(default=None)


class DataRequester(SQLModel, table=True):
    """The identity of a person who asked, how it was checked, and what the person asked for. Each look is recorded."""

    __tablename__: ClassVar[str] = "personal_data_requesters"

    request: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="personal_data_requests.id")
    name: str = text_column()
    contact: str = text_column()
    checked_by: str = text_column()
    words: str = text_column()


class DataRequestStep(SQLModel, table=True):
    """A step of a request: what was done, when, by whom and with which words. A trigger refuses every change."""

    __tablename__: ClassVar[str] = "personal_data_request_steps"

    request: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="personal_data_requests.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    step: str = text_column()
    at: datetime = instant_column()
    by_account: str = text_column(foreign_key="accounts.id")
    words: str = text_column()
