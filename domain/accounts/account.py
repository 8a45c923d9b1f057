"""An account: what came to the offices in a period, what became of it, and what was late. Never a case's words, nor a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from domain.accounts.period import Period
from domain.time.amounts import Unit


@dataclass(frozen=True)
class Flow:
    """The cases that an account is about: where each came from, and how it stood when the period was over.

    Each case came in once: it was open when the period began (`carried_in`), it was `received` in the period, or it had ended
    before and was `reopened` in the period. And each went out once: `answered`, `refused`, `withdrawn` by its reporter, `merged`
    into another, or still `open`. Of the answered, `withheld` were answered to the reporter alone. Of the answered and refused,
    `late` missed a limit of the text at some time. Of the open, `overdue` are past one now.
    """

    carried_in: int = 0
    received: int = 0
    reopened: int = 0
    answered: int = 0
    withheld: int = 0
    refused: int = 0
    withdrawn: int = 0
    merged: int = 0
    late: int = 0
    open: int = 0
    overdue: int = 0

    def __add__(self, other: Flow) -> Flow:
        return Flow(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Flow)))

    @property
    def handled(self) -> int:
        """All cases that the offices had in the period."""
        return self.carried_in + self.received + self.reopened

    @property
    def resolved(self) -> int:
        """The cases that the offices answered or refused."""
        return self.answered + self.refused

    @property
    def in_time(self) -> int:
        """The resolved cases in which no limit of the text was missed."""
        return self.resolved - self.late

    @property
    def ended(self) -> int:
        """The cases that are open no longer."""
        return self.resolved + self.withdrawn + self.merged

    @property
    def carried_out(self) -> int:
        """The cases that the next period begins with."""
        return self.open

    @property
    def open_in_time(self) -> int:
        """The open ones that are past no limit of the text now."""
        return self.open - self.overdue

    @property
    def adds_up(self) -> bool:
        """True as long as each case that came in went out."""
        return self.handled == self.ended + self.carried_out


def total_of(flows: Iterable[Flow]) -> Flow:
    """Return the sum of flows."""
    total = Flow()
    for flow in flows:
        total += flow
    return total


@dataclass(frozen=True)
class Group:
    """The cases of one channel, field of work, lead agency or place. `id` is None for those that have none."""

    id: str | None
    flow: Flow


@dataclass(frozen=True)
class Count:
    """A number of times: how often an agency (None where none had the case) returned cases, or a rating was given."""

    id: str | None
    count: int


@dataclass(frozen=True)
class StepTimes:
    """A limit that was kept or missed in the period: how often its work was `done`, how often `late`, and the time that the work
    took, which half of them and nine of ten did not exceed. Working time where the limit counts it; None where the record holds
    no times. Times are in whole minutes."""

    limit: str
    done: int
    late: int
    median: timedelta | None
    ninetieth: timedelta | None


@dataclass(frozen=True)
class LateStep:
    """A limit of the text that an office was past at some time of the period.

    `step` is its name and `source` its article. `agency` had to keep it; None where the centre or the authority had to.
    `done_at` is when the work was done, or came to an end otherwise; None while it is still to be done. `unit` tells in which
    time the limit runs. `late_by` is the time between `due` and the end of the work or of the period, in that time; None where
    no calendar has told it yet. `field`, `lead` and `place` are the case's.
    """

    code: str
    limit: str
    step: str
    source: str
    agency: str | None
    field: str | None
    lead: str | None
    place: str | None
    received_at: datetime
    due: datetime
    done_at: datetime | None
    unit: Unit
    late_by: timedelta | None = None


@dataclass(frozen=True)
class Account:
    """All that happened to the cases of an `authority` in a `period`, or to those of one lead `agency`.

    A case is counted under the field of work and the lead agency that it had when the period was over. `returned` counts the
    returns to the centre by agency, `ratings` the ratings that reporters gave.
    """

    authority: str
    period: Period
    agency: str | None
    total: Flow
    by_channel: tuple[Group, ...]
    by_field: tuple[Group, ...]
    by_lead: tuple[Group, ...]
    by_place: tuple[Group, ...]
    returned: tuple[Count, ...]
    ratings: tuple[Count, ...]
    steps: tuple[StepTimes, ...]
    late: tuple[LateStep, ...] = ()


def groups_of(flows: Iterable[tuple[str | None, Flow]]) -> tuple[Group, ...]:
    """Return groups in the order of their ids, the one without an id last."""
    return tuple(Group(key, flow) for key, flow in sorted(flows, key=lambda each: _in_order(each[0])))


def counts_of(counts: Iterable[tuple[str | None, int]]) -> tuple[Count, ...]:
    """Return counts in the order of their ids, the one without an id last."""
    return tuple(Count(key, count) for key, count in sorted(counts, key=lambda each: _in_order(each[0])))


def late_order(step: LateStep) -> tuple[str, datetime, str]:
    """Return by what late steps are ordered: their case, then their end."""
    return step.code, step.due, step.limit


def _in_order(key: str | None) -> tuple[bool, str]:
    return key is None, key or ""
