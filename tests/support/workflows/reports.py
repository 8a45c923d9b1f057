"""The making of periodic reports beside a record, as a worker has it."""

from __future__ import annotations

from activities.reports.making import ReportMaking
from procedures import procedure_in_force
from records.record import Record

ACTORS_KEY = b"k" * 32


def report_making(record: Record, key: bytes = ACTORS_KEY) -> ReportMaking:
    """Return the making of reports from this record. `key` is the front's signing key."""
    return ReportMaking(
        record.reports, record.account_books, record.offices, record.calendar.book, procedure_in_force, key
    )
