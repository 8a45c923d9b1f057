"""Writes the events of one act together with everything that follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

from domain.actors import Actor
from domain.complaint import Complaint, apply
from domain.events import Event
from domain.notices import notices_to_queue
from domain.procedure import LetterRule
from records.cases.list_columns import list_columns
from records.cases.rows import NewEvents
from records.codec import Json, complaint_to_json
from records.figures.accounting import Accounting
from records.letters.queueing import queue_letter
from records.texts import storable

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


@dataclass(frozen=True)
class Consequences:
    """What follows from the events of one act: the case after them, and the notices, letters and figures they require."""

    after: Complaint
    notices: tuple[Mapping[str, object], ...]
    letters: tuple[tuple[LetterRule, Complaint, datetime], ...]
    accounting: Accounting


def consequences(before: Complaint, events: tuple[Event, ...]) -> Consequences:
    """Return what follows from these events on a case. They must be complete, with the due dates of their limits."""
    after, accounting = before, Accounting(before)
    notices: list[Mapping[str, object]] = []
    letters = []
    for event in events:
        after = apply(after, event)
        accounting.follow(event, after)
        notices += [
            {
                "event_number": after.number,
                "role": notice.to.role.value,
                "agency": notice.to.agency,
                "channel": notice.channel,
            }
            for notice in notices_to_queue(after, event)
        ]
        if rule := after.procedure.letter(event.kind):
            letters.append((rule, after, event.at))
    return Consequences(after, tuple(notices), tuple(letters), accounting)


def write(connection: Connection[Any], new: NewEvents, stored: list[Json], follows: Consequences) -> None:
    """Insert the events and what follows from them. `stored` is the events as JSON. The case's row is written apart."""
    act = {"act_id": storable(new.act_id), "act_digest": new.act_digest, **_actor_columns(new.by)}
    rows = {"code": new.code, "base": new.base, "events": Jsonb(stored), "notices": Jsonb(list(follows.notices))}
    connection.execute(_HAPPENED, rows | act)
    for rule, after, at in follows.letters:
        queue_letter(connection, rule, after, at, new.by)
    follows.accounting.write(connection, follows.after)


def case_columns(complaint: Complaint) -> dict[str, object]:
    """Return the columns of the case's row, as the case now stands."""
    stands = {"code": complaint.code, "number": complaint.number, "snapshot": Jsonb(complaint_to_json(complaint))}
    return stands | list_columns(complaint)


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
