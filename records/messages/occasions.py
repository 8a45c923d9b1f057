"""Reads what messages are about: the case, or the periodic report, as it stood when an event was recorded."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from domain.complaint import Complaint, apply_all
from domain.messages import AnyOccasion, Occasion
from domain.results import result_in
from domain.texts.known import filed_under
from records.cases import tables as case_tables
from records.codec import event_from_json
from records.messages import tables
from records.offices.procedures import ProcedureStore
from records.reports.occasions import report_occasions

EventKey = tuple[str, int]
"""A case's code and the number of an event in it."""


def _event_occasions(
    session: Session, procedures: ProcedureStore, keys: Iterable[EventKey]
) -> dict[EventKey, Occasion]:
    """Return the occasion of each of these events. All of them must be in the record."""
    wanted: dict[str, set[int]] = {}
    for code, number in keys:
        wanted.setdefault(code, set()).add(number)
    found: dict[EventKey, Occasion] = {}
    digests = select(case_tables.Case.code, case_tables.Case.procedure_digest).where(
        col(case_tables.Case.code).in_(wanted)
    )
    digest_of = dict(session.exec(digests).all())
    event = case_tables.Event
    rows = session.exec(
        select(event)
        .options(load_only(event.code, event.number, event.act_id, event.body))  # type: ignore[arg-type]
        .where(col(event.code).in_(wanted))
        .order_by(col(event.code), col(event.number))
    )
    for code, events in groupby(rows, key=lambda row: row.code):
        blank = Complaint(code=code, procedure=filed_under(procedures.procedure(session, digest_of[code])))
        found |= {(code, number): one for number, one in _along(blank, list(events), wanted[code]).items()}
    return found


def occasions_of(
    session: Session, procedures: ProcedureStore, notices: Iterable[tables.Notice]
) -> dict[int, AnyOccasion]:
    """Return what each of these notices is about, by the notice's id."""
    told = list(notices)
    events = {key for notice in told if (key := event_of(notice))}
    happened = _event_occasions(session, procedures, events)
    reports = report_occasions(session, procedures, {key for notice in told if (key := report_event_of(notice))})
    found: dict[int, AnyOccasion] = {}
    for notice in told:
        if notice.id is None:
            continue
        if (key := event_of(notice)) is not None:
            found[notice.id] = happened[key]
        elif (of_report := report_event_of(notice)) is not None:
            found[notice.id] = reports[of_report]
    return found


def event_of(notice: tables.Notice) -> EventKey | None:
    """Return the key of the event of a case that a notice is about, None where it is about a report."""
    if notice.code is None or notice.event_number is None:
        return None
    return notice.code, notice.event_number


def report_event_of(notice: tables.Notice) -> EventKey | None:
    """Return the key of the event of a periodic report that a notice is about, if any."""
    if notice.periodic_report is None or notice.periodic_report_event is None:
        return None
    return notice.periodic_report, notice.periodic_report_event


def _along(complaint: Complaint, rows: list[case_tables.Event], wanted: set[int]) -> dict[int, Occasion]:
    """Return the occasions of one case. Each shows the case as it stood after all events of the same act."""
    result: str | None = None
    found: dict[int, Occasion] = {}
    for _, act in groupby(rows, key=lambda row: row.act_id):
        happened = [(row.number, event_from_json(row.body)) for row in act]
        complaint = apply_all(complaint, (event for _, event in happened))
        for _, event in happened:
            if (said := result_in(event)) is not None:
                result = said.sealed
        found |= {number: Occasion(complaint, event, result) for number, event in happened if number in wanted}
    return found
