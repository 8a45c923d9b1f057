"""A case as a value, and how events change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import UTC, date, datetime
from enum import Flag, StrEnum, auto
from typing import ClassVar

from domain.actors import Actor
from domain.limit_rules import LimitKind, LimitRule
from domain.procedure import Procedure
from domain.texts.known import earlier_authorities
from domain.time.amounts import Amount
from domain.time.decisions import Reach
from domain.time.schedule import Schedule
from domain.words import ActKind, Role, Status, Urgency


class Outcome(StrEnum):
    """The ways in which a limit ends: met, late, replaced by another course's limit, or (a window) unused."""

    MET = "met"
    LATE = "late"
    SUPERSEDED = "superseded"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Limit:
    """A limit of one case, running or ended. `schedule` is None until the record has computed it.

    It ends when `amount` has run out, or with the offices' day `until`. `agency` is the agency whose step it is, and whose days
    off it follows; None where it follows the authority's.
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
    agency: str | None = None

    @property
    def is_running(self) -> bool:
        """True while the work that the limit is for is still to be done."""
        return self.outcome is None


@dataclass(frozen=True)
class Origin:
    """The origin of an imported case: its code in the other system, the file that listed it, and when it was imported."""

    old_code: str
    source: str
    at: datetime


@dataclass(frozen=True)
class Complaint:
    """A case: its status and its limits. Holds no personal data and no words that a person wrote.

    `number` counts the events applied. `moments` holds when each kind of event last happened, `tally` how often.
    `pauses` are the intervals, in order, in which the clocks stood still. `officer` is the account that works on the case.
    `returned_by` are the agencies that returned it. `bounced` says that only a leader may dispatch it next.
    `expected` is the day by which a result was promised. `agency_limit` is the lead agency's own limit. `joined` are the codes
    of the reports that were merged into the case, directly or through another. `rated` are the ratings of the standing answer,
    each with the code of its report. `asking` are the reports whose reporters wait for an answer to a question.
    `authors` holds the account that last brought about each kind of event on which somebody else must decide, and the technician
    who filed the report, if one did. `kept_on` are the grounds on which the case or its result was kept from the public.
    `continues` is the closed case with which this one goes on.
    `identity_shared_with` are the agencies with which the identity of this report's reporter was shared.
    `parts` are the co-ordinating agencies that have recorded their part, `declined` those that said they have none.
    `committed` is the day of a result that is a commitment, until it is kept.
    `origin` says where the case was imported from, None where it was filed here.
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
    authors: dict[str, str] = dataclass_field(default_factory=dict)
    joined: tuple[str, ...] = ()
    rated: tuple[tuple[str, str], ...] = ()
    asking: tuple[str, ...] = ()
    kept_on: tuple[str, ...] = ()
    continues: str | None = None
    identity_shared_with: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    committed: date | None = None
    origin: Origin | None = None

    @property
    def came_by_staff(self) -> bool:
        """Tell whether staff wrote the report down: its reporter telephoned or wrote on paper, and has no page of the case."""
        channel = self.procedure.channel(self.channel)
        return channel is not None and channel.staff_only

    @property
    def reports(self) -> tuple[str, ...]:
        """The codes of all reports that the case answers: its own first, then the merged ones."""
        return (self.code, *self.joined)

    @property
    def filing(self) -> str:
        """The identity of the filing that the case began with, empty before it. Where the record was put back to an older day, a
        code may be given again; two filings under one code still differ in their moment."""
        filed_at = self.moments.get("filed")
        return filing_id(filed_at) if filed_at else ""

    @property
    def unrated(self) -> tuple[str, ...]:
        """The reports whose reporters have not rated the standing answer."""
        rated = {report for report, _ in self.rated}
        return tuple(report for report in self.reports if report not in rated)

    @property
    def running_limits(self) -> tuple[Limit, ...]:
        """The limits whose work is still to be done, in the order they opened."""
        return tuple(limit for limit in self.limits if limit.is_running)

    @property
    def overdue_limits(self) -> tuple[Limit, ...]:
        """The running limits that have passed and make an office late. Never an option, because nobody had to take it, and never
        an internal limit."""
        return tuple(
            limit for limit in self.running_limits if limit.passed_at is not None and self.rule_of(limit).makes_late
        )

    @property
    def has_several_agencies(self) -> bool:
        """True if agencies co-ordinate beside the lead."""
        return bool(self.co_ordinating)

    @property
    def missing_parts(self) -> tuple[str, ...]:
        """The co-ordinating agencies that have not recorded their part."""
        return tuple(agency for agency in self.co_ordinating if agency not in self.parts)

    def came_with_import(self, event: Happened) -> bool:
        """Tell whether the event was recorded when the case was imported: it happened in the other system, or was found then."""
        return self.origin is not None and event.at <= self.origin.at

    def was_filed_by(self, actor: Actor) -> bool:
        """Tell whether this technician filed the report."""
        is_technician = actor.role is Role.TECHNICIAN and actor.authority == self.procedure.id
        return is_technician and actor.account is not None and self.authors.get("filed") == actor.account

    def brought_about_by(self, kind: str, account: str | None) -> Complaint:
        """Return the case with the account that brought about an event of this kind, None where no account did."""
        others = {name: author for name, author in self.authors.items() if name != kind}
        return replace(self, authors=others if account is None else others | {kind: account})

    def kept_from_public_on(self, ground: str) -> Complaint:
        """Return the case with one more ground on which it was kept from the public."""
        return replace(self, kept_on=tuple(dict.fromkeys((*self.kept_on, ground))))

    def running(self, limit_id: str) -> Limit | None:
        """Return the running limit of this rule, if any."""
        return next((limit for limit in self.running_limits if limit.id == limit_id), None)

    def has_missed(self, limit_id: str) -> bool:
        """Tell whether the latest limit of this rule has passed, undone or done late."""
        latest = next((limit for limit in reversed(self.limits) if limit.id == limit_id), None)
        return latest is not None and latest.passed_at is not None

    def rule_of(self, limit: Limit) -> LimitRule:
        """Return the rule that a limit of this case follows."""
        return self.procedure.limit(limit.id)

    def office_of(self, limit: Limit | None) -> Reach:
        """Return the office whose days off a limit follows: the agency whose step it is, or else the authority."""
        return Reach(self.procedure.id, limit.agency if limit else None, earlier_authorities(self.procedure))

    def stands_still(self, limit: Limit) -> bool:
        """Tell whether the limit pauses with the case. A window runs on: it is the time that the case waits for."""
        return self.paused_since is not None and self.rule_of(limit).kind is not LimitKind.WINDOW

    def resumed(self, at: datetime) -> Complaint:
        """Return the case when it no longer waits for the reporter. A case that ends during a wait ends the wait too."""
        if self.paused_since is None:
            return self
        return replace(self, paused_since=None, pauses=(*self.pauses, (self.paused_since, at)))


