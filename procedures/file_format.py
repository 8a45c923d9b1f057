"""The format of a procedure's file: which keys it has, of which types. `checks` says which of them fit together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Self, get_args

from pydantic import BeforeValidator, Field, Strict, model_validator

from domain.events import LAPSES, MOMENTS, Event
from domain.limit_rules import LimitKind, LimitRule, Recipient, Rung
from domain.notices import BY_RECEIPT
from domain.procedure import (
    ActRule,
    Authority,
    Bouncing,
    Channel,
    Continuation,
    Course,
    FieldOfWork,
    Furthest,
    LegalBasis,
    LetterRule,
    Named,
    NoticeRule,
    OwnDispatch,
    Procedure,
    Rating,
    RefusalGround,
    Requirement,
    UnlimitedWait,
    Visibility,
    WithholdGround,
)
from domain.texts.transitions import OpenCases, Transition
from domain.time.amounts import Amount, Counting
from domain.time.office_hours import DeskHours, OfficeHours, Session
from domain.words import ActKind, AttachmentKind, Party, Role, Status, Urgency
from procedures.format_parts import (
    MESSAGE_CHANNELS,
    CitedTable,
    FileTable,
    Flag,
    Id,
    MessageChannel,
    NamedTable,
    StaffRole,
    Text,
    Written,
    amount_of,
    one_of,
)
from procedures.report_format import ReportTable

_EVENTS = frozenset(event.kind for event in get_args(Event))
_TOLD = frozenset(Role) | {"told"}
_NOTICE_CHANNELS = MESSAGE_CHANNELS | {BY_RECEIPT}


PROMISED = "promised"
"""Stands for the amount of a limit that ends on the day by which a result was promised."""


def _amount_or_promise(written: Any) -> Amount | None:
    return None if written == PROMISED else amount_of(written)


def _listed(written: Any) -> Any:
    """Turn a single event into a list of one."""
    return (written,) if isinstance(written, str) else written


def _session(written: Any) -> Session:
    try:
        opens, closes = map(time.fromisoformat, written.split("-"))
        return Session(opens, closes)
    except (AttributeError, ValueError):
        raise ValueError(f"“{written}” không phải một buổi làm việc như “07:30-11:30”") from None


Day = Annotated[date, Strict()]
WrittenOrPromised = Annotated[Amount | None, BeforeValidator(_amount_or_promise)]
WorkSession = Annotated[Session, BeforeValidator(_session)]
Moment = Annotated[str, one_of(MOMENTS, "diễn biến")]
AnyEvent = Annotated[str, one_of(_EVENTS, "diễn biến")]
Lapse = Annotated[str, one_of(frozenset(LAPSES), "diễn biến hết thời gian chờ")]
ToldRole = Annotated[str, one_of(_TOLD, "người nhận")]
NoticeChannel = Annotated[str, one_of(_NOTICE_CHANNELS, "kênh thông báo")]


class _Channel(NamedTable):
    answers_by: MessageChannel = "portal"
    staff_only: Flag = False
    takes_incomplete: Flag = False


class _Course(NamedTable):
    id: Urgency
    by_hand: Flag = False


class _Rating(NamedTable):
    reopens: Flag = False


class _Field(NamedTable):
    urgency: Urgency = Urgency.ORDINARY
    by_focal_point: Flag = False


class _Requirement(NamedTable):
    required: Flag = True
    except_channels: tuple[Id, ...] = ()
    kinds: tuple[AttachmentKind, ...] = ()


class _RefusalGround(NamedTable):
    names_original: Flag = False
    needs_guidance: Flag = False
    found_later: Flag = False


class _WithholdGround(NamedTable):
    on_request: Flag = False
    from_start: Flag = False
    told_by_message: Flag = False
    keeps_result: Flag = False


class _UnlimitedWait(CitedTable):
    status: Status


class _Bouncing(CitedTable):
    returns: Annotated[int, Strict(), Field(ge=2)]


class _Authority(FileTable):
    name: Text
    centre: Text
    code_prefix: Annotated[str, Field(pattern=r"^[A-Z]{2,4}$")]
    time_zone: Text


class _LegalBasis(FileTable):
    act: Text
    title: Text
    issued: Day | None = None


class _Visibility(FileTable):
    identity: tuple[Role, ...]
    public: tuple[Status, ...]
    source: Text
    whole_course: Flag = False


class _OfficeHours(FileTable):
    valid_from: Day
    source: Text
    monday: tuple[WorkSession, ...] = ()
    tuesday: tuple[WorkSession, ...] = ()
    wednesday: tuple[WorkSession, ...] = ()
    thursday: tuple[WorkSession, ...] = ()
    friday: tuple[WorkSession, ...] = ()
    saturday: tuple[WorkSession, ...] = ()
    sunday: tuple[WorkSession, ...] = ()

    @model_validator(mode="after")
    def _can_be_kept(self) -> Self:
        if not any(self.weekdays):
            raise ValueError("cơ quan không mở cửa buổi nào thì không giữ được hạn nào")
        _require_order(self.weekdays)
        return self

    @property
    def weekdays(self) -> tuple[tuple[Session, ...], ...]:
        """Return the seven days, Monday first."""
        return (
            self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday
        )  # fmt: skip


class _DeskHours(FileTable):
    valid_from: Day
    source: Text
    monday: tuple[WorkSession, ...] | None = None
    tuesday: tuple[WorkSession, ...] | None = None
    wednesday: tuple[WorkSession, ...] | None = None
    thursday: tuple[WorkSession, ...] | None = None
    friday: tuple[WorkSession, ...] | None = None
    saturday: tuple[WorkSession, ...] | None = None
    sunday: tuple[WorkSession, ...] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if all(day is None for day in self.weekdays):
            raise ValueError("phải nêu ít nhất một ngày mà bộ phận một cửa mở khác giờ làm việc")
        _require_order(day or () for day in self.weekdays)
        return self

    @property
    def weekdays(self) -> tuple[tuple[Session, ...] | None, ...]:
        """Return the seven days, Monday first; None where the desk keeps the office's hours."""
        return (
            self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday
        )  # fmt: skip


