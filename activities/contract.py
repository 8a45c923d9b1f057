"""What a workflow says to activities and hears back, and how long and how often each is tried: named once, here."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import timedelta

from temporalio.common import RetryPolicy

from domain.actors import Actor
from domain.events import Event
from domain.schedule import Schedule

RECORD = "record"
RECORD_TIMEOUT = timedelta(seconds=20)
"""One attempt to record; the database answers or refuses well within it."""

ACT_NOT_SIGNED = "ActNotSigned"

RECORD_TIME_RETRY = RetryPolicy(
    initial_interval=timedelta(milliseconds=200), backoff_coefficient=2.0, maximum_interval=timedelta(seconds=10)
)
"""What time brought about is true whatever the record says of it, so it is recorded however long that takes."""

RECORD_ACT_RETRY = dataclasses.replace(
    RECORD_TIME_RETRY,
    non_retryable_error_types=[ACT_NOT_SIGNED, "CaseUnknown", "RecordOutOfStep", "RecordsFault", "UnstorableText"],
)
"""An accepted act outlasts a database that is away. What the record refuses for good fails the act, and the case goes on."""


@dataclass(frozen=True, kw_only=True)
class RecordRequest:
    """Events to append to a case's record after event number `base`.

    `by`, `act` and `signature` are the front's for an act; all None for what time alone brought about.
    """

    code: str
    base: int
    act_id: str
    events: tuple[Event, ...]
    by: Actor | None = None
    act: str | None = None
    signature: str | None = None


@dataclass(frozen=True)
class Recorded:
    """The schedules of the limits that the events opened or moved, in the events' order."""

    schedules: tuple[Schedule, ...]
