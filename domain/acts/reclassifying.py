"""The act that puts right a wrong field of work, course or agency."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from domain.actors import Actor
from domain.acts.base import Sealed, Verdict
from domain.acts.receiving import settled_urgency
from domain.complaint import Complaint, Moment, Shown
from domain.procedure import FieldOfWork
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind, Status, Urgency


@dataclass(frozen=True, kw_only=True)
class Reclassified(
    Moment, act=ActKind.RECLASSIFY, stays=True, shown=Shown.REPORTER | Shown.WHOLE_COURSE | Shown.MOVES_PUBLIC
):
    """The case has another field of work or another lead agency; these are the ones it has now."""

    kind: Literal["reclassified"] = "reclassified"
    field: str | None
    urgency: Urgency
    lead: str | None
    reason: Sealed

    def change(self, complaint: Complaint) -> Complaint:
        kept = complaint.officer if self.lead == complaint.lead else None
        return replace(complaint, field=self.field, urgency=self.urgency, lead=self.lead, officer=kept)


@dataclass(frozen=True, kw_only=True)
class CourseChanged(Moment, shown=Shown.REPORTER | Shown.WHOLE_COURSE):
    """The case takes another course from here on: `urgency`. It follows a reclassification."""

    kind: Literal["course_changed"] = "course_changed"
    urgency: Urgency


@dataclass(frozen=True, kw_only=True)
class Reclassify:
    """The case was in the wrong field of work or course, or with the wrong agency; what is None stays. The limits become those of
    the new field and course."""

    kind: Literal[ActKind.RECLASSIFY] = ActKind.RECLASSIFY
    field: str | None = None
    lead: str | None = None
    reason: Sealed
    urgency: Urgency | None = None

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Reclassified | CourseChanged]:
        field = complaint.procedure.field(self.field or complaint.field)
        if self.field is not None and field is None:
            return Refusal(RefusalKind.UNKNOWN_FIELD, self.field)
        if self.lead is not None and not self._may_move(complaint):
            return Refusal(RefusalKind.MOVED_BY_FORWARDING, self.lead)
        lead = self.lead or complaint.lead
        field_id = field.id if field else None
        urgency = self._urgency(complaint, field)
        if isinstance(urgency, Refusal):
            return urgency
        if (field_id, lead, urgency) == (complaint.field, complaint.lead, complaint.urgency):
            return Refusal(RefusalKind.NOTHING_NEW, self.kind)
        if lead in complaint.co_ordinating:
            return Refusal(RefusalKind.LEAD_ALSO_CO_ORDINATES, lead or "")
        if self.reason.is_blank:
            return Refusal(RefusalKind.WORDS_MISSING)
        changed = Reclassified(at=at, field=field_id, urgency=urgency, lead=lead, reason=self.reason)
        return (changed,) if urgency is complaint.urgency else (changed, CourseChanged(at=at, urgency=urgency))

    def _may_move(self, complaint: Complaint) -> bool:
        """Return whether the act may name an agency. While the focal point has the case, it forwards it instead."""
        rule = complaint.procedure.act(self.kind)
        return rule is not None and rule.names_agency and complaint.status is not Status.WITH_FOCAL_POINT

    def _urgency(self, complaint: Complaint, field: FieldOfWork | None) -> Urgency | Refusal:
        if self.urgency is None and (field.id if field else None) == complaint.field:
            return complaint.urgency
        return settled_urgency(complaint, field, self.urgency)


ReclassifyingEvent = Reclassified | CourseChanged
