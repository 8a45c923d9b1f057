"""Tests when the alarms of a limit ring, with and without pauses."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calendars import ImpossiblePause, NaiveInstant, Schedule, schedule, working_calendar
from domain.time.amounts import Amount, Counting
from tests.support.calendars.offices import B, local


def alarms(start, limit, *, counting=Counting.ROLLING, share="0.75", rungs=(), pauses=()):
    return schedule(
        working_calendar((B,)),
        counted_from=local(start),
        amount=Amount.parse(limit),
        counting=counting,
        remind_at=Decimal(share),
        rung_offsets=tuple(map(Amount.parse, rungs)),
        pauses=tuple((local(begins), local(ends)) for begins, ends in pauses),
    )


@pytest.mark.parametrize(
    ("start", "limit", "counting", "remind_at", "due"),
    [
        pytest.param("2026-03-11 10:00", "1 wd", "rolling", "2026-03-11 17:00", "2026-03-12 10:00", id="a day"),
        pytest.param("2026-03-11 10:00", "1 wd", "whole_day", "2026-03-12 13:30", "2026-03-12 17:00", id="a whole day"),
        pytest.param(
            "2026-03-13 20:00", "1 wd", "rolling", "2026-03-16 15:00", "2026-03-16 17:00", id="from Friday night"
        ),
        pytest.param(
            "2026-03-13 16:00", "2 wh", "rolling", "2026-03-16 08:30", "2026-03-16 09:00", id="over a weekend"
        ),
        pytest.param("2026-03-11 16:30", "2 h", "rolling", "2026-03-11 18:00", "2026-03-11 18:30", id="by the clock"),
    ],
)
def test_the_reminder_comes_when_three_quarters_of_the_limit_have_run(start, limit, counting, remind_at, due):
    answer = alarms(start, limit, counting=Counting(counting))
    assert answer == Schedule(local(remind_at), local(due), rungs=())


@pytest.mark.parametrize(
    ("pauses", "remind_at", "due"),
    [
        pytest.param((), "2026-03-11 17:00", "2026-03-12 10:00", id="none"),
        pytest.param(
            [("2026-03-11 14:00", "2026-03-13 09:00")],
            "2026-03-13 12:00",
            "2026-03-13 15:00",
            id="until Friday morning",
        ),
        pytest.param(
            [("2026-03-11 18:00", "2026-03-12 07:00")],
            "2026-03-11 17:00",
            "2026-03-12 10:00",
            id="overnight, for nothing",
        ),
        pytest.param(
            [("2026-03-09 09:00", "2026-03-10 09:00")], "2026-03-11 17:00", "2026-03-12 10:00", id="before it began"
        ),
        pytest.param(
            [("2026-03-10 09:00", "2026-03-11 11:00")],
            "2026-03-12 09:00",
            "2026-03-12 11:00",
            id="across its beginning",
        ),
        pytest.param(
            [("2026-03-11 14:00", "2026-03-11 16:00"), ("2026-03-11 15:00", "2026-03-11 17:00")],
            "2026-03-12 11:00",
            "2026-03-12 14:00",
            id="two that overlap",
        ),
        pytest.param(
            [("2026-03-12 08:00", "2026-03-12 09:00"), ("2026-03-11 10:00", "2026-03-11 11:00")],
            "2026-03-12 10:00",
            "2026-03-12 12:00",
            id="two out of order",
        ),
        pytest.param(
            [("2026-03-12 10:00", "2026-03-13 10:00")],
            "2026-03-11 17:00",
            "2026-03-12 10:00",
            id="from the due date on",
        ),
        pytest.param(
            [("2026-03-11 14:00", "2026-03-11 14:00")], "2026-03-11 17:00", "2026-03-12 10:00", id="of no length"
        ),
    ],
)
def test_a_limit_of_a_day_does_not_run_while_it_is_paused(pauses, remind_at, due):
    answer = alarms("2026-03-11 10:00", "1 wd", pauses=pauses)
    assert answer == Schedule(local(remind_at), local(due), rungs=())


def test_a_reminder_on_the_eve_of_a_pause_rings_before_it():
    pauses = [("2026-03-11 17:00", "2026-03-13 08:00")]
    assert alarms("2026-03-11 10:00", "1 wd", pauses=pauses).remind_at == local("2026-03-11 17:00")


def test_a_limit_by_the_clock_is_paused_by_the_clock():
    answer = alarms("2026-03-11 16:30", "2 h", pauses=[("2026-03-11 17:00", "2026-03-11 20:00")])
    assert answer == Schedule(local("2026-03-11 21:00"), local("2026-03-11 21:30"), rungs=())


@pytest.mark.parametrize(
    ("offset", "rings"),
    [
        pytest.param("0 wd", "2026-03-12 10:00", id="at the due date itself"),
        pytest.param("1 wd", "2026-03-13 10:00", id="a day later"),
        pytest.param("6 wh", "2026-03-12 17:00", id="at the end of the day, not the start of the next"),
        pytest.param("2 h", "2026-03-12 12:00", id="by the clock, at a closing"),
        pytest.param("150 min", "2026-03-12 13:00", id="by the clock, moved out of lunch"),
        pytest.param("8 h", "2026-03-13 08:00", id="by the clock, moved out of the night"),
    ],
)
def test_a_rung_of_a_working_limit_rings_in_office_hours(offset, rings):
    assert alarms("2026-03-11 10:00", "1 wd", rungs=[offset]).rungs == (local(rings),)


@pytest.mark.parametrize(
    ("offset", "rings"),
    [
        pytest.param("0 h", "2026-03-11 18:30", id="at the due date itself, though at night"),
        pytest.param("0 wd", "2026-03-11 18:30", id="in whatever unit nothing is written"),
        pytest.param("30 min", "2026-03-11 19:00", id="by the clock"),
        pytest.param("1 wd", "2026-03-12 17:00", id="a working day later"),
    ],
)
def test_a_rung_of_a_limit_by_the_clock_rings_when_its_own_unit_says(offset, rings):
    assert alarms("2026-03-11 16:30", "2 h", rungs=[offset]).rungs == (local(rings),)


@pytest.mark.parametrize(
    ("offset", "rings"),
    [
        pytest.param("0 wd", "2026-03-12 10:00", id="at the due date itself"),
        pytest.param("1 wh", "2026-03-12 11:00", id="before the pause"),
        pytest.param("3 wh", "2026-03-16 17:00", id="after the pause"),
        pytest.param("2 h", "2026-03-16 16:00", id="by the clock, which stands still as well"),
        pytest.param("1 wd", "2026-03-17 14:00", id="a day later"),
    ],
)
def test_rungs_do_not_run_while_the_limit_is_paused(offset, rings):
    pauses = [("2026-03-12 11:00", "2026-03-16 15:00")]
    assert alarms("2026-03-11 10:00", "1 wd", rungs=[offset], pauses=pauses).rungs == (local(rings),)


def test_a_rung_by_whole_days_ends_with_the_day():
    pauses = [("2026-03-11 14:00", "2026-03-11 16:00")]
    answer = alarms("2026-03-11 10:00", "1 wd", counting=Counting.WHOLE_DAY, rungs=["1 wd"], pauses=pauses)
    assert answer.due == local("2026-03-13 10:00")
    assert answer.rungs == (local("2026-03-16 17:00"),)


def test_a_share_is_cut_to_the_microsecond_so_that_a_reminder_is_never_late():
    answer = alarms("2026-03-11 10:00:00.000001", "0.01 wh", share="0.3333333")
    assert answer.remind_at == local("2026-03-11 10:00:11.999999")


def test_an_amount_of_zero_in_a_pause_ends_with_the_pause():
    pauses = [("2026-03-11 09:00", "2026-03-11 18:00")]
    assert alarms("2026-03-11 10:00", "0 wd", pauses=pauses).due == local("2026-03-12 08:00")


def test_alarms_are_in_utc():
    answer = alarms(
        "2026-03-11 10:00", "1 wd", rungs=["0 wd", "2 h"], pauses=[("2026-03-10 09:00", "2026-03-11 11:00")]
    )
    assert {str(at.tzinfo) for at in (answer.remind_at, answer.due, *answer.rungs)} == {"UTC"}


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(ImpossiblePause):
        alarms("2026-03-11 10:00", "1 wd", pauses=[("2026-03-12 10:00", "2026-03-12 09:00")])


def test_a_pause_without_a_zone_is_refused():
    naive = local("2026-03-11 14:00").replace(tzinfo=None)
    with pytest.raises(NaiveInstant):
        schedule(
            working_calendar((B,)),
            counted_from=local("2026-03-11 10:00"),
            amount=Amount.parse("1 wd"),
            counting=Counting.ROLLING,
            remind_at=Decimal("0.75"),
            rung_offsets=(),
            pauses=((naive, naive),),
        )
