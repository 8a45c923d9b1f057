"""Reads what messages about periodic reports are about: the report as it stood when an event was recorded."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from domain.messages import ReportOccasion
from domain.reports.report import apply_event
from records.offices.procedures import ProcedureStore
from records.reports import tables
from records.reports.codec import event_from_json
from records.reports.repository import blank_of


def report_occasions(
    session: Session, procedures: ProcedureStore, keys: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], ReportOccasion]:
    """Return the occasion of each of these events of reports. All of them must be in the record."""
    wanted, event = set(keys), tables.ReportEvent
    if not wanted:
        return {}
    codes = {code for code, _ in wanted}
    rows = session.exec(select(tables.PeriodicReport).where(col(tables.PeriodicReport.code).in_(codes))).all()
    happened: dict[str, list[tables.ReportEvent]] = {code: [] for code in codes}
    ordered = select(event).where(col(event.report).in_(codes)).order_by(col(event.report), col(event.number))
    for one in session.exec(ordered):
        happened[one.report].append(one)
    found: dict[tuple[str, int], ReportOccasion] = {}
    for row in rows:
        procedure = procedures.procedure(session, row.procedure_digest)
        report = blank_of(row, procedure)
        for one in happened[row.code]:
            told = event_from_json(one.body)
            report = apply_event(report, told)
            if (row.code, one.number) in wanted:
                found[row.code, one.number] = ReportOccasion(report, told, procedure, row.due_at, row.explain_by)
    return found
