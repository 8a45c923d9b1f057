"""Appends the events of a case once and in order, together with everything that follows from them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb
from sqlmodel import Session, col, select

from domain.actors import Actor
from domain.complaint import Complaint, apply
from domain.events import Gathered, Merged, Unmerged, Withdrawn
from domain.notices import OF_THE_ANSWER, Notice, missed, notices_to_queue
from domain.words import Role
from records.calendar.books import CalendarCache, hold
from records.cases import tables
from records.cases.list_columns import list_columns
from records.cases.rows import Appended, Entry, Fill, NewEvents
from records.codec import Json, complaint_to_json, event_from_json, event_to_json
from records.engine import driver
from records.errors import CaseNotOpen, CaseUnknown, OthersWaitToo, RecordOutOfStep
from records.figures.accounting import Accounting
from records.letters.queueing import queue_letter, queue_letters_of_joined
from records.offices.procedures import ProcedureStore
from records.statements import update_row
from records.texts import storable, storable_row

# Plain SQL through the driver, because these statements run for every act and alarm.
_CASE = "SELECT number, procedure_digest, snapshot FROM cases WHERE code = %s FOR UPDATE"

_OPEN_CASE = f"SELECT 1 FROM cases WHERE code = %s AND {tables.IS_OPEN} FOR SHARE"  # noqa: S608 - the condition is a constant
_MERGED_INTO = "SELECT 1 FROM cases WHERE merged_into = %s LIMIT 1"
_TO_GATHER = "INSERT INTO to_gather (main, report) VALUES (%s, %s) ON CONFLICT DO NOTHING"

_MAIN = """
WITH RECURSIVE chain AS (
    SELECT code, merged_into FROM cases WHERE code = %s
    UNION SELECT cases.code, cases.merged_into FROM chain JOIN cases ON cases.code = chain.merged_into
)
SELECT code FROM chain WHERE merged_into IS NULL
"""

_HAPPENED = """
WITH happened AS (
    INSERT INTO events (code, number, act_id, act_digest, by_role, by_authority, by_agency, by_account,
                        by_on_behalf_of, by_report, kind, at, body)
    SELECT
        %(code)s, %(base)s + place, %(act_id)s, %(act_digest)s, %(by_role)s, %(by_authority)s, %(by_agency)s,
        %(by_account)s, %(by_on_behalf_of)s, %(by_report)s, body ->> 'kind', (body ->> 'at')::timestamptz, body
    FROM jsonb_array_elements(%(events)s) WITH ORDINALITY AS event (body, place)
)
INSERT INTO notices (code, event_number, role, agency, channel, reports, status)
SELECT %(code)s, event_number, role, agency, channel, reports, 'queued'
FROM jsonb_to_recordset(%(notices)s)
    AS notice (event_number integer, role text, agency text, channel text, reports text[])
"""

_MISSED = """
INSERT INTO notices (code, event_number, role, agency, channel, status)
SELECT %(code)s, latest.number, role, agency, channel, 'queued'
FROM jsonb_to_recordset(%(notices)s) AS notice (kind text, role text, agency text, channel text)
JOIN LATERAL (
    SELECT max(number) AS number FROM events
    WHERE events.code = %(code)s AND events.kind = notice.kind AND number <= %(base)s
) AS latest ON latest.number IS NOT NULL
ON CONFLICT DO NOTHING
"""

# Addressing the notices again writes messages to those alone who have none yet. An answer that was contested is no answer.
_TELL_AGAIN = """
UPDATE notices SET status = 'queued'
WHERE code = %(code)s AND role = 'reporter' AND event_number IN (
    SELECT max(number) FROM events
    WHERE code = %(code)s AND kind = ANY (%(kinds)s)
      AND number > coalesce((SELECT max(number) FROM events WHERE code = %(code)s AND kind = 'reopened'), 0)
    GROUP BY kind
)
"""


def append(
    session: Session, procedures: ProcedureStore, calendar: CalendarCache, new: NewEvents, fill: Fill
) -> Appended:
    """Append the events in this transaction. See `Cases.append`."""
    new = storable_row(new)
    connection = driver(session)
    with connection.pipeline():
        # Locks the case: appends to one case run one after another, and each reads what the one before it wrote.
        found = connection.execute(_CASE, (new.code,))
        latest = hold(connection)
    case = found.fetchone()
    if case is None:
        raise CaseUnknown(f"no case {new.code}")
    number, digest, snapshot = case
    if number < new.base:
        raise RecordOutOfStep(f"{new.code} stands at event {number}, and {new.act_id} builds on {new.base}")
    if number > new.base:
        return Appended(ahead=entries(session, new.code, after=new.base))
    before = procedures.complaint(session, digest, snapshot)
    _keep_what_was_merged(connection, before, new)
    stored = [event_to_json(event) for event in fill(before, new.events, calendar.held(session, latest))]
    if not stored:
        return Appended()
    # Return the events as they were stored, so that a retry gets the same answer.
    filled = replace(new, events=tuple(map(event_from_json, stored)))
    with connection.pipeline():
        after = write(connection, before, filled, stored)
        update_row(connection, "cases", case_columns(after), key="code")
        # The commit goes in the same round trip. The session has nothing left to commit after it.
        connection.commit()
    return Appended(filled.events)


def _keep_what_was_merged(connection: Connection[Any], before: Complaint, new: NewEvents) -> None:
    """Refuse to merge a report into a case that has ended, to take one out of such a case, and to withdraw a case that other
    reports were merged into. Note for the other case that its reports change.

    The front checks this too. Here the locks make two such acts wait for each other when they come at the same time.
    """
    for event in new.events:
        if isinstance(event, Merged | Unmerged):
            into = event.into if isinstance(event, Merged) else _main_of(connection, before.code)
            if connection.execute(_OPEN_CASE, (storable(into),)).fetchone() is None:
                raise CaseNotOpen(f"nothing more happens to {into}, so {new.code} neither joins nor leaves it")
            connection.execute(_TO_GATHER, (storable(into), new.code))
        elif isinstance(event, Withdrawn) and connection.execute(_MERGED_INTO, (new.code,)).fetchone():
            raise OthersWaitToo(f"other reports go on in {new.code}")


def _main_of(connection: Connection[Any], code: str) -> str:
    """Return the case that a report is part of, through however many merges."""
    found = connection.execute(_MAIN, (code,)).fetchone()
    return found[0] if found else code


def case_columns(complaint: Complaint) -> dict[str, object]:
    """Return the columns of the case's row, as the case now stands."""
    stands = {"code": complaint.code, "number": complaint.number, "snapshot": Jsonb(complaint_to_json(complaint))}
    return stands | list_columns(complaint)


