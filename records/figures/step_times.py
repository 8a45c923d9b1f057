"""The statements that tell how long the work of each limit took in a period.

Those of one agency, or within earlier borders, are read one by one. Those of an authority are read from sums of whole months,
and one by one on the days of the period outside these.
"""

from __future__ import annotations

from sqlalchemy import TextClause, text

from records.figures.borders import WITHIN
from records.figures.flows import OF_AGENCY

_DONE = "authority = :authority AND {which} AND outcome IN ('met', 'late')"
_PART = f"{OF_AGENCY.format(column='agency')} AND {WITHIN}"
_COUNTED = "limit_id, used / 60 AS used, 1 AS count, CASE WHEN missed THEN 1 ELSE 0 END AS late"


def _times(done: str) -> TextClause:
    return text(
        f"""
        WITH times AS (
            SELECT limit_id, used, sum(count) AS count, sum(late) AS late FROM ({done}) AS done GROUP BY 1, 2
        ),
        ranked AS (
            SELECT
                limit_id, used, count, late, sum(count) OVER (PARTITION BY limit_id ORDER BY used) AS up_to,
                sum(count) FILTER (WHERE used IS NOT NULL) OVER (PARTITION BY limit_id) AS timed
            FROM times WHERE count <> 0
        )
        SELECT
            limit_id AS limit, sum(count)::bigint AS done, sum(late)::bigint AS late,
            min(used) FILTER (WHERE up_to >= 0.5 * timed) AS median,
            min(used) FILTER (WHERE up_to >= 0.9 * timed) AS ninetieth
        FROM ranked GROUP BY limit_id ORDER BY limit_id
        """  # noqa: S608 - made of constants
    )


def _past(which: str) -> str:
    return f"""
    SELECT {_COUNTED} FROM past_steps
    WHERE {_DONE.format(which=which)} AND until >= :ends AND since < :ends AND closed_at >= :begins AND closed_at < :ends
    """  # noqa: S608 - made of constants


TIMES_OF_PART = _times(
    f"""
    SELECT {_COUNTED} FROM steps
    WHERE {_DONE.format(which=_PART)} AND closed_at >= :begins AND closed_at < :ends
    UNION ALL {_past(_PART)}
    """  # noqa: S608 - made of constants
)

TIMES_OF_AUTHORITY = _times(
    f"""
    SELECT limit_id, nullif(minutes, -1) AS used, done AS count, late FROM month_times
    WHERE authority = :authority AND month >= :first_month AND month < :after_months
    UNION ALL
    SELECT limit_id, used / 60, sign, CASE WHEN missed THEN sign ELSE 0 END FROM step_changes
    WHERE authority = :authority AND closed_at >= :months_begin AND closed_at < :months_end
    UNION ALL
    SELECT {_COUNTED} FROM steps
    WHERE {_DONE.format(which="closed_at >= :begins")} AND closed_at < :months_begin
    UNION ALL
    SELECT {_COUNTED} FROM steps
    WHERE {_DONE.format(which="closed_at >= :months_end")} AND closed_at < :ends
    UNION ALL {_past("true")}
    """  # noqa: S608 - made of constants
)
