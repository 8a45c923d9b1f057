"""One authority's regulation as data. `procedures/` reads it from a file; a case carries the one in force when it was filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.amounts import Amount, Counting
from domain.office_hours import DeskHours, OfficeHours
from domain.words import ActKind, Role, Status, Urgency


@dataclass(frozen=True)
class Authority:
    """Whose regulation it is, and the centre that runs it. `code_prefix` begins every case's code."""

    name: str
    centre: str
    code_prefix: str
    time_zone: str


@dataclass(frozen=True)
class LegalBasis:
    """The act that issued the regulation."""

    act: str
    title: str
    issued: date


@dataclass(frozen=True)
class Named:
    """Something the regulation lists by name: a channel, a field of work, a rating. `ours` marks what the text leaves open."""

    id: str
    name: str
    source: str
    ours: bool = False


@dataclass(frozen=True)
class FieldOfWork(Named):
    """A field of work (lĩnh vực), and the course its cases take."""

    urgency: Urgency = Urgency.ORDINARY


@dataclass(frozen=True)
class Requirement(Named):
    """Something a report must hold, or should where `required` is false."""

    required: bool = True


@dataclass(frozen=True)
class RefusalGround(Named):
    """Why the centre may refuse a report. `names_original` when the refusal must name the case it repeats."""

    names_original: bool = False


@dataclass(frozen=True)
class WithholdGround(Named):
    """Why a result is given to the reporter alone. `on_request` when only the reporter can be the cause."""

    on_request: bool = False


@dataclass(frozen=True)
class ActRule:
    """Who may do an act, in which statuses, where it leads (`to` is None when the status stays), by which article."""

    act: ActKind
    name: str
    by: tuple[Role, ...]
    when: tuple[Status, ...]
    to: Status | None
    source: str
    ours: bool = False


class LimitKind(StrEnum):
    """A step's limit, the whole case's, or a window in which somebody outside the offices may still act."""

    STEP = "step"
    CASE = "case"
    WINDOW = "window"


@dataclass(frozen=True)
class LimitRule:
    """One limit: its amount, what starts, opens and closes it (kinds of event), whose it is, by which article.

    It counts from when `counts_from` last happened, or from the event that opened it. The whole case's limit is whoever's
    turn it is, and `assignee`'s when it is nobody's.
    A window has no ladder: when it passes, the event `on_lapse` happens and the case goes to `lapse_to`.
    `reading` says in Vietnamese how we read the text where it leaves room; `ours` marks an amount that no text states.
    """

    id: str
    kind: LimitKind
    name: str
    amount: Amount
    opens_on: tuple[str, ...]
    closes_on: tuple[str, ...]
    assignee: Role
    source: str
    counts_from: str | None = None
    counting: Counting = Counting.ROLLING
    applies_to: tuple[Urgency, ...] = (Urgency.ORDINARY, Urgency.INSTANT)
    remind_at: Decimal = Decimal("0.75")
    ladder: str | None = None
    extended: Amount | None = None
    extended_source: str | None = None
    on_lapse: str | None = None
    lapse_to: Status | None = None
    reading: str | None = None
    ours: bool = False


class Recipient(StrEnum):
    """Whom a rung of a ladder tells."""

    ASSIGNEE = "assignee"
    ASSIGNEE_LEADER = "assignee_leader"
    CENTRE = "centre"
    CENTRE_LEADER = "centre_leader"
    AUTHORITY = "authority"
    REPORTER = "reporter"


@dataclass(frozen=True)
class Rung:
    """One rung: whom it tells, how long after the limit. A case of several agencies may tell more, by another article."""

    tells: tuple[Recipient, ...]
    after: Amount
    source: str
    several_agencies_also_tells: tuple[Recipient, ...] = ()
    several_agencies_source: str | None = None
    ours: bool = False


@dataclass(frozen=True)
class NoticeRule:
    """A notice the text names: on which event, to whom, by which channels. `told` in `to` means whoever the event tells."""

    on: str
    to: tuple[str, ...]
    channels: tuple[str, ...]
    source: str
    urgency: Urgency | None = None
    ours: bool = False


@dataclass(frozen=True)
class LetterRule:
    """The letter to the reporter that is made and numbered when event `on` happens; whoever's act that was signs it.

    `template` names its form; `place` stands before its date; `symbol` after its number: `12/PAKN`.
    """

    on: str
    name: str
    template: str
    place: str
    symbol: str
    source: str
    ours: bool = False

    def numbered(self, number: int) -> str:
        """A letter's number as it is written: below ten with two digits, the symbol after it."""
        return f"{number:02}/{self.symbol}"


@dataclass(frozen=True)
class Visibility:
    """Who may see a reporter's identity, and in which statuses the public may see a case."""

    identity: tuple[Role, ...]
    public: tuple[Status, ...]
    source: str


@dataclass(frozen=True)
class Procedure:
    """A whole regulation. Keys of `ladders` are the names that limits refer to."""

    id: str
    authority: Authority
    legal_basis: LegalBasis
    valid_from: date
    valid_to: date | None
    office_hours: tuple[OfficeHours, ...]
    channels: tuple[Named, ...]
    fields: tuple[FieldOfWork, ...]
    requirements: tuple[Requirement, ...]
    acts: tuple[ActRule, ...]
    limits: tuple[LimitRule, ...]
    ladders: dict[str, tuple[Rung, ...]]
    notices: tuple[NoticeRule, ...]
    refusal_grounds: tuple[RefusalGround, ...]
    withhold_grounds: tuple[WithholdGround, ...]
    ratings: tuple[Named, ...]
    visibility: Visibility
    paused_in: tuple[Status, ...]
    desk_hours: tuple[DeskHours, ...] = ()
    letters: tuple[LetterRule, ...] = ()

    def act(self, kind: ActKind) -> ActRule | None:
        """The rule for one kind of act, None where this regulation does not know it."""
        return next((rule for rule in self.acts if rule.act is kind), None)

    def letter(self, event_kind: str) -> LetterRule | None:
        """The letter that an event of this kind calls for, if any."""
        return next((rule for rule in self.letters if rule.on == event_kind), None)

    def limit(self, limit_id: str) -> LimitRule:
        """The rule of one limit. Raises KeyError for an id the procedure does not hold."""
        for rule in self.limits:
            if rule.id == limit_id:
                return rule
        raise KeyError(limit_id)

    def field(self, field_id: str | None) -> FieldOfWork | None:
        """The field of work with this id, None for none."""
        return next((field for field in self.fields if field.id == field_id), None)

    def ladder(self, rule: LimitRule) -> tuple[Rung, ...]:
        """The rungs a limit climbs when it passes; none for a window."""
        return self.ladders[rule.ladder] if rule.ladder else ()
