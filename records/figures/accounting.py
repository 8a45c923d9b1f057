"""Writes the rows that figures are counted from, in the transaction that records the events. Nothing else writes them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

from domain.accounts.steps import FollowedStep, as_it_stands, followed
from domain.complaint import Complaint
from domain.endings import ANSWERED, TAKES_ANSWER_BACK, answered_alone, ended_at, has_missed, late_from
from domain.events import ClocksPaused, Event, MarkedAsTest
from domain.texts.known import filed_under
from records.figures.past import (
    OUTCOME_COLUMNS,
    STEP_COLUMNS,
    a_day_ended,
    of,
    outcome_differs,
    step_differs,
)

# The agency that had the case when a limit passed stays responsible for it, whichever agency has the case later.
_STEPS = f"""
WITH step AS (
    SELECT
        %(code)s AS code, limit_id, counted_from, %(at)s::timestamptz AS since, %(authority)s AS authority,
        %(field)s AS field, agency, due, late_from, closed_at, outcome, internal, missed, rungs, used
    FROM jsonb_to_recordset(%(steps)s) AS step (
        limit_id text, counted_from timestamptz, agency text, due timestamptz, late_from timestamptz,
        closed_at timestamptz, outcome text, internal boolean, missed boolean, rungs integer, used integer
    )
),
past AS (
    INSERT INTO past_steps (code, limit_id, counted_from, since, until, {STEP_COLUMNS})
    SELECT code, limit_id, counted_from, coalesce(steps.since, counted_from), step.since, {of("steps", STEP_COLUMNS)}
    FROM steps JOIN step USING (code, limit_id, counted_from)
    WHERE ({step_differs("step")}) AND {a_day_ended("coalesce(steps.since, counted_from)", "step.since")}
    ON CONFLICT DO NOTHING
)
INSERT INTO steps (
    code, limit_id, counted_from, since, authority, field, agency, due, late_from, closed_at, outcome, internal, missed,
    rungs, used
)
SELECT
    code, limit_id, counted_from, since, authority, field, agency, due, late_from, closed_at, outcome, internal, missed,
    rungs, used
FROM step
ON CONFLICT (code, limit_id, counted_from) DO UPDATE SET
    agency = CASE WHEN steps.missed AND excluded.missed THEN steps.agency ELSE excluded.agency END,
    since = CASE WHEN {step_differs("excluded")} THEN excluded.since ELSE steps.since END,
    field = excluded.field, due = excluded.due, late_from = excluded.late_from,
    closed_at = excluded.closed_at, outcome = excluded.outcome,
    internal = excluded.internal, missed = excluded.missed, rungs = excluded.rungs, used = excluded.used
"""  # noqa: S608 - made of constants

# While the clocks stand still no limit becomes late. One that has passed stays so.
_PAUSED = "UPDATE steps SET late_from = NULL WHERE code = %(code)s AND closed_at IS NULL AND NOT missed"

# A separate statement, so that it sees the steps.
_OUTCOME = f"""
INSERT INTO outcomes (
    code, since, authority, filed_with, channel, field, lead, place, officer, status, withheld, received_at, ended_at,
    overdue, missed, missed_by_lead, late_from
)
VALUES (
    %(code)s, %(at)s, %(authority)s, %(filed_with)s, %(channel)s, %(field)s, %(lead)s, %(place)s, %(officer)s, %(status)s,
    %(withheld)s,
    %(received_at)s, %(ended_at)s, %(overdue)s, %(missed)s,
    EXISTS (SELECT FROM steps WHERE code = %(code)s AND missed AND agency = %(lead)s),
    (SELECT min(late_from) FROM steps WHERE code = %(code)s)
)
ON CONFLICT (code) DO UPDATE SET
    since = CASE WHEN {outcome_differs("excluded")} THEN excluded.since ELSE outcomes.since END,
    filed_with = excluded.filed_with, channel = excluded.channel, place = excluded.place, withheld = excluded.withheld,
    field = excluded.field, lead = excluded.lead, officer = excluded.officer, status = excluded.status,
    ended_at = excluded.ended_at, overdue = excluded.overdue, missed = excluded.missed,
    missed_by_lead = excluded.missed_by_lead, late_from = excluded.late_from
"""  # noqa: S608 - made of constants

_PAST_OUTCOME = f"""
INSERT INTO past_outcomes (code, since, until, {OUTCOME_COLUMNS})
SELECT code, coalesce(outcomes.since, outcomes.received_at), new.since, {of("outcomes", OUTCOME_COLUMNS)}
FROM outcomes, (
    SELECT
        %(at)s::timestamptz AS since, %(field)s::text AS field, %(lead)s::text AS lead, %(place)s::text AS place,
        %(status)s::text AS status, %(withheld)s::boolean AS withheld, %(ended_at)s::timestamptz AS ended_at
) AS new
WHERE code = %(code)s AND ({outcome_differs("new")})
    AND {a_day_ended("coalesce(outcomes.since, outcomes.received_at)", "new.since")}
