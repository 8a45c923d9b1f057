"""Tests what may be recorded: a person's act with the front's signature, and without a signature only the events of time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from temporalio.exceptions import ApplicationError

from activities.contract import ACT_NOT_SIGNED, RecordRequest
from activities.recording import Recording
from domain.actors import REPORTER, sign
from domain.complaint import Complaint
from domain.events import Event, LimitPassed, Published, RatingLapsed, Withdrawn
from domain.time.decisions import CalendarBook
from records.cases.rows import Appended, Entry, Fill, NewEvents

KEY = b"the front's key"
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


class Ledger:
    """Remembers which events were appended."""

    def __init__(self) -> None:
        self.kept: list[Event] = []

    def append(self, new: NewEvents, fill: Fill) -> Appended:
        self.kept += new.events
        return Appended(new.events)

    def entries(self, code: str, after: int) -> tuple[Entry, ...]:
        raise AssertionError("nothing is read")


def as_they_are(_complaint: Complaint, events: tuple[Event, ...], _book: CalendarBook) -> tuple[Event, ...]:
    return events


def kept(request: RecordRequest) -> list[Event]:
    ledger = Ledger()
    Recording(ledger, as_they_are, KEY).record(request)
    return ledger.kept


def by_time(*events: Event) -> RecordRequest:
    return RecordRequest(code="KH-2026-000001", base=3, act_id="time:3", events=events)


def by_reporter(act: str, signature: str) -> RecordRequest:
    return RecordRequest(
        code="KH-2026-000001",
        base=3,
        act_id="a",
        events=(Withdrawn(at=NOW),),
        by=REPORTER,
        act_digest=act,
        signature=signature,
    )


def test_what_time_brings_about_needs_no_signature() -> None:
    events = (LimitPassed(at=NOW, limit="process", due=NOW), RatingLapsed(at=NOW))
    assert kept(by_time(*events)) == list(events)


def test_an_act_does_not_pass_for_the_doing_of_time() -> None:
    with pytest.raises(ApplicationError) as refused:
        kept(by_time(LimitPassed(at=NOW, limit="process", due=NOW), Published(at=NOW)))
    assert (refused.value.type, refused.value.non_retryable) == (ACT_NOT_SIGNED, True)


def test_an_act_is_recorded_under_the_signature_of_that_very_act() -> None:
    signature = sign(KEY, code="KH-2026-000001", act_id="a", act="withdraw", actor=REPORTER)
    assert kept(by_reporter("withdraw", signature))
    with pytest.raises(ApplicationError):
        kept(by_reporter("rate", signature))
