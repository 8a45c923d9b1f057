"""Compares a case in the record with what Temporal says of its workflow, and says what is to be done about a difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LATE = timedelta(minutes=1)
"""The time that an alarm may take to ring and to be recorded before somebody asks for it."""

FAILS_TOO_OFTEN = 5
"""The number of attempts at one task after which a workflow counts as stuck."""


class Run(StrEnum):
    """The state of the latest workflow of a case: it never was, runs, was ended from outside, or came to its end."""

    NONE = "none"
    RUNNING = "running"
    STOPPED = "stopped"
    COMPLETED = "completed"


class FindingKind(StrEnum):
    """The ways in which a case and its workflow differ."""

    MISSING = "missing"
    TERMINATED = "terminated"
    BEHIND = "behind"
    AHEAD = "ahead"
    CONTRADICTS = "contradicts"
    STUCK = "stuck"
    ANOTHER = "another"
    UNRUNG = "unrung"
    UNKNOWN = "unknown"


class Remedy(StrEnum):
    """The answers to a finding: start the workflow again from the record, start it in the place of another one, let it read what
    it lacks, let a person decide, or only tell of it: an alarm that is late rings as soon as a worker is free."""

    START = "start"
    REPLACE = "replace"
    RELOAD = "reload"
    DECIDE = "decide"
    TELL = "tell"


REMEDIES: dict[FindingKind, Remedy] = {
    FindingKind.MISSING: Remedy.START,
    FindingKind.TERMINATED: Remedy.START,
    FindingKind.BEHIND: Remedy.RELOAD,
    FindingKind.AHEAD: Remedy.DECIDE,
    FindingKind.CONTRADICTS: Remedy.DECIDE,
    FindingKind.STUCK: Remedy.DECIDE,
    FindingKind.ANOTHER: Remedy.REPLACE,
    FindingKind.UNRUNG: Remedy.TELL,
    FindingKind.UNKNOWN: Remedy.DECIDE,
}

FREEZING = frozenset({FindingKind.AHEAD, FindingKind.CONTRADICTS})
"""The findings with which nobody may act on the case until a person has decided which side is right."""


class Choice(StrEnum):
    """The decisions that settle a finding: start the workflow again from the record, end it, or leave it as it is."""

    REBUILD = "rebuild"
    END = "end"
    LEAVE = "leave"


CHOICES: dict[FindingKind, tuple[Choice, ...]] = {
    FindingKind.AHEAD: (Choice.REBUILD, Choice.LEAVE),
    FindingKind.CONTRADICTS: (Choice.REBUILD, Choice.LEAVE),
    FindingKind.STUCK: (Choice.REBUILD, Choice.LEAVE),
    FindingKind.UNKNOWN: (Choice.END, Choice.LEAVE),
}
"""The decisions that a person may take on the findings that need one, the one to be preferred first."""


@dataclass(frozen=True)
class Recorded:
    """A case in the record: the number of its last event, whether it has ended, and the instant of its next alarm."""

    number: int
    ended: bool = False
    rings_at: datetime | None = None


@dataclass(frozen=True)
class Seen:
    """A workflow as Temporal tells of it.

    `another` says that it belongs to another filing under this code. `number` is that of the last event it knows, None where it
    was not asked or cannot answer. `same` is false where it knows as much as the record, and yet stands elsewhere.
    `failing` names the fault of a task that failed `FAILS_TOO_OFTEN` times.
    """

    run: Run
    number: int | None = None
    same: bool = True
    failing: str | None = None
    another: bool = False


def compare(recorded: Recorded | None, seen: Seen, now: datetime) -> FindingKind | None:
    """Return how a case and its workflow differ, None where they do not. `recorded` must be read after `seen`: a workflow
    never knows an event before it is recorded."""
    if recorded is None:
        return FindingKind.UNKNOWN if seen.run is Run.RUNNING else None
    if seen.another:
        return None if recorded.ended else FindingKind.ANOTHER
    if seen.run is not Run.RUNNING:
        return None if recorded.ended else _without_a_workflow(seen.run)
    if seen.number is not None:
        if seen.number > recorded.number:
            return FindingKind.AHEAD
        if seen.number < recorded.number and seen.failing is None:
            return FindingKind.BEHIND
        if seen.number == recorded.number and not seen.same:
            return FindingKind.CONTRADICTS
    if seen.failing is not None:
        return FindingKind.STUCK
    return FindingKind.UNRUNG if is_late(recorded, now) else None


def _without_a_workflow(run: Run) -> FindingKind:
    """Return the finding for an open case. Only what the record does not know can have brought its workflow to its end."""
    match run:
        case Run.COMPLETED:
            return FindingKind.AHEAD
        case Run.STOPPED:
            return FindingKind.TERMINATED
        case _:
            return FindingKind.MISSING


def is_late(recorded: Recorded, now: datetime) -> bool:
    """Return whether an alarm should have rung and has not."""
    return not recorded.ended and recorded.rings_at is not None and recorded.rings_at + LATE < now
