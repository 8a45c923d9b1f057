"""The text of a case's result: as submitted, or as edited by the person who approved or published it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from domain.acts import Sealed
from domain.complaint import Complaint
from domain.events import Approved, Event, Published, ResultSubmitted, Withheld


def result_in(event: Event) -> Sealed | None:
    """Return the text of the result from this event on, None where the event leaves it as it was."""
    match event:
        case ResultSubmitted():
            return event.result
        case Approved() | Published() if not event.edited.is_blank:
            return event.edited
        case _:
            return None


def images_given(events: Iterable[Event]) -> tuple[str, ...] | None:
    """Return the ids of the images of the result last given, to the public or to the reporter alone. Empty where the officer
    said that there are no images; None before a result was given, or where it says nothing about images."""
    submitted: tuple[str, ...] | None = None
    given = None
    for event in events:
        if isinstance(event, ResultSubmitted):
            submitted = event.images if event.images or event.no_images else None
        elif isinstance(event, Published | Withheld):
            given = submitted
    return given


def is_given(complaint: Complaint, letter_on: str, at: datetime) -> bool:
    """Tell whether the reporter may already read the letter that an event of this kind called for at that instant. A letter
    about a submitted result may be read once the reporter was answered with it: until then the result may be sent back."""
    if letter_on != "result_submitted":
        return True
    return any(at <= complaint.moments[kind] for kind in ("published", "withheld") if kind in complaint.moments)
