"""The names, inputs, results, timeouts and retry policies of the activities, for the workflows that call them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import Field
from temporalio.common import RetryPolicy

from domain.actors import Actor
from domain.events import Event
from domain.messages import MessageChannel
from domain.time.schedule import Schedule

RECORD = "record"
RELOAD = "reload"
LOCAL_TIMEOUT = timedelta(seconds=4)
"""The time that recording and reloading may take inside a workflow task, with all attempts. Afterwards they go on as ordinary
activities, so that a database that does not answer holds no workflow task."""

LOCAL_ATTEMPTS = 3
RECORD_TIMEOUT = timedelta(seconds=20)
"""The timeout of one attempt of the ordinary activity. The database answers or refuses well within it."""

ACT_NOT_SIGNED = "ActNotSigned"
ANOTHER_FILING = "AnotherFiling"
"""The error type by which the record refuses the workflow of a filing that it does not hold under this code."""

TaggedEvent = Annotated[Event, Field(discriminator="kind")]
"""An event that is decoded by its kind, without trying one class after another."""

RECORD_TIME_RETRY = RetryPolicy(
    initial_interval=timedelta(milliseconds=200),
    backoff_coefficient=2.0,
    maximum_interval=timedelta(seconds=10),
    non_retryable_error_types=[ANOTHER_FILING],
)
"""Retried without end, because what time brought about is true whatever the record answers. The workflow of a filing that the
record does not hold fails."""

RECORD_ACT_RETRY = dataclasses.replace(
    RECORD_TIME_RETRY,
    non_retryable_error_types=[
        ACT_NOT_SIGNED,
        ANOTHER_FILING,
        "CaseNotOpen",
        "CaseUnknown",
        "OthersWaitToo",
        "OutsideCalendar",
        "RecordOutOfStep",
        "RecordsFault",
        "UnstorableText",
    ],
)
"""Retried while the database is down. A permanent refusal of the record fails the act, and the case goes on."""


FOLLOW = "follow_calendar"
FOLLOW_TIMEOUT = timedelta(seconds=20)
"""The timeout of one attempt to compute how a case's limits move. The attempt needs two queries and some binary searches."""

FOLLOW_RETRY = dataclasses.replace(
    RECORD_TIME_RETRY, non_retryable_error_types=[ANOTHER_FILING, "OutsideCalendar", "RecordOutOfStep"]
)

COUNT_OPEN = "count_open_cases"
TELL = "tell_cases"
TELL_TIMEOUT = timedelta(minutes=15)
"""The timeout of one attempt to notify a page of cases. Each case may take its whole timeout."""

TELL_HEARTBEAT = timedelta(seconds=60)
"""After this long without a notified case the worker counts as dead. It is longer than the timeout of one case."""

DELIVER = "deliver_message"
GIVE_UP = "give_up_message"
NOT_DELIVERED = "NotDelivered"
SEND_TIMEOUT = timedelta(seconds=15)
"""The time that a mail server or gateway may take for one message, including the connection."""

DELIVER_TIMEOUT = timedelta(seconds=30)
"""The timeout of one attempt to deliver. It covers sending and recording, so that no two attempts send at the same time."""

DELIVER_RETRY = RetryPolicy(
    initial_interval=timedelta(seconds=2),
    backoff_coefficient=2.0,
    maximum_interval=timedelta(minutes=30),
    maximum_attempts=36,
)
"""About thirteen hours, so that no notice is lost while a mail server is down over night. After that a person sees it."""


def wait_after(attempt: int) -> timedelta:
    """Return how long DELIVER_RETRY waits after an attempt, the first of which is number 1."""
    longest = DELIVER_RETRY.maximum_interval
    wait = DELIVER_RETRY.initial_interval * DELIVER_RETRY.backoff_coefficient ** (attempt - 1)
    return min(wait, longest) if longest else wait


@dataclass(frozen=True)
class DeliverRequest:
    """A message to deliver. The activity looks its address up, so the address is in no history."""

    id: str
    code: str
    kind: str
    channel: MessageChannel


