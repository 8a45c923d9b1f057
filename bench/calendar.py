"""Measures how fast the calendar answers, compared with other libraries: `python -m bench.calendar [--output FILE]`.

It asks each library to add 5 working days, to add 40 working hours, and for the working time between two instants.
Datetimes are aware, one instant at a time, in one thread. It measures processor time, so other work on the machine
matters little. The libraries take turns, round after round; the median round counts.

It prints a table with the questions per second of each library. Each library is also asked about a few periods of 2026;
the table names the periods for which its answer differs from the official acts. `--output` writes the figures as JSON.

Run it as a module: as a script, its name would hide the standard library's `calendar`.
"""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import process_time
from timeit import Timer
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.table import Table

from bench.support.calendar_peers import PEERS, Peer, World
from calendars import VIETNAM, working_calendar
from calendars.rules import DayRules
from calendars.span import lay_out
from calendars.year import year_of_office
from domain.time.amounts import Amount, Unit
from domain.time.office_hours import OfficeHours, Session

if TYPE_CHECKING:
    from collections.abc import Callable

SESSIONS = ((time(8), time(12)), (time(13), time(17)))
OFFICE = (OfficeHours(date(2020, 1, 1), (*[tuple(Session(*each) for each in SESSIONS)] * 5, (), ()), "bench"),)
QUESTIONS = {"add_days": "add 5 wd", "add_hours": "add 40 wh", "between": "between"}
SECONDS_A_ROUND = 0.2


@dataclass(frozen=True)
class Stretch:
    """A pair of local times in 2026, with the right answers by the official acts: `due` is 5 working days (40 hours here)
    after `start`, `hours` the working hours from `start` to `end`."""

    name: str
    start: str
    end: str
    due: str
    hours: int


STRETCHES = (
    Stretch(
        "30 April", "2026-04-24 10:00", "2026-05-06 15:00", due="2026-05-06 10:00", hours=44
    ),  # its speed is measured
    Stretch("an ordinary week", "2026-03-11 10:00", "2026-03-18 15:00", due="2026-03-18 10:00", hours=44),
    Stretch("from an opening", "2026-03-09 08:00", "2026-03-13 17:00", due="2026-03-13 17:00", hours=40),
    Stretch("2 January 2026", "2025-12-30 10:00", "2026-01-12 15:00", due="2026-01-08 10:00", hours=68),
    Stretch("a swapped Saturday", "2026-08-21 10:00", "2026-09-03 15:00", due="2026-08-27 10:00", hours=60),
)


@dataclass(frozen=True)
class Result:
    """The result of one question to one library: how often a second, and for which stretches the answer is wrong."""

    library: str
    question: str
    per_second: float | None
    verdict: str


def main(output: str = typer.Option("", help="Write the figures to this file as JSON."), rounds: int = 7) -> None:
    """Measure, print a table, and write the figures to a file if `--output` names one."""
    cal = working_calendar(OFFICE)
    days = [day for year in (2025, 2026) for day in year_of_office(cal, year).unusual]
    world = World(
        SESSIONS,
        off=tuple(each.day for each in days if each.day.weekday() < 5 and not each.kind.is_worked),
        worked=tuple(each.day for each in days if each.kind.is_worked),
    )
    ours = _ours()
    contestants: list[tuple[str, Peer, tzinfo]] = [
        ("hientruong, local time", ours, VIETNAM),
        ("hientruong, UTC", ours, UTC),
    ]
    absent: list[Result] = []
    for make in PEERS:
        try:
            peer = make(world)
        except ImportError as error:
            absent.append(Result(make.__name__, "all", None, f"n/a: {error}"))
        else:
            contestants.append((f"{peer.package} {version(peer.package)}", peer, VIETNAM))
    results = _measure(contestants, rounds) + absent
    years = _building(10, rounds)
    _print(results, years)
    if output:
        figures = {"python": platform.python_version(), "rounds": rounds, "building_ten_years_ms": years}
        Path(output).write_text(json.dumps(figures | {"results": [asdict(each) for each in results]}, indent=2) + "\n")


