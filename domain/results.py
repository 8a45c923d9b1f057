"""What a case's result says: as it was submitted, or as whoever approved or published it put it."""

from __future__ import annotations

from domain.acts import Sealed
from domain.events import Approved, Event, Published, ResultSubmitted


def result_in(event: Event) -> Sealed | None:
    """What the result says from this event on, None where the event leaves it as it was."""
    match event:
        case ResultSubmitted():
            return event.result
        case Approved() | Published() if not event.edited.is_blank:
            return event.edited
        case _:
            return None
