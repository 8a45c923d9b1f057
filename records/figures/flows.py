"""The statements that count the flow of cases in a period, by channel, field, lead agency and place.

Those of one lead agency, or within earlier borders, are counted one by one. Those of an authority are mostly taken from sums by
day: the cases that came and ended in the period are right there, under what they are now. Cases of which the rows of today tell
something else than they did when the period began or was over are counted one by one, and taken out of the sums.
"""

from __future__ import annotations

from sqlalchemy import TextClause, text

from records.figures.borders import WITHIN
from records.figures.past import OUTCOME_COLUMNS, STEP_COLUMNS

OF_AGENCY = "(CAST(:agency AS text) IS NULL OR {column} = :agency)"

FLOW = (
    "carried_in", "received", "reopened", "answered", "withheld", "refused", "withdrawn", "merged", "late", "open", "overdue"
)  # fmt: skip
GROUPINGS = ("channel", "field", "lead", "place")

_ANSWERED = "status IN ('published', 'withheld', 'closed')"
_RESOLVED = "status IN ('published', 'withheld', 'closed', 'refused')"

# How each limit that is or was late stood when the period was over.
WERE_LATE = f"""
    SELECT code, limit_id, {STEP_COLUMNS} FROM steps
    WHERE authority = :authority AND late_from < :at AND coalesce(since, counted_from) < :ends
    UNION ALL
    SELECT code, limit_id, {STEP_COLUMNS} FROM past_steps
    WHERE authority = :authority AND until >= :ends AND since < :ends AND late_from < :at
"""  # noqa: S608 - made of constants


def _stood(which: str) -> str:
    """Return how each case stood when the period was over: by its row, or by the one that told of it then. Those that had ended
    before the period, and were not touched in it, are left out."""
    return f"""
    SELECT code, coalesce(since, received_at) AS since, {OUTCOME_COLUMNS} FROM outcomes
    WHERE authority = :authority AND received_at < :ends AND coalesce(since, received_at) < :ends AND {which}
        AND (ended_at IS NULL OR ended_at >= :begins OR since >= :begins)
    UNION ALL
    SELECT code, since, {OUTCOME_COLUMNS} FROM past_outcomes
    WHERE authority = :authority AND until >= :ends AND since < :ends AND {which}
        AND (ended_at IS NULL OR ended_at >= :begins OR since >= :begins)
    """  # noqa: S608 - made of constants


# A case whose row tells only of a part of the period has an older one that tells how it stood when the period began.
_WAS_OPEN = """
    received_at < :begins AND CASE
        WHEN since < :begins THEN ended_at IS NULL OR ended_at >= :begins
        ELSE EXISTS (
            SELECT FROM past_outcomes AS past
            WHERE past.code = stood.code AND past.since < :begins AND past.until >= :begins
                AND (past.ended_at IS NULL OR past.ended_at >= :begins)
        )
    END
"""


def _one_by_one(which: str, late: str) -> str:
    """Return the CTE `cells`: the cases that the condition `which` picks, counted for each channel, field, lead and place. `late`
    are their late limits."""
    return f"""
    counted AS (
        SELECT
            channel, field, lead, place, received_at >= :begins AS received, {_WAS_OPEN} AS was_open,
            ended_at IS NULL OR ended_at >= :ends AS open, ended_at, status, withheld, late.code IS NOT NULL AS late,
            coalesce(late.runs, false) AS runs
        FROM ({_stood(which)}) AS stood LEFT JOIN (
            SELECT code, bool_or(closed_at IS NULL OR closed_at >= :ends) AS runs FROM ({late}) AS step GROUP BY code
        ) AS late USING (code)
        WHERE status <> 'deleted'
    ),
    cells AS (
        SELECT
            channel, field, lead, place,
            count(*) FILTER (WHERE was_open) AS carried_in,
            count(*) FILTER (WHERE received) AS received,
            count(*) FILTER (WHERE NOT received AND NOT was_open) AS reopened,
            count(*) FILTER (WHERE NOT open AND {_ANSWERED}) AS answered,
            count(*) FILTER (WHERE NOT open AND {_ANSWERED} AND withheld) AS withheld,
            count(*) FILTER (WHERE NOT open AND status = 'refused') AS refused,
            count(*) FILTER (WHERE NOT open AND status = 'withdrawn') AS withdrawn,
            count(*) FILTER (WHERE NOT open AND status = 'merged') AS merged,
            count(*) FILTER (WHERE NOT open AND {_RESOLVED} AND late) AS late,
            count(*) FILTER (WHERE open) AS open,
            count(*) FILTER (WHERE open AND runs) AS overdue
        FROM counted WHERE received OR was_open OR open OR ended_at >= :begins GROUP BY channel, field, lead, place
    )
    """  # noqa: S608 - made of constants


_GROUPED = f"""
    CROSS JOIN LATERAL (VALUES {", ".join(f"('{each}', {each})" for each in GROUPINGS)}) AS grouped (grouped_by, id)
    WHERE grouped_by = ANY(:groupings)
"""
_SUMS = ", ".join(f"coalesce(sum({name}), 0)::bigint AS {name}" for name in FLOW)

# The database counts the cells by several workers at once, and only then groups them.
FLOWS_OF_PART = text(
    f"""
    WITH {_one_by_one(f"{OF_AGENCY.format(column='lead')} AND {WITHIN}", WERE_LATE)}
    SELECT grouped_by, id, {_SUMS} FROM cells {_GROUPED} GROUP BY 1, 2
    """  # noqa: S608 - made of constants
)

