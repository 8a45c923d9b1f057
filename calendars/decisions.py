"""Official decisions about single days, as cited data: `official_decisions.toml` and its strict loader."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.office_hours import Session

from calendars.errors import InvalidDecision

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SATURDAY = 5


class Effect(StrEnum):
    """What a decision makes of a day."""

    OFF = "off"
    WORKED = "worked"


@dataclass(frozen=True)
class Decision:
    """One day as an act decided it (or, with `decided` false, as it is expected to be decided).

    A worked day has the hours of its own weekday, of the weekday it replaces (`hours_of`, Monday is 0), or its own
    `sessions`. `why` is Vietnamese, shown to people; `act` is the number of the act, `act_date` its date where known.

    Raises:
        InvalidDecision: hours for a day off, two kinds of hours, or a worked weekend without any.
    """

    day: date
    effect: Effect
    act: str
    why: str
    act_date: date | None = None
    decided: bool = True
    hours_of: int | None = None
    sessions: tuple[Session, ...] = ()

    def __post_init__(self) -> None:
        has_hours = self.hours_of is not None or bool(self.sessions)
        if self.effect is Effect.OFF and has_hours:
            raise InvalidDecision(f"{self.day} is off by {self.act} and cannot have hours")
        if self.hours_of is not None and self.sessions:
            raise InvalidDecision(f"{self.day} has hours of its own or those of another weekday, not both")
        if self.hours_of is not None and self.hours_of not in range(7):
            raise InvalidDecision(f"{self.day} takes the hours of weekday {self.hours_of}; Monday is 0, Sunday is 6")
        if self.effect is Effect.WORKED and self.day.weekday() >= _SATURDAY and not has_hours:
            raise InvalidDecision(f"{self.day} is a weekend worked by {self.act}, which must say whose hours it has")

    @property
    def precedence(self) -> tuple[bool, date]:
        """Where two decisions name one day, the greater holds: decided before expected, then the later act."""
        return (self.decided, self.act_date or date.min)


@lru_cache(maxsize=1)
def official_decisions() -> tuple[Decision, ...]:
    """The decisions in the file that ships with the program, in the order of their days."""
    return read_decisions(files("calendars").joinpath("official_decisions.toml").read_text("utf-8"))


def read_decisions(toml: str) -> tuple[Decision, ...]:
    """Read a table of decisions, in the order of their days.

    Raises:
        InvalidDecision: not TOML, an unknown, missing or mistyped field, or a decision that contradicts itself.
    """
    try:
        document = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise InvalidDecision(f"the table of decisions is not TOML: {error}") from error
    _check(document, required={"act": list}, optional={})
    decisions = [decision for act in document["act"] for decision in _decisions_of(act)]
    return tuple(sorted(decisions, key=lambda decision: decision.day))


def _decisions_of(act: dict[str, Any]) -> Iterator[Decision]:
    _check(act, required={"number": str, "status": str, "source": str, "days": list}, optional={"date": date})
    if act["status"] not in ("decided", "predicted"):
        raise InvalidDecision(f"act {act['number']}: status is {act['status']!r}, not 'decided' or 'predicted'")
    for days in act["days"]:
        _check(days, required={"why": str}, optional={"off": list, "worked": list, "hours_of": str})
        if not days.keys() & {"off", "worked"}:
            raise InvalidDecision(f"act {act['number']}: {days['why']!r} names no days off or worked")
        for effect in Effect:
            for day in days.get(effect, ()):
                if type(day) is not date:  # a datetime is a date too, but a day has no time
                    raise InvalidDecision(f"act {act['number']}: {day!r} is not a date")
                yield Decision(
                    day=day,
                    effect=effect,
                    act=act["number"],
                    why=days["why"],
                    act_date=act.get("date"),
                    decided=act["status"] == "decided",
                    hours_of=_weekday(days["hours_of"]) if "hours_of" in days else None,
                )


def _weekday(name: str) -> int:
    if name not in _WEEKDAYS:
        raise InvalidDecision(f"hours_of is {name!r}, not one of {', '.join(_WEEKDAYS)}")
    return _WEEKDAYS.index(name)


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
