"""Which photos and videos of a case each caller sees, and whether whole or with what was blacked out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from api.web.identity.callers import Viewer
from domain.attachments import AttachmentStage, may_black_out, sees_whole
from domain.complaint import Complaint
from domain.results import images_given
from domain.visibility import Audience
from records.attachments.rows import Attachment, StoredFile
from records.cases.repository import Cases
from records.cases.rows import CaseRecord
from records.record import Record


@dataclass(frozen=True)
class Shown:
    """An attachment as one caller sees it. `whole` where that is as it was sent; `editable` where the caller may black out."""

    attachment: Attachment
    file: StoredFile
    whole: bool
    editable: bool


def shown(record: Record, case: CaseRecord, viewer: Viewer) -> tuple[Shown, ...]:
    """The attachments of a case that the caller sees, in the order in which they came."""
    kept = record.attachments.of_case(case.code)
    if viewer.audience is not Audience.STAFF and any(each.stage is AttachmentStage.RESULT for each in kept):
        given = _given(record.cases, case, viewer.audience)
        kept = tuple(each for each in kept if each.stage is not AttachmentStage.RESULT or given(each))
    seen = (_as_seen(each, case.complaint, viewer) for each in kept)
    return tuple(each for each in seen if each is not None)


def shown_one(record: Record, case: CaseRecord, viewer: Viewer, attachment: UUID) -> Shown | None:
    """One of them; None for what the case does not have, or the caller does not see."""
    return next((each for each in shown(record, case, viewer) if each.attachment.id == attachment), None)


def as_others_see(one: Shown) -> Shown | None:
    """The attachment as it is shown to those who may not see it whole; None where it is not."""
    covered = one.attachment.blacked_out
    if covered is None:
        return one
    return Shown(one.attachment, covered.file, whole=False, editable=False) if covered.file else None


def _as_seen(attachment: Attachment, complaint: Complaint, viewer: Viewer) -> Shown | None:
    editable = any(may_black_out(complaint, actor) is None for actor in viewer.actors)
    whole = Shown(attachment, attachment.file, whole=True, editable=editable)
    if editable or sees_whole(complaint, viewer.audience, viewer.actors, attachment.stage):
        return whole
    return as_others_see(whole)


def _given(cases: Cases, record: CaseRecord, audience: Audience) -> Callable[[Attachment], bool]:
    """Whether an image of the result has been given, with the result: that is the offices' own until it is published, or given
    to the reporter alone. Where the result names its images or says that there are none, those are; otherwise all that
    were there by then."""
    moments = record.complaint.moments
    at = [moments[kind] for kind in ("published", "withheld") if kind in moments]
    if not at or (audience is Audience.PUBLIC and "published" not in moments):
        return lambda _: False
    named = images_given(entry.event for entry in cases.entries(record.code))
    return lambda one: str(one.id) in named if named is not None else one.at <= max(at)
