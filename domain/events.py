"""What has happened to a case: the append-only record. Each event says when; who did it stands beside it in the record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from domain.acts import NOTHING_WRITTEN, Sealed
from domain.amounts import Amount
from domain.limit_events import (
    Bounced,
    ClocksPaused,
    ClocksResumed,
    Escalated,
    Happened,
    LimitClosed,
    LimitOpened,
    LimitPassed,
    LimitRescheduled,
    Outcome,
    OverdueLifted,
    Reminded,
    RescheduleCause,
)
from domain.schedule import Schedule
from domain.words import ActKind, Urgency

__all__ = [  # what events of limits are is part of this vocabulary, whoever wrote it down
    "Bounced", "ClocksPaused", "ClocksResumed", "Escalated", "Happened", "LimitClosed", "LimitOpened", "LimitPassed",
    "LimitRescheduled", "Outcome", "OverdueLifted", "Reminded", "RescheduleCause",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Filed(Happened):
    """The report was received."""

    kind: Literal["filed"] = "filed"
    channel: str
    field: str | None
    urgency: Urgency
    secret: bool
    place: str | None = None
    test: bool = False


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
    guidance: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class Verified(Happened):
    """The report is in order; its field of work and urgency are settled."""

    kind: Literal["verified"] = "verified"
    field: str | None
    urgency: Urgency


@dataclass(frozen=True, kw_only=True)
class Dispatched(Happened):
    """The case was sent to its agencies, or to the focal point where no lead is named; `automatic` by the routing rules."""

    kind: Literal["dispatched"] = "dispatched"
    field: str | None
    urgency: Urgency
    lead: str | None
    co_ordinating: tuple[str, ...]
    note: Sealed = NOTHING_WRITTEN
    automatic: bool = False
    agency_limit: Amount | None = None


@dataclass(frozen=True, kw_only=True)
class Accepted(Happened):
    """The lead agency accepted the case; `officer` is the account that did, whose work it then is."""

    kind: Literal["accepted"] = "accepted"
    officer: str | None = None


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
    """The officer submitted a result, handled on the local day `handled_on` and shown by these photos and videos, or expressly
    by none."""

    kind: Literal["result_submitted"] = "result_submitted"
    result: Sealed
    handled_on: date | None = None
    images: tuple[str, ...] = ()
    no_images: bool = False


@dataclass(frozen=True, kw_only=True)
class Approved(Happened):
    """The leader approved the result, as `edited` where that is not empty."""

    kind: Literal["approved"] = "approved"
    edited: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class SentBack(Happened):
    """The leader sent the result back to be redone."""

    kind: Literal["sent_back"] = "sent_back"
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class Published(Happened):
    """The result is public, as `edited` where that is not empty."""

    kind: Literal["published"] = "published"
    edited: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class Withheld(Happened):
    """The result went to the reporter alone."""

    kind: Literal["withheld"] = "withheld"
    ground: str


@dataclass(frozen=True, kw_only=True)
class Rated(Happened):
    """The reporter rated the result. A rating that `reopens` does not end the case."""

    kind: Literal["rated"] = "rated"
    rating: str
    comment: Sealed = NOTHING_WRITTEN
    reopens: bool = False


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
class DirectionAsked(Happened):
    """The authority's leaders were asked for direction."""

    kind: Literal["direction_asked"] = "direction_asked"
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class Directed(Happened):
    """A leader of the authority gave a binding direction."""

    kind: Literal["directed"] = "directed"
    direction: Sealed


@dataclass(frozen=True, kw_only=True)
class Forwarded(Happened):
    """The focal point sent the case to its agencies."""

    kind: Literal["forwarded"] = "forwarded"
    lead: str
    co_ordinating: tuple[str, ...]
    note: Sealed = NOTHING_WRITTEN
    agency_limit: Amount | None = None


@dataclass(frozen=True, kw_only=True)
class TakenOn(Happened):
    """The focal point handles the case itself."""

    kind: Literal["taken_on"] = "taken_on"


