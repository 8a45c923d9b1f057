"""What has happened to a case: the append-only record. Each event says when; who did it stands beside it in the record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from domain.actors import Told
from domain.acts import NOTHING_WRITTEN, Sealed
from domain.amounts import Amount
from domain.schedule import Schedule
from domain.words import ActKind, Urgency


@dataclass(frozen=True, kw_only=True)
class Happened:
    """What every event holds: the instant it was true, aware, in UTC."""

    at: datetime


@dataclass(frozen=True, kw_only=True)
class Filed(Happened):
    """The report was received."""

    kind: Literal["filed"] = "filed"
    channel: str
    field: str | None
    urgency: Urgency
    secret: bool


@dataclass(frozen=True, kw_only=True)
class SupplementAsked(Happened):
    """The reporter was asked for what is missing; the clocks stand still until the answer or the end of the window."""

    kind: Literal["supplement_asked"] = "supplement_asked"
    wanted: Sealed


@dataclass(frozen=True, kw_only=True)
class Supplemented(Happened):
    """The reporter added to the report."""

    kind: Literal["supplemented"] = "supplemented"
    text: Sealed


@dataclass(frozen=True, kw_only=True)
class SupplementLapsed(Happened):
    """The reporter did not answer within the window; the centre decides on what there is."""

    kind: Literal["supplement_lapsed"] = "supplement_lapsed"


@dataclass(frozen=True, kw_only=True)
class Refused(Happened):
    """The report was refused."""

    kind: Literal["refused"] = "refused"
    ground: str
    reason: Sealed
    duplicate_of: str | None


@dataclass(frozen=True, kw_only=True)
class Verified(Happened):
    """The report is in order; its field of work and urgency are settled."""

    kind: Literal["verified"] = "verified"
    field: str | None
    urgency: Urgency


@dataclass(frozen=True, kw_only=True)
class Dispatched(Happened):
    """The case was sent to its agencies."""

    kind: Literal["dispatched"] = "dispatched"
    field: str
    urgency: Urgency
    lead: str
    co_ordinating: tuple[str, ...]
    note: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class Accepted(Happened):
    """The lead agency accepted the case."""

    kind: Literal["accepted"] = "accepted"


@dataclass(frozen=True, kw_only=True)
class Returned(Happened):
    """The agency sent the case back to the centre as not its own."""

    kind: Literal["returned"] = "returned"
    agency: str
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class Extended(Happened):
    """The lead agency took the longer limit."""

    kind: Literal["extended"] = "extended"
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class TemporarilyFixed(Happened):
    """The matter is safe for the time being."""

    kind: Literal["temporarily_fixed"] = "temporarily_fixed"
    what: Sealed


@dataclass(frozen=True, kw_only=True)
class DelayExplained(Happened):
    """The reporter was told why there is no result yet."""

    kind: Literal["delay_explained"] = "delay_explained"
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class ResultSubmitted(Happened):
    """The officer submitted a result for approval."""

    kind: Literal["result_submitted"] = "result_submitted"
    result: Sealed


@dataclass(frozen=True, kw_only=True)
class Approved(Happened):
    """The leader approved the result."""

    kind: Literal["approved"] = "approved"


@dataclass(frozen=True, kw_only=True)
class SentBack(Happened):
    """The leader sent the result back to be redone."""

    kind: Literal["sent_back"] = "sent_back"
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class Published(Happened):
    """The result is public."""

    kind: Literal["published"] = "published"


@dataclass(frozen=True, kw_only=True)
class Withheld(Happened):
    """The result went to the reporter alone."""

    kind: Literal["withheld"] = "withheld"
    ground: str


@dataclass(frozen=True, kw_only=True)
class Rated(Happened):
    """The reporter rated the result."""

    kind: Literal["rated"] = "rated"
    rating: str
    comment: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class RatingLapsed(Happened):
    """The window for rating ended without one."""

    kind: Literal["rating_lapsed"] = "rating_lapsed"


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Happened):
    """The reporter took the report back."""

    kind: Literal["withdrawn"] = "withdrawn"
    reason: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class ClocksPaused(Happened):
    """The case waits for the reporter; no limit of an office runs."""

    kind: Literal["clocks_paused"] = "clocks_paused"


@dataclass(frozen=True, kw_only=True)
class ClocksResumed(Happened):
    """The wait is over; the limits run on with what was left of them."""

    kind: Literal["clocks_resumed"] = "clocks_resumed"


class RescheduleCause(StrEnum):
    """Why a running limit got new instants."""

    RESUMED = "resumed"
    EXTENDED = "extended"
    DECISION = "decision"


class Outcome(StrEnum):
    """How a limit ended: met, late, replaced by another course's limit, or (a window) unused."""

    MET = "met"
    LATE = "late"
    SUPERSEDED = "superseded"
    LAPSED = "lapsed"


