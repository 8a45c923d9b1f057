"""The events that time and the limits bring about: clocks that stand still, limits that open, move, remind, pass and climb."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

from domain.actors import Told
from domain.complaint import Complaint, Happened, Limit, Outcome, Shown
from domain.limit_rules import part_of
from domain.time.amounts import Amount
from domain.time.outage import Outage
from domain.time.schedule import Schedule


@dataclass(frozen=True, kw_only=True)
class ClocksPaused(Happened, shown=Shown.REPORTER):
    """The case waits for the reporter; no limit of an office runs."""

    kind: Literal["clocks_paused"] = "clocks_paused"

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, paused_since=self.at)


@dataclass(frozen=True, kw_only=True)
class ClocksResumed(Happened, shown=Shown.REPORTER):
    """The wait is over; the limits run on with the time they had left."""

    kind: Literal["clocks_resumed"] = "clocks_resumed"

    def change(self, complaint: Complaint) -> Complaint:
        return complaint.resumed(self.at)


class RescheduleCause(StrEnum):
    """The reasons for which a running limit got new instants."""

    RESUMED = "resumed"
    EXTENDED = "extended"
    DECISION = "decision"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class LimitOpened(Happened, shown=Shown.REPORTER):
    """A limit began to run, or runs again after a result was sent back. The record adds the schedule it computed.

    It ends when `amount` has run out, or with the offices' day `until`, where a day was promised.
    """

    kind: Literal["limit_opened"] = "limit_opened"
    limit: str
    counted_from: datetime
    amount: Amount | None
    schedule: Schedule | None = None
    until: date | None = None

    def change(self, complaint: Complaint) -> Complaint:
        """Open the limit. One counted from the same moment as before is the same limit: it runs on, and no reminder or
        report that it has given is given again."""
        for limit in complaint.limits:
            if limit.id == self.limit and limit.counted_from == self.counted_from:
                again = replace(
                    limit,
                    outcome=None,
                    amount=self.amount,
                    schedule=self.schedule,
                    passed_at=_passed_at(limit, self),
                    agency=_agency(complaint, self.limit),
                )
                return replace(complaint, limits=(*(each for each in complaint.limits if each is not limit), again))
        agency = _agency(complaint, self.limit)
        opened = Limit(self.limit, self.counted_from, self.amount, self.schedule, self.until, agency=agency)
        return replace(complaint, limits=(*complaint.limits, opened))


@dataclass(frozen=True, kw_only=True)
class LimitRescheduled(Happened, shown=Shown.REPORTER):
    """A running limit got new instants. The record adds the schedule it computed.

    Where official decisions or another text moved it, `previous_due` is when it was due before and `decided_by` the acts they
    rest on.
    """

    kind: Literal["limit_rescheduled"] = "limit_rescheduled"
    limit: str
    cause: RescheduleCause
    amount: Amount | None
    schedule: Schedule | None = None
    until: date | None = None
    previous_due: datetime | None = None
    decided_by: str | None = None

    def change(self, complaint: Complaint) -> Complaint:
        """Give the limit its new instants. A longer limit reminds again, because its reminder named the old end."""
        moved = _with(complaint, self.limit, amount=self.amount, schedule=self.schedule)
        if limit := moved.running(self.limit):
            moved = _with(moved, self.limit, passed_at=_passed_at(limit, self))
        return _with(moved, self.limit, reminded=False) if self.cause is RescheduleCause.EXTENDED else moved


@dataclass(frozen=True, kw_only=True)
class LimitClosed(Happened):
    """The work that the limit was for is done, or no longer needed. The record adds the time it `used`: working time where
    the limit is in working days or hours, clock time otherwise, without the time in which its clock stood still.
    """

    kind: Literal["limit_closed"] = "limit_closed"
    limit: str
    outcome: Outcome
    used: timedelta | None = None

    def change(self, complaint: Complaint) -> Complaint:
        return _with(complaint, self.limit, outcome=self.outcome)


@dataclass(frozen=True, kw_only=True)
class Reminded(Happened):
    """The people who must keep the limit were reminded before it passed. `outage` says why an alarm was recorded late."""

    kind: Literal["reminded"] = "reminded"
    limit: str
    due: datetime
    told: tuple[Told, ...]
    outage: Outage | None = None

    def change(self, complaint: Complaint) -> Complaint:
        return _with(complaint, self.limit, reminded=True)


@dataclass(frozen=True, kw_only=True)
class LimitPassed(Happened, shown=Shown.REPORTER):
    """The limit passed with nothing done: the step is overdue since `due`."""

    kind: Literal["limit_passed"] = "limit_passed"
    limit: str
    due: datetime
    outage: Outage | None = None

    def change(self, complaint: Complaint) -> Complaint:
        return _with(complaint, self.limit, passed_at=self.due)


@dataclass(frozen=True, kw_only=True)
class OverdueLifted(Happened, shown=Shown.REPORTER):
    """Official decisions moved a limit that had passed to an end that lies ahead: the step is no longer overdue."""

    kind: Literal["overdue_lifted"] = "overdue_lifted"
    limit: str
    due: datetime
    decided_by: str

    def change(self, complaint: Complaint) -> Complaint:
        return _with(complaint, self.limit, passed_at=None)


@dataclass(frozen=True, kw_only=True)
class Escalated(Happened):
    """An overdue limit climbed to rung `rung` (from 1) of its ladder."""

    kind: Literal["escalated"] = "escalated"
    limit: str
    rung: int
    due: datetime
    told: tuple[Told, ...]
    source: str
    outage: Outage | None = None

    def change(self, complaint: Complaint) -> Complaint:
        return _with(complaint, self.limit, rungs_climbed=self.rung)


@dataclass(frozen=True, kw_only=True)
class Bounced(Happened):
    """The case was returned so often that only a leader may dispatch it next. `returns` is how often."""

    kind: Literal["bounced"] = "bounced"
    returns: int
    told: tuple[Told, ...]

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, bounced=True)


LimitEvent = (
    ClocksPaused
    | ClocksResumed
    | LimitOpened
    | LimitRescheduled
    | LimitClosed
    | Reminded
    | LimitPassed
    | OverdueLifted
    | Escalated
    | Bounced
)


def _agency(complaint: Complaint, limit_id: str) -> str | None:
    """Return the agency whose step or part an opening limit is."""
    return part_of(limit_id) or (complaint.lead if complaint.procedure.limit(limit_id).of_agency else None)


def _passed_at(limit: Limit, event: LimitOpened | LimitRescheduled) -> datetime | None:
    """Return since when a limit with new instants is overdue, if it was. Where its new end lies ahead, an event of its own
    lifts that."""
    due = event.schedule.due if event.schedule else None
    return due if limit.passed_at and due and due <= event.at else limit.passed_at


def _with(complaint: Complaint, limit_id: str, **changes: Any) -> Complaint:
    return replace(
        complaint,
        limits=tuple(
            replace(limit, **changes) if limit.id == limit_id and limit.is_running else limit
            for limit in complaint.limits
        ),
    )