def _ours() -> Peer:
    cal, days, hours = working_calendar(OFFICE), Amount.parse("5 wd"), Amount.parse("40 wh")
    add, elapsed, unit = cal.add, cal.elapsed, Unit.WORKING_HOUR
    return Peer(
        "hientruong",
        add_days=lambda at: add(at, days),
        add_hours=lambda at: add(at, hours),
        between=lambda start, end: elapsed(start, end, unit),
    )


def _measure(contestants: list[tuple[str, Peer, tzinfo]], rounds: int) -> list[Result]:
    asked = [
        (library, question, getattr(peer, kind), kind, zone)
        for library, peer, zone in contestants
        for kind, question in QUESTIONS.items()
    ]
    timers = [_timer(ask, _of(STRETCHES[0], kind, zone)) if ask else None for _, _, ask, kind, zone in asked]
    numbers = [_calibrated(timer) if timer else 0 for timer in timers]
    taken: list[list[float]] = [[] for _ in asked]
    for _ in range(rounds):
        for timer, number, seconds in zip(timers, numbers, taken, strict=True):
            if timer:
                seconds.append(timer.timeit(number) / number)
    return [
        Result(library, question, 1 / median(seconds), _verdict(ask, kind, zone))
        if ask
        else Result(library, question, None, "n/a")
        for (library, question, ask, kind, zone), seconds in zip(asked, taken, strict=True)
    ]


def _timer(ask: Callable[..., Any], of: tuple[datetime, ...]) -> Timer:
    return Timer("ask(*of)", timer=process_time, globals={"ask": ask, "of": of})


def _calibrated(timer: Timer) -> int:
    """Return how often to ask in one round."""
    once = max(timer.timeit(1), 1e-7)
    few = max(1, min(10_000, int(0.02 / once)))
    return max(1, int(SECONDS_A_ROUND * few / max(timer.timeit(few), 1e-9)))


def _of(stretch: Stretch, kind: str, zone: tzinfo) -> tuple[datetime, ...]:
    start, end = (_local(each).astimezone(zone) for each in (stretch.start, stretch.end))
    return (start, end) if kind == "between" else (start,)


def _verdict(ask: Callable[..., Any], kind: str, zone: tzinfo) -> str:
    wrong = []
    for stretch in STRETCHES:
        answer = ask(*_of(stretch, kind, zone))
        right = timedelta(hours=stretch.hours) if kind == "between" else _local(stretch.due)
        if answer != right:
            wrong.append(f"{stretch.name}: {_short(answer)}, not {_short(right)}")
    return "wrong: " + "; ".join(wrong) if wrong else "right"


def _local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=VIETNAM)


def _short(answer: datetime | timedelta) -> str:
    if isinstance(answer, timedelta):
        return f"{answer / timedelta(hours=1):g} h"
    return f"{answer.astimezone(VIETNAM):%d/%m %H:%M}"


def _building(years: int, rounds: int) -> float:
    """Return the milliseconds to prepare that many years from nothing, rules and decisions included."""
    decisions, taken = working_calendar(OFFICE).rules.decisions, []
    for _ in range(rounds):
        rules = DayRules(OFFICE, decisions, VIETNAM, cultural_day_made_up=True)
        began = process_time()
        lay_out(rules, 2020, 2019 + years)
        taken.append(process_time() - began)
    return median(taken) * 1000


def _print(results: list[Result], building: float) -> None:
    table = Table("", "question", "a second", "answers")
    table.columns[2].justify = "right"
    for each in results:
        table.add_row(each.library, each.question, f"{each.per_second:,.0f}" if each.per_second else "–", each.verdict)
    console = Console()
    console.print(table)
    console.print(f"Building ten years: {building:.1f} ms")


if __name__ == "__main__":
    typer.run(main)
