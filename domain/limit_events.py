"""What time and the limits bring about: clocks that stand still, limits that open, move, remind, pass and climb."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from domain.actors import Told
from domain.amounts import Amount
from domain.schedule import Schedule


@dataclass(frozen=True, kw_only=True)
class Happened:
    """What every event holds: the instant it was true, aware, in UTC."""

    at: datetime


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
    """A limit began to run, or runs again after a result was sent back. The record adds the schedule it computed.

    It ends when `amount` has run out, or with the offices' day `until`, where a day was promised.
    """

    kind: Literal["limit_opened"] = "limit_opened"
    limit: str
    counted_from: datetime
    amount: Amount | None
    schedule: Schedule | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class LimitRescheduled(Happened):
    """A running limit got new instants. The record adds the schedule it computed.

    Where official decisions moved it, `previous_due` is when it was due before and `decided_by` the acts they rest on.
    """

    kind: Literal["limit_rescheduled"] = "limit_rescheduled"
    limit: str
    cause: RescheduleCause
    amount: Amount | None
    schedule: Schedule | None = None
    until: date | None = None
    previous_due: datetime | None = None
    decided_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class LimitClosed(Happened):
    """What the limit waited for is done, or no longer needed. The record adds the time it `used`: working time where the
    limit is in working days or hours, clock time otherwise, without the time in which its clock stood still.
    """

    kind: Literal["limit_closed"] = "limit_closed"
    limit: str
    outcome: Outcome
    used: timedelta | None = None


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


@dataclass(frozen=True, kw_only=True)
class Bounced(Happened):
    """The case was returned so often that its next dispatch is the leader's. `returns` is how often."""

    kind: Literal["bounced"] = "bounced"
    returns: int
    told: tuple[Told, ...]
