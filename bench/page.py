"""Writes the kept figures of the benches onto docs/benchmarks.md as tables: `python -m bench.page`.

Each part of the page stands between two comments that name the bench. What is written by hand stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.support.results import Figures, kept

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"

_PARTS = ("client", "front", "worker", "temporal", "postgres")
_NONE = "–"


def lifecycle(figures: Figures) -> str:
    """Return the tables of `bench.lifecycle`."""
    rows = []
    for count, kinds in figures["at_once"].items():
        bare = kinds["bare"]
        for kind, of in kinds.items():
            cpu, acts = of["cpu_ms_of_a_case"], of["act_ms"]
            rows.append(
                [
                    count,
                    kind,
                    f"{of['cases_per_second']:.1f}",
                    _ratio(of["cases_per_second"], bare["cases_per_second"], kind),
                    f"{acts['p50']:.0f} / {acts['p95']:.0f}",
                    *_cpu(cpu, ("client", "worker", "temporal", "postgres")),
                    f"{cpu['all']:.0f}",
                    _ratio(cpu["all"], bare["cpu_ms_of_a_case"]["all"], kind),
                ]
            )
    head = ["at once", "", "cases/s", "to bare", "an act, ms p50 / p95", "client", "worker", "Temporal", "PostgreSQL"]
    histories = figures["histories"]
    kinds = sorted({kind for each in histories.values() for kind in each["of_type"]})
    events = [
        [what, *(str(each.get(what, each["of_type"].get(what, 0))) for each in histories.values())]
        for what in ("events", "bytes", *kinds)
    ]
    return _paragraphs(
        _machine(figures),
        f"Medians of {figures['rounds']} rounds in turns. Processor time of a case by process, in milliseconds.",
        _table([*head, "all", "to bare"], rows),
        _table(["in one history", *histories], events),
    )


def through_http(figures: Figures) -> str:
    """Return the tables of `bench.through_http`."""
    loads, closed = figures["open_loop"], figures["closed_loop"]
    names = {"sender": "sender", "front": "front", "worker": "worker", "temporal": "Temporal", "postgres": "PostgreSQL"}
    rows = [
        [
            f"{load['share']:.0%}",
            kind,
            f"{load[kind]['arrivals_per_second']:.2f}",
            str(load[kind]["cases"]),
            _times(load[kind]["any_act_ms"]),
            _times(load[kind]["case_ms"]),
            str(load[kind]["sent_again"]),
            *_cpu(load[kind]["cpu_ms_of_a_case"], names),
            f"{load[kind]['cores_busy']:.2f}",
        ]
        for load in loads
        for kind in ("case", "bare")
    ]
    head = [
        "load",
        "",
        "arrivals/s",
        "cases",
        "a request, ms p50 / p95 / p99",
        "a case, ms p50 / p95 / p99",
        "sent again",
    ]
    acts = list(loads[0]["case"]["act_ms"])
    by_act = [[act, *(_times(load["case"]["act_ms"][act]) for load in loads)] for act in acts]
    rates, proof = closed["cases_per_second"], figures["proof"]
    return _paragraphs(
        _machine(figures),
        f"Capacity, by a closed loop of {closed['at_once']}: {rates['case']:.1f} cases a second, {rates['bare']:.1f} bare ones. "
        f"Each load lasted {figures['seconds_of_a_load']:g} s. Processor time by process is in milliseconds of a case.",
        _table([*head, *names.values(), "cores busy"], rows),
        f"**A whole case, HTTP front included, takes {figures['cpu_of_a_case_against_bare']:.2f} times the processor time of a "
        "bare one** (front, worker, Temporal and PostgreSQL, against sender, worker and Temporal).",
        _table(["case, ms p50 / p95 / p99", *(f"at {load['share']:.0%}" for load in loads)], by_act),
        f"Compared at the end: {proof['reports']} reports and {proof['acts']} acts in the record, {proof['workflows']} workflows "
        f"and {proof['histories_read']} histories in Temporal. Lost: {proof['lost']}. Done twice: {proof['twice']}.",
    )


def open_cases(figures: Figures) -> str:
    """Return the tables of `bench.open_cases`."""
    memory, alarms = figures["memory"], figures["alarms"]
    parts = [name for name in _PARTS if name in memory[0]["mib"]]
    sizes = list(memory[0]["disk_mib"])
    rows = [
        [
            f"{each['open']:,}",
            *(f"{each['mib'][name]:.0f}" for name in parts),
            *(f"{each['disk_mib'][name]:.0f}" for name in sizes),
        ]
        for each in memory
    ]
    more = [figures["mib_of_a_thousand_more"][name] for name in parts]
    more += [figures["disk_mib_of_a_thousand_more"][name] for name in sizes]
    late = alarms["late_seconds"]
    ends = [f"≤ {each['up_to_seconds']:g} s" for each in alarms["histogram"]]
    idle = ", ".join(f"{name} {cores:.3f}" for name, cores in figures["idle_cores"].items())
    restarts = [
        [name, f"{each['ready_seconds']:.1f} s", f"{each['first_act_seconds']:.1f} s"]
        for name, each in figures["restarts"].items()
    ]
    return _paragraphs(
        _machine(figures),
        _table(
            ["open cases; MiB of", *parts, *(f"{name} on disk" for name in sizes)],
            [*rows, ["a thousand more", *(f"{each:+.1f}" for each in more)]],
        ),
        f"{alarms['limits']:,} limits that end at one instant. Recorded late by {late['p50']:.2f} s (median), "
        f"{late['p95']:.2f} s (95th percentile), {late['most']:.2f} s at most; none early, none missing, none twice:",
        _table(["late by", *ends], [["alarms", *(str(each["alarms"]) for each in alarms["histogram"])]]),
        _table([f"killed with {figures['open_cases']:,} open", "ready again", "first act on an old case"], restarts),
        f"Idle, in cores: {idle}.",
    )


_TABLES: dict[str, Callable[[Figures], str]] = {
    "lifecycle": lifecycle,
    "through-http": through_http,
    "open-cases": open_cases,
}


def written(text: str) -> str:
    """Return the page with the kept figures in it."""
    for name, tables in _TABLES.items():
        figures = kept(name)
        if figures is None:
            continue
        begin, end = f"<!-- {name}.json, by python -m bench.page -->", f"<!-- end of {name}.json -->"
        before, found, rest = text.partition(begin)
        _, found_end, after = rest.partition(end)
        if not (found and found_end):
            raise ValueError(f"{PAGE.name} has no place for {name}: {begin} … {end}")
        text = f"{before}{begin}\n\n{tables(figures)}\n\n{end}{after}"
    return text


def write() -> None:
    """Write the kept figures onto the page."""
    PAGE.write_text(written(PAGE.read_text()))


def _machine(figures: Figures) -> str:
    of = figures["machine"]
    return (
        f"{of['date']}: {of['cores']} cores ({of['processor']}), {of['memory_gib']:g} GiB, {of['system']}; "
        f"{', '.join(of['versions'])}; load {of['load_before']:g} before, {of['load_after']:g} after."
    )


def _cpu(of: dict[str, float], names: Iterable[str]) -> list[str]:
    return [f"{of[name]:.0f}" if name in of else _NONE for name in names]


def _times(of: dict[str, Any]) -> str:
    return " / ".join(_NONE if of[name] is None else f"{of[name]:.0f}" for name in ("p50", "p95", "p99"))


def _ratio(one: float, bare: float, kind: str) -> str:
    return "" if kind == "bare" else f"{one / bare:.2f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(parts)


if __name__ == "__main__":
    write()
