"""What the record takes and gives of cases: plain data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from domain.actors import Actor
from domain.complaint import Complaint
from domain.events import Event
from domain.offices.places import Box
from domain.time.decisions import CalendarBook
from domain.words import Status, Urgency


@dataclass(frozen=True)
class Identity:
    """Who the reporter is. It stays out of every `repr`, and so out of logs."""

    name: str = field(repr=False)
    address: str = field(repr=False)
    phone: str = field(repr=False)
    email: str | None = field(repr=False)


@dataclass(frozen=True)
class Report:
    """What was reported. `occurred_at` is the reporter's own words: "sáng 20/11, khoảng 7 giờ".

    `place_id` is an administrative unit of the authority, `latitude` and `longitude` a point in degrees; each where it is known.
    """

    content: str = field(repr=False)
    place: str = field(repr=False)
    occurred_at: str = field(repr=False)
    place_id: str | None = field(default=None, repr=False)
    latitude: float | None = field(default=None, repr=False)
    longitude: float | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Submission:
    """One report as it came in; `idempotency_key` makes it one however often it is sent."""

    idempotency_key: str
    body_hash: str
    tracking_hash: str
    report: Report
    identity: Identity


@dataclass(frozen=True)
class Taken:
    """A report that was taken in; not `new` when its key had come before."""

    code: str
    complaint: Complaint
    new: bool


@dataclass(frozen=True)
class CaseRecord:
    """One case. `result` is what its latest result says, `given` what the result that the reporter was last given says;
    `started` is whether its workflow was started.
    """

    code: str
    complaint: Complaint
    report: Report
    received_at: datetime
    started: bool
    result: str | None = field(repr=False)
    given: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Entry:
    """One event in the record, with the act that brought it about and who did it; nobody when it was time.

    `act_digest` tells the act from another under the same id; a filing is told apart by its idempotency key.
    """

    number: int
    act_id: str
    by: Actor | None
    event: Event
    act_digest: str | None = None


@dataclass(frozen=True, kw_only=True)
class NewEvents:
    """The events of one act, to be appended to a case that stands at event `base`.

    `by` is None where time alone caused the events. `act_digest` distinguishes the act from another one under the same id.
    """

    code: str
    base: int
    act_id: str
    by: Actor | None
    events: tuple[Event, ...]
    act_digest: str | None = None


Fill = Callable[[Complaint, tuple[Event, ...], CalendarBook], tuple[Event, ...]]
"""Completes events with what the record must hold of them: when their limits are due. Takes the case before the events, the
events, and the calendar."""


@dataclass(frozen=True)
class CaseLine:
    """One case in a list. `due` is the nearest due of its running limits, None where none runs, `due_limit` that limit and
    `rung` how far up the ladder a missed one was reported; `place` is the administrative unit it is about, where that is
    known."""

    code: str
    authority: str
    status: Status
    field: str | None
    urgency: Urgency
    lead: str | None
    co_ordinating: tuple[str, ...]
    received_at: datetime
    due: datetime | None
    overdue: bool
    paused: bool
    excerpt: str
    officer: str | None = None
    merged_into: str | None = None
    test: bool = False
    place: str | None = None
    due_limit: str | None = None
    rung: int = 0


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. `agency` leads or co-ordinates; `text` is found with or without its diacritics;
    `unassigned` is nobody's work, though a lead agency has it; `open` is what may still go on, `paused` what waits for its
    reporter.
    """

    status: tuple[Status, ...] = ()
    agency: str | None = None
    field: str | None = None
    overdue: bool | None = None
    due_before: datetime | None = None
    text: str | None = None
    officer: str | None = None
    unassigned: bool | None = None
    merged_into: str | None = None
    authority: str | None = None
    open: bool | None = None
    paused: bool | None = None


@dataclass(frozen=True)
class Page:
    """A stretch of a list, the most urgent first; `next` is the cursor of the following one."""

    lines: tuple[CaseLine, ...]
    next: str | None


@dataclass(frozen=True)
class Likely:
    """An open case that may be about the same thing as another. `merged` is how many reports were merged into it."""

    code: str
    content: str = field(repr=False)
    place: str = field(repr=False)
    place_id: str | None
    latitude: float | None = field(repr=False)
    longitude: float | None = field(repr=False)
    field: str | None
    received_at: datetime
    status: Status
    lead: str | None
    merged: int


@dataclass(frozen=True)
class PublicFilters:
    """What a public list is narrowed to. `places` are units of the authority, any of them; received from `since` on and before
    `until`; `text` is found with or without its diacritics; `box` holds the point on the map."""

    authority: str | None = None
    field: str | None = None
    places: tuple[str, ...] = ()
    status: tuple[Status, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    text: str | None = None
    box: Box | None = None


@dataclass(frozen=True)
class PublicLine:
    """One case in a public list. `changed_at` is when what anybody sees of it last changed."""

    code: str
    authority: str
    status: Status
    lead: str | None
    received_at: datetime
    changed_at: datetime
    excerpt: str = field(repr=False)
    place: str = field(repr=False)
    place_id: str | None
    latitude: float | None = field(repr=False)
    longitude: float | None = field(repr=False)
    field: str | None


@dataclass(frozen=True)
class PublicPage:
    """A stretch of a public list, the newest first; `next` is the cursor of the following one."""

    lines: tuple[PublicLine, ...]
    next: str | None
