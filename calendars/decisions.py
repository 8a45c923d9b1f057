"""Official decisions about single days, as cited data: `official_decisions.toml` and its strict loader."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from domain.time.decisions import CalendarBook, ChangeKind, Decision, Edition, Effect, Half, InvalidDecision
from domain.time.office_hours import USUAL_HOURS, sessions_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.time.office_hours import Session

__all__ = [
    "Decision",
    "Effect",
    "decisions_of",
    "official_book",
    "official_decisions",
    "read_acts",
    "read_decisions",
]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@lru_cache(maxsize=1)
def official_decisions() -> tuple[Decision, ...]:
    """Return the decisions that ship with the program, ordered by day."""
    return read_decisions(files("calendars").joinpath("official_decisions.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def official_book() -> CalendarBook:
    """Return the book that a new record begins with: the shipped decisions, valid without end."""
    since = datetime(2020, 1, 1, tzinfo=UTC)
    return CalendarBook((Edition(1, since, official_decisions(), ChangeKind.SEED),))


def read_decisions(toml: str) -> tuple[Decision, ...]:
    """Read a table of decisions. Return them ordered by day.

    Raises:
        InvalidDecision: not TOML, an unknown, missing or mistyped field, or a decision that contradicts itself.
    """
    decisions = [decision for act in read_acts(toml) for decision in decisions_of(act)]
    return tuple(sorted(decisions, key=lambda decision: decision.day))


def read_acts(toml: str) -> list[dict[str, Any]]:
    """Return the acts of a table as written, for `decisions_of`. Raise InvalidDecision when the text is no such table."""
    try:
        document = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise InvalidDecision(f"the table of decisions is not TOML: {error}") from error
    _check(document, required={"act": list}, optional={})
    acts: list[dict[str, Any]] = document["act"]
    return acts


def decisions_of(act: dict[str, Any]) -> Iterator[Decision]:
    """Yield the days that one act of a table decides. Raise InvalidDecision."""
    optional: dict[str, type] = {"date": date, "authority": str, "agency": str}
    _check(act, required={"number": str, "status": str, "source": str, "days": list}, optional=optional)
    if act["status"] not in ("decided", "predicted"):
        raise InvalidDecision(f"act {act['number']}: status is {act['status']!r}, not 'decided' or 'predicted'")
    for days in act["days"]:
        of_days: dict[str, type] = {"off": list, "worked": list, "hours_of": str, "hours": str, "half": str}
        _check(days, required={"why": str}, optional=of_days)
        if not days.keys() & {"off", "worked"}:
            raise InvalidDecision(f"act {act['number']}: {days['why']!r} names no days off or worked")
        for effect in Effect:
            for day in days.get(effect, ()):
                if type(day) is not date:  # `datetime` is a subclass of `date`, and a day has no time
                    raise InvalidDecision(f"act {act['number']}: {day!r} is not a date")
                yield Decision(
                    day=day,
                    effect=effect,
                    act=act["number"],
                    why=days["why"],
                    act_date=act.get("date"),
                    decided=act["status"] == "decided",
                    hours_of=_weekday(days["hours_of"]) if "hours_of" in days else None,
                    sessions=_sessions(days["hours"]) if "hours" in days else (),
                    half=_half(days["half"]) if "half" in days else None,
                    authority=act.get("authority"),
                    agency=act.get("agency"),
                )


def _weekday(name: str) -> int:
    if name not in _WEEKDAYS:
        raise InvalidDecision(f"hours_of is {name!r}, not one of {', '.join(_WEEKDAYS)}")
    return _WEEKDAYS.index(name)


def _half(name: str) -> Half:
    if name not in tuple(Half):
        raise InvalidDecision(f"half is {name!r}, not one of {', '.join(Half)}")
    return Half(name)


def _sessions(written: str) -> tuple[Session, ...]:
    try:
        return sessions_of(written)
    except ValueError as error:
        raise InvalidDecision(f"hours is {written!r}, not sessions such as {USUAL_HOURS}") from error


def _check(table: object, *, required: dict[str, type], optional: dict[str, type]) -> None:
    if not isinstance(table, dict):
        raise InvalidDecision(f"{table!r} is not a table")
    known = required | optional
    if unknown := table.keys() - known.keys():
        raise InvalidDecision(f"unknown field {', '.join(sorted(unknown))}; known are {', '.join(sorted(known))}")
    if missing := required.keys() - table.keys():
        raise InvalidDecision(f"missing field {', '.join(sorted(missing))}")
    for name, value in table.items():
        if not isinstance(value, known[name]):
            raise InvalidDecision(f"{name} is {value!r}, not a {known[name].__name__}")
