"""The limits of a regulation: how long each is, when it opens and closes, and the ladder that a missed one climbs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.time.amounts import Amount, Counting
from domain.words import Role, Status, Urgency


class LimitKind(StrEnum):
    """The kinds of limit: of a step, of the whole case, a window in which somebody outside the offices may still act, an
    option that an office need not take, or the part of an agency that co-ordinates."""

    STEP = "step"
    CASE = "case"
    WINDOW = "window"
    OPTION = "option"
    PART = "part"

    @property
    def binds(self) -> bool:
        """True if an office must act on the case within the limit. A part does not count: the lead's limit runs beside it."""
        return self in (LimitKind.STEP, LimitKind.CASE)


@dataclass(frozen=True)
class LimitRule:
    """A limit: its amount, the kinds of event that start, open and close it, who must keep it, by which article.

    It opens only in the statuses of `opens_in`, where any are given. It counts from the latest event of `counts_from`, or
    from the event that opened it. Where `amount` is None it ends with the day by which a result was promised.
    An event of `cancelled_on` ends it undone. `fields` are the fields of work it is for; none means all. Where
    `shortened_by_agency`, an agency's own, shorter limit takes its place. On `extended_on` its amount becomes `extended`.
    The whole case's limit must be kept by the one whose step runs, and by `assignee` when no step runs.
    A window has no ladder: when it passes, the event `on_lapse` happens and the case goes to `lapse_to`. An option has
    neither: when it passes, or can no longer be taken, it ends. A part has a limit for each agency whose day the lead set.
    `reading` says in Vietnamese how we read an ambiguous text; `ours` marks an amount that no text states.
    """

    id: str
    kind: LimitKind
    name: str
    amount: Amount | None
    opens_on: tuple[str, ...]
    closes_on: tuple[str, ...]
    assignee: Role
    source: str
    counts_from: str | tuple[str, ...] | None = None
    counting: Counting = Counting.ROLLING
    applies_to: tuple[Urgency, ...] = tuple(Urgency)
    fields: tuple[str, ...] = ()
    opens_in: tuple[Status, ...] = ()
    cancelled_on: tuple[str, ...] = ()
    shortened_by_agency: bool = False
    remind_at: Decimal = Decimal("0.75")
    ladder: str | None = None
    extended: Amount | None = None
    extended_source: str | None = None
    extended_on: str = "extended"
    on_lapse: str | None = None
    lapse_to: Status | None = None
    reading: str | None = None
    ours: bool = False

    @property
    def counted_from(self) -> tuple[str, ...]:
        """The kinds of event of which the latest is counted from; none where the limit counts from the event that opens it."""
        if self.counts_from is None:
            return ()
        return (self.counts_from,) if isinstance(self.counts_from, str) else self.counts_from

    @property
    def extended_by_act(self) -> bool:
        """True if the act of extending makes the limit longer."""
        return self.extended is not None and self.extended_on == "extended"

    @property
    def makes_late(self) -> bool:
        """True if an office that lets the limit pass is late: in figures, on pages and in reports."""
        return self.kind.binds and not self.ours

    @property
    def is_internal(self) -> bool:
        """True if the limit is the authority's or the lead's own and no text states it. It reminds and is shown, and makes nobody
        late."""
        return self.ours and (self.kind.binds or self.kind is LimitKind.PART)

    @property
    def of_agency(self) -> bool:
        """True if it is a step of the agency that has the case. The whole case's limit is the authority's."""
        return self.assignee.of_agency and self.kind is not LimitKind.CASE

    def for_agency(self, own: Amount | None) -> Amount | None:
        """Return the amount for an agency with a limit of its own: its own where that is shorter and the text allows it."""
        if not (self.shortened_by_agency and own and self.amount and own.unit is self.amount.unit):
            return self.amount
        return min(self.amount, own, key=lambda amount: amount.value)

    def is_for(self, urgency: Urgency, field_id: str | None) -> bool:
        """Tell whether the limit is for a case of this course and field of work."""
        return urgency in self.applies_to and (not self.fields or field_id in self.fields)


_OF = "@"


def limit_of_part(rule_id: str, agency: str) -> str:
    """Return the id of one agency's limit under a rule about parts."""
    return f"{rule_id}{_OF}{agency}"


def rule_of_limit(limit_id: str) -> str:
    """Return the id of the rule that a limit follows."""
    return limit_id.partition(_OF)[0]


def part_of(limit_id: str) -> str | None:
    """Return the agency whose part a limit is for, None for a limit that is not about a part."""
    return limit_id.partition(_OF)[2] or None


class Recipient(StrEnum):
    """The recipients that a rung of a ladder may name."""

    LEAD = "lead"
    ASSIGNEE = "assignee"
    ASSIGNEE_LEADER = "assignee_leader"
    CENTRE = "centre"
    CENTRE_LEADER = "centre_leader"
    FOCAL_POINT = "focal_point"
    AUTHORITY = "authority"
    REPORTER = "reporter"


@dataclass(frozen=True)
class Rung:
    """A rung: whom it notifies, and how long after the limit. In a case of several agencies it may notify more, by
    another article."""

    tells: tuple[Recipient, ...]
    after: Amount
    source: str
    several_agencies_also_tells: tuple[Recipient, ...] = ()
    several_agencies_source: str | None = None
    ours: bool = False