class Shown(Flag):
    """The people to whom an event is shown beside the staff, who see all events."""

    NOBODY = 0
    REPORTER = auto()
    """The reporter sees that it happened."""
    WORDS = auto()
    """The reporter also reads the words that were written with it."""
    PUBLIC = auto()
    """The public sees that it happened."""
    WHOLE_COURSE = auto()
    """Everybody sees that it happened where the regulation opens the whole course to the public. Its words are shown to
    nobody."""
    MOVES_PUBLIC = auto()
    """The public does not see the event, but sees its effect: another status, or that the case can be seen at all."""


@dataclass(frozen=True, kw_only=True)
class Happened:
    """An event: `at` is the instant it was true (aware, UTC). Who did it stands beside it in the record.

    A class of events says to whom it is shown, and overrides `change` where it changes the case.
    """

    at: datetime
    kind: str

    shown: ClassVar[Shown] = Shown.NOBODY

    def __init_subclass__(cls, *, shown: Shown = Shown.NOBODY) -> None:
        cls.shown = shown

    @property
    def moves_limits(self) -> bool:
        """True if the event may open, close or start limits."""
        return True

    def change(self, complaint: Complaint) -> Complaint:
        """Return the case as the event leaves it. Status, moments and tally are kept by `apply`."""
        return complaint


@dataclass(frozen=True, kw_only=True)
class Moment(Happened):
    """An event that may move a case, and may open, close or start a limit: the effect of an act, or the end of a window.

    `act` is the kind of act that brings it about, None for the end of a window. `stays` says that a regulation may let the
    case keep its status.
    """

    act: ClassVar[ActKind | None] = None
    stays: ClassVar[bool] = False

    def __init_subclass__(cls, *, act: ActKind | None = None, stays: bool = False, shown: Shown = Shown.NOBODY) -> None:
        super().__init_subclass__(shown=shown)
        cls.act = act
        cls.stays = stays

    def leads_to(self, complaint: Complaint) -> Status | None:
        """Return the status in which the procedure says the event leaves the case, None when the status stays."""
        procedure = complaint.procedure
        if self.act is not None:
            rule = procedure.act(self.act)
            return rule.leads_to(complaint.status) if rule else None
        return next((rule.lapse_to for rule in procedure.limits if rule.on_lapse == self.kind), None)


def filing_id(filed_at: datetime) -> str:
    """Return the identity of the filing of this instant, within its code."""
    return filed_at.astimezone(UTC).isoformat()


def apply(complaint: Complaint, event: Happened) -> Complaint:
    """Return the case after the event."""
    moved = _moved(complaint, event) if isinstance(event, Moment) else complaint
    return replace(event.change(moved), number=complaint.number + 1)


def apply_all(complaint: Complaint, events: Iterable[Happened]) -> Complaint:
    """Return the case after all of the events, applied in their order."""
    for event in events:
        complaint = apply(complaint, event)
    return complaint


def _moved(complaint: Complaint, event: Moment) -> Complaint:
    """Note where the event leads, when its kind last happened and how often."""
    kind = event.kind
    status = event.leads_to(complaint) or complaint.status
    tally = complaint.tally | {kind: complaint.tally.get(kind, 0) + 1}
    moved = replace(complaint, status=status, moments=complaint.moments | {kind: event.at}, tally=tally)
    return moved.resumed(event.at) if status.is_final else moved
