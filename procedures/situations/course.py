"""The course of a situation, step by step, in the core or in the workflow; and how it is shown to people."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.actors import Told
from domain.acts import Sealed
from domain.complaint import Complaint, apply, apply_all
from domain.events import Event
from domain.notices import Notice, notices
from domain.refusals import Refusal
from domain.time.schedule import Schedule
from language.labels import local_time
from procedures.situations.reading import Situation, Step


@dataclass(frozen=True)
class Passage:
    """A step that was done.

    `before` is the case before the step. `rang` holds the events that time brought about by then. `done` holds the
    events of the step. `refusal` is the reason if the step was refused.
    """

    step: Step
    before: Complaint
    rang: tuple[Event, ...]
    done: tuple[Event, ...]
    refusal: Refusal | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        """The events since the step before."""
        return self.rang + self.done

    @property
    def is_as_ruled(self) -> bool:
        """True if the act was refused for the reason that the ruling gives, or was done where the ruling gives none."""
        return (self.refusal.kind if self.refusal else None) == self.step.refused

    @property
    def after(self) -> Complaint:
        """Return the case after the step."""
        return apply_all(self.before, self.events)

    @property
    def notices(self) -> dict[str, list[Notice]]:
        """Return the notices that the step's events sent, by kind of event."""
        sent: dict[str, list[Notice]] = {}
        complaint = self.before
        for event in self.events:
            complaint = apply(complaint, event)
            sent.setdefault(event.kind, []).extend(notices(complaint, event))
        return sent


def name_of(told: Told) -> str:
    """Return a role as a ruling writes it."""
    return f"{told.role} of {told.agency}" if told.agency else str(told.role)


def timeline(situation: Situation, course: list[Passage]) -> str:
    """Return the events of a course, one line each, under the steps that they belong to."""
    lines = []
    for passage in course:
        what = passage.step.act.kind if passage.step.act else "—"
        refused = f" → refused: {passage.refusal.kind} {passage.refusal.about}".rstrip() if passage.refusal else ""
        lines.append(f"{shown(passage.step.at, situation)}  {passage.step.key}: {what}{refused}")
        lines += (f"    {line_of(event, situation)}" for event in passage.events)
    return "\n".join(lines)


def line_of(event: Event, situation: Situation) -> str:
    """Return one event with everything that it says."""
    said = {field.name: getattr(event, field.name) for field in fields(event) if field.name not in ("at", "kind")}
    rest = " ".join(f"{name}={shown(value, situation)}" for name, value in said.items() if value not in (None, "", ()))
    return f"{shown(event.at, situation)}  {event.kind} {rest}".rstrip()


def shown(value: Any, situation: Situation) -> str:
    """Return a value as a ruling writes it."""
    match value:
        case datetime():
            zone = situation.procedure.authority.time_zone
            exact = value.astimezone(ZoneInfo(zone))
            return local_time(value, zone) + (f" (+{exact:%S.%f}s)" if exact.second or exact.microsecond else "")
        case Sealed():
            return f"“{value.sealed}”"
        case Told():
            return name_of(value)
        case Schedule():
            rungs = ", ".join(shown(rung, situation) for rung in value.rungs)
            return f"[reminds {shown(value.remind_at, situation)}; due {shown(value.due, situation)}; rungs {rungs or 'none'}]"
        case list() | tuple():
            return "[" + ", ".join(shown(each, situation) for each in value) + "]"
        case dict():
            return "{" + ", ".join(f"{name}: {shown(each, situation)}" for name, each in value.items()) + "}"
        case None | "":
            return "nothing"
        case bool():
            return str(value).lower()
        case _:
            return str(value)