def _require_order(days: Iterable[tuple[Session, ...]]) -> None:
    if any(one.closes > next_one.opens for day in days for one, next_one in pairwise(day)):
        raise ValueError("các buổi trong một ngày phải nối tiếp nhau, không chồng lên nhau")


class _Furthest(CitedTable):
    days: Annotated[int, Strict(), Field(ge=1, le=366)]
    leaders: Annotated[tuple[Role, ...], Field(min_length=1)]
    leaders_days: Annotated[int, Strict(), Field(ge=1, le=1830)]


class _Act(CitedTable):
    name: Text
    by: Annotated[tuple[Role, ...], Field(min_length=1)]
    when: Annotated[tuple[Status, ...], Field(min_length=1)]
    to: Status | None = None
    leads: dict[Status, Status] = Field(default_factory=dict)
    times: Annotated[int, Strict(), Field(ge=1)] | None = None
    several_agencies: Flag = False
    after: Moment | None = None
    after_limit: Id | None = None
    edits: Flag = False
    needs_day: Flag = False
    needs_images: Flag = False
    explains_no_images: Flag = False
    takes_paper: Flag = False
    names_agency: Flag = True
    beside_agency: Flag = False
    furthest: _Furthest | None = None
    agencies: Party = Party.LEAD
    commits: Flag = False

    def to_rule(self, act: ActKind) -> ActRule:
        """Return the rule as the core knows it."""
        furthest = Furthest(**dict(self.furthest)) if self.furthest else None
        return ActRule(act=act, **dict(self) | {"furthest": furthest})


class _Limit(CitedTable):
    kind: LimitKind
    name: Text
    amount: WrittenOrPromised
    opens_on: Annotated[tuple[Moment, ...], Field(min_length=1)]
    closes_on: Annotated[tuple[Moment, ...], Field(min_length=1)]
    assignee: Role
    counts_from: Annotated[tuple[Moment, ...], BeforeValidator(_listed)] | None = None
    counting: Counting = Counting.ROLLING
    applies_to: Annotated[tuple[Urgency, ...], Field(min_length=1)] = tuple(Urgency)
    fields: tuple[Id, ...] = ()
    opens_in: tuple[Status, ...] = ()
    cancelled_on: tuple[Moment, ...] = ()
    shortened_by_agency: Flag = False
    remind_at: Decimal = Decimal("0.75")
    ladder: Id | None = None
    extended: Written | None = None
    extended_source: Text | None = None
    extended_on: Moment = "extended"
    on_lapse: Lapse | None = None
    lapse_to: Status | None = None
    reading: Text | None = None


class _Rung(CitedTable):
    tells: Annotated[tuple[Recipient, ...], Field(min_length=1)]
    after: Written
    several_agencies_also_tells: tuple[Recipient, ...] = ()
    several_agencies_source: Text | None = None


class _Notice(CitedTable):
    on: AnyEvent
    to: Annotated[tuple[ToldRole, ...], Field(min_length=1)]
    channels: Annotated[tuple[NoticeChannel, ...], Field(min_length=1)]
    urgency: Urgency | None = None
    leaving_in: Status | None = None


