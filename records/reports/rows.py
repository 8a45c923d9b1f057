"""The plain data that callers pass to the record of periodic reports and get from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.actors import Actor
from domain.procedure import Procedure
from domain.reports.dates import ReportDates
from domain.reports.figures import AnyFigures
from domain.reports.report import PeriodicReport, ReportEvent


class ReportFormat(StrEnum):
    """A format in which every report that was sent is kept."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


@dataclass(frozen=True)
class ReportEntry:
    """An event of a report and who brought it about, None for the system."""

    number: int
    act_id: str
    event: ReportEvent
    by: Actor | None


@dataclass(frozen=True)
class ReportFileKept:
    """A file of an edition that was sent, without its content. `size` is in bytes."""

    edition: int
    format: ReportFormat
    sha256: str
    size: int


@dataclass(frozen=True)
class SentEdition:
    """An edition that was sent, under the number that it has in the register of its office."""

    edition: int
    number: int
    symbol: str
    sent_at: datetime


@dataclass(frozen=True)
class KeptReport:
    """A report as it stands. `due_at` and `explain_by` are as they were last computed."""

    report: PeriodicReport
    procedure: Procedure
    due_at: datetime
    explain_by: datetime | None
    requested_at: datetime | None = None


@dataclass(frozen=True)
class WholeReport:
    """A report with all that happened to it: its editions by number, the earliest first, what was sent, and the files."""

    kept: KeptReport
    entries: tuple[ReportEntry, ...]
    editions: tuple[AnyFigures, ...]
    sent: tuple[SentEdition, ...]
    files: tuple[ReportFileKept, ...]


@dataclass(frozen=True)
class NewReport:
    """A report to begin, and when it is due."""

    report: PeriodicReport
    procedure: Procedure
    dates: ReportDates
    requested_at: datetime | None = None
    wanted_by: date | None = None


@dataclass(frozen=True)
class ReportsSought:
    """The reports that a list asks for: of one authority or all, and of the agency that makes them or owes explanations; all of
    them or the unsent."""

    authority: str | None = None
    agency: str | None = None
    series: str | None = None
    unsent: bool = False


Decide = Callable[[PeriodicReport], tuple[ReportEvent, ...]]
"""Draws the events of an act from the report as it stands."""