@dataclass(frozen=True, kw_only=True)
class RecordRequest:
    """Events to append to a case's record after event number `base`.

    `filing` is the identity of the filing that the workflow runs; a workflow of an earlier release does not say it.
    `by`, `act_digest` and `signature` come from the front for an act, and are None for what time alone brought about.
    """

    code: str
    base: int
    act_id: str
    events: tuple[TaggedEvent, ...]
    by: Actor | None = None
    act_digest: str | None = None
    signature: str | None = None
    filing: str = ""


@dataclass(frozen=True)
class StoredEvent:
    """An event as the record holds it, with the id of its act."""

    number: int
    act_id: str
    event: TaggedEvent


@dataclass(frozen=True)
class Recorded:
    """The answer to a RecordRequest.

    `schedules` are those of the limits that the events opened or moved, in the events' order. Where the record had gone on
    after `base`, nothing was appended, and `ahead` holds all events after `base`.
    """

    schedules: tuple[Schedule, ...] = ()
    ahead: tuple[StoredEvent, ...] = ()


@dataclass(frozen=True)
class ReloadRequest:
    """Asks for all events of a case after event number `after`. `filing` is as in a RecordRequest."""

    code: str
    after: int
    filing: str = ""


@dataclass(frozen=True)
class Reloaded:
    """The events that the record holds after the number asked for, in order."""

    ahead: tuple[StoredEvent, ...]


@dataclass(frozen=True)
class FollowRequest:
    """A case, as it stands after event `number`, whose limits are recomputed by the latest calendar. `filing` is as in a
    RecordRequest."""

    code: str
    number: int
    filing: str = ""


@dataclass(frozen=True)
class Moves:
    """The limits that the calendar's latest revision moves, and the citation of the official acts that moved them.

    Where the record had gone on after the number asked for, nothing was computed, and `ahead` holds all events after it.
    """

    revision: int = 0
    moved: tuple[tuple[str, Schedule], ...] = ()
    decided_by: str = ""
    ahead: tuple[StoredEvent, ...] = ()


@dataclass(frozen=True)
class TellRequest:
    """Notify `limit` open cases, starting behind code `after`, or `only` these."""

    revision: int
    after: str = ""
    limit: int = 0
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class TellResult:
    """The number of cases notified, and of those in which a limit moved. `last` is the code to continue behind, or empty."""

    last: str
    told: int
    moved: int
    unreached: tuple[str, ...]


RENDER_LETTER = "render_letter"
RENDER_TIMEOUT = timedelta(seconds=20)
"""The timeout of one attempt to make a letter. The attempt needs some queries, and a tenth of a second for both formats."""

RENDER_RETRY = RetryPolicy(
    initial_interval=timedelta(seconds=1), backoff_coefficient=2.0, maximum_interval=timedelta(hours=1)
)
"""Retried without end, because a letter that has a number must be produced. The cause of a failure is mended meanwhile."""

LETTER_NOT_MADE = "LetterNotMade"


@dataclass(frozen=True)
class LetterRequest:
    """The letter that event `event_number` of a case requires, to the reporter of `report`: None for the case's own."""

    code: str
    event_number: int
    report: str | None = None


RECONCILE = "reconcile"
RECONCILE_TIMEOUT = timedelta(hours=2)
"""The timeout of one comparison. Most take seconds; one that starts a hundred thousand workflows again takes half an hour."""

RECONCILE_HEARTBEAT = timedelta(minutes=2)
RECONCILE_RETRY = RetryPolicy(
    initial_interval=timedelta(seconds=5), backoff_coefficient=2.0, maximum_interval=timedelta(minutes=1)
)


@dataclass(frozen=True)
class ReconcileResult:
    """The result of a comparison: cases compared, found to differ in each way, started again, and caught up."""

    compared: int = 0
    found: dict[str, int] = dataclasses.field(default_factory=dict)
    started: int = 0
    reloaded: int = 0
    failed: int = 0