# Cases of which a sum by day would tell wrongly: the row of today does not tell how the case stood at an end of the period, one
# of its limits stood otherwise then, or a limit was missed after the case had ended.
_SINGLE = """
    single AS MATERIALIZED (
        SELECT code FROM past_outcomes WHERE authority = :authority AND until >= :begins AND since < :begins
        UNION
        SELECT code FROM past_outcomes WHERE authority = :authority AND until >= :ends AND since < :ends
        UNION
        SELECT code FROM past_steps WHERE authority = :authority AND until >= :ends AND since < :ends
        UNION
        SELECT code FROM outcomes
        WHERE authority = :authority AND late_from >= ended_at AND ended_at >= :begins AND ended_at < :ends
    )
"""
_OF_SINGLE = "code IN (SELECT code FROM single)"
_LATE_OF_SINGLE = WERE_LATE.replace("WHERE authority", f"WHERE {_OF_SINGLE} AND authority")
_IN_PERIOD = "ended_at >= :begins AND ended_at < :ends"


_RUNNING = """
        SELECT code FROM steps
        WHERE authority = :authority AND late_from < :at AND {closed} AND coalesce(since, counted_from) < :ends
"""
_OPEN_LATE = f"""
        SELECT code, channel, field, lead, place FROM outcomes
        WHERE authority = :authority AND late_from IS NOT NULL AND {{ended}} AND received_at < :ends AND status <> 'deleted'
            AND NOT {_OF_SINGLE}
"""  # noqa: S608 - made of constants


def _sums_named(names: str) -> str:
    return ", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in names.split())


FLOWS_OF_AUTHORITY: TextClause = text(
    f"""
    WITH {_SINGLE}, {_one_by_one(_OF_SINGLE, _LATE_OF_SINGLE)},
    summed AS (
        SELECT
            grouped_by, nullif(id, '') AS id,
            sum(received) FILTER (WHERE day >= :first) AS received, sum(answered) FILTER (WHERE day >= :first) AS answered,
            sum(withheld) FILTER (WHERE day >= :first) AS withheld, sum(refused) FILTER (WHERE day >= :first) AS refused,
            sum(withdrawn) FILTER (WHERE day >= :first) AS withdrawn, sum(merged) FILTER (WHERE day >= :first) AS merged,
            sum(late) FILTER (WHERE day >= :first) AS late,
            sum(received - answered - refused - withdrawn - merged) AS open
        FROM day_sums WHERE authority = :authority AND day <= :last AND grouped_by = ANY(:groupings) GROUP BY 1, 2
    ),
    -- What the sums lack, and what they are to leave out.
    signed AS (
        SELECT sign, channel, field, lead, place, status, withheld, received_at, ended_at, late FROM outcome_changes
        WHERE authority = :authority
        UNION ALL
        SELECT
            -1, channel, field, lead, place, status, withheld, received_at, ended_at,
            coalesce(late_from < ended_at, false)
        FROM outcomes WHERE {_OF_SINGLE} AND status <> 'deleted'
    ),
    besides AS (
        SELECT
            grouped_by, id,
            sum(sign) FILTER (WHERE received_at >= :begins AND received_at < :ends) AS received,
            sum(sign) FILTER (WHERE {_IN_PERIOD} AND {_ANSWERED}) AS answered,
            sum(sign) FILTER (WHERE {_IN_PERIOD} AND {_ANSWERED} AND withheld) AS withheld,
            sum(sign) FILTER (WHERE {_IN_PERIOD} AND status = 'refused') AS refused,
            sum(sign) FILTER (WHERE {_IN_PERIOD} AND status = 'withdrawn') AS withdrawn,
            sum(sign) FILTER (WHERE {_IN_PERIOD} AND status = 'merged') AS merged,
            sum(sign) FILTER (WHERE {_IN_PERIOD} AND {_RESOLVED} AND late) AS late,
            sum(sign) FILTER (WHERE received_at < :ends AND (ended_at IS NULL OR ended_at >= :ends)) AS open
        FROM signed {_GROUPED} GROUP BY 1, 2
    ),
    -- Cases that are past a limit and open cannot be summed by day, because that ends on some later day. Each part reads an
    -- index alone: of what is open now, and of what ended after the period.
    running AS (
        {_RUNNING.format(closed="closed_at IS NULL")} UNION {_RUNNING.format(closed="closed_at >= :ends")}
    ),
    open AS (
        {_OPEN_LATE.format(ended="ended_at IS NULL")} UNION ALL {_OPEN_LATE.format(ended="ended_at >= :ends")}
    ),
    overdue AS (
        SELECT grouped_by, id, count(*) AS overdue FROM open JOIN running USING (code) {_GROUPED} GROUP BY 1, 2
    ),
    plain AS (
        SELECT grouped_by, id, {_sums_named("received answered withheld refused withdrawn merged late open")}
        FROM (SELECT * FROM summed UNION ALL SELECT * FROM besides) AS either GROUP BY 1, 2
    ),
    every AS (
        SELECT
            grouped_by, id, open + answered + refused + withdrawn + merged - received AS carried_in, received,
            0 AS reopened, answered, withheld, refused, withdrawn, merged, late, open, 0 AS overdue
        FROM plain
        UNION ALL
        SELECT grouped_by, id, {", ".join("overdue" if name == "overdue" else "0" for name in FLOW)} FROM overdue
        UNION ALL
        SELECT grouped_by, id, {", ".join(FLOW)} FROM cells {_GROUPED}
    )
    SELECT grouped_by, id, {_SUMS} FROM every GROUP BY 1, 2
    HAVING sum(carried_in + received + reopened) <> 0
    """  # noqa: S608 - made of constants
)
