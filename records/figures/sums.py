"""Keeps the sums that accounts of long periods are read from.

`fold` adds the changes that triggers noted. `recount` makes all sums anew from the rows, so that no fault lasts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from psycopg import Connection
from psycopg.types.json import Jsonb
from sqlalchemy import Engine

from records.engine import driver, take_up_to, transaction
from records.texts import storable

_AT_MOST = timedelta(minutes=10)

# Acts go on: they write changes, and no sum. A reader sees the sums as they were until all is done.
_LOCK = "LOCK TABLE day_sums, month_times IN SHARE ROW EXCLUSIVE MODE"

_ZONES = "zones AS (SELECT key AS authority, value AS time_zone FROM jsonb_each_text(%(zones)s))"
_OF_ZONES = "authority IN (SELECT authority FROM zones)"

_TAKEN_OUTCOMES = f"DELETE FROM outcome_changes WHERE {_OF_ZONES} RETURNING *"  # noqa: S608 - made of constants
_TAKEN_STEPS = f"DELETE FROM step_changes WHERE {_OF_ZONES} RETURNING *"  # noqa: S608 - made of constants
_ALL_OUTCOMES = f"""
    SELECT
        authority, 1 AS sign, channel, field, lead, place, status, withheld, received_at, ended_at,
        coalesce(late_from < ended_at, false) AS late
    FROM outcomes WHERE status <> 'deleted' AND {_OF_ZONES}
"""  # noqa: S608 - made of constants
_ALL_STEPS = f"""
    SELECT authority, 1 AS sign, limit_id, closed_at, used, missed FROM steps
    WHERE closed_at IS NOT NULL AND outcome IN ('met', 'late') AND {_OF_ZONES}
"""  # noqa: S608 - made of constants


def _day_sums(changes: str, besides: str = "") -> str:
    return f"""
    WITH {_ZONES}, {besides} changes AS ({changes}),
    local AS (
        SELECT
            changes.*, (received_at AT TIME ZONE time_zone)::date AS received_on,
            (ended_at AT TIME ZONE time_zone)::date AS ended_on
        FROM changes JOIN zones USING (authority)
    ),
    told AS (
        SELECT authority, received_on AS day, channel, field, lead, place, sign AS received, 0 AS ended, NULL AS status,
            false AS withheld, false AS late
        FROM local
        UNION ALL
        SELECT authority, ended_on, channel, field, lead, place, 0, sign, status, withheld, late
        FROM local WHERE ended_on IS NOT NULL
    ),
    cells AS (
        SELECT
            authority, day, channel, field, lead, place, sum(received) AS received,
            sum(ended) FILTER (WHERE status IN ('published', 'withheld', 'closed')) AS answered,
            sum(ended) FILTER (WHERE status IN ('published', 'withheld', 'closed') AND withheld) AS withheld,
            sum(ended) FILTER (WHERE status = 'refused') AS refused,
            sum(ended) FILTER (WHERE status = 'withdrawn') AS withdrawn,
            sum(ended) FILTER (WHERE status = 'merged') AS merged,
            sum(ended) FILTER (WHERE status IN ('published', 'withheld', 'closed', 'refused') AND late) AS late
        FROM told GROUP BY authority, day, channel, field, lead, place
    )
    INSERT INTO day_sums (
        authority, grouped_by, day, id, received, answered, withheld, refused, withdrawn, merged, late
    )
    SELECT
        authority, grouped_by, day, coalesce(grouped.id, ''), coalesce(sum(received), 0), coalesce(sum(answered), 0),
        coalesce(sum(withheld), 0), coalesce(sum(refused), 0), coalesce(sum(withdrawn), 0), coalesce(sum(merged), 0),
        coalesce(sum(late), 0)
    FROM cells CROSS JOIN LATERAL (
        VALUES ('channel', channel), ('field', field), ('lead', lead), ('place', place)
    ) AS grouped (grouped_by, id)
    GROUP BY 1, 2, 3, 4
    ON CONFLICT (authority, grouped_by, day, id) DO UPDATE SET
        received = day_sums.received + excluded.received, answered = day_sums.answered + excluded.answered,
        withheld = day_sums.withheld + excluded.withheld, refused = day_sums.refused + excluded.refused,
        withdrawn = day_sums.withdrawn + excluded.withdrawn, merged = day_sums.merged + excluded.merged,
        late = day_sums.late + excluded.late
    """  # noqa: S608 - made of constants


def _month_times(changes: str, besides: str = "") -> str:
    return f"""
    WITH {_ZONES}, {besides} changes AS ({changes})
    INSERT INTO month_times (authority, month, limit_id, minutes, done, late)
    SELECT
        authority, date_trunc('month', closed_at AT TIME ZONE time_zone)::date, limit_id, coalesce(used / 60, -1),
        sum(sign), coalesce(sum(sign) FILTER (WHERE missed), 0)
    FROM changes JOIN zones USING (authority) GROUP BY 1, 2, 3, 4
    ON CONFLICT (authority, month, limit_id, minutes) DO UPDATE SET
        done = month_times.done + excluded.done, late = month_times.late + excluded.late
    """  # noqa: S608 - made of constants


_FOLD = (_day_sums(_TAKEN_OUTCOMES), _month_times(_TAKEN_STEPS))

# A release that knew nothing of the column left it as it was.
_MEND = """
UPDATE outcomes SET late_from = late.first
FROM (
    SELECT outcomes.code, min(steps.late_from) AS first FROM outcomes
    LEFT JOIN steps ON steps.code = outcomes.code AND steps.late_from IS NOT NULL GROUP BY outcomes.code
) AS late
WHERE outcomes.code = late.code AND outcomes.late_from IS DISTINCT FROM late.first
"""

# What is noted and what the rows tell are of one moment, because they are read by one statement.
_RECOUNT = (
    _MEND,
    f"WITH {_ZONES} DELETE FROM day_sums WHERE {_OF_ZONES}",  # noqa: S608 - made of constants
    f"WITH {_ZONES} DELETE FROM month_times WHERE {_OF_ZONES}",  # noqa: S608 - made of constants
    _day_sums(_ALL_OUTCOMES, f"noted AS ({_TAKEN_OUTCOMES}),"),
    _month_times(_ALL_STEPS, f"noted AS ({_TAKEN_STEPS}),"),
)


class Sums:
    """Keeps the sums of authorities, each named with its time zone. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def fold(self, zones: Mapping[str, str]) -> None:
        """Add the changes that are noted to the sums."""
        self._run(_FOLD, zones)

    def recount(self, zones: Mapping[str, str]) -> None:
        """Make the sums anew from the rows that figures are counted from."""
        self._run(_RECOUNT, zones)

    def _run(self, statements: tuple[str, ...], zones: Mapping[str, str]) -> None:
        values = {"zones": Jsonb({storable(authority): zone for authority, zone in zones.items()})}
        with transaction(self._engine) as session:
            take_up_to(session, _AT_MOST)
            connection: Connection[object] = driver(session)
            connection.execute(_LOCK)
            for statement in statements:
                connection.execute(statement, values if "%(zones)s" in statement else None)
