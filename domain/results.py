"""What a case's result says: as it was submitted, or as whoever approved or published it put it."""

from __future__ import annotations

from collections.abc import Iterable

from domain.acts import Sealed
from domain.events import Approved, Event, Published, ResultSubmitted, Withheld


def result_in(event: Event) -> Sealed | None:
    """What the result says from this event on, None where the event leaves it as it was."""
    match event:
        case ResultSubmitted():
            return event.result
        case Approved() | Published() if not event.edited.is_blank:
            return event.edited
        case _:
            return None


def images_given(events: Iterable[Event]) -> tuple[str, ...] | None:
    """The ids of the images of the result that was last given, to the public or to the reporter alone: none where it was said
    that there are none. None before any was given, or where that result does not say which."""
    submitted: tuple[str, ...] | None = None
    given = None
    for event in events:
        if isinstance(event, ResultSubmitted):
            submitted = event.images if event.images or event.no_images else None
        elif isinstance(event, Published | Withheld):
            given = submitted
    return given
