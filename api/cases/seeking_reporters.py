"""Staff who may know the reporters find a reporter's cases by name or phone, on record.

What is sought is personal data: it comes in a request's body, never in an address, and is neither logged nor recorded.
"""

from __future__ import annotations

from api.cases.bodies.reporter_search import SoughtReporterBody
from api.web.front import Front
from api.web.identity.callers import Staff
from api.web.problems.kinds import IDENTITY_ONLY
from api.web.problems.problem import Problem
from domain.actors import Actor
from domain.visibility import knows_reporter, sees_identity
from procedures import all_procedures
from records.cases.rows import CaseLine
from records.staff.rows import LookedAt, SoughtReporter

MOST_FOUND = 50


def may_seek_reporters(staff: Staff) -> bool:
    """Tell whether the regulation of today lets this person know who reported."""
    actor = staff.actor
    procedure = all_procedures().get(actor.authority or "")
    has_cases = bool(actor.agency) or not actor.role.of_agency
    return procedure is not None and has_cases and sees_identity(procedure, actor.role)


def require_seeker(staff: Staff) -> None:
    """Check that this person may search by reporter.

    Raises:
        Problem: this person may not know who reported.
    """
    if not may_seek_reporters(staff):
        raise Problem(IDENTITY_ONLY)


def seek_reporters(front: Front, staff: Staff, body: SoughtReporterBody) -> tuple[CaseLine, ...]:
    """Return the cases of reporters with this name or phone, of which this person may know the reporter. At most MOST_FOUND.

    Raises:
        Problem: this person may not know who reported.
    """
    actor = staff.actor
    require_seeker(staff)
    by = LookedAt.SEARCH_BY_PHONE if body.phone else LookedAt.SEARCH_BY_NAME
    lead = actor.agency if actor.role.of_agency else None
    sought = SoughtReporter(actor.authority or "", lead, by, body.phone or body.name)
    found = front.record.looks.search(sought, seen_by=staff.account.id, most=MOST_FOUND)
    return front.record.cases.lines(tuple(code for code in found if _knows(front, actor, code)), at=front.clock())


def _knows(front: Front, actor: Actor, code: str) -> bool:
    """Tell whether the regulation under which the case was filed lets this person know its reporter."""
    complaint = front.record.cases.complaint(code)
    return complaint is not None and knows_reporter(complaint, actor)