class _Letter(CitedTable):
    on: Annotated[tuple[Moment, ...], BeforeValidator(_listed), Field(min_length=1)]
    name: Text
    template: Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]
    place: Text
    symbol: Text
    signed_on: Moment | None = None
    grounds: tuple[Id, ...] = ()
    centre_symbol: Text | None = None
    addressee: Text | None = None
    superior: Text | None = None
    to: tuple[StaffRole, ...] = ()

    def to_rules(self) -> Iterator[LetterRule]:
        """Yield the rule of each event on which the letter is made."""
        yield from (LetterRule(**dict(self) | {"on": event}) for event in self.on)


class _Transition(CitedTable):
    of: Id
    open_cases: OpenCases
    reading: Text | None = None


class ProcedureFile(FileTable):
    """A whole file."""

    id: Id
    valid_from: Day
    valid_to: Day | None = None
    authority: _Authority
    legal_basis: _LegalBasis
    visibility: _Visibility
    office_hours: Annotated[tuple[_OfficeHours, ...], Field(min_length=1)]
    desk_hours: tuple[_DeskHours, ...] = ()
    channels: Annotated[tuple[_Channel, ...], Field(min_length=1)]
    fields: Annotated[tuple[_Field, ...], Field(min_length=1)]
    requirements: tuple[_Requirement, ...]
    refusal_grounds: tuple[_RefusalGround, ...] = ()
    withhold_grounds: tuple[_WithholdGround, ...] = ()
    ratings: tuple[_Rating, ...] = ()
    hide_grounds: tuple[NamedTable, ...] = ()
    courses: tuple[_Course, ...] = ()
    unlimited: tuple[_UnlimitedWait, ...] = ()
    bouncing: _Bouncing | None = None
    own_dispatch: CitedTable | None = None
    continuation: CitedTable | None = None
    role_names: dict[Role, Text] = Field(default_factory=dict)
    acts: dict[ActKind, _Act]
    limits: dict[Id, _Limit]
    ladders: dict[Id, Annotated[tuple[_Rung, ...], Field(min_length=1)]]
    notices: tuple[_Notice, ...] = ()
    letters: tuple[_Letter, ...] = ()
    reports: tuple[ReportTable, ...] = ()
    paused_in: tuple[Status, ...] = ()
    transitions: tuple[_Transition, ...] = ()

    def to_domain(self) -> Procedure:
        """Return the procedure as the core knows it. Tables whose keys are the core's own words are passed on unchanged."""
        return Procedure(
            id=self.id,
            authority=Authority(**dict(self.authority)),
            legal_basis=LegalBasis(**dict(self.legal_basis)),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            office_hours=tuple(OfficeHours(each.valid_from, each.weekdays, each.source) for each in self.office_hours),
            desk_hours=tuple(DeskHours(each.valid_from, each.weekdays, each.source) for each in self.desk_hours),
            channels=tuple(Channel(**dict(each)) for each in self.channels),
            fields=tuple(FieldOfWork(**dict(each)) for each in self.fields),
            requirements=tuple(Requirement(**dict(each)) for each in self.requirements),
            acts=tuple(each.to_rule(act) for act, each in self.acts.items()),
            limits=tuple(LimitRule(id=limit, **dict(each)) for limit, each in self.limits.items()),
            ladders={name: tuple(Rung(**dict(rung)) for rung in rungs) for name, rungs in self.ladders.items()},
            notices=tuple(NoticeRule(**dict(each)) for each in self.notices),
            letters=tuple(rule for each in self.letters for rule in each.to_rules()),
            reports=tuple(each.to_rule() for each in self.reports),
            refusal_grounds=tuple(RefusalGround(**dict(each)) for each in self.refusal_grounds),
            withhold_grounds=tuple(WithholdGround(**dict(each)) for each in self.withhold_grounds),
            ratings=tuple(Rating(**dict(each)) for each in self.ratings),
            hide_grounds=tuple(Named(**dict(each)) for each in self.hide_grounds),
            courses=tuple(Course(**dict(each)) for each in self.courses),
            unlimited=tuple(UnlimitedWait(**dict(each)) for each in self.unlimited),
            bouncing=Bouncing(**dict(self.bouncing)) if self.bouncing else None,
            own_dispatch=OwnDispatch(**dict(self.own_dispatch)) if self.own_dispatch else None,
            continuation=Continuation(**dict(self.continuation)) if self.continuation else None,
            role_names=self.role_names,
            visibility=Visibility(**dict(self.visibility)),
            paused_in=self.paused_in,
            transitions=tuple(Transition(**dict(each)) for each in self.transitions),
        )
