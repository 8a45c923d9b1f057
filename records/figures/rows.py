"""The counts that the record returns for figures: plain data, one row for each combination that figures distinguish."""

from __future__ import annotations

from dataclasses import dataclass

from domain.time.months import Month
from records.figures.borders import Borders


@dataclass(frozen=True)
class Span:
    """The cases to count: of one authority, in the months from `first` to `last`, and of one agency, one field of work or within
    earlier borders where these are set."""

    authority: str
    time_zone: str
    first: Month
    last: Month
    agency: str | None = None
    field: str | None = None
    borders: Borders | None = None


@dataclass(frozen=True)
class Received:
    """The number of cases that were received in a month."""

    month: Month
    lead: str | None
    field: str | None
    count: int


@dataclass(frozen=True)
class Ended:
    """The number of cases that ended in a month. `answered` and `refused` cases count as closed; `otherwise`
    counts those withdrawn or merged. Of the closed ones, `late` missed a limit and `late_by_lead` missed one of the lead
    agency."""

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
    """The number of times that an answer was given this rating in a month, by one reporter each."""

    month: Month
    lead: str | None
    field: str | None
    rating: str
    count: int


@dataclass(frozen=True)
class Reopened:
    """The number of answers after which the case was reopened, in a month."""

    month: Month
    lead: str | None
    field: str | None
    count: int


@dataclass(frozen=True)
class Load:
    """The number of open cases that an officer of an agency has now, and how many of them are overdue."""

    lead: str | None
    officer: str | None
    open: int
    overdue: int


@dataclass(frozen=True)
class Overdue:
    """The number of limits that are overdue now and were escalated by this number of rungs."""

    limit: str
    agency: str | None
    rungs: int
    count: int


@dataclass(frozen=True)
class StepTime:
    """The duration of a step in the months: how many ended, how many of them late, and the median in seconds. The median is
    None where the record holds no duration."""

    limit: str
    count: int
    late: int
    median: int | None


@dataclass(frozen=True)
class Counts:
    """All counts that figures are made of."""

    received: tuple[Received, ...]
    ended: tuple[Ended, ...]
    rated: tuple[Rated, ...]
    reopened: tuple[Reopened, ...]
    load: tuple[Load, ...]
    overdue: tuple[Overdue, ...]
    steps: tuple[StepTime, ...]
