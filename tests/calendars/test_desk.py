"""Desk hours: when papers are taken. They do not change working time."""

from __future__ import annotations

from datetime import date

import pytest

from calendars import Decision, Effect, InvalidOfficeHours, working_calendar
from calendars.year import year_of_office
from domain.time.amounts import Amount
from domain.time.office_hours import DeskHours
from tests.support.calendars.offices import B, hours, local, sessions

AS_THE_OFFICE = None


def desk(*weekdays: str | None, valid_from: str = "2020-01-01") -> DeskHours:
    week = tuple(AS_THE_OFFICE if each is None else sessions(each) for each in weekdays)
    return DeskHours(date.fromisoformat(valid_from), week, "QĐ 14/2010/QĐ-TTg")


SATURDAYS = desk(None, None, None, None, None, "07:30-11:30", None)
EARLY = desk(*["07:30-11:30 13:00-17:00"] * 5, "", "")


@pytest.mark.parametrize(
    ("own", "at", "is_open", "runs", "next_opening"),
    [
        pytest.param((), "2026-03-11 09:00", True, True, "2026-03-11 13:00", id="no hours of its own: with the clock"),
        pytest.param((), "2026-03-14 09:00", False, False, "2026-03-16 08:00", id="no hours of its own: at rest"),
        pytest.param((SATURDAYS,), "2026-03-14 09:00", True, False, "2026-03-16 08:00", id="Saturday morning"),
        pytest.param((SATURDAYS,), "2026-03-14 11:30", False, False, "2026-03-16 08:00", id="a closing ends it"),
        pytest.param((SATURDAYS,), "2026-03-14 07:30", True, False, "2026-03-14 07:30", id="an opening begins it"),
        pytest.param((SATURDAYS,), "2026-03-13 17:00", False, False, "2026-03-14 07:30", id="Friday night"),
        pytest.param((SATURDAYS,), "2026-03-11 09:00", True, True, "2026-03-11 13:00", id="else as the office"),
        pytest.param((SATURDAYS,), "2022-01-01 09:00", False, False, "2022-01-04 08:00", id="a holiday that is a Saturday"),
        pytest.param((SATURDAYS,), "2026-01-10 15:00", True, True, "2026-01-12 08:00", id="a Saturday worked"),
        pytest.param((EARLY,), "2026-03-11 07:45", True, False, "2026-03-11 13:00", id="opens before the clock runs"),
        pytest.param((EARLY,), "2026-03-11 11:45", False, True, "2026-03-11 13:00", id="closes before it stands"),
    ],
)  # fmt: skip
def test_the_desk_has_its_own_hours_and_limits_run_in_the_offices(own, at, is_open, runs, next_opening):
    cal = working_calendar((B,), desk_hours=own)
    assert (cal.is_desk_open(local(at)), cal.is_working(local(at))) == (is_open, runs)
    assert cal.next_desk_opening(local(at)) == local(next_opening)


@pytest.mark.parametrize(
    ("start", "limit"),
    [("2026-03-14 08:00", "1 wd"), ("2026-03-13 16:00", "2 wh"), ("2026-03-14 09:00", "0 wd")],
)
def test_no_limit_runs_because_a_desk_is_open(start, limit):
    assert working_calendar((B,), desk_hours=(SATURDAYS,)).add(local(start), Amount.parse(limit)) == working_calendar(
        (B,)
    ).add(local(start), Amount.parse(limit))


def test_hours_of_the_desk_begin_and_end_and_follow_the_seasons_of_the_office():
    summer = hours("07:00-11:00 13:30-17:00", valid_from=date(2026, 4, 16))
    over = desk(None, None, None, None, None, "", None, valid_from="2026-05-01")
    begun = desk(None, None, None, None, None, "07:30-11:30", None, valid_from="2026-03-09")
    cal = working_calendar((B, summer), desk_hours=(begun, over))
    saturdays = ("2026-03-07 08:00", "2026-03-14 08:00", "2026-04-18 08:00", "2026-05-09 08:00")
    assert [cal.is_desk_open(local(at)) for at in saturdays] == [False, True, True, False]
    assert [cal.is_desk_open(local(at)) for at in ("2026-04-15 07:15", "2026-04-16 07:15")] == [False, True]


def test_hours_that_an_act_gives_to_a_single_day_hold_for_the_desk_too():
    morning = Decision(date(2026, 3, 12), Effect.WORKED, "Thông báo 1", "Mất điện", sessions=sessions("09:00-11:00"))
    cal = working_calendar((B,), (morning,), desk_hours=(EARLY,))
    assert [cal.is_desk_open(local(f"2026-03-12 {at}")) for at in ("08:00", "10:00", "15:00")] == [False, True, False]


def test_a_day_skipped_says_whether_the_desk_is_open_all_the_same():
    cal = working_calendar((B,), desk_hours=(SATURDAYS,))
    skipped = cal.explain(local("2026-03-13 16:00"), local("2026-03-16 09:00"))
    assert [(each.day.day, each.desk_open) for each in skipped] == [(14, True), (15, False)]


def test_a_year_knows_the_days_on_which_the_desk_alone_is_open():
    year = year_of_office(working_calendar((B,), desk_hours=(SATURDAYS,)), 2026)
    days = {each.day: each.desk for each in year.desk_only}
    assert len(days) == 50  # 52 Saturdays minus the two worked
    assert set(days.values()) == {sessions("07:30-11:30")}
    assert {date(2026, 1, 10), date(2026, 8, 22)}.isdisjoint(days)
    assert year_of_office(working_calendar((B,)), 2026).desk_only == ()


@pytest.mark.parametrize(
    "own",
    [
        pytest.param((SATURDAYS, SATURDAYS), id="two from one day"),
        pytest.param((desk(*[""] * 7),), id="a desk that never opens"),
    ],
)
def test_faulty_desk_hours_are_refused(own):
    with pytest.raises(InvalidOfficeHours):
        working_calendar((B,), desk_hours=own)
