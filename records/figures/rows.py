"""What the record counts for figures: plain data, each row as narrow as figures are ever asked for."""

from __future__ import annotations

from dataclasses import dataclass

from domain.time.months import Month


@dataclass(frozen=True)
class Span:
    """Which cases: of one authority, in the months from `first` to `last`, perhaps of one agency or one field of work."""

    authority: str
    time_zone: str
    first: Month
    last: Month
    agency: str | None = None
    field: str | None = None


@dataclass(frozen=True)
class Received:
    """How many cases were received in a month."""

    month: Month
    lead: str | None
    field: str | None
    count: int


@dataclass(frozen=True)
class Ended:
    """How many cases ended in a month: `answered` or `refused` is closed, the rest were withdrawn or merged. Of the closed ones
    `late` missed a limit, `late_by_lead` one that the lead agency had to keep."""

    month: Month
    lead: str | None
    field: str | None
    answered: int
    refused: int
    otherwise: int
    late: int
    late_by_lead: int


@dataclass(frozen=True)
class Rated:
    """How many of the cases that ended in a month were rated with this word."""

    month: Month
    lead: str | None
    field: str | None
    rating: str
    count: int


@dataclass(frozen=True)
class Load:
    """How many cases lie with an officer of an agency now, and how many of those are overdue."""

    lead: str | None
    officer: str | None
    open: int
    overdue: int


@dataclass(frozen=True)
class Overdue:
    """How many limits are overdue now, by how many rungs they have climbed."""

    limit: str
    agency: str | None
    rungs: int
    count: int


@dataclass(frozen=True)
class StepTime:
    """How long a step took in the months: how many ended, how many of them late, and the median in seconds, None where the
    record does not know how long any took."""

    limit: str
    count: int
    late: int
    median: int | None


@dataclass(frozen=True)
class Counts:
    """All that figures are made of."""

    received: tuple[Received, ...]
    ended: tuple[Ended, ...]
    rated: tuple[Rated, ...]
    load: tuple[Load, ...]
    overdue: tuple[Overdue, ...]
    steps: tuple[StepTime, ...]
