"""Puts an office as it stands since a later day in the place of the one that an authority has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from api.web.problems.problem import wrong_field
from domain.offices.hanging import Hanging
from domain.offices.office import Agency
from domain.offices.routing import RoutingRule
from procedures import later_offices
from procedures.offices.later import LaterOffice
from procedures.wards import WardChanges
from records.offices.rows import ChangedBy
from records.record import Record

AS_OF = "ngay"
"""The field of the form that names the day."""


@dataclass(frozen=True)
class OfficePlan:
    """The office as it becomes. `agencies` and `rules` are added or changed; `ended` are rules that no longer apply from the day.
    Of the agencies of before, those on which nothing hangs are `closed`; the others are `left`, each to be ended by a
    succession."""

    later: LaterOffice
    wards: WardChanges
    agencies: tuple[Agency, ...]
    rules: tuple[RoutingRule, ...]
    ended: tuple[RoutingRule, ...]
    closed: tuple[Agency, ...]
    left: tuple[Agency, ...]

    @property
    def changes_nothing(self) -> bool:
        """True where the office is the authority's already."""
        return not (self.agencies or self.rules or self.ended or self.closed or self.wards.to_keep)


def later_office(authority: str, as_of: date) -> LaterOffice:
    """Return the office of an authority as it stands on a day.

    Raises:
        Problem: its folder offers none from before that day.
    """
    known = later_offices(authority)
    found = next((each for each in reversed(known) if each.since <= as_of), None)
    if found is None:
        days = ", ".join(f"{each.since:%d/%m/%Y}" for each in known) or "không có"
        raise wrong_field(AS_OF, f"Không có bộ máy nào của địa phương từ ngày ấy trở về trước; có: {days}.")
    return found


def plan_office(record: Record, later: LaterOffice, at: datetime) -> OfficePlan:
    """Return what choosing an office would change. Done again it changes nothing."""
    authority = later.authority
    office, wards = later.with_wards(record.offices.places(authority))
    known = {each.id: each for each in record.offices.agencies(authority)}
    rules = {each.id: each for each in record.offices.routing_rules(authority)}
    wanted = {each.id for each in office.routing}
    agencies = tuple(_agency(each, known.get(each.id)) for each in office.agencies)
    before = [each for each in known.values() if each.in_use and each.id not in {one.id for one in agencies}]
    closed = [each for each in before if _nothing_hangs(record.dependents.of_agency(authority, each.id, at))]
    return OfficePlan(
        later,
        wards,
        tuple(each for each in agencies if known.get(each.id) != each),
        tuple(each for each in office.routing if not _same(rules.get(each.id), each)),
        tuple(_ended(each, later.since) for each in rules.values() if each.in_use and each.id not in wanted),
        tuple(replace(each, active=False) for each in closed),
        tuple(each for each in before if each not in closed),
    )


def adopt(record: Record, plan: OfficePlan, change: ChangedBy) -> None:
    """Keep what a plan changes, in one transaction."""
    record.offices.keep_all(
        plan.later.authority,
        change,
        agencies=(*plan.agencies, *plan.closed),
        places=plan.wards.to_keep,
        rules=(*plan.ended, *plan.rules),
    )


def _agency(wanted: Agency, known: Agency | None) -> Agency:
    """Return an agency with the name and the symbol of the later office. What else the authority has changed stays."""
    if known is None:
        return wanted
    return replace(known, name=wanted.name, symbol=wanted.symbol or known.symbol, active=True)


def _same(known: RoutingRule | None, wanted: RoutingRule) -> bool:
    return known is not None and replace(known, holds=wanted.holds) == wanted


def _ended(rule: RoutingRule, since: date) -> RoutingRule:
    """Return a rule that no longer applies from a day on, or at all where it began with it."""
    if rule.valid_from is not None and rule.valid_from >= since:
        return replace(rule, active=False)
    return replace(rule, valid_to=since, holds=False)


def _nothing_hangs(hanging: Hanging) -> bool:
    """Tell whether neither work nor people are with an agency. Rules that name it end with the plan."""
    return replace(hanging, rules=0).is_nothing
