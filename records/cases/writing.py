"""Writes the events of one act together with everything that follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

from domain.actors import Actor
from domain.backlog.course import first_told
from domain.complaint import Complaint, apply
from domain.endings import TAKES_ANSWER_BACK
from domain.events import Event, Gathered
from domain.notices import OF_THE_ANSWER, Notice, missed, notices_to_queue
from domain.outages import rang_late
from domain.procedure import LetterRule
from domain.words import Role
from records.cases.list_columns import list_columns
from records.cases.rows import NewEvents
from records.codec import Json, complaint_to_json
from records.figures.accounting import Accounting
from records.hashes import chain
from records.letters.queueing import queue_letter, queue_letters_of_joined
from records.texts import storable

_HAPPENED = """
WITH happened AS (
    INSERT INTO events (code, number, act_id, act_digest, by_role, by_authority, by_agency, by_account,
                        by_on_behalf_of, by_report, kind, at, body, hash)
    SELECT
        %(code)s, %(base)s + place, %(act_id)s, %(act_digest)s, %(by_role)s, %(by_authority)s, %(by_agency)s,
        %(by_account)s, %(by_on_behalf_of)s, %(by_report)s, body ->> 'kind', (body ->> 'at')::timestamptz, body,
        decode(%(hashes)s::jsonb ->> (place - 1)::integer, 'hex')
    FROM jsonb_array_elements(%(events)s) WITH ORDINALITY AS event (body, place)
)
INSERT INTO notices (code, event_number, role, agency, channel, reports, late, status)
SELECT %(code)s, event_number, role, agency, channel, reports, late, 'queued'
FROM jsonb_to_recordset(%(notices)s)
    AS notice (event_number integer, role text, agency text, channel text, reports text[], late boolean)
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
      AND number > coalesce((SELECT max(number) FROM events WHERE code = %(code)s AND kind = ANY (%(back)s)), 0)
    GROUP BY kind
)
"""


@dataclass(frozen=True)
class Consequences:
    """The case after the events of one act, and the notices, letters and figures that the events require.

    `missed` are the notices of earlier events to those who joined the case only now, each with its event's kind.
    """

    after: Complaint
    notices: tuple[Mapping[str, object], ...]
    missed: tuple[Mapping[str, object], ...]
    letters: tuple[tuple[LetterRule, Complaint, datetime], ...]
    accounting: Accounting


def consequences(before: Complaint, events: tuple[Event, ...]) -> Consequences:
    """Return what follows from these events on a case. They must be complete, with the due dates of their limits.

    What happened before an import calls for no letter, and nobody is told of it. What the import found is told to the offices
    alone, as alarms that rang late are.
    """
    after, accounting = before, Accounting(before)
    notices: list[Mapping[str, object]] = []
    letters = []
    told_from = first_told(events)
    for place, event in enumerate(events):
        late = told_from > 0 or rang_late(after, event)
        after = apply(after, event)
        accounting.follow(event, after)
        if place < told_from:
            continue
        notices += [
            {"event_number": after.number, "late": late, **_notice_columns(notice)}
            for notice in notices_to_queue(after, event)
            if not told_from or notice.to.role is not Role.REPORTER
        ]
        if rule := after.procedure.letter(event.kind, getattr(event, "ground", None)):
            letters.append((rule, after, event.at))
    joined = tuple({"kind": kind, **_notice_columns(notice)} for kind, notice in missed(before, after))
    return Consequences(after, tuple(notices), joined, tuple(letters), accounting)


def hashes_of(previous: bytes, new: NewEvents, stored: list[Json]) -> list[bytes]:
    """Return the hashes that chain the events to what is recorded. `previous` is the hash that they build on."""
    return chain(previous, new.code, new.base, _act_columns(new), stored)


def write(
    connection: Connection[Any], new: NewEvents, stored: list[Json], hashes: list[bytes], follows: Consequences
) -> None:
    """Insert the events and what follows from them. `stored` is the events as JSON. The case's row is written apart."""
    rows = {"code": new.code, "base": new.base, "events": Jsonb(stored), "notices": Jsonb(list(follows.notices))}
    # As hexadecimal digits, because the driver is slow to write an array of bytes.
    connection.execute(_HAPPENED, rows | _act_columns(new) | {"hashes": Jsonb([value.hex() for value in hashes])})
    for rule, after, at in follows.letters:
        queue_letter(connection, rule, after, at)
    _catch_up(connection, new, follows)
    follows.accounting.write(connection, follows.after)


def _catch_up(connection: Connection[Any], new: NewEvents, follows: Consequences) -> None:
    """Give those who join the case what they missed: notices to agencies, and the answer with its letter to reporters."""
    if follows.missed:
        notices = Jsonb(list(follows.missed))
        connection.execute(_MISSED, {"code": new.code, "base": new.base, "notices": notices})
    for event in new.events:
        if isinstance(event, Gathered) and event.joined:
            kinds = {"kinds": list(OF_THE_ANSWER), "back": list(TAKES_ANSWER_BACK)}
            connection.execute(_TELL_AGAIN, {"code": new.code, **kinds})
            queue_letters_of_joined(connection, follows.after, event)


def _notice_columns(notice: Notice) -> dict[str, object]:
    return {
        "role": notice.to.role.value,
        "agency": notice.to.agency,
        "channel": notice.channel,
        "reports": list(notice.reports) if notice.reports is not None else None,
    }


def case_columns(complaint: Complaint) -> dict[str, object]:
    """Return the columns of the case's row, as the case now stands."""
    stands = {"code": complaint.code, "number": complaint.number, "snapshot": Jsonb(complaint_to_json(complaint))}
    return stands | list_columns(complaint)


def _act_columns(new: NewEvents) -> dict[str, str | None]:
    return {"act_id": storable(new.act_id), "act_digest": new.act_digest, **_actor_columns(new.by)}


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
