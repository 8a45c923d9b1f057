"""Adapters for the libraries that `bench.calendar` compares. Each answers only the questions that its library can answer.

Every library gets the same office and the same days off, and the weekend days worked if it can take them. An adapter
imports its library when it is built, so a missing library does not affect the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast

from calendars import VIETNAM

Add = Callable[[datetime], datetime]
Between = Callable[[datetime, datetime], timedelta]


@dataclass(frozen=True)
class Peer:
    """The questions that one library can answer; None for a question that it cannot."""

    package: str
    add_days: Add | None = None
    add_hours: Add | None = None
    between: Between | None = None


@dataclass(frozen=True)
class World:
    """The facts that every library is given: the sessions of a day, weekdays off, weekend days worked."""

    sessions: tuple[tuple[time, time], ...]
    off: tuple[date, ...]
    worked: tuple[date, ...]


def businesstimedelta(world: World) -> Peer:
    """Adds and subtracts hours. It has no days, so a day counts as eight hours."""
    import businesstimedelta as library
    import pytz

    zone = pytz.timezone("Asia/Ho_Chi_Minh")
    (opens, noon), (after_noon, closes) = world.sessions
    rules = library.Rules(
        [
            library.WorkDayRule(start_time=opens, end_time=closes, working_days=[0, 1, 2, 3, 4], tz=zone),
            library.LunchTimeRule(start_time=noon, end_time=after_noon, working_days=[0, 1, 2, 3, 4], tz=zone),
            library.HolidayRule(dict.fromkeys(world.off, ""), tz=zone),
        ]
    )
    forty_hours = library.BusinessTimeDelta(rules, hours=40)
    return Peer(
        "businesstimedelta",
        add_hours=lambda at: at + forty_hours,
        between=lambda start, end: rules.difference(start, end).timedelta,
    )


def business_duration(world: World) -> Peer:
    """Measures between two naive datetimes. It knows one session a day."""
    from business_duration import businessDuration

    holidays = dict.fromkeys(world.off, "")
    opens, closes = world.sessions[0][0], world.sessions[-1][1]

    def between(start: datetime, end: datetime) -> timedelta:
        here, there = (each.astimezone(VIETNAM).replace(tzinfo=None) for each in (start, end))
        minutes = businessDuration(here, there, starttime=opens, endtime=closes, holidaylist=holidays, unit="min")
        return timedelta(minutes=minutes)

    return Peer("business-duration", between=between)


def workalendar(world: World) -> Peer:
    """Adds working days and keeps the time of day. It does not know Vietnam, so it gets the days off."""
    from workalendar.core import Calendar

    class Vietnam(Calendar):  # type: ignore[misc]
        WEEKEND_DAYS = (5, 6)

        def holidays(self, year: int | None = None) -> list[tuple[date, str]]:
            return [(day, "") for day in world.off if day.year == year]

    calendar = Vietnam()

    def add_days(at: datetime) -> datetime:
        answer: datetime = calendar.add_working_days(at, 5, extra_working_days=world.worked, keep_datetime=True)
        return answer

    return Peer("workalendar", add_days=add_days)


def pandas(world: World) -> Peer:
    """Adds custom business days and hours. It measures between two instants by listing every hour."""
    import pandas as library

    holidays = [str(day) for day in world.off]
    opens, closes = ([f"{each[n]:%H:%M}" for each in world.sessions] for n in (0, 1))
    days = library.offsets.CustomBusinessDay(n=5, holidays=holidays)
    hours = library.offsets.CustomBusinessHour(n=40, start=opens, end=closes, holidays=holidays)
    hour = library.offsets.CustomBusinessHour(start=opens, end=closes, holidays=holidays)
    return Peer(
        "pandas",
        add_days=lambda at: (library.Timestamp(at) + days).to_pydatetime(),
        add_hours=lambda at: (library.Timestamp(at) + hours).to_pydatetime(),
        between=lambda start, end: timedelta(hours=len(library.date_range(start, end, freq=hour)) - 1),
    )


def numpy(world: World) -> Peer:
    """Adds working days to dates. The adapter restores the time of day."""
    import numpy as library

    calendar = library.busdaycalendar(holidays=[str(day) for day in world.off])

    def add_days(at: datetime) -> datetime:
        local = at.astimezone(VIETNAM)
        day = cast("date", library.busday_offset(local.date(), 5, busdaycal=calendar).item())
        return datetime.combine(day, local.time(), VIETNAM)

    return Peer("numpy", add_days=add_days)


def holidays(world: World) -> Peer:
    """Adds working days to dates by its own data about Vietnam. The adapter restores the time of day."""
    import holidays as library

    vietnam = library.country_holidays("VN", years=range(2020, 2030))

    def add_days(at: datetime) -> datetime:
        local = at.astimezone(VIETNAM)
        return datetime.combine(vietnam.get_nth_working_day(local.date(), 5), local.time(), VIETNAM)

    return Peer("holidays", add_days=add_days)


PEERS: tuple[Callable[[World], Peer], ...] = (
    businesstimedelta,
    business_duration,
    workalendar,
    pandas,
    numpy,
    holidays,
)
