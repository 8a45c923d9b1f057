"""The events of a case: appended once, in order, together with all that follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb
from sqlmodel import Session, col, select

from domain.actors import Actor
from domain.complaint import Complaint, apply
from domain.decisions import CalendarBook
from domain.events import Event, Merged, Withdrawn
from domain.notices import notices_to_queue
from domain.words import Role
from records.calendar.books import KeptBooks, hold
from records.cases import tables
from records.cases.listing import list_columns
from records.cases.rows import Entry
from records.codec import Json, complaint_to_json, event_from_json, event_to_json
from records.engine import driver
from records.errors import CaseNotOpen, CaseUnknown, OthersWaitToo, RecordOutOfStep
from records.figures.accounting import Accounting
from records.letters import letters
from records.offices.procedures import KeptProcedures
from records.statements import update_row
from records.texts import storable

# In the driver's own words: these run for every act and alarm.
_CASE = "SELECT number, procedure_digest, snapshot FROM cases WHERE code = %s FOR UPDATE"

_OPEN_CASE = f"SELECT 1 FROM cases WHERE code = %s AND {tables.IS_OPEN} FOR SHARE"  # noqa: S608 - a condition of ours
_MERGED_INTO = "SELECT 1 FROM cases WHERE merged_into = %s LIMIT 1"

_HAPPENED = """
WITH happened AS (
    INSERT INTO events (code, number, act_id, act_digest, by_role, by_authority, by_agency, by_account,
                        by_on_behalf_of, kind, at, body)
    SELECT
        %(code)s, %(base)s + place, %(act_id)s, %(act_digest)s, %(by_role)s, %(by_authority)s, %(by_agency)s,
        %(by_account)s, %(by_on_behalf_of)s, body ->> 'kind', (body ->> 'at')::timestamptz, body
    FROM jsonb_array_elements(%(events)s) WITH ORDINALITY AS event (body, place)
)
INSERT INTO notices (code, event_number, role, agency, channel, status)
SELECT %(code)s, event_number, role, agency, channel, 'queued'
FROM jsonb_to_recordset(%(notices)s) AS notice (event_number integer, role text, agency text, channel text)
"""

Fill = Callable[[Complaint, tuple[Event, ...], CalendarBook], tuple[Event, ...]]
"""Adds to events what the record must hold of them, given the case before them and the calendar: when limits are due."""


@dataclass(frozen=True)
class Sent:
    """An act as it was sent: its id, by whom, and the digest that tells it from another under the same id."""

    act_id: str
    by: Actor | None
    digest: str | None = None


def append(
    session: Session,
    procedures: KeptProcedures,
    books: KeptBooks,
    code: str,
    *,
    base: int,
    sent: Sent,
    events: tuple[Event, ...],
    fill: Fill,
) -> tuple[Event, ...]:
    """See `Cases.append`."""
    code, act_id = storable(code), storable(sent.act_id)
    connection = driver(session)
    with connection.pipeline():
        # Whoever appends to this case waits here for its turn; what it reads then is what the one before it left.
        found = connection.execute(_CASE, (code,))
        latest = hold(connection)
    case = found.fetchone()
    if case is None:
        raise CaseUnknown(f"no case {code}")
    number, digest, snapshot = case
    if number < base:
        raise RecordOutOfStep(f"{code} stands at event {number}, and {act_id} builds on {base}")
    if number > base:
        return _appended_before(session, code, base=base, act_id=act_id, events=events)
    _keep_what_was_merged(connection, code, events)
    before = procedures.complaint(session, digest, snapshot)
    kept = [event_to_json(event) for event in fill(before, events, books.held(session, latest))]
    if not kept:
        return ()
    # What is answered is what was kept, so that a retry is answered the same.
    filled = tuple(map(event_from_json, kept))
    with connection.pipeline():
        after = write(connection, before, filled, kept, sent=sent)
        update_row(connection, "cases", case_columns(after), key="code")
        # Travels with what it commits; the session has nothing left to commit after it.
        connection.commit()
    return filled


def _keep_what_was_merged(connection: Connection[Any], code: str, events: tuple[Event, ...]) -> None:
    """That no report goes on as part of a case that has ended, or ends with one that its reporter takes back.

    The front sees to it as well; here, two that are done at once wait for one another.
    """
    for event in events:
        if isinstance(event, Merged):
            if connection.execute(_OPEN_CASE, (storable(event.into),)).fetchone() is None:
                raise CaseNotOpen(f"nothing more happens to {event.into}, so {code} cannot go on in it")
        elif isinstance(event, Withdrawn) and connection.execute(_MERGED_INTO, (code,)).fetchone():
            raise OthersWaitToo(f"other reports go on in {code}")


def case_columns(complaint: Complaint) -> dict[str, object]:
    """What the case's row holds of it as it now stands."""
    stands = {"code": complaint.code, "number": complaint.number, "snapshot": Jsonb(complaint_to_json(complaint))}
    return stands | list_columns(complaint)


