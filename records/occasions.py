"""What messages tell of, read back from the record: the case as it stood when an event was recorded."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from domain.complaint import Complaint, apply
from domain.messages import Occasion
from domain.results import result_in
from records import tables
from records.codec import event_from_json
from records.kept_procedures import KeptProcedures

Place = tuple[str, int]
"""A case's code and the number of an event in it."""


def occasions(session: Session, procedures: KeptProcedures, places: Iterable[Place]) -> dict[Place, Occasion]:
    """The occasion at each of these places, all of which must be in the record."""
    wanted: dict[str, set[int]] = {}
    for code, number in places:
        wanted.setdefault(code, set()).add(number)
    found: dict[Place, Occasion] = {}
    digests = select(tables.Case.code, tables.Case.procedure_digest).where(col(tables.Case.code).in_(wanted))
    digest_of = dict(session.exec(digests).all())
    event = tables.Event
    rows = session.exec(
        select(event)
        .options(load_only(event.code, event.number, event.act_id, event.body))  # type: ignore[arg-type]
        .where(col(event.code).in_(wanted))
        .order_by(col(event.code), col(event.number))
    )
    for code, events in groupby(rows, key=lambda row: row.code):
        blank = Complaint(code=code, procedure=procedures.procedure(session, digest_of[code]))
        found |= {(code, number): one for number, one in _along(blank, list(events), wanted[code]).items()}
    return found


def _along(complaint: Complaint, rows: list[tables.Event], wanted: set[int]) -> dict[int, Occasion]:
    """The occasions of one case. What an act brought about is told of as it stood when all of the act was done."""
    result: str | None = None
    found: dict[int, Occasion] = {}
    for _, act in groupby(rows, key=lambda row: row.act_id):
        happened = [(row.number, event_from_json(row.body)) for row in act]
        for _, event in happened:
            complaint = apply(complaint, event)
            if (said := result_in(event)) is not None:
                result = said.sealed
        found |= {number: Occasion(complaint, event, result) for number, event in happened if number in wanted}
    return found
