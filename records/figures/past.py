"""The parts of statements that keep how cases and limits stood earlier, where a change would else rewrite the past.

A row tells how a case or a limit stands, and by its instants also how it stood: a case that ended at noon was open in the
morning, a limit that became late today was not late yesterday. So most changes overwrite the row. A row goes to the past before a
change after which it would tell something else about an earlier day: another agency, a case that was reopened, a limit that is
late no longer. Accounts are of whole days, so what began and ended on one day is not kept.
"""

from __future__ import annotations

OUTCOME_COLUMNS = "authority, channel, field, lead, place, status, withheld, received_at, ended_at"
STEP_COLUMNS = "authority, agency, due, late_from, closed_at, outcome, missed, used"

_CLASS = "CASE WHEN {row}.status IN ('published', 'withheld', 'closed') THEN 'answered' ELSE {row}.status END"


def of(table: str, columns: str) -> str:
    """Return the columns as those of one table."""
    return ", ".join(f"{table}.{column}" for column in columns.split(", "))


def outcome_differs(new: str) -> str:
    """Return the condition that the row of a case in `outcomes` would tell something else about the time before the change to
    the row `new`."""
    return (
        f"(outcomes.field, outcomes.lead, outcomes.place) IS DISTINCT FROM ({new}.field, {new}.lead, {new}.place)"
        f" OR outcomes.ended_at IS DISTINCT FROM {new}.ended_at"
        f" AND least(outcomes.ended_at, {new}.ended_at) < {new}.since"
        f" OR outcomes.ended_at < {new}.since AND (outcomes.withheld, {_CLASS.format(row='outcomes')})"
        f" IS DISTINCT FROM ({new}.withheld, {_CLASS.format(row=new)})"
    )


def step_differs(new: str) -> str:
    """Return the same condition for the row of a limit in `steps`."""
    return (
        f"steps.closed_at IS NOT NULL"
        f" OR steps.late_from IS DISTINCT FROM {new}.late_from"
        f" AND least(steps.late_from, {new}.late_from) < {new}.since"
        f" OR steps.late_from < {new}.since AND (steps.agency, steps.due) IS DISTINCT FROM ({new}.agency, {new}.due)"
    )


def a_day_ended(since: str, until: str) -> str:
    """Return the condition that a local day ended between two instants."""
    return f"({since} AT TIME ZONE %(time_zone)s)::date < ({until} AT TIME ZONE %(time_zone)s)::date"
