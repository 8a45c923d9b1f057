"""Figures by month, agency and field of work, from the record's counts. `domain.endings` defines what is on time."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from domain.time.months import Month
from records.figures.rows import Counts, Ended

SATISFIED = frozenset({"very_satisfied", "satisfied"})
"""The ratings that say content, in whichever of the regulations' lists of words they stand."""

KeyT = TypeVar("KeyT", bound=Hashable)


@dataclass(frozen=True)
class Tally:
    """Counts of cases. Each event counts in the month in which it happened.

    - `closed`: answered or refused. `on_time` of them kept every limit, `late` did not; `late_by_lead` missed a limit of the lead
      agency.
    - `ended_otherwise`: withdrawn or merged.
    - `ratings`: of answers, one by each reporter of a case, counted by the regulation's ratings.
    - `reopened`: answers after which the case was handled again.
    - `open` and `overdue`: the present state, whichever months are shown.
    """

    received: int = 0
    answered: int = 0
    refused: int = 0
    ended_otherwise: int = 0
    late: int = 0
    late_by_lead: int = 0
    open: int = 0
    overdue: int = 0
    ratings: dict[str, int] = field(default_factory=dict)
    reopened: int = 0

    @property
    def closed(self) -> int:
        """The number of cases that were answered or refused."""
        return self.answered + self.refused

    @property
    def on_time(self) -> int:
        """The number of closed cases that missed no limit."""
        return self.closed - self.late

    @property
    def on_time_share(self) -> float | None:
        """The share of closed cases that were on time, None if no case was closed."""
        return self.on_time / self.closed if self.closed else None

    @property
    def rated(self) -> int:
        """The number of ratings."""
        return sum(self.ratings.values())

    @property
    def satisfied(self) -> int:
        """The number of ratings that mean satisfied."""
        return sum(count for rating, count in self.ratings.items() if rating in SATISFIED)

    @property
    def satisfied_share(self) -> float | None:
        """The share of ratings that mean satisfied, None if there are none."""
        return self.satisfied / self.rated if self.rated else None

    def __add__(self, other: Tally) -> Tally:
        ratings = dict(self.ratings)
        for rating, count in other.ratings.items():
            ratings[rating] = ratings.get(rating, 0) + count
        return Tally(
            received=self.received + other.received,
            answered=self.answered + other.answered,
            refused=self.refused + other.refused,
            ended_otherwise=self.ended_otherwise + other.ended_otherwise,
            late=self.late + other.late,
            late_by_lead=self.late_by_lead + other.late_by_lead,
            open=self.open + other.open,
            overdue=self.overdue + other.overdue,
            ratings=ratings,
            reopened=self.reopened + other.reopened,
        )


@dataclass(frozen=True)
class Figures:
    """The figures of some months: total, by month (months without cases included), by lead agency (None for cases
    without one) and by field of work."""

    total: Tally
    by_month: dict[Month, Tally]
    by_agency: dict[str | None, Tally]
    by_field: dict[str | None, Tally]
    by_agency_and_month: dict[tuple[str | None, Month], Tally]


def figures_of(counts: Counts, first: Month, last: Month) -> Figures:
    """Compute the figures from these counts."""
    found = list(_tallies(counts))
    by_month = dict.fromkeys(_months(first, last), Tally())
    by_month |= _sum(((month, tally) for month, _, _, tally in found))
    standing = [(load.lead, Tally(open=load.open, overdue=load.overdue)) for load in counts.load]
    by_agency = _sum([*((lead, tally) for _, lead, _, tally in found), *standing])
    total = sum((tally for _, _, _, tally in found), Tally())
    return Figures(
        total=sum((tally for _, tally in standing), total),
        by_month=by_month,
        by_agency=by_agency,
        by_field=_sum((field_id, tally) for _, _, field_id, tally in found),
        by_agency_and_month=_sum(((lead, month), tally) for month, lead, _, tally in found),
    )


def _tallies(counts: Counts) -> Iterable[tuple[Month, str | None, str | None, Tally]]:
    for came in counts.received:
        yield came.month, came.lead, came.field, Tally(received=came.count)
    for ended in counts.ended:
        yield ended.month, ended.lead, ended.field, _of_ended(ended)
    for rated in counts.rated:
        yield rated.month, rated.lead, rated.field, Tally(ratings={rated.rating: rated.count})
    for again in counts.reopened:
        yield again.month, again.lead, again.field, Tally(reopened=again.count)


def _of_ended(ended: Ended) -> Tally:
    return Tally(
        answered=ended.answered,
        refused=ended.refused,
        ended_otherwise=ended.otherwise,
        late=ended.late,
        late_by_lead=ended.late_by_lead,
    )


def _sum(found: Iterable[tuple[KeyT, Tally]]) -> dict[KeyT, Tally]:
    summed: dict[KeyT, Tally] = {}
    for key, tally in found:
        summed[key] = summed.get(key, Tally()) + tally
    return summed


def _months(first: Month, last: Month) -> Iterable[Month]:
    while first <= last:
        yield first
        first = first.following
