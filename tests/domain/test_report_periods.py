"""Tests the periods of reports, and when the report on each is made and due. Reckoned by hand on the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from calendars import official_decisions, working_calendar
from calendars.report_dates import report_dates
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


# Bình Định, 07:00-11:30 and 13:30-17:00. Tết 2026 is off from Monday 16 to Friday 20 February.
@pytest.mark.parametrize(
    ("series", "period", "made", "reminded", "due", "last_rung"),
    [
        # 14/11 is a Saturday; 19/11 a Thursday.
        (
            "department-month", "2026-11",
            "2026-11-16 07:00", "2026-11-18 07:00", "2026-11-19 17:00", "2026-11-23 17:00",
        ),
        # 19/12 is a Saturday: Monday 21/12.
        (
            "department-month", "2026-12",
            "2026-12-15 07:00", "2026-12-18 07:00", "2026-12-21 17:00", "2026-12-23 17:00",
        ),
        # Both the end of the period and the 19th lie in Tết.
        (
            "department-month", "2026-02",
            "2026-02-23 07:00", "2026-02-23 07:00", "2026-02-23 17:00", "2026-02-25 17:00",
        ),
        (
            "department-quarter", "2026-Q4",
            "2026-12-15 07:00", "2026-12-18 07:00", "2026-12-21 17:00", "2026-12-23 17:00",
        ),
        (
            "department-year", "2026",
            "2026-12-15 07:00", "2026-12-18 07:00", "2026-12-21 17:00", "2026-12-23 17:00",
        ),
        # 14/6 is a Sunday; 19/6 a Friday.
        (
            "department-half-year", "2026-H1",
            "2026-06-15 07:00", "2026-06-18 07:00", "2026-06-19 17:00", "2026-06-23 17:00",
        ),
        # The week ends on Sunday 3/1/2027; Monday and Tuesday are the two working days.
        (
            "centre-week", "2026-W53",
            "2027-01-04 07:00", "2027-01-05 07:00", "2027-01-05 17:00", "2027-01-07 17:00",
        ),
        # The period ends on Thursday 14/1/2027, which is not counted: Friday, then Monday.
        (
            "centre-month", "2027-01",
            "2027-01-15 07:00", "2027-01-18 07:00", "2027-01-18 17:00", "2027-01-20 17:00",
        ),
    ],
)  # fmt: skip
def test_when_a_report_is_made_reminded_of_due_and_told_of_when_overdue(
    series: str, period: str, made: str, reminded: str, due: str, last_rung: str
) -> None:
    dates = dates_of(series, period)
    assert (dates.made_at, dates.remind_at, dates.due) == (local(made), local(reminded), local(due))
    assert dates.rungs == (local(due), local(last_rung))


def dates_of(series: str, period: str):
    procedure = all_procedures()["binh-dinh"]
    cal = working_calendar(procedure.office_hours, official_decisions(), zone=ZONE)
    return report_dates(cal, ZONE, rule(series), period_named(rule(series), period))


def test_agencies_have_two_working_days_to_explain_and_are_reminded_the_day_before() -> None:
    # Asked on Monday 16/11 at 07:00; that day is not counted.
    dates = dates_of("department-month", "2026-11")
    assert (dates.explain_by, dates.remind_to_explain_at) == (local("2026-11-18 17:00"), local("2026-11-17 07:00"))


def test_nobody_may_explain_longer_than_the_report_may_take() -> None:
    dates = dates_of("department-month", "2026-02")
    assert dates.explain_by == dates.due == local("2026-02-23 17:00")
    assert dates.remind_to_explain_at == dates.made_at


def test_a_report_on_request_is_made_at_once_and_due_by_the_day_that_was_named() -> None:
    procedure = all_procedures()["binh-dinh"]
    cal = working_calendar(procedure.office_hours, official_decisions(), zone=ZONE)
    period = period_requested(date(2026, 11, 1), date(2026, 11, 10))
    asked = local("2026-11-11 20:00")
    # Saturday 14/11: the next working day is Monday.
    dates = report_dates(cal, ZONE, rule("on-request"), period, asked_at=asked, wanted_by=date(2026, 11, 14))
    assert (dates.made_at, dates.due) == (asked, local("2026-11-16 17:00"))


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
