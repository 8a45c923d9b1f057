"""The regulation of one authority as data, read by `procedures/` from a file. A case carries the one in force when it
was filed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.limit_rules import LimitRule, Rung, rule_of_limit
from domain.reports.rules import ReportRule
from domain.texts.transitions import TakingOver
from domain.time.amounts import Amount
from domain.time.office_hours import DeskHours, OfficeHours
from domain.words import ActKind, AttachmentKind, Party, Role, Status, Urgency


@dataclass(frozen=True)
class Authority:
    """The authority whose regulation it is, and the centre that runs it. `code_prefix` begins every case's code."""

    name: str
    centre: str
    code_prefix: str
    time_zone: str

    def local_date(self, at: datetime) -> date:
        """Return the day that it is there at an instant."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()


@dataclass(frozen=True)
class LegalBasis:
    """The legal act that issued the regulation. `issued` is None where the available text bears no date."""

    act: str
    title: str
    issued: date | None


@dataclass(frozen=True)
class Named:
    """An entry that the regulation lists by name: a channel, a field of work, a rating. `ours` marks an entry that the
    text leaves open and that we chose."""

    id: str
    name: str
    source: str
    ours: bool = False


@dataclass(frozen=True)
class Channel(Named):
    """A channel of reports. `answers_by` is the notice channel that answers reports of this channel; `staff_only` where staff
    write down what they were told or saw; `takes_incomplete` where they take in a report although requirements are missing."""

    answers_by: str = "portal"
    staff_only: bool = False
    takes_incomplete: bool = False


@dataclass(frozen=True)
class Course(Named):
    """A course beside the ordinary one; its id is the urgency. `by_hand` where the centre chooses it, not the field of work."""

    by_hand: bool = False


@dataclass(frozen=True)
class FieldOfWork(Named):
    """A field of work (lĩnh vực), and the course its cases take. `by_focal_point` where they are dispatched to the focal point,
    which sends them on."""

    urgency: Urgency = Urgency.ORDINARY
    by_focal_point: bool = False


@dataclass(frozen=True)
class Requirement(Named):
    """A fact that a report must hold, or should hold where `required` is false. It does not apply to reports of
    `except_channels`. `kinds` are the attachments that it means, where it means some."""

    required: bool = True
    except_channels: tuple[str, ...] = ()
    kinds: tuple[AttachmentKind, ...] = ()


@dataclass(frozen=True)
class RefusalGround(Named):
    """A ground for refusing a report. `names_original` when the refusal must name the case that the report repeats,
    `needs_guidance` when it must say what a new report should hold. `found_later` when who handles the case may find the
    ground, and hands the case back on it."""

    names_original: bool = False
    needs_guidance: bool = False
    found_later: bool = False


@dataclass(frozen=True)
class WithholdGround(Named):
    """A ground for giving a result to the reporter alone. `on_request` when the reporter must have asked for it; `from_start`
    when the case may be kept from the public before there is a result; `told_by_message` when the text of the result also
    goes to the reporter by e-mail, not only on the system; `keeps_result` when not even the reporter reads the result here,
    nor gets a letter of it."""

    on_request: bool = False
    from_start: bool = False
    told_by_message: bool = False
    keeps_result: bool = False


@dataclass(frozen=True)
class Rating(Named):
    """A rating that a reporter may give. `reopens` when it sends the case back to be handled again."""

    reopens: bool = False


@dataclass(frozen=True)
class Furthest:
    """The furthest day that an act may promise, in calendar days from the day of the act. Roles of `leaders` decide beyond it, up
    to `leaders_days`."""

    days: int
    source: str
    leaders_days: int
    leaders: tuple[Role, ...] = ()
    ours: bool = False

    def for_role(self, role: Role) -> int:
        """Return how many days ahead this role may promise."""
        return self.leaders_days if role in self.leaders else self.days


@dataclass(frozen=True)
class ActRule:
    """The rule of an act: who may do it, in which statuses, where it leads, by which article.

    `to` is None when the status stays. `leads` says where it leads from the statuses for which `to` does not hold.
    `times` is how often it may be done to a case. `several_agencies` where only a case of several agencies allows it.
    `after` is an event that must have happened before; with `several_agencies` that holds for cases of several agencies
    only. `after_limit` is a limit that must have been missed.
    `beside_agency` where the focal point may do an agency's act while an agency has the case.
    `edits` where the act may change the result. `names_agency` is false for a dispatch to the focal point, and where only
    the field of work and the course are put right. `needs_day` where a result must say on which day it was done,
    `needs_images` where it must hold images, or say that there are none; `explains_no_images` where it must then say why;
    `takes_paper` where it may come in writing, `commits` where it may be a commitment for a day.
    `furthest` bounds the day that is promised. `agencies` are those whose people may do the act, where it is for people of an
    agency.
    """

    act: ActKind
    name: str
    by: tuple[Role, ...]
    when: tuple[Status, ...]
    to: Status | None
    source: str
    ours: bool = False
    leads: dict[Status, Status] = field(default_factory=dict)
    times: int | None = None
    several_agencies: bool = False
    needs_day: bool = False
    needs_images: bool = False
    explains_no_images: bool = False
    takes_paper: bool = False
    after: str | None = None
    after_limit: str | None = None
    edits: bool = False
    names_agency: bool = True
    furthest: Furthest | None = None
    beside_agency: bool = False
    agencies: Party = Party.LEAD
    commits: bool = False

    def leads_to(self, status: Status) -> Status | None:
        """Return the status in which the act leaves a case that was in this one; None when the status stays."""
        return self.leads.get(status, self.to)


@dataclass(frozen=True)
class NoticeRule:
    """A notice the text names: on which event, to whom, by which channels. `told` in `to` stands for the
    recipients that the event itself names. With `leaving_in` it is sent only where the event leaves the case in that status."""

    on: str
    to: tuple[str, ...]
    channels: tuple[str, ...]
    source: str
    urgency: Urgency | None = None
    ours: bool = False
    leaving_in: Status | None = None


@dataclass(frozen=True)
class LetterRule:
    """The letter that is made and numbered when event `on` happens, to the reporter. With `addressee` it goes to that office
    instead, holds the words of the report and not who sent it, and is read by staff alone, among them the roles of `to`.
    `superior` stands over the office that issues it, where that is not the authority.

    It is signed by the person who last brought about `signed_on`, such as the leader who approved the result; without it, by the
    person who acted. `grounds` are those that it fits, where its words are about a ground; empty for any. `template` names its
    form; `place` stands before its date; `symbol` after its number, with that of the agency that issues it: `12/PAKN-SXD`. A
    letter of the centre has `centre_symbol` instead, where that is named.
    """

    on: str
    name: str
    template: str
    place: str
    symbol: str
    source: str
    ours: bool = False
    signed_on: str | None = None
    grounds: tuple[str, ...] = ()
    centre_symbol: str | None = None
    addressee: str | None = None
    to: tuple[Role, ...] = ()
    superior: str | None = None


def written_number(number: int, symbol: str) -> str:
    """Return a letter's number as it is written: at least two digits, then the symbol."""
    return f"{number:02}/{symbol}"


