"""How fast the calendar answers: `python -m bench.calendar` (as a module, for the standard library has a `calendar` too).

Aware datetimes in and out, one instant at a time, one thread; processor time, the best of several rounds, so that
other work on the machine weighs little. `holidays` is measured beside it where it answers a question of the same kind.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from importlib.metadata import version
from time import process_time
from timeit import repeat
from typing import TYPE_CHECKING

import holidays

from calendars import VIETNAM, working_calendar
from calendars.rules import DayRules
from calendars.span import lay_out
from domain.amounts import Amount, Counting, Unit
from domain.office_hours import OfficeHours, Session

if TYPE_CHECKING:
    from collections.abc import Callable

SESSIONS = tuple(
    Session(time.fromisoformat(opens), time.fromisoformat(closes))
    for opens, closes in (("07:30", "11:30"), ("13:30", "17:00"))
)
OFFICE = (OfficeHours(date(2020, 1, 1), (*[SESSIONS] * 5, (), ()), "bench"),)
QUESTIONS, ROUNDS = 100_000, 7


def per_second(question: Callable[..., object], *args: object) -> str:
    """How often one thread could ask, by the processor time it takes."""
    asked = partial(question, *args)
    asked()
    best = min(repeat(asked, number=QUESTIONS, repeat=ROUNDS, timer=process_time))
    return f"{QUESTIONS / best:>12,.0f} a second"


def building(years: int) -> str:
    """Laying out years from nothing, rules and decisions included."""
    best = float("inf")
    for _ in range(ROUNDS):
        rules = DayRules(OFFICE, working_calendar(OFFICE).rules.decisions, VIETNAM, cultural_day_made_up=True)
        began = process_time()
        lay_out(rules, 2020, 2019 + years)
        best = min(best, process_time() - began)
    return f"{best * 1000:>12.1f} ms"


def main() -> None:
    """Print one line per question."""
    cal = working_calendar(OFFICE)
    days, working_hours = Amount.parse("5 wd"), Amount.parse("40 wh")
    vietnam = holidays.country_holidays("VN", years=range(2020, 2030))
    print(f"{'building ten years':<40}{building(10)}")
    for zone in (UTC, VIETNAM):
        start = datetime(2026, 3, 11, 10, 0, tzinfo=VIETNAM).astimezone(zone)
        end = start + timedelta(days=35)
        print(f"from datetimes in {zone}")
        print(f"{'  add 5 wd, rolling':<40}{per_second(cal.add, start, days)}")
        print(f"{'  add 5 wd, whole days':<40}{per_second(cal.add, start, days, Counting.WHOLE_DAY)}")
        print(f"{'  add 40 wh':<40}{per_second(cal.add, start, working_hours)}")
        print(f"{'  working time between':<40}{per_second(cal.elapsed, start, end, Unit.WORKING_HOUR)}")
    day, later = date(2026, 3, 11), date(2026, 4, 15)
    print(f"holidays {version('holidays')}, dates only")
    print(f"{'  the 5th working day after':<40}{per_second(vietnam.get_nth_working_day, day, 5)}")
    print(f"{'  working days between':<40}{per_second(vietnam.get_working_days_count, day, later)}")


if __name__ == "__main__":
    main()
