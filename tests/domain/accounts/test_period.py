"""Tests of the days that a report is of, the ones before it, and the same days of another year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.period import BackwardPeriod, Period
from domain.time.months import Month

DAYS = st.dates(date(2001, 1, 1), date(2199, 12, 31))


def of(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("period", "previous", "a_year_ago"),
    [
        (("2026-11-01", "2026-11-30"), ("2026-10-01", "2026-10-31"), ("2025-11-01", "2025-11-30")),
        (("2028-02-01", "2028-02-29"), ("2028-01-01", "2028-01-31"), ("2027-02-01", "2027-02-28")),
        (("2026-10-15", "2026-11-14"), ("2026-09-15", "2026-10-14"), ("2025-10-15", "2025-11-14")),
        (("2026-07-01", "2026-12-31"), ("2026-01-01", "2026-06-30"), ("2025-07-01", "2025-12-31")),
        (("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-12-31"), ("2025-01-01", "2025-12-31")),
        (("2026-11-23", "2026-11-29"), ("2026-11-16", "2026-11-22"), ("2025-11-23", "2025-11-29")),
        (("2028-02-29", "2028-02-29"), ("2028-02-28", "2028-02-28"), ("2027-02-28", "2027-02-28")),
    ],
)
def test_the_period_before_and_a_year_ago(
    period: tuple[str, str], previous: tuple[str, str], a_year_ago: tuple[str, str]
) -> None:
    assert of(*period).previous == of(*previous)
    assert of(*period).a_year_ago == of(*a_year_ago)


@given(DAYS, st.integers(0, 400))
def test_the_period_before_ends_on_the_day_before(first: date, more: int) -> None:
    period = Period(first, first + timedelta(days=more))
    assert period.previous.last == first - timedelta(days=1)
    assert period.a_year_ago.last < period.last


def test_a_day_begins_and_ends_at_midnight_there() -> None:
    day, zone = of("2026-11-30", "2026-11-30"), ZoneInfo("Asia/Ho_Chi_Minh")
    assert day.begins(zone) == datetime(2026, 11, 29, 17, tzinfo=UTC)
    assert day.ends(zone) == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert day.days == 1
    assert day.holds(date(2026, 11, 30))
    assert not day.holds(date(2026, 12, 1))


def test_months_and_years_are_periods() -> None:
    assert Period.of_month(Month(2026, 2)) == of("2026-02-01", "2026-02-28")
    assert Period.of_year(2026) == of("2026-01-01", "2026-12-31")
    assert Period.of_month(Month(2026, 2)).in_vietnamese == "01/02/2026 đến 28/02/2026"


def test_a_period_that_runs_backward_is_none() -> None:
    with pytest.raises(BackwardPeriod):
        of("2026-11-30", "2026-11-29")
