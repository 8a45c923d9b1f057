"""Writes the rows that figures are counted from, in the transaction that records the events. Nothing else writes them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

from domain.complaint import Complaint, Limit
from domain.endings import TAKES_ANSWER_BACK, ended_at, has_missed, is_missed
from domain.events import Event, LimitClosed, MarkedAsTest

# The agency that had the case when a limit passed stays responsible for it, whichever agency has the case later.
_STEPS = """
INSERT INTO steps (
    code, limit_id, counted_from, authority, field, agency, closed_at, outcome, internal, missed, rungs, used
)
SELECT
    %(code)s, limit_id, counted_from, %(authority)s, %(field)s, agency, closed_at, outcome, internal, missed, rungs, used
FROM jsonb_to_recordset(%(steps)s) AS step (
    limit_id text, counted_from timestamptz, agency text, closed_at timestamptz, outcome text, internal boolean,
    missed boolean, rungs integer, used integer
)
ON CONFLICT (code, limit_id, counted_from) DO UPDATE SET
    agency = CASE WHEN steps.missed AND excluded.missed THEN steps.agency ELSE excluded.agency END,
    field = excluded.field, closed_at = excluded.closed_at, outcome = excluded.outcome,
    internal = excluded.internal, missed = excluded.missed, rungs = excluded.rungs, used = excluded.used
"""

# A separate statement, so that it sees the steps.
_OUTCOME = """
INSERT INTO outcomes (
    code, authority, field, lead, officer, status, received_at, ended_at, overdue, missed, missed_by_lead
)
VALUES (
    %(code)s, %(authority)s, %(field)s, %(lead)s, %(officer)s, %(status)s, %(received_at)s, %(ended_at)s, %(overdue)s,
    %(missed)s, EXISTS (SELECT FROM steps WHERE code = %(code)s AND missed AND agency = %(lead)s)
)
ON CONFLICT (code) DO UPDATE SET
    field = excluded.field, lead = excluded.lead, officer = excluded.officer, status = excluded.status,
    ended_at = excluded.ended_at, overdue = excluded.overdue, missed = excluded.missed,
    missed_by_lead = excluded.missed_by_lead
"""

_ANSWERED = """
INSERT INTO answers (code, number, authority, field, lead, answered_at)
VALUES (%(code)s, %(number)s, %(authority)s, %(field)s, %(lead)s, %(at)s)
ON CONFLICT (code, number) DO NOTHING
"""

_LATEST_ANSWER = "SELECT * FROM answers WHERE code = %(code)s ORDER BY number DESC LIMIT 1"

# A rating belongs to the answer that it was given to, and is counted with that answer's agency and field.
_RATED = f"""
INSERT INTO ratings (code, number, report, authority, field, lead, rating, rated_at)
SELECT code, number, %(report)s, authority, field, lead, %(rating)s, %(at)s FROM ({_LATEST_ANSWER}) answer
ON CONFLICT (code, number, report) DO UPDATE SET rating = excluded.rating, rated_at = excluded.rated_at
"""  # noqa: S608 - made of constants

_REOPENED = f"""
UPDATE answers SET reopened_at = %(at)s FROM ({_LATEST_ANSWER}) latest
WHERE answers.code = latest.code AND answers.number = latest.number AND answers.reopened_at IS NULL
"""  # noqa: S608 - made of constants


_FORGET = tuple(
    f"DELETE FROM {table} WHERE code = %(code)s"  # noqa: S608 - made of constants
    for table in ("ratings", "answers", "steps", "outcomes")
)


class Accounting:
    """Follows the events of one act on a case, and collects the limits that they changed."""

    def __init__(self, before: Complaint) -> None:
        self._lead_before = before.lead
        self._steps: dict[tuple[str, str], dict[str, Any]] = {}
        self._answers: list[tuple[str, dict[str, Any]]] = []
        self._is_marked = False

    def follow(self, event: Event, after: Complaint) -> None:
        """Take in one event. `after` is the case after it."""
        self._is_marked = self._is_marked or isinstance(event, MarkedAsTest)
        if statement := _ABOUT_ANSWERS.get(event.kind):
            self._answers.append((statement, _about_answer(event, after)))
        limit_id = getattr(event, "limit", None)
        limit = next((each for each in reversed(after.limits) if each.id == limit_id), None)
        if limit is None or not after.rule_of(limit).kind.binds:
            return
        # A limit that a return or a change of agency closes belongs to the agency that had the case until then.
        lead = self._lead_before if isinstance(event, LimitClosed) else after.lead
        agency = lead if after.rule_of(limit).assignee.of_agency else None
        key = limit.id, limit.counted_from.isoformat()
        if (earlier := self._steps.get(key)) and earlier["missed"]:
            agency = earlier["agency"]
        self._steps[key] = _step(event, after, limit) | {"agency": agency}

    @property
    def steps(self) -> tuple[dict[str, Any], ...]:
        """The rows of the limits that the events changed."""
        return tuple(self._steps.values())

    def write(self, connection: Connection[Any], complaint: Complaint) -> None:
        """Write the rows of the case as it now stands. A trial has none, and one that was marked afterwards loses them."""
        if complaint.test:
            for statement in _FORGET if self._is_marked else ():
                connection.execute(statement, {"code": complaint.code})
            return
        row = outcome_columns(complaint)
        if self._steps:
            connection.execute(_STEPS, row | {"steps": Jsonb(list(self._steps.values()))})
        connection.execute(_OUTCOME, row)
        for statement, about in self._answers:
            connection.execute(statement, about)


def outcome_columns(complaint: Complaint) -> dict[str, Any]:
    """Return the row of a case in `outcomes`, but for the limits that its lead agency missed."""
    return {
        "code": complaint.code,
        "authority": complaint.procedure.id,
        "field": complaint.field,
        "lead": complaint.lead,
        "officer": complaint.officer,
        "status": complaint.status.value,
        "received_at": complaint.moments["filed"],
        "ended_at": ended_at(complaint),
        "overdue": bool(complaint.overdue_limits),
        "missed": has_missed(complaint),
    }


_ABOUT_ANSWERS = {
    "published": _ANSWERED,
    "withheld": _ANSWERED,
    "rated": _RATED,
    **dict.fromkeys(TAKES_ANSWER_BACK, _REOPENED),
}


def _about_answer(event: Event, after: Complaint) -> dict[str, Any]:
    """Return what an answer, a rating or a reopening is recorded with."""
    return {
        "code": after.code,
        "number": after.number,
        "authority": after.procedure.id,
        "field": after.field,
        "lead": after.lead,
        "at": event.at,
        "report": getattr(event, "report", None) or after.code,
        "rating": getattr(event, "rating", None),
    }


def _step(event: Event, complaint: Complaint, limit: Limit) -> dict[str, Any]:
    """Return the row of a limit after one of its events."""
    closed = event if isinstance(event, LimitClosed) else None
    return {
        "limit_id": limit.id,
        "counted_from": limit.counted_from.isoformat(),
        "closed_at": closed.at.isoformat() if closed else None,
        "outcome": closed.outcome.value if closed else None,
        "internal": complaint.rule_of(limit).is_internal,
        "missed": is_missed(complaint, limit),
        "rungs": limit.rungs_climbed,
        "used": closed.used // timedelta(seconds=1) if closed and closed.used is not None else None,
    }
