"""Counts by week, of the last weeks up to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import Session

from domain.accounts.period import Period
from records.figures.tables import IS_CLOSED
from records.texts import storable

_WEEK = timedelta(weeks=1)


def _week(instant: str) -> str:
    return f"date_trunc('week', {instant} AT TIME ZONE :time_zone)::date"


_COUNTS = text(
    f"""
    WITH mine AS NOT MATERIALIZED (
        SELECT * FROM outcomes
        WHERE authority = :authority AND status <> 'deleted' AND (CAST(:agency AS text) IS NULL OR lead = :agency)
    )
    SELECT {_week("received_at")} AS first, count(*) AS received, 0 AS ended, 0 AS late
    FROM mine WHERE received_at >= :begins AND received_at < :ends GROUP BY 1
    UNION ALL
    SELECT {_week("ended_at")}, 0, count(*), count(*) FILTER (WHERE missed)
    FROM mine WHERE {IS_CLOSED} AND ended_at >= :begins AND ended_at < :ends GROUP BY 1
    """  # noqa: S608 - made of constants
)


@dataclass(frozen=True)
class Week:
    """The counts of one week. `first` is its Monday. `ended` cases were answered or refused, `late` of them after a missed limit
    of the regulation."""

    first: date
    received: int
    ended: int
    late: int

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + timedelta(days=6)


def weeks_up_to(
    session: Session, authority: str, agency: str | None, zone: ZoneInfo, at: datetime, count: int
) -> tuple[Week, ...]:
    """Return so many weeks in order, the last one that of the instant `at`."""
    today = at.astimezone(zone).date()
    last = today - timedelta(days=today.weekday())
    mondays = [last - _WEEK * back for back in reversed(range(count))]
    weeks = Period(mondays[0], last + _WEEK - timedelta(days=1))
    asked = {
        "authority": storable(authority),
        "agency": agency and storable(agency),
        "time_zone": zone.key,
        "begins": weeks.begins(zone),
        "ends": weeks.ends(zone),
    }
    found: dict[date, list[Any]] = {monday: [0, 0, 0] for monday in mondays}
    for first, *counts in session.execute(_COUNTS, asked):
        found[first] = [had + new for had, new in zip(found[first], counts, strict=True)]
    return tuple(Week(monday, *counts) for monday, counts in found.items())
