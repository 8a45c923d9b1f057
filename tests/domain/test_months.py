"""Months of the calendar: how they are written, what follows what, and when they begin here."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.time.months import Month

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("written", "following", "year_before", "last_day"),
    [
        ("2026-11", "2026-12", "2025-11", date(2026, 11, 30)),
        ("2026-12", "2027-01", "2025-12", date(2026, 12, 31)),
        ("2026-01", "2026-02", "2025-01", date(2026, 1, 31)),
        ("2028-02", "2028-03", "2027-02", date(2028, 2, 29)),
    ],
)
def test_a_month_knows_its_neighbours(written: str, following: str, year_before: str, last_day: date) -> None:
    month = Month.parse(written)
    assert (str(month), str(month.following), str(month.before(12))) == (written, following, year_before)
    assert month.following.before(1) == month
    assert month.last_day == last_day


@pytest.mark.parametrize("written", ["2026-13", "2026-00", "0000-01", "2026-1", "2026-011", " 2026-11", "tháng 11", ""])
def test_what_is_no_month_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no month"):
        Month.parse(written)


def test_a_month_begins_at_midnight_here_and_ends_where_the_next_begins() -> None:
    month = Month.parse("2026-12")
    assert month.begins(HERE) == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert month.ends(HERE) == Month.parse("2027-01").begins(HERE)
    assert Month.of(datetime(2026, 11, 30, 17, tzinfo=UTC), HERE) == month
    assert Month.of(datetime(2026, 11, 30, 16, 59, tzinfo=UTC), HERE) == month.before(1)
