"""What the public will see of a case once its result is published."""

from __future__ import annotations

from dataclasses import dataclass, replace

from api.cases.views.case import CaseView, case_view
from api.web.front import Front
from api.web.identity.callers import PASSER_BY, Viewer
from domain.acts import Publish, Sealed
from domain.complaint import apply_all
from domain.decide import decide
from domain.refusals import Refusal
from domain.visibility import is_public
from records.cases.rows import CaseRecord


@dataclass(frozen=True)
class Preview:
    """The case as anybody will see it; None where it will not be public."""

    case: CaseView | None


def preview(front: Front, record: CaseRecord, viewer: Viewer, edited: str) -> Preview | None:
    """Return the case as it will be seen when this viewer publishes it, None where this viewer cannot."""
    act = Publish(edited=Sealed(edited))
    for actor in viewer.actors:
        events = decide(record.complaint, act, by=actor, at=front.clock())
        if isinstance(events, Refusal):
            continue
        complaint = apply_all(record.complaint, events)
        given = edited if edited.strip() else record.result
        then = replace(record, complaint=complaint, result=given, given=given)
        seen = case_view(front.record, then, PASSER_BY, front.clock()) if is_public(complaint) else None
        return Preview(seen)
    return None
