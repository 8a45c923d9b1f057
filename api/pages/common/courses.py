"""The course of a case as people read it: each event with the limits that it opened, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.cases.views.events import EventView
from api.cases.views.limits import LimitState, LimitView

_OF_LIMITS = frozenset({"limit_opened", "limit_closed", "clocks_paused", "clocks_resumed"})
STILL_RUNS = frozenset({LimitState.RUNNING, LimitState.PAUSED, LimitState.OVERDUE, LimitState.PASSED})


@dataclass(frozen=True)
class CourseStep:
    """An event, and the events of limits that it caused at the same moment."""

    event: EventView
    limits: list[EventView] = field(default_factory=list)


def steps(events: list[EventView]) -> list[CourseStep]:
    """Return the events in order, those of limits beneath the event that caused them."""
    found: list[CourseStep] = []
    for event in events:
        if found and event.kind in _OF_LIMITS and event.at == found[-1].event.at:
            found[-1].limits.append(event)
        else:
            found.append(CourseStep(event))
    return found


def still_running(limits: list[LimitView]) -> list[LimitView]:
    """Return the limits that are still running, overdue ones first, then by due date; the whole case's last."""
    running = [limit for limit in limits if limit.state in STILL_RUNS]
    return sorted(
        running,
        key=lambda limit: (
            limit.kind == "case",
            limit.state is not LimitState.OVERDUE,
            limit.due.timestamp() if limit.due else float("inf"),
        ),
    )
