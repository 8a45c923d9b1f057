"""The part of a case that the public will see once its result is published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from api.cases.views.case import CaseView, case_view
from api.web.identity.callers import PASSER_BY, Viewer
from domain.acts import Publish, Sealed
from domain.complaint import apply_all
from domain.decide import decide
from domain.refusals import Refusal
from domain.visibility import is_public
from records.cases.rows import CaseRecord
from records.record import Record


@dataclass(frozen=True)
class Preview:
    """The case as anybody will see it; None where it will not be public."""

    case: CaseView | None


def preview(record: Record, case: CaseRecord, viewer: Viewer, edited: str, at: datetime) -> Preview | None:
    """Return the case as it will be seen when this viewer publishes it, None where this viewer cannot."""
    act = Publish(edited=Sealed(edited))
    for actor in viewer.actors:
        events = decide(case.complaint, act, by=actor, at=at)
        if isinstance(events, Refusal):
            continue
        complaint = apply_all(case.complaint, events)
        given = edited if edited.strip() else case.result
        then = replace(case, complaint=complaint, result=given, given=given)
        return Preview(case_view(record, then, PASSER_BY, at) if is_public(complaint) else None)
    return None
