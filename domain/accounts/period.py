"""Spans of local days, as periodic reports count by them: a week, a month, from the 15th to the 14th, a year, any other."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.time.months import Month

_DAY = timedelta(days=1)
_MONTHS_OF_A_YEAR = 12


class BackwardPeriod(ValueError):
    """A period ends before it begins."""


@dataclass(frozen=True, order=True)
class Period:
    """The days from `first` to `last`, both included. The days are local ones of the authority.

    Raises:
        BackwardPeriod: the last day lies before the first.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BackwardPeriod(f"a period from {self.first} cannot end on {self.last}")

    @classmethod
    def of_month(cls, month: Month) -> Period:
        """Return the days of a month."""
        return cls(month.first_day, month.last_day)

    @classmethod
    def of_year(cls, year: int) -> Period:
        """Return the days of a year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    def __str__(self) -> str:
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    @property
    def in_vietnamese(self) -> str:
        """The days as people write them: `01/11/2026 đến 30/11/2026`."""
        return f"{self.first:%d/%m/%Y} đến {self.last:%d/%m/%Y}"

    @property
    def days(self) -> int:
        """The number of its days."""
        return (self.last - self.first).days + 1

    @property
    def previous(self) -> Period:
        """The period before it, which ends on the day before the first. A period of whole months, from whichever day of the
        month, follows a period of as many months; any other one a period of as many days."""
        if months := self._months:
            return Period(_months_before(self.first, months), self.first - _DAY)
        return Period(self.first - timedelta(days=self.days), self.first - _DAY)

    @property
    def a_year_ago(self) -> Period:
        """The same days of the year before. Whole months stay whole, so February ends on its last day."""
        if self._months:
            after = _months_before(self.last + _DAY, _MONTHS_OF_A_YEAR)
            return Period(_months_before(self.first, _MONTHS_OF_A_YEAR), after - _DAY)
        return Period(_months_before(self.first, _MONTHS_OF_A_YEAR), _months_before(self.last, _MONTHS_OF_A_YEAR))

    @property
    def _months(self) -> int:
        """The number of whole months, 0 where it is not made of whole months."""
        after = self.last + _DAY
        if after.day != self.first.day:
            return 0
        return _MONTHS_OF_A_YEAR * (after.year - self.first.year) + after.month - self.first.month

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in the period."""
        return self.first <= day <= self.last

    def begins(self, zone: ZoneInfo) -> datetime:
        """Return the instant at which the first day begins in this zone, in UTC."""
        return datetime.combine(self.first, time.min, zone).astimezone(UTC)

    def ends(self, zone: ZoneInfo) -> datetime:
        """Return the instant at which the last day is over; it belongs to the next period."""
        return datetime.combine(self.last + _DAY, time.min, zone).astimezone(UTC)


def _months_before(day: date, months: int) -> date:
    """Return the same day so many months before, or the last day of that month where it has no such day."""
    month = Month(day.year, day.month).before(months)
    return date(month.year, month.month, min(day.day, monthrange(month.year, month.month)[1]))
