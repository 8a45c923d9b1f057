"""What a workflow says to activities and hears back, and how long and how often each is tried: named once, here."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime, timedelta

from temporalio.common import RetryPolicy

from domain.actors import Actor
from domain.events import Event
from domain.messages import MessageChannel
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
    non_retryable_error_types=[
        ACT_NOT_SIGNED,
        "CaseNotOpen",
        "CaseUnknown",
        "OthersWaitToo",
        "OutsideCalendar",
        "RecordOutOfStep",
        "RecordsFault",
        "UnstorableText",
    ],
)
"""An accepted act outlasts a database that is away. What the record refuses for good fails the act, and the case goes on."""


FOLLOW = "follow_calendar"
FOLLOW_TIMEOUT = timedelta(seconds=20)
"""One attempt to compute where a case's limits move: two queries and some binary searches."""

FOLLOW_RETRY = dataclasses.replace(RECORD_TIME_RETRY, non_retryable_error_types=["OutsideCalendar", "RecordOutOfStep"])

COUNT_OPEN = "count_open_cases"
TELL = "tell_cases"
TELL_TIMEOUT = timedelta(minutes=15)
"""One attempt to tell a page of cases, each of which may make us wait."""

TELL_HEARTBEAT = timedelta(seconds=60)
"""A worker that has told nobody for so long is taken for dead; longer than any one case is waited for."""

DELIVER = "deliver_message"
GIVE_UP = "give_up_message"
NOT_DELIVERED = "NotDelivered"
SEND_TIMEOUT = timedelta(seconds=15)
"""How long a mail server or gateway may take over one message, connecting included."""

DELIVER_TIMEOUT = timedelta(seconds=30)
"""One attempt to deliver: long enough to send and to record it, so that no two attempts send at the same time."""

DELIVER_RETRY = RetryPolicy(
    initial_interval=timedelta(seconds=2),
    backoff_coefficient=2.0,
    maximum_interval=timedelta(minutes=30),
    maximum_attempts=36,
)
"""Some thirteen hours: a mail server that is down over night does not lose a notice. Then a person sees it."""


def wait_after(attempt: int) -> timedelta:
    """How long DELIVER_RETRY waits after the attempt of this number, from 1."""
    longest = DELIVER_RETRY.maximum_interval
    wait = DELIVER_RETRY.initial_interval * DELIVER_RETRY.backoff_coefficient ** (attempt - 1)
    return min(wait, longest) if longest else wait


@dataclass(frozen=True)
class DeliverRequest:
    """A message to deliver. Where it goes is looked up by the activity and stands in no history."""

    id: str
    code: str
    kind: str
    channel: MessageChannel


@dataclass(frozen=True, kw_only=True)
class RecordRequest:
    """Events to append to a case's record after event number `base`.

    `by`, `act_digest` and `signature` are the front's for an act; all None for what time alone brought about.
    """

    code: str
    base: int
    act_id: str
    events: tuple[Event, ...]
    by: Actor | None = None
    act_digest: str | None = None
    signature: str | None = None


@dataclass(frozen=True)
class Recorded:
    """The schedules of the limits that the events opened or moved, in the events' order."""

    schedules: tuple[Schedule, ...]


@dataclass(frozen=True)
class FollowRequest:
    """A case whose limits are to follow the calendar, as it stands after event `number`."""

    code: str
    number: int


@dataclass(frozen=True)
class Moves:
    """The limits that the calendar's latest revision moves, and the acts that moved them, as people cite them."""

    revision: int
    moved: tuple[tuple[str, Schedule], ...]
    decided_by: str


@dataclass(frozen=True)
class TellRequest:
    """Tell `limit` open cases, from the one after code `after` on, or `only` these."""

    revision: int
    after: str = ""
    limit: int = 0
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class TellResult:
    """How many cases were told and how many of them moved; the code to go on after, empty when there are no more."""

    last: str
    told: int
    moved: int
    unreached: tuple[str, ...]


RENDER_LETTER = "render_letter"
RENDER_TIMEOUT = timedelta(seconds=20)
"""One attempt at a letter: some queries, and a tenth of a second in both formats."""

RENDER_RETRY = RetryPolicy(
    initial_interval=timedelta(seconds=1), backoff_coefficient=2.0, maximum_interval=timedelta(hours=1)
)
"""A letter that has a number must come to be. Whatever keeps it from being made is mended meanwhile, by us or by time."""

LETTER_NOT_MADE = "LetterNotMade"


@dataclass(frozen=True)
class LetterRequest:
    """The letter that event `event_number` of a case calls for."""

    code: str
    event_number: int


NEXT_SUMMARY = "next_summary"
NEXT_SUMMARY_TIMEOUT = timedelta(seconds=20)
"""One attempt to find the month to report on next: two queries and a binary search."""

MAKE_SUMMARY = "make_summary"
MAKE_SUMMARY_TIMEOUT = timedelta(minutes=2)
"""One attempt at a month's report: the courses of its cases, and two files."""

SUMMARY_RETRY = RENDER_RETRY
"""A report that the text asks for must come to be, as a letter must."""


@dataclass(frozen=True)
class SummarySeries:
    """The monthly reports that one rule of one authority's regulation asks for."""

    authority: str
    summary: str


@dataclass(frozen=True)
class NextSummaryRequest:
    """Which report comes next, as of `now`."""

    series: SummarySeries
    now: datetime


@dataclass(frozen=True)
class NextSummary:
    """The report on `month` (`2026-11`), to be made at `at`; `at_text` is that in local time."""

    month: str
    at: datetime
    at_text: str


@dataclass(frozen=True)
class MakeSummaryRequest:
    """Make the report on `month`, as of `now`."""

    series: SummarySeries
    month: str
    now: datetime