ON CONFLICT DO NOTHING
"""  # noqa: S608 - made of constants

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


_RETURNED = """
INSERT INTO returns (code, number, authority, agency, at) VALUES (%(code)s, %(number)s, %(authority)s, %(agency)s, %(at)s)
ON CONFLICT (code, number) DO NOTHING
"""

_COUNTED = ("ratings", "answers", "returns", "past_steps", "steps", "past_outcomes", "outcomes")
_FORGET = tuple(
    f"DELETE FROM {table} WHERE code = %(code)s"  # noqa: S608 - made of constants
    for table in _COUNTED
)
# All of a case counts where it is now, so that figures of earlier days can be compared.
_GO_OVER = tuple(
    f"UPDATE {table} SET authority = %(authority)s WHERE code = %(code)s"  # noqa: S608 - made of constants
    for table in _COUNTED
)


class Accounting:
    """Follows the events of one act on a case, and collects the limits that they changed."""

    def __init__(self, before: Complaint) -> None:
        self._before = self._last = before
        self._lead_before = before.lead
        self._at: datetime | None = None
        self._steps: dict[tuple[str, datetime], FollowedStep] = {}
        self._answers: list[tuple[str, dict[str, Any]]] = []
        self._is_marked = False
        self._pauses = False

    def follow(self, event: Event, after: Complaint) -> None:
        """Take in one event. `after` is the case after it."""
        if event.at != self._at:  # an import relates what happened at several instants
            self._lead_before, self._at = self._last.lead, event.at
        self._last = after
        self._is_marked = self._is_marked or isinstance(event, MarkedAsTest)
        if statement := _ABOUT_ANSWERS.get(event.kind):
            self._answers.append((statement, _about_answer(event, after)))
        if step := followed(event, after, self._lead_before):
            self._steps[step.key] = step.after(self._steps.get(step.key))
        self._pauses = self._pauses or isinstance(event, ClocksPaused)

    @property
    def followed(self) -> tuple[FollowedStep, ...]:
        """The limits that the events changed."""
        return tuple(self._steps.values())

    def write(self, connection: Connection[Any], complaint: Complaint) -> None:
        """Write the rows of the case as it now stands. A trial has none, and one that was marked afterwards loses them."""
        if complaint.test:
            for statement in _FORGET if self._is_marked else ():
                connection.execute(statement, {"code": complaint.code})
            return
        # The first rows of a case tell of it from its receipt, also where it is brought over long after that.
        at = self._at if self._before.number else complaint.moments["filed"]
        if self._before.number and self._before.procedure.id != complaint.procedure.id:
            for statement in _GO_OVER:
                connection.execute(statement, {"code": complaint.code, "authority": complaint.procedure.id})
        row = outcome_columns(complaint) | {"at": at, "time_zone": complaint.procedure.authority.time_zone}
        if self._steps:
            connection.execute(
                _STEPS, row | {"steps": Jsonb([_as_json(step_columns(step, complaint)) for step in self.followed])}
            )
        if self._pauses and complaint.paused_since is not None:
            connection.execute(_PAUSED, {"code": complaint.code})
        if self._before.number and outcome_columns(self._before) != outcome_columns(complaint):
            connection.execute(_PAST_OUTCOME, row)
        connection.execute(_OUTCOME, row)
        for statement, about in self._answers:
            connection.execute(statement, about)


def outcome_columns(complaint: Complaint) -> dict[str, Any]:
    """Return the row of a case in `outcomes`, but for the limits that its lead agency missed."""
    authority, filed_with = complaint.procedure.id, filed_under(complaint.procedure).id
    return {
        "code": complaint.code,
        "authority": authority,
        "filed_with": filed_with if filed_with != authority else None,
        "channel": complaint.channel,
        "field": complaint.field,
        "lead": complaint.lead,
        "place": complaint.place,
        "officer": complaint.officer,
        "status": complaint.status.value,
        "withheld": complaint.status in ANSWERED and answered_alone(complaint),
        "received_at": complaint.moments["filed"],
        "ended_at": ended_at(complaint),
        "overdue": bool(complaint.overdue_limits),
        "missed": has_missed(complaint),
    }


_ABOUT_ANSWERS = {
    "published": _ANSWERED,
    "withheld": _ANSWERED,
    "rated": _RATED,
    "returned": _RETURNED,
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
        "agency": getattr(event, "agency", None),
        "at": event.at,
        "report": getattr(event, "report", None) or after.code,
        "rating": getattr(event, "rating", None),
    }


def step_columns(step: FollowedStep, complaint: Complaint) -> dict[str, Any]:
    """Return the row of a limit in `steps`, as the case now stands."""
    limit, used = as_it_stands(complaint, step.limit), step.used
    return {
        "limit_id": limit.id,
        "counted_from": limit.counted_from,
        "agency": step.agency,
        "due": limit.schedule.due if limit.schedule else None,
        "late_from": late_from(complaint, limit),
        "closed_at": step.closed.at if step.closed else None,
        "outcome": step.closed.outcome.value if step.closed else None,
        "internal": complaint.rule_of(limit).is_internal,
        "missed": step.missed,
        "rungs": limit.rungs_climbed,
        "used": used // timedelta(seconds=1) if used is not None else None,
    }


def _as_json(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
