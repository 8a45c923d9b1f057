"""Tests when a limit ends: the first rulings of the project, then one table for each feature."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from calendars import Decision, Effect, InvalidOfficeHours, NaiveInstant, OutsideCalendar, working_calendar
from domain.time.amounts import Amount, Counting, Unit
from tests.support.calendars.offices import A, B, hours, local, sessions, utc

ROLLING, WHOLE_DAY = Counting.ROLLING, Counting.WHOLE_DAY

# office, start, limit, due when rolling, due by whole days
FIRST_RULINGS = [
    pytest.param(B, "2026-03-11 08:00", "1 wd", "2026-03-11 17:00", "2026-03-12 17:00", id="a day from opening time"),
    pytest.param(B, "2026-03-11 11:45", "0.5 wd", "2026-03-11 16:45", "2026-03-11 17:00", id="half a day over lunch"),
    pytest.param(B, "2026-03-11 11:45", "2 h", "2026-03-11 13:45", "2026-03-11 13:45", id="hours run over lunch"),
    pytest.param(B, "2026-03-13 16:59", "0.5 wh", "2026-03-16 08:29", "2026-03-16 08:29", id="30 working minutes"),
    pytest.param(B, "2026-03-13 16:59", "1 wd", "2026-03-16 16:59", "2026-03-16 17:00", id="a day over the weekend"),
    pytest.param(B, "2026-02-13 15:30", "4 wh", "2026-02-23 10:30", "2026-02-23 10:30", id="working hours over Tết"),
    pytest.param(A, "2026-02-13 15:30", "5 wd", "2026-02-27 15:30", "2026-02-27 17:00", id="five days over Tết"),
    pytest.param(A, "2026-04-29 16:00", "1 wd", "2026-05-04 16:00", "2026-05-04 17:00", id="over 30 April and 1 May"),
    pytest.param(B, "2026-08-22 10:00", "1 wd", "2026-08-24 10:00", "2026-08-24 17:00", id="from a Saturday worked"),
    pytest.param(B, "2026-08-31 09:00", "0.5 wd", "2026-09-03 12:00", "2026-09-03 12:00", id="from a Monday given off"),
    pytest.param(B, "2026-01-09 16:30", "1 wd", "2026-01-10 16:30", "2026-01-10 17:00", id="into a Saturday worked"),
    pytest.param(B, "2026-11-23 15:00", "0.5 wd", "2026-11-25 10:00", "2026-11-25 12:00", id="over the Cultural Day"),
    pytest.param(A, "2027-02-06 09:00", "5 wd", "2027-02-17 17:00", "2027-02-17 17:00", id="from the first day of Tết"),
]

SATURDAYS = hours("07:30-11:30 13:30-17:00", saturday="07:30-11:30")
SESSIONS = [
    pytest.param(B, "2026-03-11 08:00", "4 wh", "2026-03-11 12:00", "2026-03-11 12:00", id="ends with the morning"),
    pytest.param(B, "2026-03-10 17:00", "4 wh", "2026-03-11 12:00", "2026-03-11 12:00", id="from closing time"),
    pytest.param(B, "2026-03-11 13:00", "4 wh", "2026-03-11 17:00", "2026-03-11 17:00", id="ends with the day"),
    pytest.param(B, "2026-03-11 12:30", "0.5 wd", "2026-03-11 17:00", "2026-03-11 17:00", id="half a day from lunch"),
    pytest.param(
        B, "2026-03-11 07:00", "0.5 wd", "2026-03-11 12:00", "2026-03-11 12:00", id="half a day before opening"
    ),
    pytest.param(
        B, "2026-03-11 13:00", "0.5 wd", "2026-03-11 17:00", "2026-03-11 17:00", id="half a day at an opening"
    ),
    pytest.param(B, "2026-03-13 17:00", "1 wd", "2026-03-16 17:00", "2026-03-16 17:00", id="a day from closing time"),
    pytest.param(B, "2026-03-13 20:00", "1 wd", "2026-03-16 17:00", "2026-03-16 17:00", id="a day from Friday night"),
    pytest.param(B, "2026-03-16 06:00", "1 wd", "2026-03-16 17:00", "2026-03-17 17:00", id="a day from before opening"),
    pytest.param(B, "2026-03-11 11:45", "1.5 wd", "2026-03-12 16:45", "2026-03-13 12:00", id="a day and a half"),
    pytest.param(A, "2026-03-11 10:00", "6.5 wd", "2026-03-19 15:45", "2026-03-20 11:30", id="the whole case"),
]
UNEVEN_DAYS = [
    pytest.param(
        SATURDAYS, "2026-03-13 13:30", "1 wd", "2026-03-14 09:38", "2026-03-14 11:30", id="8/15 of a Saturday morning"
    ),
    pytest.param(
        SATURDAYS, "2026-03-14 09:30", "0.5 wd", "2026-03-14 11:30", "2026-03-16 11:30", id="half a short day"
    ),
    pytest.param(
        SATURDAYS, "2026-03-14 09:30", "1 wd", "2026-03-16 11:15", "2026-03-16 17:00", id="out of a short day"
    ),
    pytest.param(SATURDAYS, "2026-03-13 16:00", "4 wh", "2026-03-14 10:30", "2026-03-14 10:30", id="hours are hours"),
    pytest.param(SATURDAYS, "2026-03-13 16:00", "2 wd", "2026-03-16 16:00", "2026-03-16 17:00", id="over a short day"),
]
NOTHING_OR_THE_CLOCK = [
    pytest.param(B, "2026-03-11 12:00", "0 wd", "2026-03-11 12:00", "2026-03-11 12:00", id="no day, at a closing"),
    pytest.param(B, "2026-03-11 12:30", "0 wh", "2026-03-11 13:00", "2026-03-11 13:00", id="no hour, at lunch"),
    pytest.param(B, "2026-03-13 20:00", "0 wd", "2026-03-16 08:00", "2026-03-16 08:00", id="no day, on Friday night"),
    pytest.param(B, "2026-03-13 20:00", "0 h", "2026-03-13 20:00", "2026-03-13 20:00", id="no hour of the clock"),
    pytest.param(B, "2026-03-13 23:00", "2 h", "2026-03-14 01:00", "2026-03-14 01:00", id="hours run at night"),
    pytest.param(B, "2026-03-13 23:50", "30 min", "2026-03-14 00:20", "2026-03-14 00:20", id="minutes run at night"),
    pytest.param(B, "2026-03-13 16:59", "0.01 wh", "2026-03-13 16:59:36", "2026-03-13 16:59:36", id="36 seconds"),
]


@pytest.mark.parametrize(
    ("office", "start", "limit", "rolling", "whole_day"),
    [*FIRST_RULINGS, *SESSIONS, *UNEVEN_DAYS, *NOTHING_OR_THE_CLOCK],
)
def test_a_limit_ends_as_the_ruling_says(office, start, limit, rolling, whole_day):
    cal = working_calendar((office,))
    assert cal.add(local(start), Amount.parse(limit), ROLLING) == local(rolling)
    assert cal.add(local(start), Amount.parse(limit), WHOLE_DAY) == local(whole_day)


@pytest.mark.parametrize(
    ("start", "limit", "rolling", "whole_day"),
    [
        pytest.param(
            "2026-04-15 11:00", "1 wd", "2026-04-16 10:30", "2026-04-16 17:00", id="3.5 hours into either day"
        ),
        pytest.param("2026-04-15 16:30", "0.5 wd", "2026-04-16 10:15", "2026-04-16 11:30", id="half a day into summer"),
        pytest.param("2026-04-15 16:30", "1 wh", "2026-04-16 07:30", "2026-04-16 07:30", id="summer opens earlier"),
        pytest.param(
            "2026-04-14 16:30", "1 wh", "2026-04-15 08:00", "2026-04-15 08:00", id="the day before it does not"
        ),
    ],
)
def test_office_hours_change_with_the_season(start, limit, rolling, whole_day):
    summer = hours("07:00-11:30 14:00-17:00", valid_from=date(2026, 4, 16))
    cal = working_calendar((A, summer))
    assert cal.add(local(start), Amount.parse(limit), ROLLING) == local(rolling)
    assert cal.add(local(start), Amount.parse(limit), WHOLE_DAY) == local(whole_day)


@pytest.mark.parametrize(
    ("start", "limit", "rolling", "whole_day"),
    [
        pytest.param("2026-03-11 15:30", "1 wd", "2026-03-12 10:42", "2026-03-12 11:30", id="4/5 of a short day"),
        pytest.param(
            "2026-03-11 15:30", "2 wd", "2026-03-13 15:30", "2026-03-13 17:00", id="a short day counts as one"
        ),
        pytest.param("2026-03-12 14:00", "1 wh", "2026-03-13 08:30", "2026-03-13 08:30", id="closed in its afternoon"),
    ],
)
def test_a_single_day_may_have_hours_of_its_own(start, limit, rolling, whole_day):
    morning = Decision(date(2026, 3, 12), Effect.WORKED, "Thông báo 1", "Mất điện", sessions=sessions("07:30-11:30"))
    cal = working_calendar((A,), (morning,))
    assert cal.add(local(start), Amount.parse(limit), ROLLING) == local(rolling)
    assert cal.add(local(start), Amount.parse(limit), WHOLE_DAY) == local(whole_day)


def test_a_saturday_worked_for_a_friday_has_the_hours_of_a_friday():
    short_fridays = replace(B, weekdays=(*[sessions("08:00-12:00 13:00-17:00")] * 4, sessions("08:00-11:00"), (), ()))
    cal = working_calendar((short_fridays,))
    assert cal.elapsed(local("2026-01-10 00:00"), local("2026-01-11 00:00"), Unit.WORKING_HOUR) == timedelta(hours=3)
    assert cal.elapsed(local("2026-08-22 00:00"), local("2026-08-23 00:00"), Unit.WORKING_HOUR) == timedelta(hours=8)


def test_microseconds_are_neither_lost_nor_invented():
    cal = working_calendar((A,))
    start = local("2026-03-11 10:00:00.000001")
    assert cal.add(start, Amount.parse("1 wd")) == local("2026-03-12 10:00:00.000001")
    assert cal.add(start, Amount.parse("0.5 wd")) == local("2026-03-11 15:45:00.000001")
    assert cal.add(start, Amount.parse("2 wh")) == local("2026-03-11 14:00:00.000001")
    assert cal.elapsed(start, local("2026-03-11 14:00"), Unit.WORKING_HOUR) == timedelta(hours=2, microseconds=-1)


@pytest.mark.parametrize(
    ("start", "limit", "counting", "due"),
    [
        pytest.param("2026-11-23 18:00", "1 wd", WHOLE_DAY, "2026-11-25 10:00", id="already the 24th, a holiday"),
        pytest.param("2026-11-24 18:00", "1 wd", WHOLE_DAY, "2026-11-26 10:00", id="already the 25th"),
        pytest.param("2026-11-24 18:00", "1 wh", ROLLING, "2026-11-25 00:00", id="opens at 23:00 of the day before"),
        pytest.param("2026-11-24 23:30", "1 wd", ROLLING, "2026-11-25 23:30", id="half past six in the morning"),
    ],
)
def test_days_are_those_of_the_office_not_of_utc(start, limit, counting, due):
    early = working_calendar((hours("06:00-10:00 13:00-17:00"),))
    assert early.add(utc(start), Amount.parse(limit), counting) == utc(due)


def test_answers_are_in_utc_whatever_the_question_is_in():
    cal = working_calendar((B,))
    for limit in ("1 wd", "0 wd", "1 wh", "0 wh", "1 h", "1 min"):
        assert cal.add(local("2026-03-11 10:00"), Amount.parse(limit)).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("running", "reached"),
    [
        pytest.param(timedelta(hours=2), "2026-03-11 12:00", id="the end of a session, not the start of the next"),
        pytest.param(timedelta(hours=2, microseconds=1), "2026-03-11 13:00:00.000001", id="a microsecond more"),
        pytest.param(timedelta(0), "2026-03-11 10:00", id="no time at all"),
        pytest.param(timedelta(hours=-2), "2026-03-11 08:00", id="back to the start of a session"),
        pytest.param(timedelta(hours=-3), "2026-03-10 16:00", id="back over the night"),
    ],
)
def test_a_clock_advances_in_working_time(running, reached):
    assert working_calendar((B,)).advance(local("2026-03-11 10:00"), running, Unit.WORKING_DAY) == local(reached)


@pytest.mark.parametrize(
    ("end", "amount", "start"),
    [
        pytest.param("2026-03-16 16:59", "1 wd", "2026-03-13 16:59", id="a day back over the weekend"),
        pytest.param("2026-03-11 17:00", "1 wd", "2026-03-11 08:00", id="the day that ends at closing time"),
        pytest.param("2026-03-11 16:45", "0.5 wd", "2026-03-11 11:45", id="half a day back over lunch"),
        pytest.param("2026-03-16 08:29", "0.5 wh", "2026-03-13 16:59", id="half an hour back"),
        pytest.param("2026-03-14 01:00", "2 h", "2026-03-13 23:00", id="two hours of the clock back"),
        pytest.param("2026-03-11 17:00", "0 wh", "2026-03-11 17:00", id="nothing, at a closing"),
    ],
)
def test_subtracting_finds_the_last_instant_from_which_the_amount_runs_out(end, amount, start):
    cal = working_calendar((B,))
    assert cal.subtract(local(end), Amount.parse(amount)) == local(start)
    assert cal.add(local(start), Amount.parse(amount)) == local(end)


@pytest.mark.parametrize(
    ("end", "amount", "start"),
    [
        pytest.param("2026-03-12 17:00", "1 wd", "2026-03-11 23:59:59.999999", id="a day: any instant of the one before"),
        pytest.param("2026-03-12 16:59", "1 wd", "2026-03-10 23:59:59.999999", id="today has not closed yet"),
        pytest.param("2026-03-15 10:00", "1 wd", "2026-03-12 23:59:59.999999", id="by Sunday, Friday has closed"),
        pytest.param("2026-03-16 17:00", "1 wd", "2026-03-15 23:59:59.999999", id="Sunday comes before Monday"),
        pytest.param("2026-02-27 17:00", "5 wd", "2026-02-22 23:59:59.999999", id="the first day after Tết is the first"),
        pytest.param("2026-03-11 17:00", "0.5 wd", "2026-03-11 13:00", id="half a day: the opening of the afternoon"),
        pytest.param("2026-03-11 16:00", "0.5 wd", "2026-03-11 08:00", id="half a day: the afternoon has not closed"),
        pytest.param("2026-03-13 12:00", "1.5 wd", "2026-03-11 23:59:59.999999", id="a day and the morning after it"),
        pytest.param("2026-03-13 11:59", "1.5 wd", "2026-03-10 23:59:59.999999", id="that morning has not closed"),
        pytest.param("2026-03-14 01:00", "0 wd", "2026-03-13 17:00", id="nothing, at night: the closing before"),
    ],
)  # fmt: skip
def test_subtracting_whole_days_finds_the_last_instant_that_is_still_in_time(end, amount, start):
    cal = working_calendar((B,))
    assert cal.subtract(local(end), Amount.parse(amount), WHOLE_DAY) == local(start)
    assert cal.add(local(start), Amount.parse(amount), WHOLE_DAY) <= local(end)


@pytest.mark.parametrize(
    ("at", "working", "next_opening", "previous_closing"),
    [
        pytest.param(
            "2026-03-11 08:00", True, "2026-03-11 08:00", "2026-03-10 17:00", id="an opening belongs to its session"
        ),
        pytest.param("2026-03-11 09:00", True, "2026-03-11 13:00", "2026-03-10 17:00", id="within a session"),
        pytest.param("2026-03-11 12:00", False, "2026-03-11 13:00", "2026-03-11 12:00", id="a closing ends it"),
        pytest.param("2026-03-14 09:00", False, "2026-03-16 08:00", "2026-03-13 17:00", id="on a weekend"),
        pytest.param("2026-01-10 09:00", True, "2026-01-10 13:00", "2026-01-09 17:00", id="on a Saturday worked"),
        pytest.param("2026-01-01 09:00", False, "2026-01-05 08:00", "2025-12-31 17:00", id="over the New Year"),
    ],
)
def test_the_office_knows_its_openings_and_closings(at, working, next_opening, previous_closing):
    cal = working_calendar((B,))
    assert cal.is_working(local(at)) is working
    assert cal.next_opening(local(at)) == local(next_opening)
    assert cal.previous_closing(local(at)) == local(previous_closing)


def test_running_time_is_signed_and_runs_as_its_unit_counts():
    cal = working_calendar((B,))
    friday, monday = local("2026-03-13 16:00"), local("2026-03-16 09:00")
    assert cal.elapsed(friday, monday, Unit.WORKING_DAY) == timedelta(hours=2)
    assert cal.elapsed(monday, friday, Unit.WORKING_HOUR) == timedelta(hours=-2)
    assert cal.elapsed(friday, monday, Unit.HOUR) == timedelta(days=2, hours=17)
    assert cal.elapsed(monday, friday, Unit.MINUTE) == timedelta(days=-2, hours=-17)


NAIVE = local("2026-03-11 10:00").replace(tzinfo=None)
AWARE = local("2026-03-11 10:00")


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(lambda cal: cal.add(NAIVE, Amount.parse("1 wd")), id="add"),
        pytest.param(lambda cal: cal.add(NAIVE, Amount.parse("1 h")), id="add, by the clock"),
        pytest.param(lambda cal: cal.subtract(NAIVE, Amount.parse("1 wd")), id="subtract"),
        pytest.param(lambda cal: cal.advance(NAIVE, timedelta(hours=1), Unit.HOUR), id="advance"),
        pytest.param(lambda cal: cal.elapsed(NAIVE, AWARE, Unit.WORKING_DAY), id="elapsed, start"),
        pytest.param(lambda cal: cal.elapsed(AWARE, NAIVE, Unit.MINUTE), id="elapsed, end"),
        pytest.param(lambda cal: cal.is_working(NAIVE), id="is_working"),
        pytest.param(lambda cal: cal.next_opening(NAIVE), id="next_opening"),
        pytest.param(lambda cal: cal.previous_closing(NAIVE), id="previous_closing"),
        pytest.param(lambda cal: cal.left(AWARE, NAIVE, Unit.HOUR), id="left"),
        pytest.param(lambda cal: cal.is_desk_open(NAIVE), id="is_desk_open"),
        pytest.param(lambda cal: cal.next_desk_opening(NAIVE), id="next_desk_opening"),
        pytest.param(lambda cal: cal.explain(AWARE, NAIVE), id="explain"),
        pytest.param(lambda cal: cal.is_predicted(NAIVE), id="is_predicted"),
    ],
)
def test_a_naive_datetime_is_refused(question):
    with pytest.raises(NaiveInstant):
        question(working_calendar((B,)))


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(lambda cal: cal.add(local("2019-12-31 10:00"), Amount.parse("1 wd")), id="before the first year"),
        pytest.param(lambda cal: cal.add(local("2101-01-03 10:00"), Amount.parse("1 wd")), id="after the last year"),
        pytest.param(lambda cal: cal.add(local("2100-12-31 10:00"), Amount.parse("1 wd")), id="a due date after it"),
        pytest.param(lambda cal: cal.add(local("2100-12-31 10:00"), Amount.parse("1 wd"), WHOLE_DAY), id="a whole day"),
        pytest.param(lambda cal: cal.add(local("2100-12-31 16:00"), Amount.parse("2 wh")), id="hours that do not fit"),
        pytest.param(lambda cal: cal.add(local("2099-06-01 10:00"), Amount.parse("4000 wh")), id="working hours"),
        pytest.param(lambda cal: cal.add(local("2099-06-01 10:00"), Amount.parse("500 wd")), id="so many days"),
        pytest.param(
            lambda cal: cal.subtract(local("2021-06-01 10:00"), Amount.parse("500 wd")), id="so many days back"
        ),
        pytest.param(
            lambda cal: cal.subtract(local("2021-06-01 10:00"), Amount.parse("500 wd"), WHOLE_DAY),
            id="so many whole days",
        ),
        pytest.param(
            lambda cal: cal.subtract(local("2020-01-02 17:00"), Amount.parse("2 wd"), WHOLE_DAY), id="one day too many"
        ),
        pytest.param(lambda cal: cal.previous_closing(local("2020-01-01 09:00")), id="no closing is known before"),
        pytest.param(lambda cal: cal.next_opening(local("2100-12-31 17:00")), id="no opening is known after"),
        pytest.param(lambda cal: cal.elapsed(AWARE, local("2101-01-01 00:00"), Unit.WORKING_DAY), id="elapsed"),
        pytest.param(lambda cal: cal.explain(AWARE, local("2101-01-01 00:00")), id="explain"),
        pytest.param(lambda cal: cal.is_predicted(local("2019-12-31 00:00")), id="is_predicted"),
    ],
)
def test_a_date_that_cannot_be_computed_is_refused(question):
    with pytest.raises(OutsideCalendar):
        question(working_calendar((B,)))


def test_the_last_instant_in_time_is_never_before_the_first_day_that_is_known():
    cal = working_calendar((hours("08:00-12:00", valid_from=date(2026, 3, 9)),))  # a Monday
    assert cal.subtract(local("2026-03-10 12:00"), Amount.parse("1 wd"), WHOLE_DAY) == local(
        "2026-03-09 23:59:59.999999"
    )
    with pytest.raises(OutsideCalendar):
        cal.subtract(local("2026-03-09 12:00"), Amount.parse("1 wd"), WHOLE_DAY)


def test_before_an_office_has_hours_nothing_is_computed():
    cal = working_calendar((hours("08:00-12:00", valid_from=date(2026, 3, 1)),))
    with pytest.raises(OutsideCalendar, match="2026-02-28"):
        cal.add(local("2026-02-28 10:00"), Amount.parse("1 wd"))
    assert cal.add(local("2026-03-01 10:00"), Amount.parse("1 wd")) == local("2026-03-02 12:00")


@pytest.mark.parametrize(
    "office_hours",
    [
        pytest.param((), id="none"),
        pytest.param((A, B), id="two from one day"),
        pytest.param((hours("08:00-12:00"), hours("08:00-12:00", valid_from=date(2019, 1, 1))), id="out of order"),
    ],
)
def test_office_hours_that_do_not_follow_one_another_are_refused(office_hours):
    with pytest.raises(InvalidOfficeHours):
        working_calendar(office_hours)


def test_asking_for_the_same_calendar_again_gives_the_same_one():
    assert working_calendar((A,)) is working_calendar((replace(A),))
    assert working_calendar((A,)) is not working_calendar((A,), ())
