"""The tables of letters."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from records.columns import instant_column, now_column, text_column


class LetterNumber(SQLModel, table=True):
    """The last number given to a letter, for each agency and year. The agency '' is the centre."""

    __tablename__: ClassVar[str] = "letter_numbers"

    authority: str = text_column(primary_key=True)
    agency: str = text_column(primary_key=True)
    year: int = Field(primary_key=True)
    last: int = Field()


class Letter(SQLModel, table=True):
    """A letter that an event requires, to the reporter of `report`: the case itself, or a report merged into it. `symbol` stands
    after its number; NULL for that of the regulation. The actor of `signed_event` signs it; where that is NULL, the actor of the
    event. A trigger refuses to change its number, and any change once it is rendered."""

    __tablename__: ClassVar[str] = "letters"
    __table_args__ = (
        ForeignKeyConstraint(["code", "event_number"], ["events.code", "events.number"]),
        UniqueConstraint("authority", "agency", "year", "number"),
        Index("letters_of_report", "report"),
        Index("letters_waiting", "queued_at", postgresql_where=text("status <> 'rendered'")),
    )

    code: str = text_column(primary_key=True)
    event_number: int = Field(primary_key=True)
    report: str = text_column(primary_key=True, foreign_key="cases.code")
    template: str = text_column()
    authority: str = text_column()
    agency: str = text_column()
    year: int = Field()
    number: int = Field()
    status: str = text_column()
    fault: str | None = text_column(default=None)
    queued_at: datetime = now_column()
    handed_over_at: datetime | None = instant_column(default=None)
    rendered_at: datetime | None = instant_column(default=None)
    signed_event: int | None = Field(default=None)
    symbol: str | None = text_column(default=None)


class LetterCertificate(SQLModel, table=True):
    """Until when the certificate of an office holds, as the worker last read it. `office` is the name of its file."""

    __tablename__: ClassVar[str] = "letter_certificates"

    office: str = text_column(primary_key=True)
    valid_until: datetime = instant_column()
    seen_at: datetime = now_column()


class LetterFile(SQLModel, table=True):
    """A file of a rendered letter. A trigger refuses every change. It names its addressee."""

    __tablename__: ClassVar[str] = "letter_files"
    __table_args__ = (
        ForeignKeyConstraint(
            ["code", "event_number", "report"], ["letters.code", "letters.event_number", "letters.report"]
        ),
    )

    code: str = text_column(primary_key=True)
    event_number: int = Field(primary_key=True)
    report: str = text_column(primary_key=True)
    format: str = text_column(primary_key=True)
    sha256: str = text_column()
    content: bytes = Field(sa_type=LargeBinary)
