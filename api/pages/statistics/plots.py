"""Bars for the plots: the width of each part as a share of the widest line. Words beside a plot say what it means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from documents.tables.figures import Figures, Tally
from domain.accounts.account import Flow
from records.figures.weeks import Week

Counted = Sequence[tuple[str, int]]
"""The parts of one line, each with its kind and its number of cases."""


@dataclass(frozen=True)
class Part:
    """A part of a line. It begins at `x`; `x` and `width` are in per cent of the plot's width."""

    kind: str
    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """An entry of a plot: its lines, and the tally or the flow that they show."""

    label: str
    tally: Tally | Flow
    lines: tuple[tuple[Part, ...], ...]


def month_bars(figures: Figures) -> list[Bar]:
    """Return a bar for each month from the first in which anything happened: what was received, and below it what was closed on
    time and late."""
    happened = dropwhile(lambda entry: not (entry[1].received or entry[1].closed), figures.by_month.items())
    return _bars(
        (month.in_vietnamese, tally, ([("received", tally.received)], _kept(tally))) for month, tally in happened
    )


def week_bars(weeks: Iterable[Week]) -> list[Bar]:
    """Return a bar for each week: what was received, and below it what was closed on time and late."""
    tallies = [(week, Tally(received=week.received, answered=week.ended, late=week.late)) for week in weeks]
    return _bars(
        (f"{week.first:%d/%m}–{week.last:%d/%m}", tally, ([("received", tally.received)], _kept(tally)))
        for week, tally in tallies
    )


def agency_bars(agencies: Iterable[tuple[str, Tally]]) -> list[Bar]:
    """Return a bar for each agency that closed anything: what was on time and late."""
    return _bars((name, tally, (_kept(tally),)) for name, tally in agencies if tally.closed)


def flow_bars(flows: Iterable[tuple[str, Flow]]) -> list[Bar]:
    """Return a bar for each agency: what it resolved in time and late, and below it what it carried out, in time and overdue."""
    return _bars(
        (
            name,
            flow,
            (
                [("on-time", flow.in_time), ("late", flow.late)],
                [("received", flow.open_in_time), ("late", flow.overdue)],
            ),
        )
        for name, flow in flows
    )


def rating_bars(ratings: Iterable[tuple[str, int]]) -> list[Bar]:
    """Return a bar for each rating of the regulation: how many gave it."""
    return _bars((name, Tally(ratings={name: count}), ([("rated", count)],)) for name, count in ratings)


def _kept(tally: Tally) -> Counted:
    return [("on-time", tally.on_time), ("late", tally.late)]


def _bars(entries: Iterable[tuple[str, Tally | Flow, Sequence[Counted]]]) -> list[Bar]:
    found = list(entries)
    widest = max((sum(count for _, count in line) for _, _, lines in found for line in lines), default=0)
    return [Bar(label, tally, tuple(_parts(line, widest) for line in lines)) for label, tally, lines in found]


def _parts(line: Counted, widest: int) -> tuple[Part, ...]:
    parts, begins = [], 0
    for kind, count in line:
        if count:
            parts.append(Part(kind, _per_cent(begins, widest), _per_cent(count, widest)))
        begins += count
    return tuple(parts)


def _per_cent(count: int, of: int) -> str:
    return f"{100 * count / of:.2f}%"
