"""One case as a value, and how each event changes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date, datetime

from domain import events as happened
from domain.amounts import Amount
from domain.events import ACT_OF_EVENT, Event, Outcome, RescheduleCause
from domain.procedure import LimitKind, LimitRule, Procedure
from domain.schedule import Schedule
from domain.words import Status, Urgency


@dataclass(frozen=True)
class Limit:
    """One limit of one case, running or ended. `schedule` is None until the record has computed it.

    It ends when `amount` has run out, or with the offices' day `until`.
    """

    id: str
    counted_from: datetime
    amount: Amount | None
    schedule: Schedule | None = None
    until: date | None = None
    reminded: bool = False
    passed_at: datetime | None = None
    rungs_climbed: int = 0
    outcome: Outcome | None = None

    @property
    def is_running(self) -> bool:
        """Whether what it waits for is still to be done."""
        return self.outcome is None


@dataclass(frozen=True)
class Complaint:
    """A case: where it stands and what runs. Holds no personal data and no words that a person wrote.

    `number` counts the events applied; `moments` holds when each kind of event last happened and `tally` how often;
    `pauses` are the intervals, in order, in which the clocks stood still. `officer` is the account whose work it is,
    `returned_by` the agencies that returned it, `bounced` whether its next dispatch is the leader's, `expected` the day by
    which a result was promised, `agency_limit` the lead agency's own limit.
    """

    code: str
    procedure: Procedure
    status: Status = Status.UNFILED
    number: int = 0
    channel: str | None = None
    field: str | None = None
    urgency: Urgency = Urgency.ORDINARY
    secret: bool = False
    lead: str | None = None
    co_ordinating: tuple[str, ...] = ()
    extended: bool = False
    temporarily_fixed: bool = False
    rating: str | None = None
    limits: tuple[Limit, ...] = ()
    moments: dict[str, datetime] = dataclass_field(default_factory=dict)
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    paused_since: datetime | None = None
    place: str | None = None
    test: bool = False
    officer: str | None = None
    restricted: bool = False
    hidden: bool = False
    returned_by: tuple[str, ...] = ()
    bounced: bool = False
    expected: date | None = None
    has_open_question: bool = False
    agency_limit: Amount | None = None
    merged_into: str | None = None
    tally: dict[str, int] = dataclass_field(default_factory=dict)

    @property
    def running_limits(self) -> tuple[Limit, ...]:
        """The limits whose work is still to be done, in the order they opened."""
        return tuple(limit for limit in self.limits if limit.is_running)

    @property
    def overdue_limits(self) -> tuple[Limit, ...]:
        """The running limits that have passed. An option is never one: nobody had to take it."""
        return tuple(limit for limit in self.running_limits if limit.passed_at is not None)

    @property
    def has_several_agencies(self) -> bool:
        """Whether agencies co-ordinate beside the lead."""
        return bool(self.co_ordinating)

    def running(self, limit_id: str) -> Limit | None:
        """The running limit of this rule, if any."""
        return next((limit for limit in self.running_limits if limit.id == limit_id), None)

    def has_missed(self, limit_id: str) -> bool:
        """Whether the limit of this rule that opened last has passed with nothing done, or only late."""
        latest = next((limit for limit in reversed(self.limits) if limit.id == limit_id), None)
        return latest is not None and latest.passed_at is not None

    def rule_of(self, limit: Limit) -> LimitRule:
        """The rule a limit of this case follows."""
        return self.procedure.limit(limit.id)

    def stands_still(self, limit: Limit) -> bool:
        """Whether the limit waits with the case; a window runs on, for it is what the case waits for."""
        return self.paused_since is not None and self.rule_of(limit).kind is not LimitKind.WINDOW


def apply(complaint: Complaint, event: Event) -> Complaint:
    """The case after the event."""
    return replace(_change(_move(complaint, event), event), number=complaint.number + 1)


def _move(complaint: Complaint, event: Event) -> Complaint:
    """Where the procedure says the event leads, when its kind last happened and how often."""
    kind = event.kind
    if kind not in happened.MOMENTS:
        return complaint
    status = _status_after(complaint, event) or complaint.status
    tally = complaint.tally | {kind: complaint.tally.get(kind, 0) + 1}
    moved = replace(complaint, status=status, moments=complaint.moments | {kind: event.at}, tally=tally)
    return _resumed(moved, event.at) if status.is_final else moved


def _status_after(complaint: Complaint, event: Event) -> Status | None:
    if isinstance(event, happened.Rated) and event.reopens:
        return None
    if act := ACT_OF_EVENT.get(event.kind):
        rule = complaint.procedure.act(act)
        return rule.leads_to(complaint.status) if rule else None
    return next((rule.lapse_to for rule in complaint.procedure.limits if rule.on_lapse == event.kind), None)


def _change(complaint: Complaint, event: Event) -> Complaint:  # noqa: C901 - one case for each event, each a line
    match event:
        case happened.Filed():
            return replace(
                complaint,
                channel=event.channel,
                field=event.field,
                urgency=event.urgency,
                secret=event.secret,
                place=event.place,
                test=event.test,
            )
        case happened.Verified():
            return replace(complaint, field=event.field, urgency=event.urgency)
        case happened.Dispatched():
            return replace(
                complaint,
                field=event.field,
                urgency=event.urgency,
                lead=event.lead,
                co_ordinating=event.co_ordinating,
                officer=None,
                bounced=False,
                agency_limit=event.agency_limit,
            )
        case happened.Forwarded():
            return replace(
                complaint,
                lead=event.lead,
                co_ordinating=event.co_ordinating,
                officer=None,
                bounced=False,
                agency_limit=event.agency_limit,
            )
        case happened.Reclassified():
            kept = complaint.officer if event.lead == complaint.lead else None
            return replace(complaint, field=event.field, urgency=event.urgency, lead=event.lead, officer=kept)
        case happened.Involved():
            return replace(complaint, co_ordinating=event.co_ordinating)
        case happened.Returned():
            returned_by = (*complaint.returned_by, event.agency)
            return replace(complaint, lead=None, co_ordinating=(), officer=None, returned_by=returned_by)
        case happened.Bounced():
            return replace(complaint, bounced=True)
        case happened.Accepted():
            return replace(complaint, officer=event.officer)
        case happened.Assigned():
            return replace(complaint, officer=event.officer)
        case happened.ProgressReported():
            return replace(complaint, expected=event.expected)
        case happened.Restricted():
            return replace(complaint, restricted=True)
        case happened.Hidden() | happened.Unhidden():
            return replace(complaint, hidden=isinstance(event, happened.Hidden))
        case happened.Merged():
            return replace(complaint, merged_into=event.into)
        case happened.Asked() | happened.Answered():
            return replace(complaint, has_open_question=isinstance(event, happened.Asked))
        case happened.Extended():
            return replace(complaint, extended=True)
        case happened.TemporarilyFixed():
            return replace(complaint, temporarily_fixed=True)
        case happened.Rated():
            return replace(complaint, rating=event.rating)
        case happened.ClocksPaused():
            return replace(complaint, paused_since=event.at)
        case happened.ClocksResumed():
            return _resumed(complaint, event.at)
        case happened.LimitOpened():
            return _open(complaint, event)
        case happened.LimitRescheduled():
            return _reschedule(complaint, event)
        case happened.LimitClosed():
            return _with(complaint, event.limit, outcome=event.outcome)
        case happened.Reminded():
            return _with(complaint, event.limit, reminded=True)
        case happened.LimitPassed():
            return _with(complaint, event.limit, passed_at=event.due)
        case happened.OverdueLifted():
            return _with(complaint, event.limit, passed_at=None)
        case happened.Escalated():
            return _with(complaint, event.limit, rungs_climbed=event.rung)
        case _:
            return complaint


def _open(complaint: Complaint, event: happened.LimitOpened) -> Complaint:
    """A limit counted from the same moment as before is the same limit: it runs on, and what it has rung is not rung again."""
    for limit in complaint.limits:
        if limit.id == event.limit and limit.counted_from == event.counted_from:
            again = replace(
                limit,
                outcome=None,
                amount=event.amount,
                schedule=event.schedule,
                passed_at=_passed_at(limit, event),
            )
            return replace(complaint, limits=(*(each for each in complaint.limits if each is not limit), again))
    opened = Limit(event.limit, event.counted_from, event.amount, event.schedule, event.until)
    return replace(complaint, limits=(*complaint.limits, opened))


def _reschedule(complaint: Complaint, event: happened.LimitRescheduled) -> Complaint:
    """New instants. A longer limit reminds anew, for the reminder given was of an end that no longer is."""
    moved = _with(complaint, event.limit, amount=event.amount, schedule=event.schedule)
    if limit := moved.running(event.limit):
        moved = _with(moved, event.limit, passed_at=_passed_at(limit, event))
    return _with(moved, event.limit, reminded=False) if event.cause is RescheduleCause.EXTENDED else moved


def _passed_at(limit: Limit, event: happened.LimitOpened | happened.LimitRescheduled) -> datetime | None:
    """Since when a limit with new instants is overdue, if it was. Where its end lies ahead now, lifting that is for an
    event of its own."""
    due = event.schedule.due if event.schedule else None
    return due if limit.passed_at and due and due <= event.at else limit.passed_at


def _resumed(complaint: Complaint, at: datetime) -> Complaint:
    """The case when it no longer waits for the reporter. One that ends while it waits ends its wait too."""
    if complaint.paused_since is None:
        return complaint
    return replace(complaint, paused_since=None, pauses=(*complaint.pauses, (complaint.paused_since, at)))


def _with(complaint: Complaint, limit_id: str, **changes: object) -> Complaint:
    return replace(
        complaint,
        limits=tuple(
            replace(limit, **changes) if limit.id == limit_id and limit.is_running else limit  # type: ignore[arg-type]
            for limit in complaint.limits
        ),
    )
