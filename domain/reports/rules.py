"""A series of periodic reports as a regulation orders it: who makes it, for whom, how often, by when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.time.amounts import Amount
from domain.words import Role


class Cycle(StrEnum):
    """The cycles in which reports are made. One `on_request` is on the days that the request names."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    ON_REQUEST = "on_request"


@dataclass(frozen=True)
class ReportDue:
    """The day by which a report is due: `within` an amount of time after its period, or before a day of the month, the first such
    day after the period. “Trước ngày 20” means the 19th at the latest."""

    source: str
    within: Amount | None = None
    before_day: int | None = None
    ours: bool = False


@dataclass(frozen=True)
class ReportExplanations:
    """Each agency explains its late cases of the period, within this time after it was asked."""

    within: Amount
    source: str
    ours: bool = False


@dataclass(frozen=True)
class ReportRung:
    """The roles that are told that a report is overdue, and how long after it was due."""

    tells: tuple[Role, ...]
    after: Amount


@dataclass(frozen=True)
class ReportReminders:
    """The people who make a report are reminded this long before it is due. Rung by rung, others are told once it is overdue."""

    before: Amount
    overdue: tuple[ReportRung, ...]
    source: str
    ours: bool = False


@dataclass(frozen=True)
class ReportRule:
    """A series of periodic reports that the text orders.

    `issuer` stands at its head; None for the centre, or for each agency where `each_agency` makes one of its own. People of
    `prepared_by` check it, add words and send it; one of `signed_by` signs it off. `addressees` are the offices that it is
    addressed to, as the text names them; the people of `to` are told in the system when it was sent. `cut_off` is the last
    day of the month that a period holds, None for the end of the month. `due` is None for a report on request: the request
    names the day. With `of_withheld` its contents are the cases that were kept from the public on that ground, and not the
    account of all. `reading` says in Vietnamese how we read an ambiguous text.
    """

    id: str
    name: str
    cycle: Cycle
    addressees: tuple[str, ...]
    prepared_by: tuple[Role, ...]
    signed_by: Role
    to: tuple[Role, ...]
    channels: tuple[str, ...]
    place: str
    symbol: str
    reminders: ReportReminders
    source: str
    due: ReportDue | None = None
    issuer: str | None = None
    each_agency: bool = False
    cut_off: int | None = None
    explanations: ReportExplanations | None = None
    of_withheld: str | None = None
    reading: str | None = None
    ours: bool = False
