"""The plain data that callers pass to the record of cases and get from it. The public rows never hold who reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from domain.actors import Actor
from domain.complaint import Complaint
from domain.events import Event
from domain.messages import ToldBy
from domain.offices.places import Box
from domain.time.decisions import CalendarBook
from domain.words import Status, Urgency


@dataclass(frozen=True)
class Identity:
    """The reporter's identity. Its fields stay out of `repr`, and so out of logs."""

    name: str = field(repr=False)
    address: str = field(repr=False)
    phone: str = field(repr=False)
    email: str | None = field(repr=False)


@dataclass(frozen=True)
class Report:
    """The content of a report. `occurred_at` is in the reporter's own words: "sáng 20/11, khoảng 7 giờ".

    `place_id` is an administrative unit of the authority; `latitude` and `longitude` are a point in degrees. Each is None
    where it is not known.
    """

    content: str = field(repr=False)
    place: str = field(repr=False)
    occurred_at: str = field(repr=False)
    place_id: str | None = field(default=None, repr=False)
    latitude: float | None = field(default=None, repr=False)
    longitude: float | None = field(default=None, repr=False)


@dataclass(frozen=True)
class MaskedReport:
    """A report as the public reads it, with the `words` masked that somebody who publishes chose."""

    words: tuple[str, ...] = field(repr=False)
    content: str = field(repr=False)
    place: str = field(repr=False)
    occurred_at: str = field(repr=False)
    by_account: str
    at: datetime


@dataclass(frozen=True)
class Submission:
    """A report as it came in. However often it is sent with one `idempotency_key`, it is taken in once. `told_by` is how its
    reporter wants to be told."""

    idempotency_key: str
    body_hash: str
    tracking_hash: str
    report: Report
    identity: Identity
    told_by: ToldBy = ToldBy.EVERYTHING


@dataclass(frozen=True)
class Taken:
    """The result of taking in a report. `new` is false where its idempotency key had come before."""

    code: str
    complaint: Complaint
    new: bool


@dataclass(frozen=True)
class CaseRecord:
    """A case. `result` is the text of its latest result, `given` the text of the last result that the reporter was given.
    `started` tells whether its workflow was started. `merged` are the codes of the cases that were merged into this one, in
    order. `continued_by` are the cases that go on with this one, in order. `act` are the events of the act that was asked for,
    in order; none where it was not recorded. `frozen` says that record and workflow tell different stories, and that nobody
    may act before a person has decided which is right.
    """

    code: str
    complaint: Complaint
    report: Report
    received_at: datetime
    started: bool
    result: str | None = field(repr=False)
    given: str | None = field(default=None, repr=False)
    merged: tuple[str, ...] = ()
    continued_by: tuple[str, ...] = ()
    act: tuple[Entry, ...] = field(default=(), repr=False)
    frozen: bool = False


@dataclass(frozen=True)
class Entry:
    """An event in the record, with the act that caused it and the act's actor. `by` is None where time caused it.

    `act_digest` distinguishes the act from another one under the same id. It is None for a filing, which is identified by its
    idempotency key.
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
    `filing` is the identity of the filing that they are meant for, empty where the caller does not know it.
    """

    code: str
    base: int
    act_id: str
    by: Actor | None
    events: tuple[Event, ...]
    act_digest: str | None = None
    filing: str = ""


@dataclass(frozen=True)
class Appended:
    """The answer of the record to an append.

    `events` are the new events as they are stored. They are empty where the case had gone on after `base`: then nothing was
    appended, and `ahead` holds all entries after `base` in order. An earlier try of the same append is among them.
    """

    events: tuple[Event, ...] = ()
    ahead: tuple[Entry, ...] = ()


Fill = Callable[[Complaint, tuple[Event, ...], CalendarBook], tuple[Event, ...]]
"""Completes events with what the record must hold of them: when their limits are due. Takes the case before the events, the
events, and the calendar."""


@dataclass(frozen=True)
class CaseLine:
    """A case in a list.

    `due` is the earliest due date of its running limits and `due_limit` the id of that limit; both are None where no limit
    runs. `overdue` tells whether that limit had ended by the clock, recorded or not. `rung` is the highest rung of the ladder
    that a missed limit was reported to. `place` is the administrative unit that the case is about, None where it is not known.
    `over_since` is when the last thing happened in a case that has ended.
    """

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
    over_since: datetime | None = None


NO_LEAD = "centre"
"""Stands in the filters for the cases that no agency leads."""


@dataclass(frozen=True)
class Filters:
    """The filters of a list.

    `agency` matches the lead agency and the co-ordinating ones. `text` matches with or without diacritics. `unassigned`
    cases have a lead agency but no officer. `unowned` cases are with an account or an agency where nobody works any more.
    `open` cases are handled: no answer was given, and they have not ended. `paused` cases wait for their reporter. `test`
    cases are trials of the system. `lead` matches the lead agency alone, `NO_LEAD` the cases that no agency leads.
    `law_due_before` matches the first due date that the regulation sets. `rung` is the highest rung that a missed limit was
    reported to. `bounced` cases were returned so often that only a leader may dispatch them. `places` are administrative units;
    a case about any of them matches. `received_since` and `received_before` bound when its report came.
    """

    status: tuple[Status, ...] = ()
    agency: str | None = None
    field: str | None = None
    overdue: bool | None = None
    due_before: datetime | None = None
    text: str | None = None
    officer: str | None = None
    unassigned: bool | None = None
    unowned: bool | None = None
    merged_into: str | None = None
    authority: str | None = None
    open: bool | None = None
    paused: bool | None = None
    test: bool | None = None
    lead: str | None = None
    law_due_before: datetime | None = None
    rung: int | None = None
    bounced: bool | None = None
    places: tuple[str, ...] = ()
    urgency: Urgency | None = None
    received_since: datetime | None = None
    received_before: datetime | None = None


@dataclass(frozen=True)
class OverdueCases:
    """A number of overdue cases of one lead agency whose missed limits were reported up to one rung. `lead` is None where the
    cases are with the centre or the authority."""

    lead: str | None
    rung: int
    count: int


@dataclass(frozen=True)
class Page:
    """A page of a list, the most urgent case first. `next` is the cursor of the next page."""

    lines: tuple[CaseLine, ...]
    next: str | None


@dataclass(frozen=True)
class Likely:
    """A case that may be about the same thing as another one. `merged` counts the reports that were merged into it. `ended_at` is
    when a closed case was answered."""

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
    ended_at: datetime | None = None


@dataclass(frozen=True)
class PublicFilters:
    """The filters of a public list.

    `places` are administrative units; a case in any of them matches. `since` is the first instant of receipt, `until` the
    one after the last. `text` matches with or without diacritics. `box` must contain the case's point on the map.
    """

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
    """A case in a public list. `changed_at` is when its public part last changed, `over_since` when the last thing happened in a
    case that has ended."""

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
    over_since: datetime | None = None


@dataclass(frozen=True)
class PublicPage:
    """A page of a public list, the newest case first. `next` is the cursor of the next page."""

    lines: tuple[PublicLine, ...]
    next: str | None
