"""The alarms of a report: reminders before it is due, and the rungs of its ladder after that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from domain.reports.dates import ReportDates
from domain.reports.report import (
    ExplanationMissed,
    ExplanationReminded,
    PeriodicReport,
    ReportEvent,
    ReportOverdue,
    ReportReminded,
)

_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def next_ring(report: PeriodicReport, dates: ReportDates) -> datetime | None:
    """Return when the next alarm of a report rings, None for one that was sent or whose alarms have all rung."""
    return min((at for at, _ in _alarms(report, dates, _SOME_TIME)), default=None)


def rung_by(report: PeriodicReport, dates: ReportDates, at: datetime) -> tuple[ReportEvent, ...]:
    """Return the events of the alarms that have rung by an instant, in their order."""
    due = sorted(_alarms(report, dates, at), key=lambda alarm: alarm[0])
    return tuple(event for rings, event in due if rings <= at)


def _alarms(report: PeriodicReport, dates: ReportDates, at: datetime) -> Iterator[tuple[datetime, ReportEvent]]:
    if report.is_sent or report.edition > 1:
        return  # a corrected edition is due by no day
    if owing := report.owing:
        if dates.remind_to_explain_at and not report.reminded_to_explain:
            yield dates.remind_to_explain_at, ExplanationReminded(at=at, agencies=owing)
        if dates.explain_by and not report.missed_explaining:
            yield dates.explain_by, ExplanationMissed(at=at, agencies=owing)
    if not report.reminded:
        yield dates.remind_at, ReportReminded(at=at)
    for rung, rings in enumerate(dates.rungs, 1):
        if rung > report.rungs_climbed:
            yield rings, ReportOverdue(at=at, rung=rung)
