"""Make the account of any span of days: an agency's own for its people, the whole authority's for those who watch over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from api.figures.bordering import borders_of, former_texts, name_of
from api.figures.counting import CountingParts, whose
from api.web.identity.callers import Staff
from api.web.names import Agencies
from api.web.problems.kinds import NOT_IN_FORCE
from api.web.problems.problem import Problem, wrong_field
from calendars.lateness import measured
from documents.tables.accounts import AccountNames, Compared, overdue_by
from documents.tables.statistics import FigureNames
from domain.accounts.account import LateStep
from domain.accounts.period import Period
from domain.accounts.shares import OverdueTable
from records.figures.accounts import Asked

_LONGEST = 3660

Days = tuple[date | None, date | None]
"""The first and the last day that were asked for, None for what was not said."""


@dataclass(frozen=True)
class PeriodAccount:
    """The account that was asked for beside those that it is compared with, and the names they need."""

    asked: Asked
    compared: Compared
    names: AccountNames


@dataclass(frozen=True)
class OverdueShares:
    """The overdue shares that were asked for, by `district`, `place` or `agency`, and the names they need."""

    asked: Asked
    table: OverdueTable
    names: AccountNames
    by: str

    def name_of(self, unit: str | None) -> str:
        """Return the name of a line's place or agency."""
        return self.names.figures.agency(unit) if self.by == "agency" else self.names.place(unit)


def account_seen_by(
    parts: CountingParts,
    staff: Staff,
    days: Days,
    authority: str | None,
    agency: str | None,
    borders: str | None = None,
) -> PeriodAccount:
    """Return the account that was asked for, as far as this member of staff may know it. The late steps are read apart.

    Raises:
        Problem: this person may know none, or not that of this authority or agency; or the days are no period.
    """
    return account_for(parts, *whose(staff, authority, agency), days, borders)


def account_for(
    parts: CountingParts, authority: str, agency: str | None, days: Days, borders: str | None = None
) -> PeriodAccount:
    """Return the account of an authority, or of one of its lead agencies, for anybody.

    Raises:
        Problem: there is no such authority, or the days are no period.
    """
    asked, names = asked_of(parts, authority, agency, days, borders)
    period, books = asked.period, parts.record.account_books
    compared = Compared(
        books.account(asked, with_late=False),
        books.total(replace(asked, period=period.previous)),
        books.total(replace(asked, period=period.a_year_ago)),
    )
    return PeriodAccount(asked, compared, names)


def overdue_seen_by(
    parts: CountingParts,
    staff: Staff,
    days: Days,
    authority: str | None,
    agency: str | None,
    by: str,
    borders: str | None = None,
) -> OverdueShares:
    """Return the overdue shares by `district`, `place` or `agency`, as far as this member of staff may know them.

    Raises:
        Problem: as for `account_seen_by`.
    """
    asked, names = asked_of(parts, *whose(staff, authority, agency), days, borders)
    shares = parts.record.account_books.shares(asked, by_lead=by == "agency")
    return OverdueShares(asked, overdue_by(shares, names, by), names, by)


def asked_of(
    parts: CountingParts, authority: str, agency: str | None, days: Days, borders: str | None = None
) -> tuple[Asked, AccountNames]:
    """Return the account to ask for, and the names that it needs.

    Raises:
        Problem: there is no such authority, it never had these borders, or the days are no period.
    """
    procedure = parts.procedures.today(authority)
    if procedure is None:
        raise Problem(NOT_IN_FORCE)
    now, time_zone = parts.clock(), procedure.authority.time_zone
    period = period_of(days, procedure.authority.local_date(now))
    agencies = Agencies(parts.record.offices, authority).at(min(now, period.ends(ZoneInfo(time_zone)))).by_id
    offices = parts.record.offices
    within = borders_of(offices, authority, borders)
    figures = FigureNames(
        procedure,
        agencies,
        former=former_texts(offices, authority),
        borders=name_of(within.of) if within else "",
    )
    names = AccountNames(figures, offices.places(authority))
    return Asked(authority, time_zone, period, agency, now, within), names


def late_steps_of(parts: CountingParts, found: PeriodAccount) -> Iterator[LateStep]:
    """Yield the late steps of an account bit by bit, each with how late it was."""
    procedure = found.names.figures.procedure
    until = min(parts.clock(), found.asked.period.ends(ZoneInfo(found.asked.time_zone)))
    book = parts.record.calendar.book()
    return measured(parts.record.account_books.late_steps(found.asked), procedure, book, until)


def period_of(days: Days, today: date) -> Period:
    """Return the days asked for. Where none are named, they are those of the present month up to today.

    Raises:
        Problem: the last day lies before the first, the first in the future, or the days are too many.
    """
    first, last = days
    last = last or max(today, first or today)
    first = first or last.replace(day=1)
    if first > last:
        raise wrong_field("last", "Ngày cuối phải không trước ngày đầu; hãy đổi lại hai ngày.")
    if first > today:
        raise wrong_field("first", "Kỳ này chưa bắt đầu; hãy chọn ngày đầu không sau hôm nay.")
    period = Period(first, last)
    if period.days > _LONGEST:
        raise wrong_field("first", f"Chỉ thống kê được nhiều nhất {_LONGEST} ngày một lần; hãy chọn ít ngày hơn.")
    return period


def is_running(found: PeriodAccount, now: datetime) -> bool:
    """Return whether the period is not over yet."""
    return now < found.asked.period.ends(ZoneInfo(found.asked.time_zone))
