"""The text of a case's result: as submitted, or as edited by the person who approved or published it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain.acts import Sealed
from domain.complaint import Complaint
from domain.events import Approved, CommitmentKept, Event, Published, ResultSubmitted, Withheld

STEPS_OF_RESULT = ("result_submitted", "approved")
"""The kinds of event that bring about a result or change it before the reporter is answered with it."""

GIVEN = ("published", "withheld", "commitment_kept")
"""The kinds of event that answer the reporter with a result."""


def result_in(event: Event) -> Sealed | None:
    """Return the text of the result from this event on, None where the event leaves it as it was."""
    match event:
        case ResultSubmitted() | CommitmentKept():
            return event.result
        case Approved() | Published() if not event.edited.is_blank:
            return event.edited
        case _:
            return None


@dataclass(frozen=True)
class Paper:
    """The paper of a result in writing: its number, its day and who sent it."""

    number: str
    dated: date
    sender: str


def paper_of(event: Event) -> Paper | None:
    """Return the paper that a result came with, None where it came without."""
    if not isinstance(event, ResultSubmitted) or event.paper_date is None:
        return None
    return Paper(event.paper_number.sealed, event.paper_date, event.paper_sender.sealed)


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
        elif isinstance(event, CommitmentKept):
            given = event.images or given
    return given


def is_kept_from_reporter(complaint: Complaint) -> bool:
    """Tell whether not even the reporter reads the result here, nor gets a letter of it: the case was kept from the public on a
    ground that says so, such as a state secret."""
    grounds = complaint.procedure.withhold_grounds
    return any(ground.keeps_result and ground.id in complaint.kept_on for ground in grounds)


def is_of_result(letter_on: str) -> bool:
    """Tell whether a letter that an event of this kind calls for holds the result."""
    return letter_on in STEPS_OF_RESULT or letter_on in GIVEN


def is_given(complaint: Complaint, letter_on: str, at: datetime) -> bool:
    """Tell whether the reporter may already read the letter that an event of this kind called for at that instant. A letter
    about a result may be read once the reporter was answered with it: until then the result may be sent back or edited."""
    if not is_of_result(letter_on):
        return True
    if is_kept_from_reporter(complaint):
        return False
    return any(at <= complaint.moments[kind] for kind in GIVEN if kind in complaint.moments)
