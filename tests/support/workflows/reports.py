"""The making of periodic reports beside a record, as a worker has it."""

from __future__ import annotations

from activities.reports.making import Contents, InForce, ReportMaking
from procedures import procedure_in_force
from records.record import Record

ACTORS_KEY = b"k" * 32


def report_making(record: Record, key: bytes = ACTORS_KEY, in_force: InForce = procedure_in_force) -> ReportMaking:
    """Return the making of reports from this record. `key` is the front's signing key."""
    return ReportMaking(
        record.reports,
        Contents(record.account_books, record.withheld_courses),
        record.offices,
        record.calendar.book,
        in_force,
        key,
    )
