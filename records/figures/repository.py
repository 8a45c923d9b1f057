"""Counts for figures. Trials and deleted reports never count. Cases withheld from the public count, but are never named."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, TextClause, text
from sqlmodel import Session

from domain.time.months import Month
from records.cases.tables import IS_LATE_UNRECORDED
from records.engine import transaction
from records.figures.borders import WITHIN, values_of
from records.figures.rows import Counts, Ended, Load, Overdue, Rated, Received, Reopened, Span, StepTime
from records.figures.tables import IS_CLOSED
from records.figures.weeks import Week, weeks_up_to
from records.texts import storable

_OF_ANSWERS = f"""
    authority = :authority AND (CAST(:agency AS text) IS NULL OR lead = :agency)
    AND (CAST(:field AS text) IS NULL OR field = :field) AND {WITHIN}
"""
_OF = f"status <> 'deleted' AND {_OF_ANSWERS}"


def _month(instant: str) -> str:
    return f"date_trunc('month', {instant} AT TIME ZONE :time_zone)::date"


_RECEIVED = text(
    f"""
    SELECT {_month("received_at")} AS month, lead, field, count(*) AS count FROM outcomes
    WHERE {_OF} AND received_at >= :begins AND received_at < :ends GROUP BY 1, 2, 3
    """  # noqa: S608 - made of constants
)
_ENDED = text(
    f"""
    SELECT
        {_month("ended_at")} AS month, lead, field,
        count(*) FILTER (WHERE status IN ('published', 'withheld', 'closed')) AS answered,
        count(*) FILTER (WHERE status = 'refused') AS refused,
        count(*) FILTER (WHERE status IN ('withdrawn', 'merged')) AS otherwise,
        count(*) FILTER (WHERE missed AND {IS_CLOSED}) AS late,
        count(*) FILTER (WHERE missed_by_lead AND {IS_CLOSED}) AS late_by_lead
    FROM outcomes WHERE {_OF} AND ended_at >= :begins AND ended_at < :ends GROUP BY 1, 2, 3
    """  # noqa: S608 - made of constants
)
_RATED = text(
    f"""
    SELECT {_month("rated_at")} AS month, lead, field, rating, count(*) AS count FROM ratings
    WHERE {_OF_ANSWERS} AND rated_at >= :begins AND rated_at < :ends GROUP BY 1, 2, 3, 4
    """  # noqa: S608 - made of constants
)
_REOPENED = text(
    f"""
    SELECT {_month("reopened_at")} AS month, lead, field, count(*) AS count FROM answers
    WHERE {_OF_ANSWERS} AND reopened_at >= :begins AND reopened_at < :ends GROUP BY 1, 2, 3
    """  # noqa: S608 - made of constants
)
_LOAD = text(
    f"""
    SELECT lead, officer, count(*) AS open, count(*) FILTER (WHERE overdue OR code IN (
        SELECT code FROM cases WHERE authority = :authority AND {IS_LATE_UNRECORDED}
    )) AS overdue FROM outcomes
    WHERE {_OF} AND ended_at IS NULL GROUP BY 1, 2
    """  # noqa: S608 - made of constants
)
_OF_STEPS = f"""
    authority = :authority AND (CAST(:agency AS text) IS NULL OR agency = :agency)
    AND (CAST(:field AS text) IS NULL OR field = :field) AND {WITHIN}
"""
# `missed` is recorded when the alarm rings. A limit whose alarm is late is overdue by the clock all the same.
_OVERDUE = text(
    f"""
    WITH late AS MATERIALIZED (
        SELECT code, running.id AS limit_id, running.counted_from FROM cases, jsonb_to_recordset(snapshot -> 'limits')
            AS running (id text, counted_from timestamptz, schedule jsonb, outcome text, passed_at timestamptz)
        WHERE authority = :authority AND rings_at <= :at AND NOT paused
        AND outcome IS NULL AND passed_at IS NULL AND CAST(schedule ->> 'due' AS timestamptz) <= :at
    ),
    overdue AS (
        SELECT limit_id, agency, rungs FROM steps WHERE {_OF_STEPS} AND closed_at IS NULL AND missed
        UNION ALL
        SELECT limit_id, agency, rungs FROM steps JOIN late USING (code, limit_id, counted_from)
        WHERE {_OF_STEPS} AND closed_at IS NULL AND NOT missed AND NOT internal
    )
    SELECT limit_id AS limit, agency, rungs, count(*) AS count FROM overdue GROUP BY 1, 2, 3
    """  # noqa: S608 - made of constants
)
_STEPS = text(
    f"""
    SELECT
        limit_id AS limit, count(*) AS count, count(*) FILTER (WHERE missed) AS late,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY used) AS median
    FROM steps
    WHERE {_OF_STEPS} AND closed_at >= :begins AND closed_at < :ends AND outcome IN ('met', 'late') GROUP BY 1
    """  # noqa: S608 - made of constants
)


class Figures:
    """Counts for figures. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def counts(self, span: Span, at: datetime) -> Counts:
        """Return the counts of a span, and the present state with what is overdue at the instant `at`. All are as of one
        moment."""
        zone = ZoneInfo(span.time_zone)
        asked = {
            "authority": storable(span.authority),
            "agency": span.agency and storable(span.agency),
            "field": span.field and storable(span.field),
            "time_zone": span.time_zone,
            "begins": span.first.begins(zone),
            "ends": span.last.ends(zone),
            "at": at,
            **values_of(span.borders),
        }
        with transaction(self._engine) as session:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            return Counts(
                received=tuple(Received(**_with_month(row)) for row in _rows(session, _RECEIVED, asked)),
                ended=tuple(Ended(**_with_month(row)) for row in _rows(session, _ENDED, asked)),
                rated=tuple(Rated(**_with_month(row)) for row in _rows(session, _RATED, asked)),
                reopened=tuple(Reopened(**_with_month(row)) for row in _rows(session, _REOPENED, asked)),
                load=tuple(Load(**row) for row in _rows(session, _LOAD, asked)),
                overdue=tuple(Overdue(**row) for row in _rows(session, _OVERDUE, asked)),
                steps=tuple(StepTime(**row) for row in _rows(session, _STEPS, asked)),
            )

    def weeks(self, authority: str, agency: str | None, zone: ZoneInfo, at: datetime, count: int) -> tuple[Week, ...]:
        """Return the counts of so many weeks in order, the last one that of the instant `at`: of an authority, or of the cases
        that one agency leads."""
        with transaction(self._engine) as session:
            return weeks_up_to(session, authority, agency, zone, at, count)


def _rows(session: Session, wanted: TextClause, asked: dict[str, Any]) -> list[dict[str, Any]]:
    return [row._asdict() for row in session.execute(wanted, {key: asked[key] for key in _named_in(wanted, asked)})]


def _named_in(wanted: TextClause, asked: dict[str, Any]) -> list[str]:
    return [key for key in asked if f":{key}" in wanted.text]


def _with_month(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"month": Month(row["month"].year, row["month"].month)}
