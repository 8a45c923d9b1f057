"""The tables of periodic reports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

import records.reports.former  # noqa: F401 - a key of notices still points at its tables
from records.columns import instant_column, json_column, text_column


class PeriodicReport(SQLModel, table=True):
    """A periodic report as it stands after its latest event. `agency` is the agency that makes it, '' for the centre."""

    __tablename__: ClassVar[str] = "periodic_reports"
    __table_args__ = (
        UniqueConstraint("authority", "series", "period", "agency"),
        Index("periodic_reports_listed", "authority", "last_day", "code"),
        Index("periodic_reports_unsent", "authority", postgresql_where=text("status <> 'sent'")),
    )

    code: str = text_column(primary_key=True)
    authority: str = text_column()
    series: str = text_column()
    period: str = text_column()
    agency: str = text_column()
    first_day: date = Field()
    last_day: date = Field()
    procedure_digest: str = text_column(foreign_key="procedures.digest")
    wanted_by: date | None = Field(default=None)
    requested_at: datetime | None = instant_column(default=None)
    status: str = text_column()
    edition: int = Field()
    number: int = Field()
    due_at: datetime = instant_column()
    explain_by: datetime | None = instant_column(default=None)


class ReportEvent(SQLModel, table=True):
    """An event of a periodic report. A trigger refuses every change."""

    __tablename__: ClassVar[str] = "periodic_report_events"
    __table_args__ = (Index("periodic_report_events_of_act", "report", "act_id"),)

    report: str = text_column(primary_key=True, foreign_key="periodic_reports.code")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    act_id: str = text_column()
    kind: str = text_column()
    at: datetime = instant_column()
    body: dict[str, Any] = json_column()
    by_role: str | None = text_column(default=None)
    by_agency: str | None = text_column(default=None)
    by_account: str | None = text_column(default=None, foreign_key="accounts.id")
    by_on_behalf_of: str | None = text_column(default=None)


class ReportEdition(SQLModel, table=True):
    """An edition of a periodic report: its figures as they were counted when it was made. A trigger refuses every change."""

    __tablename__: ClassVar[str] = "periodic_report_editions"

    report: str = text_column(primary_key=True, foreign_key="periodic_reports.code")
    edition: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    made_at: datetime = instant_column()
    figures: dict[str, Any] = json_column()


class SentReport(SQLModel, table=True):
    """An edition that was sent, with its number in the register of its office. A trigger refuses every change."""

    __tablename__: ClassVar[str] = "periodic_reports_sent"
    __table_args__ = (
        ForeignKeyConstraint(
            ["report", "edition"], ["periodic_report_editions.report", "periodic_report_editions.edition"]
        ),
        UniqueConstraint("authority", "agency", "year", "number"),
    )

    report: str = text_column(primary_key=True)
    edition: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    authority: str = text_column()
    agency: str = text_column()
    year: int = Field()
    number: int = Field()
    symbol: str = text_column()
    name: str = text_column()
    addressees: str = text_column()
    sent_at: datetime = instant_column()


class ReportFile(SQLModel, table=True):
    """A file of an edition that was sent. A trigger refuses every change."""

    __tablename__: ClassVar[str] = "periodic_report_files"
    __table_args__ = (
        ForeignKeyConstraint(["report", "edition"], ["periodic_reports_sent.report", "periodic_reports_sent.edition"]),
    )

    report: str = text_column(primary_key=True)
    edition: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    format: str = text_column(primary_key=True)
    sha256: str = text_column()
    content: bytes = Field(sa_type=LargeBinary)
