"""Tests the periods of reports, and when the report on each is made and due. Reckoned by hand on the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from calendars import WorkingCalendar, official_decisions, working_calendar
from calendars.report_dates import report_dates
from domain.reports.dates import ReportDates
from domain.reports.periods import (
    NoSuchPeriod,
    period_after,
    period_before,
    period_named,
    period_of,
    period_requested,
)
from domain.reports.rules import Cycle, ReportRule
from procedures import all_procedures
from tests.support.calendars.offices import local

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def rule(series: str, province: str = "binh-dinh") -> ReportRule:
    found = all_procedures()[province].report(series)
    assert found
    return found


@pytest.mark.parametrize(
    ("series", "day", "name", "first", "last"),
    [
        ("department-month", "2026-11-14", "2026-11", "2026-10-15", "2026-11-14"),
        ("department-month", "2026-11-15", "2026-12", "2026-11-15", "2026-12-14"),
        ("department-month", "2026-12-15", "2027-01", "2026-12-15", "2027-01-14"),
        ("department-month", "2024-02-29", "2024-03", "2024-02-15", "2024-03-14"),
        ("department-quarter", "2026-12-14", "2026-Q4", "2026-09-15", "2026-12-14"),
        ("department-quarter", "2026-12-15", "2027-Q1", "2026-12-15", "2027-03-14"),
        ("department-half-year", "2026-06-14", "2026-H1", "2025-12-15", "2026-06-14"),
        ("department-half-year", "2026-06-15", "2026-H2", "2026-06-15", "2026-12-14"),
        ("department-year", "2026-12-14", "2026", "2025-12-15", "2026-12-14"),
        ("department-year", "2026-12-31", "2027", "2026-12-15", "2027-12-14"),
        ("centre-week", "2026-11-30", "2026-W49", "2026-11-30", "2026-12-06"),
        ("centre-week", "2027-01-03", "2026-W53", "2026-12-28", "2027-01-03"),
        ("centre-week", "2027-01-04", "2027-W01", "2027-01-04", "2027-01-10"),
    ],
)
def test_each_day_belongs_to_one_period(series: str, day: str, name: str, first: str, last: str) -> None:
    period = period_of(rule(series), date.fromisoformat(day))
    assert (period.id, period.first.isoformat(), period.last.isoformat()) == (name, first, last)
    assert period_named(rule(series), name) == period


@pytest.mark.parametrize("cut_off", [None, 1, 14, 27])
@pytest.mark.parametrize("cycle", [Cycle.MONTH, Cycle.QUARTER, Cycle.HALF_YEAR, Cycle.YEAR, Cycle.WEEK])
def test_the_periods_of_a_series_follow_one_another_without_gap(cycle: Cycle, cut_off: int | None) -> None:
    series = replace(rule("department-month"), cycle=cycle, cut_off=None if cycle is Cycle.WEEK else cut_off)
    period = period_of(series, date(2023, 12, 31))
    for _ in range(60):
        following = period_after(series, period)
        assert following.first == period.last + timedelta(days=1)
        assert period_before(series, following) == period
        assert period_named(series, period.id) == period
        period = following


@pytest.mark.parametrize(
    ("series", "name"),
    [
        ("department-month", "2026-13"),
        ("department-month", "2026"),
        ("department-month", "0000-01"),
        ("department-quarter", "2026-Q5"),
        ("department-half-year", "2026-H3"),
        ("department-year", "0000"),
        ("centre-week", "2025-W53"),
        ("centre-week", "2026-W00"),
        ("on-request", "20261115-20261101"),
        ("on-request", "20261301-20261302"),
        ("on-request", "2026-11"),
        ("department-month", "2026-11\n"),
    ],
)
def test_what_names_no_period_is_told_so(series: str, name: str) -> None:
    with pytest.raises(NoSuchPeriod):
        period_named(rule(series), name)


def test_a_report_on_request_is_on_the_days_asked_for() -> None:
    period = period_requested(date(2026, 11, 1), date(2026, 11, 15))
    assert period_named(rule("on-request"), period.id) == period
    with pytest.raises(NoSuchPeriod):
        period_of(rule("on-request"), date(2026, 11, 1))


# Bình Định and Buôn Ma Thuột open at 07:00, Khánh Hòa at 07:30; all close at 17:00. Tết 2026 is off from Monday 16 to Friday
# 20 February; 24 November is a day off. The 14th is a Saturday in November 2026, a Monday in December 2026, a Sunday in June 2026
# and in March 2027. “rungs” are those after the due day itself.
RULED = [
    ("binh-dinh", "department-month", "2026-11", "2026-10-15", "2026-11-14",
     "2026-11-16 07:00", "2026-11-18 07:00", "2026-11-19 17:00", ("2026-11-23 17:00",)),
    # 19/12 is a Saturday: Monday 21/12.
    ("binh-dinh", "department-month", "2026-12", "2026-11-15", "2026-12-14",
     "2026-12-15 07:00", "2026-12-18 07:00", "2026-12-21 17:00", ("2026-12-23 17:00",)),
    # Both the end of the period and the 19th lie in Tết.
    ("binh-dinh", "department-month", "2026-02", "2026-01-15", "2026-02-14",
     "2026-02-23 07:00", "2026-02-23 07:00", "2026-02-23 17:00", ("2026-02-25 17:00",)),
    ("binh-dinh", "department-quarter", "2026-Q4", "2026-09-15", "2026-12-14",
     "2026-12-15 07:00", "2026-12-18 07:00", "2026-12-21 17:00", ("2026-12-23 17:00",)),
    # “Trước ngày 20/12”: the 19th is a Saturday.
    ("binh-dinh", "department-year", "2026", "2025-12-15", "2026-12-14",
     "2026-12-15 07:00", "2026-12-18 07:00", "2026-12-21 17:00", ("2026-12-23 17:00",)),
    ("binh-dinh", "department-half-year", "2026-H1", "2025-12-15", "2026-06-14",
     "2026-06-15 07:00", "2026-06-18 07:00", "2026-06-19 17:00", ("2026-06-23 17:00",)),
    # The week ends on Sunday 3/1/2027; Monday and Tuesday are the two working days.
    ("binh-dinh", "centre-week", "2026-W53", "2026-12-28", "2027-01-03",
     "2027-01-04 07:00", "2027-01-05 07:00", "2027-01-05 17:00", ("2027-01-07 17:00",)),
    # Monday 23/11, then Wednesday: Tuesday 24/11 is off.
    ("binh-dinh", "centre-week", "2026-W47", "2026-11-16", "2026-11-22",
     "2026-11-23 07:00", "2026-11-25 07:00", "2026-11-25 17:00", ("2026-11-27 17:00",)),
    # The period ends on Thursday 14/1/2027, which is not counted: Friday, then Monday.
    ("binh-dinh", "centre-month", "2027-01", "2026-12-15", "2027-01-14",
     "2027-01-15 07:00", "2027-01-18 07:00", "2027-01-18 17:00", ("2027-01-20 17:00",)),
    # Tuesday 15/12 and Wednesday.
    ("binh-dinh", "centre-quarter", "2026-Q4", "2026-09-15", "2026-12-14",
     "2026-12-15 07:00", "2026-12-16 07:00", "2026-12-16 17:00", ("2026-12-18 17:00",)),
    # Monday 15/3 and Tuesday.
    ("binh-dinh", "centre-quarter", "2027-Q1", "2026-12-15", "2027-03-14",
     "2027-03-15 07:00", "2027-03-16 07:00", "2027-03-16 17:00", ("2027-03-18 17:00",)),
    ("binh-dinh", "centre-year", "2026", "2025-12-15", "2026-12-14",
     "2026-12-15 07:00", "2026-12-16 07:00", "2026-12-16 17:00", ("2026-12-18 17:00",)),
    # 14/12/2024 is a Saturday: Monday 16/12 and Tuesday.
    ("binh-dinh", "centre-year", "2024", "2023-12-15", "2024-12-14",
     "2024-12-16 07:00", "2024-12-17 07:00", "2024-12-17 17:00", ("2024-12-19 17:00",)),
    # Three days: Tuesday to Thursday 17/12; then Friday and Monday.
    ("binh-dinh", "centre-quarter-ranking", "2026-Q4", "2026-09-15", "2026-12-14",
     "2026-12-15 07:00", "2026-12-17 07:00", "2026-12-17 17:00", ("2026-12-21 17:00",)),
    ("binh-dinh", "centre-quarter-ranking", "2027-Q1", "2026-12-15", "2027-03-14",
     "2027-03-15 07:00", "2027-03-17 07:00", "2027-03-17 17:00", ("2027-03-19 17:00",)),
    ("buon-ma-thuot", "weekly", "2026-W49", "2026-11-30", "2026-12-06",
     "2026-12-07 07:00", "2026-12-08 07:00", "2026-12-08 17:00", ("2026-12-10 17:00",)),
    # The whole next week is Tết: Monday 23/2 and Tuesday.
    ("buon-ma-thuot", "weekly", "2026-W07", "2026-02-09", "2026-02-15",
     "2026-02-23 07:00", "2026-02-24 07:00", "2026-02-24 17:00", ("2026-02-26 17:00",)),
    # Monday 31/8 is swapped for a Saturday, 1/9 and 2/9 are off: Thursday and Friday.
    ("buon-ma-thuot", "weekly", "2026-W35", "2026-08-24", "2026-08-30",
     "2026-09-03 07:00", "2026-09-04 07:00", "2026-09-04 17:00", ("2026-09-08 17:00",)),
    ("buon-ma-thuot", "reputation", "2026-11", "2026-11-01", "2026-11-30",
     "2026-12-01 07:00", "2026-12-02 07:00", "2026-12-02 17:00", ("2026-12-04 17:00",)),
    # Friday 1/1/2027 is off.
    ("buon-ma-thuot", "reputation", "2026-12", "2026-12-01", "2026-12-31",
     "2027-01-04 07:00", "2027-01-05 07:00", "2027-01-05 17:00", ("2027-01-07 17:00",)),
    ("khanh-hoa", "centre-half-year", "2026-H2", "2026-06-15", "2026-12-14",
     "2026-12-15 07:30", "2026-12-16 07:30", "2026-12-16 17:00", ("2026-12-18 17:00",)),
    ("khanh-hoa", "centre-half-year", "2026-H1", "2025-12-15", "2026-06-14",
     "2026-06-15 07:30", "2026-06-16 07:30", "2026-06-16 17:00", ("2026-06-18 17:00",)),
    # Three days, and a rung more: its own leader and the centre, the centre's leader, the authority's leader.
    ("khanh-hoa", "agency-half-year", "2026-H2", "2026-06-15", "2026-12-14",
     "2026-12-15 07:30", "2026-12-17 07:30", "2026-12-17 17:00", ("2026-12-18 17:00", "2026-12-21 17:00")),
    ("khanh-hoa", "agency-half-year", "2026-H1", "2025-12-15", "2026-06-14",
     "2026-06-15 07:30", "2026-06-17 07:30", "2026-06-17 17:00", ("2026-06-18 17:00", "2026-06-19 17:00")),
    # Five days: from Tuesday 15/12 over a weekend to Monday 21/12.
    ("khanh-hoa", "department-half-year", "2026-H2", "2026-06-15", "2026-12-14",
     "2026-12-15 07:30", "2026-12-18 07:30", "2026-12-21 17:00", ("2026-12-23 17:00",)),
    ("khanh-hoa", "department-half-year", "2026-H1", "2025-12-15", "2026-06-14",
     "2026-06-15 07:30", "2026-06-18 07:30", "2026-06-19 17:00", ("2026-06-23 17:00",)),
]  # fmt: skip

# Asked for on Wednesday 11/11/2026 at 20:00, wanted by Saturday 14/11: due on Monday.
REQUESTED = [
    ("binh-dinh", "on-request", "2026-11-13 07:00", "2026-11-16 17:00", "2026-11-18 17:00", "2026-11-13 17:00"),
    ("khanh-hoa", "on-request", "2026-11-13 07:30", "2026-11-16 17:00", "2026-11-18 17:00", None),
    ("dien-bien", "on-request", "2026-11-13 07:30", "2026-11-16 17:00", "2026-11-18 17:00", "2026-11-16 17:00"),
]


@pytest.mark.parametrize(("province", "series", "period", "first", "last", "made", "reminded", "due", "rungs"), RULED)
def test_when_a_report_is_made_reminded_of_due_and_told_of_when_overdue(
    province: str,
    series: str,
    period: str,
    first: str,
    last: str,
    made: str,
    reminded: str,
    due: str,
    rungs: tuple[str, ...],
) -> None:
    named = period_named(rule(series, province), period)
    assert (named.first.isoformat(), named.last.isoformat()) == (first, last)
    assert period_of(rule(series, province), named.first) == named == period_of(rule(series, province), named.last)
    dates = dates_of(series, period, province)
    assert (dates.made_at, dates.remind_at, dates.due) == (local(made), local(reminded), local(due))
    assert dates.rungs == (local(due), *map(local, rungs))


@pytest.mark.parametrize(("province", "series", "reminded", "due", "last_rung", "explained"), REQUESTED)
def test_a_report_on_request_is_made_at_once_and_due_by_the_day_that_was_named(
    province: str, series: str, reminded: str, due: str, last_rung: str, explained: str | None
) -> None:
    period, asked = period_requested(date(2026, 11, 1), date(2026, 11, 10)), local("2026-11-11 20:00")
    dates = report_dates(
        calendar_of(province), ZONE, rule(series, province), period, asked_at=asked, wanted_by=date(2026, 11, 14)
    )
    assert (dates.made_at, dates.remind_at, dates.due) == (asked, local(reminded), local(due))
    assert dates.rungs == (local(due), local(last_rung))
    assert dates.explain_by == (local(explained) if explained else None)


@pytest.mark.parametrize("province", sorted(all_procedures()))
def test_every_series_of_a_province_is_ruled_on(province: str) -> None:
    """A series that a file adds needs a row here, worked out by hand."""
    series = all_procedures()[province].reports
    assert {row[1] for row in RULED if row[0] == province} == {
        each.id for each in series if each.cycle is not Cycle.ON_REQUEST
    }
    assert {row[1] for row in REQUESTED if row[0] == province} == {
        each.id for each in series if each.cycle is Cycle.ON_REQUEST
    }


def calendar_of(province: str) -> WorkingCalendar:
    return working_calendar(all_procedures()[province].office_hours, official_decisions(), zone=ZONE)


def dates_of(series: str, period: str, province: str = "binh-dinh") -> ReportDates:
    found = rule(series, province)
    return report_dates(calendar_of(province), ZONE, found, period_named(found, period))


def test_agencies_have_two_working_days_to_explain_and_are_reminded_the_day_before() -> None:
    # Asked on Monday 16/11 at 07:00; that day is not counted.
    dates = dates_of("department-month", "2026-11")
    assert (dates.explain_by, dates.remind_to_explain_at) == (local("2026-11-18 17:00"), local("2026-11-17 07:00"))


def test_nobody_may_explain_longer_than_the_report_may_take() -> None:
    dates = dates_of("department-month", "2026-02")
    assert dates.explain_by == dates.due == local("2026-02-23 17:00")
    assert dates.remind_to_explain_at == dates.made_at


@pytest.mark.parametrize(
    ("series", "period", "explain_by", "reminded"),
    [
        # Asked on Tuesday 15/12: Wednesday and Thursday, which is the report's own last day.
        ("agency-half-year", "2026-H2", "2026-12-17 17:00", "2026-12-17 07:30"),
        # Wednesday to Friday; reminded two working days before.
        ("department-half-year", "2026-H2", "2026-12-18 17:00", "2026-12-17 07:30"),
    ],
)
def test_agencies_of_khanh_hoa_explain_before_the_report_is_due(
    series: str, period: str, explain_by: str, reminded: str
) -> None:
    dates = dates_of(series, period, "khanh-hoa")
    assert (dates.explain_by, dates.remind_to_explain_at) == (local(explain_by), local(reminded))


ORDERED = {
    "buon-ma-thuot": {"weekly", "reputation"},
    "khanh-hoa": {"centre-half-year", "agency-half-year", "department-half-year", "on-request"},
    "binh-dinh": {
        "department-month", "department-quarter", "department-year", "department-half-year", "centre-week", "centre-month",
        "centre-quarter", "centre-year", "centre-quarter-ranking", "on-request",
    },
    "dien-bien": {"on-request"},
    "lai-chau": set(),
}  # fmt: skip


@pytest.mark.parametrize("province", sorted(ORDERED))
def test_every_series_that_a_text_orders_is_in_its_file(province: str) -> None:
    assert {each.id for each in all_procedures()[province].reports} == ORDERED[province]
