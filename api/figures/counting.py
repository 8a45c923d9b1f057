"""Count statistics: an agency's own for its people, the whole authority's for those who watch over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from api.figures.bordering import borders_of, former_texts, name_of
from api.web.front import Clock
from api.web.identity.callers import Staff
from api.web.names import Agencies
from api.web.offices import ProceduresInForce
from api.web.problems.kinds import NO_STATISTICS, NOT_IN_FORCE
from api.web.problems.problem import Problem, wrong_field
from documents.tables.figures import Figures, figures_of
from documents.tables.statistics import FigureNames
from domain.offices.names import names_at
from domain.time.months import Month
from domain.visibility import NOTHING, scope_of
from records.figures.rows import Counts, Span
from records.record import Record

_LONGEST = 60
_USUAL = 12

Months = tuple[Month | None, Month | None]
"""The first and the last month that were asked for, None for what was not said."""


class CountingParts(Protocol):
    """The parts of the front that counting uses; `api.web.front.Front` is the real one."""

    @property
    def record(self) -> Record: ...

    @property
    def procedures(self) -> ProceduresInForce: ...

    @property
    def clock(self) -> Clock: ...


@dataclass(frozen=True)
class Statistics:
    """The figures that were asked for, with the names they need."""

    span: Span
    counts: Counts
    figures: Figures
    names: FigureNames


def statistics_seen_by(
    parts: CountingParts,
    staff: Staff,
    months: Months,
    authority: str | None,
    agency: str | None,
    field: str | None,
    borders: str | None = None,
) -> Statistics:
    """Return the figures that were asked for, as far as this member of staff may know them.

    Raises:
        Problem: this person may know none, or not those of this authority or agency; or the months are too many.
    """
    authority, agency = whose(staff, authority, agency)
    return count(parts, authority, months, agency, field or None, borders)


def knows_figures(staff: Staff) -> bool:
    """Tell whether this member of staff may know figures."""
    scope = scope_of(staff.actor)
    return scope != NOTHING and not scope.tests_only


def whose(staff: Staff, authority: str | None, agency: str | None) -> tuple[str, str | None]:
    """Return the authority, and the agency if one was asked for or is the person's own, whose figures this person may know.

    Raises:
        Problem: this person may know no figures, or not those of this authority or agency.
    """
    scope = scope_of(staff.actor)
    if not knows_figures(staff):
        raise Problem(NO_STATISTICS)
    authority = authority or scope.authority
    if authority is None:
        raise wrong_field("authority", "Bạn không thuộc riêng địa phương nào; hãy chọn một địa phương.")
    if scope.authority not in (None, authority) or (scope.agency and agency not in (None, "", scope.agency)):
        raise Problem(NO_STATISTICS)
    return authority, scope.agency or agency or None


def count(
    parts: CountingParts,
    authority: str,
    months: Months,
    agency: str | None = None,
    field: str | None = None,
    borders: str | None = None,
) -> Statistics:
    """Return the figures of an authority, for anybody.

    Raises:
        Problem: there is no such authority, it never had these borders, or the months are too many.
    """
    procedure = parts.procedures.today(authority)
    if procedure is None:
        raise Problem(NOT_IN_FORCE)
    first, last = _span_of(months, parts.clock(), procedure.authority.time_zone)
    within = borders_of(parts.record.offices, authority, borders)
    span = Span(authority, procedure.authority.time_zone, first, last, agency, field, within)
    now = parts.clock()
    counts = parts.record.figures.counts(span, now)
    then = min(now, last.ends(ZoneInfo(procedure.authority.time_zone)))
    agencies = Agencies(parts.record.offices, authority).at(then).by_id
    officers = frozenset(load.officer for load in counts.load if load.officer)
    people = names_at(parts.record.accounts.names(officers), now)
    former = former_texts(parts.record.offices, authority)
    names = FigureNames(procedure, agencies, people, former, name_of(within.of) if within else "")
    return Statistics(span, counts, figures_of(counts, first, last), names)


def _span_of(months: Months, now: datetime, time_zone: str) -> tuple[Month, Month]:
    """Return the months asked for, or the twelve months up to this one where none are named."""
    asked_first, asked_last = months
    last = asked_last or Month.of(now, ZoneInfo(time_zone))
    if asked_first:
        first, last = asked_first, max(asked_first, last)
    else:
        first = last.before(_USUAL - 1)
    if first < last.before(_LONGEST - 1):
        raise wrong_field("first", f"Chỉ thống kê được nhiều nhất {_LONGEST} tháng một lần; hãy chọn ít tháng hơn.")
    return first, last