def write(connection: Connection[Any], complaint: Complaint, new: NewEvents, stored: list[Json]) -> Complaint:
    """Insert the events, the notices and letters that they require, and the rows that figures count. Return the case after
    them. `stored` is the events as JSON."""
    before = complaint
    queued, required, accounting = [], [], Accounting(complaint)
    for event in new.events:
        complaint = apply(complaint, event)
        accounting.follow(event, complaint)
        queued += [
            {"event_number": complaint.number, **_notice_columns(notice)}
            for notice in notices_to_queue(complaint, event)
        ]
        if rule := complaint.procedure.letter(event.kind):
            required.append((rule, complaint, event.at))
    act = {"act_id": storable(new.act_id), "act_digest": new.act_digest, **_actor_columns(new.by)}
    rows = {"code": new.code, "base": new.base, "events": Jsonb(stored), "notices": Jsonb(queued)}
    connection.execute(_HAPPENED, rows | act)
    for rule, after, at in required:
        queue_letter(connection, rule, after, at, new.by)
    _catch_up(connection, before, complaint, new)
    accounting.write(connection, complaint)
    return complaint


def _catch_up(connection: Connection[Any], before: Complaint, after: Complaint, new: NewEvents) -> None:
    """Give those who join the case what they missed: notices to agencies, and the answer with its letter to reporters."""
    if late := missed(before, after):
        notices = [{"kind": kind, **_notice_columns(notice)} for kind, notice in late]
        connection.execute(_MISSED, {"code": new.code, "base": new.base, "notices": Jsonb(notices)})
    for event in new.events:
        if isinstance(event, Gathered) and event.joined:
            connection.execute(_TELL_AGAIN, {"code": new.code, "kinds": list(OF_THE_ANSWER)})
            queue_letters_of_joined(connection, after, event)


def _notice_columns(notice: Notice) -> dict[str, object]:
    return {
        "role": notice.to.role.value,
        "agency": notice.to.agency,
        "channel": notice.channel,
        "reports": list(notice.reports) if notice.reports is not None else None,
    }


def entries(session: Session, code: str, *, after: int = 0, act_id: str | None = None) -> tuple[Entry, ...]:
    """Return the entries of a case in order: all of them, those after number `after`, or those of one act."""
    wanted = select(tables.Event).where(col(tables.Event.code) == code, col(tables.Event.number) > after)
    if act_id is not None:
        wanted = wanted.where(col(tables.Event.act_id) == act_id)
    rows = session.exec(wanted.order_by(col(tables.Event.number)))
    return tuple(Entry(row.number, row.act_id, _actor(row), event_from_json(row.body), row.act_digest) for row in rows)


def _actor_columns(by: Actor | None) -> dict[str, str | None]:
    if by is None:
        return dict.fromkeys(
            ("by_role", "by_authority", "by_agency", "by_account", "by_on_behalf_of", "by_report"), None
        )
    return {
        "by_role": by.role.value,
        "by_authority": by.authority,
        "by_agency": by.agency,
        "by_account": by.account,
        "by_on_behalf_of": by.on_behalf_of,
        "by_report": by.report,
    }


def _actor(row: tables.Event) -> Actor | None:
    if row.by_role is None:
        return None
    return Actor(Role(row.by_role), row.by_authority, row.by_agency, row.by_account, row.by_on_behalf_of, row.by_report)