@dataclass(frozen=True)
class UnlimitedWait:
    """A status in which a case may wait without a limit, because the text says so, or says nothing."""

    status: Status
    source: str
    ours: bool = False


@dataclass(frozen=True)
class Bouncing:
    """A case that was returned `returns` times, or twice by one agency, may be dispatched only by a leader."""

    returns: int
    source: str
    ours: bool = False


@dataclass(frozen=True)
class OwnDispatch:
    """The system dispatches a report by itself where the routing rules name an agency, with a field of work or without."""

    source: str
    ours: bool = False


@dataclass(frozen=True)
class Continuation:
    """A reporter who does not accept the result of a closed case may go on with a new one, which goes to the agency that
    answered."""

    source: str
    ours: bool = False


@dataclass(frozen=True)
class Visibility:
    """The people who may see a reporter's identity, and the statuses in which the public may see a case. `whole_course`
    where the text shows the public, step by step, how the case was received, sent, handled and approved."""

    identity: tuple[Role, ...]
    public: tuple[Status, ...]
    source: str
    whole_course: bool = False


@dataclass(frozen=True)
class Procedure(TakingOver):
    """A whole regulation. Keys of `ladders` are the names that limits refer to."""

    id: str
    authority: Authority
    legal_basis: LegalBasis
    valid_from: date
    valid_to: date | None
    office_hours: tuple[OfficeHours, ...]
    channels: tuple[Channel, ...]
    fields: tuple[FieldOfWork, ...]
    requirements: tuple[Requirement, ...]
    acts: tuple[ActRule, ...]
    limits: tuple[LimitRule, ...]
    ladders: dict[str, tuple[Rung, ...]]
    notices: tuple[NoticeRule, ...]
    refusal_grounds: tuple[RefusalGround, ...]
    withhold_grounds: tuple[WithholdGround, ...]
    ratings: tuple[Rating, ...]
    visibility: Visibility
    paused_in: tuple[Status, ...]
    desk_hours: tuple[DeskHours, ...] = ()
    letters: tuple[LetterRule, ...] = ()
    reports: tuple[ReportRule, ...] = ()
    hide_grounds: tuple[Named, ...] = ()
    courses: tuple[Course, ...] = ()
    unlimited: tuple[UnlimitedWait, ...] = ()
    bouncing: Bouncing | None = None
    own_dispatch: OwnDispatch | None = None
    continuation: Continuation | None = None
    role_names: dict[Role, str] = field(default_factory=dict)

    def act(self, kind: ActKind) -> ActRule | None:
        """Return the rule for one kind of act, None where this regulation does not have it."""
        return next((rule for rule in self.acts if rule.act is kind), None)

    def grounds(self, kind: ActKind) -> tuple[Named, ...]:
        """Return the grounds that this kind of act may name; none for an act that names no ground."""
        match kind:
            case ActKind.REFUSE:
                return self.refusal_grounds
            case ActKind.HAND_BACK:
                return self.grounds_found_later
            case ActKind.WITHHOLD | ActKind.RESTRICT:
                return self.withhold_grounds
            case ActKind.HIDE:
                return self.hide_grounds
            case _:
                return ()

    @property
    def grounds_found_later(self) -> tuple[RefusalGround, ...]:
        """The grounds for refusing a report on which a case is handed back to the centre."""
        return tuple(ground for ground in self.refusal_grounds if ground.found_later)

    def has_use_for(self, own: Amount) -> bool:
        """Tell whether an agency's own limit can shorten one of these limits, which takes the same unit. Where the regulation
        knows no own limits, every one is accepted, because it has no effect."""
        units = {rule.amount.unit for rule in self.limits if rule.shortened_by_agency and rule.amount}
        return not units or own.unit in units

    def letter(self, event_kind: str, ground: str | None = None) -> LetterRule | None:
        """Return the rule of the letter that an event of this kind on this ground calls for, if any."""
        rules = (rule for rule in self.letters if rule.on == event_kind)
        return next((rule for rule in rules if not rule.grounds or ground in rule.grounds), None)

    def letter_made(self, event_kind: str, template: str) -> LetterRule:
        """Return the rule of a letter that was made on an event of this kind in this form. Raises LookupError."""
        for rule in self.letters:
            if (rule.on, rule.template) == (event_kind, template):
                return rule
        raise LookupError(f"{self.id} writes no letter {template} on {event_kind}")

    def report(self, report_id: str) -> ReportRule | None:
        """Return the rule of one series of periodic reports, None where this regulation does not have it."""
        return next((rule for rule in self.reports if rule.id == report_id), None)

    def limit(self, limit_id: str) -> LimitRule:
        """Return the rule of one limit. Raises KeyError for an id the procedure does not hold."""
        rule_id = rule_of_limit(limit_id)
        for rule in (*self.limits, *self.former_limits):
            if rule.id == rule_id:
                return rule
        raise KeyError(limit_id)

    def field(self, field_id: str | None) -> FieldOfWork | None:
        """Return the field of work with this id, None for none."""
        return next((each for each in self.fields if each.id == field_id), None)

    def channel(self, channel_id: str | None) -> Channel | None:
        """Return the channel with this id, None for none."""
        return next((channel for channel in self.channels if channel.id == channel_id), None)

    def course(self, urgency: Urgency) -> Course | None:
        """Return the course of this urgency where the regulation names one, None otherwise."""
        return next((course for course in self.courses if course.id == urgency), None)

    def ladder(self, rule: LimitRule) -> tuple[Rung, ...]:
        """Return the rungs a limit climbs when it passes; none for a window."""
        return self.ladders[rule.ladder] if rule.ladder else ()