@dataclass(frozen=True, kw_only=True)
class Reclassified(Happened):
    """The case has another field of work or another lead agency; these are the ones it has now."""

    kind: Literal["reclassified"] = "reclassified"
    field: str | None
    urgency: Urgency
    lead: str | None
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class Involved(Happened):
    """The lead agency brought in agencies; these co-ordinate now."""

    kind: Literal["involved"] = "involved"
    co_ordinating: tuple[str, ...]
    note: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class Assigned(Happened):
    """The case is the work of this account."""

    kind: Literal["assigned"] = "assigned"
    officer: str


@dataclass(frozen=True, kw_only=True)
class SiteInspected(Happened):
    """The agency inspected the site."""

    kind: Literal["site_inspected"] = "site_inspected"
    findings: Sealed


@dataclass(frozen=True, kw_only=True)
class ProgressReported(Happened):
    """The reporter was told how it stands and by which day a result is expected."""

    kind: Literal["progress_reported"] = "progress_reported"
    state: Sealed
    expected: date


@dataclass(frozen=True, kw_only=True)
class Restricted(Happened):
    """The case is kept from the public; the reporter alone is answered."""

    kind: Literal["restricted"] = "restricted"
    ground: str


@dataclass(frozen=True, kw_only=True)
class Hidden(Happened):
    """The report was taken from view."""

    kind: Literal["hidden"] = "hidden"
    ground: str
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class Unhidden(Happened):
    """The report is in view again."""

    kind: Literal["unhidden"] = "unhidden"
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class Merged(Happened):
    """The report goes on as part of the case `into`."""

    kind: Literal["merged"] = "merged"
    into: str


@dataclass(frozen=True, kw_only=True)
class Asked(Happened):
    """The reporter asked what the result means."""

    kind: Literal["asked"] = "asked"
    question: Sealed


@dataclass(frozen=True, kw_only=True)
class Answered(Happened):
    """The reporter's question was answered."""

    kind: Literal["answered"] = "answered"
    answer: Sealed


@dataclass(frozen=True, kw_only=True)
class Commented(Happened):
    """Somebody remarked on the case."""

    kind: Literal["commented"] = "commented"
    text: Sealed


@dataclass(frozen=True, kw_only=True)
class Reopened(Happened):
    """The reporter does not accept the result: the case is handled again."""

    kind: Literal["reopened"] = "reopened"
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class TestDeleted(Happened):
    """A technician's trial report was taken out."""

    __test__ = False

    kind: Literal["test_deleted"] = "test_deleted"
    reason: Sealed


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
    | DirectionAsked
    | Directed
    | Forwarded
    | TakenOn
    | Reclassified
    | Involved
    | Assigned
    | SiteInspected
    | ProgressReported
    | Restricted
    | Hidden
    | Unhidden
    | Merged
    | Asked
    | Answered
    | Commented
    | Reopened
    | TestDeleted
    | Bounced
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
    "direction_asked": ActKind.ASK_DIRECTION,
    "directed": ActKind.DIRECT,
    "forwarded": ActKind.FORWARD,
    "taken_on": ActKind.TAKE_ON,
    "reclassified": ActKind.RECLASSIFY,
    "involved": ActKind.INVOLVE,
    "assigned": ActKind.ASSIGN,
    "site_inspected": ActKind.RECORD_INSPECTION,
    "progress_reported": ActKind.REPORT_PROGRESS,
    "restricted": ActKind.RESTRICT,
    "hidden": ActKind.HIDE,
    "unhidden": ActKind.UNHIDE,
    "merged": ActKind.MERGE,
    "asked": ActKind.ASK,
    "answered": ActKind.ANSWER,
    "commented": ActKind.COMMENT,
    "reopened": ActKind.CONTEST,
    "test_deleted": ActKind.DELETE_TEST,
}
"""The act each event is the outcome of. What only time brings about has none."""

EVENT_OF_ACT: dict[ActKind, str] = {act: event for event, act in ACT_OF_EVENT.items()}
"""The event each act brings about; some bring about others beside it."""

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
