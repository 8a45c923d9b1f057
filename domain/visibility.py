"""Decides who may see a case, and which of its words they may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.actors import Actor
from domain.complaint import Complaint, Shown
from domain.events import EVENTS
from domain.procedure import Procedure
from domain.words import Role


class Audience(StrEnum):
    """The audiences that a case is shown to."""

    PUBLIC = "public"
    REPORTER = "reporter"
    STAFF = "staff"


@dataclass(frozen=True)
class Scope:
    """The cases a member of staff may see; None is no bound. An agency's staff see the cases that it leads or co-ordinates."""

    authority: str | None
    agency: str | None
    tests_only: bool = False

    def covers(self, *, authority: str, lead: str | None, co_ordinating: tuple[str, ...], test: bool = False) -> bool:
        """Tell whether a case lies within the scope."""
        if self.authority is not None and authority != self.authority:
            return False
        if self.tests_only and not test:
            return False
        return self.agency is None or self.agency == lead or self.agency in co_ordinating


NOTHING = Scope(authority="", agency=None)
"""The scope that covers no case, because no authority has an empty name."""


def scope_of(actor: Actor) -> Scope:
    """Return the cases a member of staff may see. Auditors and admins without an authority of their own see every case; a
    technician sees trial reports only.

    Anybody else who lacks an authority, or an agency where the role belongs to an agency, sees none.
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
    """Tell whether the public may see the case."""
    kept = complaint.secret or complaint.test or was_kept(complaint)
    return complaint.status in complaint.procedure.visibility.public and not kept


def was_kept(complaint: Complaint) -> bool:
    """Tell whether the offices kept the case from the public, on whatever ground."""
    return complaint.restricted or complaint.hidden or "withheld" in complaint.moments


def publicly_changed_at(complaint: Complaint) -> datetime:
    """Return when the public's view of a filed case last changed."""
    whole = complaint.procedure.visibility.whole_course
    return max(
        at
        for kind, at in complaint.moments.items()
        if Shown.MOVES_PUBLIC in _SHOWN[kind] or shows_event(Audience.PUBLIC, kind, whole_course=whole)
    )


def sees_identity(procedure: Procedure, role: Role) -> bool:
    """Tell whether the procedure needs this role to know who the reporter is."""
    return role in procedure.visibility.identity


def knows_reporter(complaint: Complaint, by: Actor) -> bool:
    """Tell whether this person may know who reported: the procedure must need it for the role. Of several agencies only the lead
    may know, because the lead answers (Điện Biên, Công văn 4/2024 Mục 2)."""
    leads = not by.role.of_agency or by.agency == complaint.lead
    return leads and sees_identity(complaint.procedure, by.role)


def opens_letter(
    complaint: Complaint, by: Actor, *, office: str | None, hands: frozenset[str], to: tuple[Role, ...] = ()
) -> bool:
    """Tell whether a member of staff who may see the case may open a letter of it. Besides those who may know the reporter, whom
    a letter to the reporter names, these are the people who signed it or sent it out (`hands`, their accounts), the leader of the
    office that issued it, which keeps a copy (Bình Định, Phụ lục: “Lưu: VT”), and the roles `to` whose office it was written."""
    if by.role in to:
        return True
    leads = by.role is Role.AGENCY_LEADER and office is not None and by.agency == office
    return knows_reporter(complaint, by) or leads or by.account in hands


def knows_restricted(complaint: Complaint, by: Actor) -> bool:
    """Tell whether this person alone may know who reported while the identity is restricted at the reporter's request."""
    return by.role is Role.ADMIN and by.authority in (None, complaint.procedure.id)


def was_told_reporter(complaint: Complaint, by: Actor) -> bool:
    """Tell whether who reported was shared with this person's agency, in this very case."""
    return by.role.of_agency and by.agency is not None and by.agency in complaint.identity_shared_with


_SHOWN: dict[str, Shown] = {event.kind: event.shown for event in EVENTS}


def shows_event(audience: Audience, kind: str, *, told_reporter: bool = False, whole_course: bool = False) -> bool:
    """Tell whether the audience sees events of this kind. `whole_course` is the setting of the case's procedure,
    `told_reporter` whether the event itself was told to the reporter."""
    if audience is Audience.STAFF or (whole_course and Shown.WHOLE_COURSE in _SHOWN[kind]):
        return True
    if audience is Audience.REPORTER:
        return Shown.REPORTER in _SHOWN[kind] or told_reporter
    return Shown.PUBLIC in _SHOWN[kind]


def reads_notes(by: Actor) -> bool:
    """Tell whether this member of staff, who may see the case, reads its internal notes. An admin runs the system and has
    no part in the case; an auditor reads everything by office."""
    return by.role is not Role.ADMIN


def shows_words(audience: Audience, kind: str) -> bool:
    """Tell whether the audience reads the words of an event of this kind. Words between offices stay between them."""
    if audience is Audience.STAFF:
        return True
    return audience is Audience.REPORTER and Shown.WORDS in _SHOWN[kind]