def _appended_before(
    session: Session, code: str, *, base: int, act_id: str, events: tuple[Event, ...]
) -> tuple[Event, ...]:
    """What an earlier try of the same append left. Another act at these numbers means that its sender is behind."""
    stored = entries(session, code, after=base, upto=base + len(events))
    same = [entry.event.kind for entry in stored if entry.act_id == act_id]
    if same != [event.kind for event in events]:
        raise RecordOutOfStep(f"{code} has gone on from event {base} by something else than {act_id}")
    return tuple(entry.event for entry in stored)


def write(
    connection: Connection[Any],
    complaint: Complaint,
    events: Iterable[Event],
    kept: list[Json],
    *,
    sent: Sent,
) -> Complaint:
    """Adds the events, the notices they send, the letters they call for and what figures count; gives the case after them."""
    base, queued, called_for, accounting = complaint.number, [], [], Accounting(complaint)
    for event in events:
        complaint = apply(complaint, event)
        accounting.sees(event, complaint)
        queued += [
            {
                "event_number": complaint.number,
                "role": notice.to.role.value,
                "agency": notice.to.agency,
                "channel": notice.channel,
            }
            for notice in notices_to_queue(complaint, event)
        ]
        if rule := complaint.procedure.letter(event.kind):
            called_for.append((rule, complaint, event.at))
    act = {"act_id": storable(sent.act_id), "act_digest": sent.digest, **_actor_columns(sent.by)}
    rows = {"code": complaint.code, "base": base, "events": Jsonb(kept), "notices": Jsonb(queued)}
    connection.execute(_HAPPENED, rows | act)
    for rule, after, at in called_for:
        letters.queue(connection, rule, after, at, sent.by)
    accounting.write(connection, complaint)
    return complaint


def entries(
    session: Session, code: str, *, after: int = 0, upto: int | None = None, act_id: str | None = None
) -> tuple[Entry, ...]:
    """The entries of a case in order: all, those numbered from `after` (not included) to `upto`, or those of one act."""
    wanted = select(tables.Event).where(col(tables.Event.code) == code, col(tables.Event.number) > after)
    if upto is not None:
        wanted = wanted.where(col(tables.Event.number) <= upto)
    if act_id is not None:
        wanted = wanted.where(col(tables.Event.act_id) == act_id)
    rows = session.exec(wanted.order_by(col(tables.Event.number)))
    return tuple(Entry(row.number, row.act_id, _actor(row), event_from_json(row.body), row.act_digest) for row in rows)


def _actor_columns(by: Actor | None) -> dict[str, str | None]:
    if by is None:
        return {"by_role": None, "by_authority": None, "by_agency": None, "by_account": None, "by_on_behalf_of": None}
    return {
        "by_role": by.role.value,
        "by_authority": by.authority,
        "by_agency": by.agency,
        "by_account": by.account,
        "by_on_behalf_of": by.on_behalf_of,
    }


def _actor(row: tables.Event) -> Actor | None:
    if row.by_role is None:
        return None
    return Actor(Role(row.by_role), row.by_authority, row.by_agency, row.by_account, row.by_on_behalf_of)
