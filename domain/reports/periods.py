"""The periods of a series of reports: which one a day belongs to, which follows, and the name of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.reports.rules import Cycle, ReportRule

_DAY = timedelta(days=1)
_MONTHS = {Cycle.MONTH: 1, Cycle.QUARTER: 3, Cycle.HALF_YEAR: 6, Cycle.YEAR: 12}
_WRITTEN = {
    Cycle.WEEK: re.compile(r"(?P<year>[0-9]{4})-W(?P<part>0[1-9]|[1-4][0-9]|5[0-3])"),
    Cycle.MONTH: re.compile(r"(?P<year>[0-9]{4})-(?P<part>0[1-9]|1[0-2])"),
    Cycle.QUARTER: re.compile(r"(?P<year>[0-9]{4})-Q(?P<part>[1-4])"),
    Cycle.HALF_YEAR: re.compile(r"(?P<year>[0-9]{4})-H(?P<part>[12])"),
    Cycle.YEAR: re.compile(r"(?P<year>[0-9]{4})(?P<part>)"),
}
_SPAN = re.compile(r"([0-9]{8})-([0-9]{8})")


class NoSuchPeriod(ValueError):
    """The text names no period of the series."""


@dataclass(frozen=True)
class ReportPeriod:
    """The days that one report is on, both included, in the authority's zone. `id` names it within its series: `2026-W48`,
    `2026-11`, `2026-Q4`, `2026-H2`, `2026`, `20261101-20261115`."""

    id: str
    first: date
    last: date

    def begins(self, zone: ZoneInfo) -> datetime:
        """Return the instant at which the period begins, in UTC."""
        return datetime.combine(self.first, time.min, zone).astimezone(UTC)

    def ends(self, zone: ZoneInfo) -> datetime:
        """Return the instant at which the period is over, in UTC. It belongs to the following day."""
        return datetime.combine(self.last + _DAY, time.min, zone).astimezone(UTC)

    def has_ended(self, at: datetime, zone: ZoneInfo) -> bool:
        """Tell whether the period is over at an instant."""
        return at >= self.ends(zone)


def period_of(rule: ReportRule, day: date) -> ReportPeriod:
    """Return the period of the series that a day belongs to. Raises NoSuchPeriod for a series without periods."""
    if rule.cycle is Cycle.WEEK:
        year, week, weekday = day.isocalendar()
        first = day - (weekday - 1) * _DAY
        return ReportPeriod(f"{year:04}-W{week:02}", first, first + 6 * _DAY)
    if rule.cycle is Cycle.ON_REQUEST:
        raise NoSuchPeriod(f"{rule.id} has no periods of its own")
    month = 12 * day.year + day.month - 1
    if rule.cut_off is not None and day.day > rule.cut_off:
        month += 1
    return _of_months(rule, month // _MONTHS[rule.cycle])


def period_after(rule: ReportRule, period: ReportPeriod) -> ReportPeriod:
    """Return the period of the series that follows."""
    return period_of(rule, period.last + _DAY)


def period_before(rule: ReportRule, period: ReportPeriod) -> ReportPeriod:
    """Return the period of the series that came before."""
    return period_of(rule, period.first - _DAY)


def period_named(rule: ReportRule, name: str) -> ReportPeriod:
    """Return the period of the series that has this name. Raises NoSuchPeriod."""
    try:
        return _requested(name) if rule.cycle is Cycle.ON_REQUEST else _named(rule, name)
    except ValueError:
        raise NoSuchPeriod(f"{name!r} names no period of {rule.id}") from None


def period_requested(first: date, last: date) -> ReportPeriod:
    """Return the period of a report on request. Raises NoSuchPeriod where it ends before it begins."""
    if last < first:
        raise NoSuchPeriod(f"{first} to {last} is no period")
    return ReportPeriod(f"{first:%Y%m%d}-{last:%Y%m%d}", first, last)


def period_asked_for(rule: ReportRule, days: ReportPeriod) -> ReportPeriod:
    """Return the period of a report that somebody asks for on these days: the days themselves, or the period of a series made
    in cycles that the last of them belongs to."""
    return days if rule.cycle is Cycle.ON_REQUEST else period_of(rule, days.last)


def due_day(rule: ReportRule, period: ReportPeriod) -> date | None:
    """Return the last day on which a report that is due before a day of the month can be sent, before days off move it: the day
    before the first such day after the period. None for a report that is due otherwise."""
    before = rule.due.before_day if rule.due else None
    if before is None:
        return None
    last = period.last
    month = 12 * last.year + last.month - 1 + (last.day >= before)
    return _first_of(month).replace(day=before) - _DAY


def _named(rule: ReportRule, name: str) -> ReportPeriod:
    found = _WRITTEN[rule.cycle].fullmatch(name)
    if found is None:
        raise NoSuchPeriod(name)
    year, part = int(found["year"]), int(found["part"] or 1)
    if rule.cycle is Cycle.WEEK:
        return period_of(rule, date.fromisocalendar(year, part, 1))
    return _of_months(rule, 12 // _MONTHS[rule.cycle] * year + part - 1)


def _requested(name: str) -> ReportPeriod:
    found = _SPAN.fullmatch(name)
    if found is None:
        raise NoSuchPeriod(name)
    return period_requested(date.fromisoformat(found[1]), date.fromisoformat(found[2]))


def _of_months(rule: ReportRule, block: int) -> ReportPeriod:
    """Return the period that is this block of months since the year 0."""
    months = _MONTHS[rule.cycle]
    first, last = months * block, months * block + months - 1
    year, part = divmod(block, 12 // months)
    name = {
        Cycle.MONTH: f"{year:04}-{part + 1:02}",
        Cycle.QUARTER: f"{year:04}-Q{part + 1}",
        Cycle.HALF_YEAR: f"{year:04}-H{part + 1}",
        Cycle.YEAR: f"{year:04}",
    }[rule.cycle]
    if rule.cut_off is None:
        return ReportPeriod(name, _first_of(first), _first_of(last + 1) - _DAY)
    begins = _first_of(first - 1).replace(day=rule.cut_off) + _DAY
    return ReportPeriod(name, begins, _first_of(last).replace(day=rule.cut_off))


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
