"""Who may know of a case, and which of its words they may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.actors import Actor
from domain.complaint import Complaint
from domain.procedure import Procedure
from domain.words import Role


class Audience(StrEnum):
    """For whom a case is shown."""

    PUBLIC = "public"
    REPORTER = "reporter"
    STAFF = "staff"


@dataclass(frozen=True)
class Scope:
    """The cases a member of staff may know of; None is no bound. An agency's staff know what it leads or co-ordinates."""

    authority: str | None
    agency: str | None
    tests_only: bool = False

    def covers(self, *, authority: str, lead: str | None, co_ordinating: tuple[str, ...], test: bool = False) -> bool:
        """Whether a case lies within."""
        if self.authority is not None and authority != self.authority:
            return False
        if self.tests_only and not test:
            return False
        return self.agency is None or self.agency == lead or self.agency in co_ordinating


NOTHING = Scope(authority="", agency=None)
"""The scope that covers no case: no authority is without a name."""


def scope_of(actor: Actor) -> Scope:
    """What a member of staff may know of. Auditors and admins without an authority of their own see every one; a technician
    sees trials of the system and no report of people's.

    Anybody else who lacks an authority, or an agency where the role is an agency's, may know of nothing.
    """
    if actor.role in (Role.AUDITOR, Role.ADMIN):
        return Scope(authority=actor.authority, agency=None)
    if not actor.authority or (actor.role.of_agency and not actor.agency):
        return NOTHING
    return Scope(
        authority=actor.authority,
        agency=actor.agency if actor.role.of_agency else None,
        tests_only=actor.role is Role.TECHNICIAN,
    )


def is_public(complaint: Complaint) -> bool:
    """Whether anybody may see the case."""
    kept = (
        complaint.secret
        or complaint.restricted
        or complaint.hidden
        or complaint.test
        or "withheld" in complaint.moments
    )
    return complaint.status in complaint.procedure.visibility.public and not kept


def publicly_changed_at(complaint: Complaint) -> datetime:
    """When what anybody may see of a case that was filed last changed."""
    whole = complaint.procedure.visibility.whole_course
    return max(
        at
        for kind, at in complaint.moments.items()
        if kind in _MOVES_FOR_PUBLIC or shows_event(Audience.PUBLIC, kind, whole_course=whole)
    )


def sees_identity(procedure: Procedure, role: Role) -> bool:
    """Whether the procedure needs this role to know who the reporter is."""
    return role in procedure.visibility.identity


def knows_reporter(complaint: Complaint, by: Actor) -> bool:
    """Whether this person may know who reported: one whose role the procedure needs for it. Of several agencies that is the
    one that leads, for it answers (Điện Biên, Công văn 4/2024 Mục 2)."""
    leads = not by.role.of_agency or by.agency == complaint.lead
    return leads and sees_identity(complaint.procedure, by.role)


_COURSE = {
    "filed", "supplement_asked", "supplemented", "supplement_lapsed", "refused", "verified", "dispatched", "accepted",
    "returned", "extended", "temporarily_fixed", "delay_explained", "result_submitted", "approved", "published",
    "withheld", "rated", "rating_lapsed", "withdrawn", "clocks_paused", "clocks_resumed", "limit_opened",
    "limit_rescheduled", "limit_passed", "overdue_lifted", "direction_asked", "directed", "forwarded", "taken_on",
    "reclassified", "involved", "site_inspected", "progress_reported", "restricted", "hidden", "unhidden", "merged",
    "asked", "answered", "commented", "reopened",
}  # fmt: skip
_WORDS_FOR_REPORTER = {
    "supplement_asked", "supplemented", "refused", "extended", "temporarily_fixed", "delay_explained", "published",
    "withheld", "rated", "withdrawn", "progress_reported", "asked", "answered", "commented", "reopened", "hidden",
}  # fmt: skip
_FOR_PUBLIC = {
    "filed", "verified", "dispatched", "accepted", "extended", "temporarily_fixed", "approved", "published", "rated",
    "forwarded", "taken_on", "progress_reported", "reopened",
}  # fmt: skip
_WHOLE_COURSE = {
    "supplement_asked", "supplemented", "returned", "direction_asked", "directed", "reclassified", "involved",
    "result_submitted", "sent_back",
}  # fmt: skip
"""What else the public is told happened, never in which words, where the regulation opens the whole course to it."""
_MOVES_FOR_PUBLIC = {"returned", "reclassified", "unhidden", "rating_lapsed"}
"""What the public is not told of, but which shows in where a case stands, or in that it can be seen."""


def shows_event(audience: Audience, kind: str, *, told_reporter: bool = False, whole_course: bool = False) -> bool:
    """Whether an event of this kind belongs to the course of the case that the audience sees. `whole_course` is what the
    case's procedure says of it."""
    if audience is Audience.STAFF or (whole_course and kind in _WHOLE_COURSE):
        return True
    if audience is Audience.REPORTER:
        return kind in _COURSE or told_reporter
    return kind in _FOR_PUBLIC


def shows_words(audience: Audience, kind: str) -> bool:
    """Whether the audience reads what a person wrote with an event of this kind. Words between offices stay between them."""
    if audience is Audience.STAFF:
        return True
    return audience is Audience.REPORTER and kind in _WORDS_FOR_REPORTER
