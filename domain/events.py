"""The events of a case: an append-only record. Acts bring events about (`domain.acts`), and so do time and limits."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from domain.acts.answering import *  # noqa: F403 - this module is the one name for all events
from domain.acts.answering import AnsweringEvent, RatingLapsed
from domain.acts.changing_text import *  # noqa: F403
from domain.acts.changing_text import ChangingTextEvent
from domain.acts.committing import *  # noqa: F403
from domain.acts.committing import CommittingEvent
from domain.acts.filing import *  # noqa: F403
from domain.acts.filing import Filed
from domain.acts.handling import *  # noqa: F403
from domain.acts.handling import HandlingEvent
from domain.acts.importing import *  # noqa: F403
from domain.acts.importing import Imported
from domain.acts.keeping import *  # noqa: F403
from domain.acts.keeping import KeepingEvent
from domain.acts.receiving import *  # noqa: F403
from domain.acts.receiving import ReceivingEvent, SupplementLapsed
from domain.acts.reclassifying import *  # noqa: F403
from domain.acts.reclassifying import ReclassifyingEvent
from domain.acts.sending import *  # noqa: F403
from domain.acts.sending import Dispatched, Forwarded, SendingEvent
from domain.acts.succeeding import *  # noqa: F403
from domain.acts.succeeding import SucceedingEvent
from domain.acts.taking_back import *  # noqa: F403
from domain.acts.taking_back import TakingBackEvent
from domain.acts.taking_part import *  # noqa: F403
from domain.acts.taking_part import TakingPartEvent
from domain.acts.trials import *  # noqa: F403
from domain.acts.trials import TrialEvent
from domain.complaint import Moment
from domain.limit_events import *  # noqa: F403
from domain.limit_events import LimitEvent, LimitOpened, LimitRescheduled
from domain.time.schedule import Schedule
from domain.words import ActKind

Event = (
    Filed
    | ReceivingEvent
    | SendingEvent
    | ReclassifyingEvent
    | TakingBackEvent
    | TakingPartEvent
    | HandlingEvent
    | AnsweringEvent
    | CommittingEvent
    | KeepingEvent
    | TrialEvent
    | SucceedingEvent
    | ChangingTextEvent
    | LimitEvent
    | Imported
)

EVENTS: tuple[type[Event], ...] = get_args(Event)
"""The class of every kind of event."""

MOMENTS = frozenset(event.kind for event in EVENTS if issubclass(event, Moment))
"""The kinds of event that may open, close or start a limit."""

ACT_OF_EVENT: dict[str, ActKind] = {
    event.kind: event.act for event in EVENTS if issubclass(event, Moment) and event.act
}
"""The act each event is the effect of. Events that only time brings about have none."""


def is_of_somebody(event: Event) -> bool:
    """Tell whether an event is what somebody did. The record writes the actor of an act also beside events that time brought
    about just before it, and beside the dispatch that the routing rules make when a report is filed: nobody did those."""
    if isinstance(event, Imported):
        return True
    return event.kind in ACT_OF_EVENT and not (isinstance(event, Dispatched | Forwarded) and event.automatic)


EVENT_OF_ACT: dict[ActKind, str] = {act: event for event, act in ACT_OF_EVENT.items()}
"""The event each act brings about; some bring about others beside it."""

LAPSES: dict[str, type[SupplementLapsed] | type[RatingLapsed]] = {
    lapse.kind: lapse for lapse in (SupplementLapsed, RatingLapsed)
}
"""The event that may happen when a window ends unused, by its kind."""


def schedules_of(events: tuple[Event, ...]) -> tuple[Schedule, ...]:
    """Return the schedules that the events carry, in their order."""
    return tuple(
        event.schedule for event in events if isinstance(event, LimitOpened | LimitRescheduled) and event.schedule
    )


def with_schedules(events: tuple[Event, ...], schedules: tuple[Schedule, ...]) -> tuple[Event, ...]:
    """Return the events, those that open or move a limit with their schedules: the inverse of `schedules_of`.

    Raises:
        ValueError: there are not as many schedules as such events.
    """
    left = list(schedules)
    filled: list[Event] = []
    for event in events:
        if isinstance(event, LimitOpened | LimitRescheduled):
            if not left:
                break
            filled.append(replace(event, schedule=left.pop(0)))
        else:
            filled.append(event)
    if left or len(filled) != len(events):
        raise ValueError(f"{len(schedules)} schedules do not fit {len(events)} events")
    return tuple(filled)