@dataclass(frozen=True, kw_only=True)
class LimitOpened(Happened):
    """A limit began to run, or runs again after a result was sent back. The record adds the schedule it computed."""

    kind: Literal["limit_opened"] = "limit_opened"
    limit: str
    counted_from: datetime
    amount: Amount
    schedule: Schedule | None = None


@dataclass(frozen=True, kw_only=True)
class LimitRescheduled(Happened):
    """A running limit got new instants. The record adds the schedule it computed.

    Where official decisions moved it, `previous_due` is when it was due before and `decided_by` the acts they rest on.
    """

    kind: Literal["limit_rescheduled"] = "limit_rescheduled"
    limit: str
    cause: RescheduleCause
    amount: Amount
    schedule: Schedule | None = None
    previous_due: datetime | None = None
    decided_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class LimitClosed(Happened):
    """What the limit waited for is done, or no longer needed."""

    kind: Literal["limit_closed"] = "limit_closed"
    limit: str
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class Reminded(Happened):
    """Whoever the limit waits for was reminded before it."""

    kind: Literal["reminded"] = "reminded"
    limit: str
    due: datetime
    told: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True)
class LimitPassed(Happened):
    """The limit passed with nothing done: the step is overdue since `due`."""

    kind: Literal["limit_passed"] = "limit_passed"
    limit: str
    due: datetime


@dataclass(frozen=True, kw_only=True)
class OverdueLifted(Happened):
    """Official decisions moved a limit that had passed to an end that lies ahead: the step is overdue no longer."""

    kind: Literal["overdue_lifted"] = "overdue_lifted"
    limit: str
    due: datetime
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class Escalated(Happened):
    """An overdue limit climbed to rung `rung` (from 1) of its ladder."""

    kind: Literal["escalated"] = "escalated"
    limit: str
    rung: int
    due: datetime
    told: tuple[Told, ...]
    source: str


Event = (
    Filed
    | SupplementAsked
    | Supplemented
    | SupplementLapsed
    | Refused
    | Verified
    | Dispatched
    | Accepted
    | Returned
    | Extended
    | TemporarilyFixed
    | DelayExplained
    | ResultSubmitted
    | Approved
    | SentBack
    | Published
    | Withheld
    | Rated
    | RatingLapsed
    | Withdrawn
    | ClocksPaused
    | ClocksResumed
    | LimitOpened
    | LimitRescheduled
    | LimitClosed
    | Reminded
    | LimitPassed
    | OverdueLifted
    | Escalated
)

ACT_OF_EVENT: dict[str, ActKind] = {
    "filed": ActKind.FILE,
    "supplement_asked": ActKind.ASK_SUPPLEMENT,
    "supplemented": ActKind.SUPPLEMENT,
    "refused": ActKind.REFUSE,
    "verified": ActKind.VERIFY,
    "dispatched": ActKind.DISPATCH,
    "accepted": ActKind.ACCEPT,
    "returned": ActKind.RETURN,
    "extended": ActKind.EXTEND,
    "temporarily_fixed": ActKind.FIX_TEMPORARILY,
    "delay_explained": ActKind.EXPLAIN_DELAY,
    "result_submitted": ActKind.SUBMIT_RESULT,
    "approved": ActKind.APPROVE,
    "sent_back": ActKind.SEND_BACK,
    "published": ActKind.PUBLISH,
    "withheld": ActKind.WITHHOLD,
    "rated": ActKind.RATE,
    "withdrawn": ActKind.WITHDRAW,
}
"""The act each event is the outcome of. What only time brings about has none."""

LAPSES: dict[str, type[SupplementLapsed] | type[RatingLapsed]] = {
    "supplement_lapsed": SupplementLapsed,
    "rating_lapsed": RatingLapsed,
}
"""What may happen when a window ends unused."""

MOMENTS = frozenset(ACT_OF_EVENT) | frozenset(LAPSES)
"""The kinds of event that may open, close or start a limit."""


def schedules_of(events: tuple[Event, ...]) -> tuple[Schedule, ...]:
    """The schedules that the events carry, in their order."""
    return tuple(
        event.schedule for event in events if isinstance(event, LimitOpened | LimitRescheduled) and event.schedule
    )


def with_schedules(events: tuple[Event, ...], schedules: tuple[Schedule, ...]) -> tuple[Event, ...]:
    """The events, those that open or move a limit with their schedules: the inverse of `schedules_of`.

    Raises:
        ValueError: there are not as many schedules as such events.
    """
    left = list(schedules)
    filled: list[Event] = []
    for event in events:
        if isinstance(event, LimitOpened | LimitRescheduled):
            if not left:
                break
            filled.append(replace(event, schedule=left.pop(0)))
        else:
            filled.append(event)
    if left or len(filled) != len(events):
        raise ValueError(f"{len(schedules)} schedules do not fit {len(events)} events")
    return tuple(filled)
