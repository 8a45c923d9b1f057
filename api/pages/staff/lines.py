"""Cases as the inbox shows them: who must act, the clock, the agency that the rules suggest, and what can be done to them
together with others."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from api.cases.turns import turn
from api.cases.views.lines import CaseLineView, line_views
from api.pages.staff.clocks import NO_CLOCK, Clock, Clocks
from api.web.front import Front
from api.web.identity.callers import Staff
from api.web.names import Agencies, Name
from api.web.offices import routed
from domain.procedure import Procedure
from domain.words import ActKind, Status
from language.labels import role_name
from records.cases.rows import CaseLine
from records.offices.repository import Offices

_MARK = 6

ACTS_TOGETHER = (ActKind.DISPATCH, ActKind.VERIFY, ActKind.ACCEPT, ActKind.APPROVE)
"""The acts that may be done to several cases with one form."""


@dataclass(frozen=True)
class Hands:
    """The hands in which a case is: the role that must act, its agency, and the person there."""

    role: str
    agency: str | None
    person: str | None


@dataclass(frozen=True)
class InboxLine:
    """A line of the inbox. `together` are the acts that this person may do to it with others, as far as the line tells;
    `suggested` is the name of the agency that the routing rules name, where the case can be dispatched."""

    case: CaseLineView
    hands: Hands | None
    clock: Clock
    together: frozenset[ActKind]
    suggested: str | None

    @property
    def mark(self) -> str:
        """A short hash that changes whenever the line does."""
        case = self.case
        said = (case.code, case.status, case.due, case.overdue, case.paused, case.officer, case.lead)
        return hashlib.sha256(repr(said).encode()).hexdigest()[:_MARK]


def inbox_lines(front: Front, staff: Staff, lines: Sequence[CaseLine]) -> list[InboxLine]:
    """Return these cases as lines of the inbox."""
    procedures = {each: front.procedures.today(each) for each in {line.authority for line in lines}}
    book, now = front.record.calendar.book(), front.clock()
    clocks = {each: Clocks(procedure, book, now) for each, procedure in procedures.items() if procedure}
    return [
        InboxLine(
            case=view,
            hands=hands(procedures[line.authority], view.status, view.lead, view.officer),
            clock=_clock(clocks[line.authority], procedures[line.authority], line)
            if line.authority in clocks
            else NO_CLOCK,
            together=(acts := acts_together(procedures[line.authority], staff, line)),
            suggested=_suggested(front.record.offices, line) if ActKind.DISPATCH in acts else None,
        )
        for line, view in zip(lines, line_views(front, lines), strict=True)
    ]


def _suggested(offices: Offices, line: CaseLine) -> str | None:
    found = routed(offices, line.authority, line.field, line.place)
    return Agencies(offices, line.authority).name(found.agency).name if found else None


def _clock(clocks: Clocks, procedure: Procedure | None, line: CaseLine) -> Clock:
    """Return the clock of the limit that is due first, in that limit's own unit."""
    rule = next((rule for rule in procedure.limits if rule.id == line.due_limit), None) if procedure else None
    agency = line.lead if rule and rule.of_agency else None
    return clocks.until(
        line.due,
        rule.amount if rule else None,
        paused=line.paused,
        internal=rule is not None and rule.is_internal,
        agency=agency,
    )


def acts_together(procedure: Procedure | None, staff: Staff, line: CaseLine) -> frozenset[ActKind]:
    """Return what this person may do to the case together with others, as far as the line tells."""
    if procedure is None or (staff.account.role.of_agency and line.lead != staff.account.agency):
        return frozenset()
    rules = (procedure.act(act) for act in ACTS_TOGETHER)
    return frozenset(rule.act for rule in rules if rule and staff.account.role in rule.by and line.status in rule.when)


def hands(procedure: Procedure | None, status: Status, lead: Name | None, officer: Name | None) -> Hands | None:
    """Return who must act on a case in this status, None where it has ended."""
    found = turn(procedure, status, has_lead=lead is not None)
    if found is None:
        return None
    is_officers = found.of_lead and found.role.leader is not found.role
    return Hands(
        role=role_name(procedure, found.role),
        agency=lead.name if found.of_lead and lead else None,
        person=officer.name if officer and is_officers else None,
    )
