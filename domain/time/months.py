"""Calendar months, as reports and figures count by them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_WRITTEN = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Month:
    """A month of the Gregorian calendar."""

    year: int
    month: int

    @classmethod
    def parse(cls, written: str) -> Month:
        """Read a month written as `2026-11`. Raises ValueError for anything else."""
        found = _WRITTEN.fullmatch(written)
        if found is None or found[1] == "0000":
            raise ValueError(f"{written!r} is no month such as 2026-11")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, at: datetime, zone: ZoneInfo) -> Month:
        """Return the month in which an instant falls in this zone."""
        local = at.astimezone(zone)
        return cls(local.year, local.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def in_vietnamese(self) -> str:
        """The month as people write it: `11/2026`."""
        return f"{self.month:02}/{self.year:04}"

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.following.first_day - timedelta(days=1)

    @property
    def following(self) -> Month:
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def before(self, months: int) -> Month:
        """Return the month so many months before this one."""
        year, month = divmod(12 * self.year + self.month - 1 - months, 12)
        return Month(year, month + 1)

    def begins(self, zone: ZoneInfo) -> datetime:
        """Return the instant at which the month begins in this zone, in UTC."""
        return datetime.combine(self.first_day, time.min, zone).astimezone(UTC)

    def ends(self, zone: ZoneInfo) -> datetime:
        """Return the instant at which the month is over; it belongs to the following month."""
        return self.following.begins(zone)
