"""What a case's result says: as it was submitted, or as whoever approved or published it put it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from domain.acts import Sealed
from domain.complaint import Complaint
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


def is_given(complaint: Complaint, letter_on: str, at: datetime) -> bool:
    """Whether the letter that an event of this kind called for at that instant is the reporter's to read yet. One of a
    result that nobody approves is not until the reporter is answered with it: it may still be sent back."""
    if letter_on != "result_submitted":
        return True
    return any(at <= complaint.moments[kind] for kind in ("published", "withheld") if kind in complaint.moments)
