"""When a limit ends: the rulings the project began with, and one table per feature after them."""

from __future__ import annotations

import pytest
from offices import A, B, local

from calendars import working_calendar
from domain.amounts import Amount, Counting

ROLLING, WHOLE_DAY = Counting.ROLLING, Counting.WHOLE_DAY

# office, start, limit, due when rolling, due by whole days
FIRST_RULINGS = [
    pytest.param(B, "2026-03-11 08:00", "1 wd", "2026-03-11 17:00", "2026-03-12 17:00", id="a day from opening time"),
    pytest.param(B, "2026-03-11 11:45", "0.5 wd", "2026-03-11 16:45", "2026-03-11 17:00", id="half a day over lunch"),
    pytest.param(B, "2026-03-11 11:45", "2 h", "2026-03-11 13:45", "2026-03-11 13:45", id="hours run over lunch"),
    pytest.param(
        B, "2026-03-13 16:59", "0.5 wh", "2026-03-16 08:29", "2026-03-16 08:29", id="30 working minutes on Friday"
    ),
    pytest.param(B, "2026-03-13 16:59", "1 wd", "2026-03-16 16:59", "2026-03-16 17:00", id="a day over the weekend"),
    pytest.param(B, "2026-02-13 15:30", "4 wh", "2026-02-23 10:30", "2026-02-23 10:30", id="working hours over Tết"),
    pytest.param(A, "2026-02-13 15:30", "5 wd", "2026-02-27 15:30", "2026-02-27 17:00", id="five days over Tết"),
    pytest.param(
        A, "2026-04-29 16:00", "1 wd", "2026-05-04 16:00", "2026-05-04 17:00", id="a day over 30 April and 1 May"
    ),
    pytest.param(
        B, "2026-08-22 10:00", "1 wd", "2026-08-24 10:00", "2026-08-24 17:00", id="from a Saturday that is worked"
    ),
    pytest.param(B, "2026-08-31 09:00", "0.5 wd", "2026-09-03 12:00", "2026-09-03 12:00", id="from a Monday given off"),
    pytest.param(
        B, "2026-01-09 16:30", "1 wd", "2026-01-10 16:30", "2026-01-10 17:00", id="into a Saturday that is worked"
    ),
    pytest.param(B, "2026-11-23 15:00", "0.5 wd", "2026-11-25 10:00", "2026-11-25 12:00", id="over the Cultural Day"),
    pytest.param(A, "2027-02-06 09:00", "5 wd", "2027-02-17 17:00", "2027-02-17 17:00", id="from the first day of Tết"),
]


@pytest.mark.parametrize(("office", "start", "limit", "rolling", "whole_day"), FIRST_RULINGS)
def test_a_limit_ends_as_the_first_rulings_say(office, start, limit, rolling, whole_day):
    cal = working_calendar((office,))
    assert cal.add(local(start), Amount.parse(limit), ROLLING) == local(rolling)
    assert cal.add(local(start), Amount.parse(limit), WHOLE_DAY) == local(whole_day)
