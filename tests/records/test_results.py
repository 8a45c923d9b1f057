"""Tests which result of a case the record returns: the latest for staff, the last one given for the reporter."""

from __future__ import annotations

import pytest

from domain.acts import NOTHING_WRITTEN, Sealed
from domain.complaint import Complaint, apply_all
from domain.events import Approved, Event, Published, ResultSubmitted, Withheld
from records.record import Record
from tests.support.records.desk import CENTRE, FRIDAY, Desk, dispatch

pytestmark = pytest.mark.slow

SUBMITTED = ResultSubmitted(at=FRIDAY, result=Sealed("Đã vá"))
AGAIN = ResultSubmitted(at=FRIDAY, result=Sealed("Đã trải nhựa lại"))
WITHHELD = Withheld(at=FRIDAY, ground="state_secret")


def approved(edited: str = "") -> Approved:
    return Approved(at=FRIDAY, edited=Sealed(edited) if edited else NOTHING_WRITTEN)


def published(edited: str = "") -> Published:
    return Published(at=FRIDAY, edited=Sealed(edited) if edited else NOTHING_WRITTEN)


@pytest.mark.parametrize(
    ("events", "result", "given"),
    [
        ((), None, None),
        ((SUBMITTED,), "Đã vá", None),
        ((SUBMITTED, approved()), "Đã vá", None),
        ((SUBMITTED, approved(), published()), "Đã vá", "Đã vá"),
        ((SUBMITTED, approved(), WITHHELD), "Đã vá", "Đã vá"),
        ((SUBMITTED, approved("Bản của lãnh đạo")), "Bản của lãnh đạo", None),
        ((SUBMITTED, approved("Bản của lãnh đạo"), published()), "Bản của lãnh đạo", "Bản của lãnh đạo"),
        ((SUBMITTED, approved("Một"), published("Hai")), "Hai", "Hai"),
        ((SUBMITTED, published(), AGAIN), "Đã trải nhựa lại", "Đã vá"),
        ((SUBMITTED, published("Một"), AGAIN, approved()), "Đã trải nhựa lại", "Một"),
        ((SUBMITTED, published("Một"), AGAIN, published()), "Đã trải nhựa lại", "Đã trải nhựa lại"),
    ],
    ids=[
        "none", "submitted", "approved", "published", "withheld", "edited by the leader", "published as the leader put it",
        "edited twice", "submitted again", "approved again", "given again",
    ],
)  # fmt: skip
def test_what_a_result_says_and_what_of_it_was_given(
    desk: Desk, record: Record, events: tuple[Event, ...], result: str | None, given: str | None
) -> None:
    complaint: Complaint = desk.act(desk.take_in(), dispatch(), CENTRE)
    for event in events:
        complaint = apply_all(complaint, desk.append(complaint, (event,), CENTRE).events)
    case = record.cases.find(complaint.code)
    assert case is not None
    assert (case.result, case.given) == (result, given)
