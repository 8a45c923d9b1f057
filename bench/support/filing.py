"""The report that every measured case begins with."""

from __future__ import annotations

from datetime import UTC, datetime

from calendars import official_book
from calendars.filling import scheduled
from domain.actors import REPORTER
from domain.acts import File
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.events import Event
from procedures import all_procedures


def file_now(code: str) -> tuple[Complaint, tuple[Event, ...]]:
    """File a case at this moment. Return it with the events of its filing."""
    procedure = all_procedures()["khanh-hoa"]
    blank = Complaint(code, procedure)
    holds = tuple(need.id for need in procedure.requirements)
    act = File(channel="portal", field="moi-truong", secret=False, holds=holds)
    events = decide(blank, act, by=REPORTER, at=datetime.now(UTC))
    if not isinstance(events, tuple):
        raise TypeError(f"the bench's own report was refused: {events}")
    events = scheduled(blank, events, official_book())
    return apply_all(blank, events), events
