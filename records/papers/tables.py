"""The tables of papers that staff register. The letters that went out register themselves."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, Identity, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from records.columns import now_column, text_column


class IncomingNumber(SQLModel, table=True):
    """The last number given to a paper that came in, for each office and year. The agency '' is the centre."""

    __tablename__: ClassVar[str] = "incoming_numbers"

    authority: str = text_column(primary_key=True)
    agency: str = text_column(primary_key=True)
    year: int = Field(primary_key=True)
    last: int = Field()


class IncomingPaper(SQLModel, table=True):
    """A paper that came to an office, as staff registered it. A trigger refuses every change."""

    __tablename__: ClassVar[str] = "incoming_papers"
    __table_args__ = (
        UniqueConstraint("authority", "agency", "year", "number"),
        Index("incoming_papers_of_case", "code", postgresql_where=text("code IS NOT NULL")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),))
    idempotency_key: str = text_column(unique=True)
    authority: str = text_column()
    agency: str = text_column()
    year: int = Field()
    number: int = Field()
    received_on: date = Field()
    sender: str = text_column()
    paper_number: str = text_column()
    dated: date | None = Field(default=None)
    about: str = text_column()
    code: str | None = text_column(default=None, foreign_key="cases.code")
    by_account: str = text_column(foreign_key="accounts.id")
    registered_at: datetime = now_column()


class OutgoingPaper(SQLModel, table=True):
    """A paper that went out of an office and that the system did not make, as staff registered it. Its number is of the same
    series as those of the office's letters. A trigger refuses every change."""

    __tablename__: ClassVar[str] = "outgoing_papers"
    __table_args__ = (
        UniqueConstraint("authority", "agency", "year", "number"),
        Index("outgoing_papers_of_case", "code", postgresql_where=text("code IS NOT NULL")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),))
    idempotency_key: str = text_column(unique=True)
    authority: str = text_column()
    agency: str = text_column()
    year: int = Field()
    number: int = Field()
    symbol: str = text_column()
    sent_on: date = Field()
    recipient: str = text_column()
    kind: str = text_column()
    about: str = text_column()
    code: str | None = text_column(default=None, foreign_key="cases.code")
    by_account: str = text_column(foreign_key="accounts.id")
    registered_at: datetime = now_column()
