"""Decides which attachments of a case each viewer sees, and whether whole or blacked out in part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from api.attachments.allowances import KeptAttachments
from api.cases.editing import edits
from api.web.front import Front
from api.web.identity.callers import Caller, Viewer, require_case
from api.web.merged import MergedCases, answering
from api.web.problems.kinds import UNKNOWN_ATTACHMENT
from api.web.problems.problem import Problem
from domain.attachments import NEVER_PUBLIC, AttachmentStage, awaits_review, may_open, sees_whole
from domain.complaint import Complaint
from domain.results import images_given, is_kept_from_reporter
from domain.visibility import Audience
from records.attachments.rows import Attachment, StoredFile
from records.cases.rows import CaseRecord, Entry


class Courses(MergedCases, Protocol):
    """The record as showing needs it; `records.cases.repository.Cases` is the real one."""

    def entries(self, code: str) -> tuple[Entry, ...]:
        """Return all that has happened to a case, in order."""
        ...


@dataclass(frozen=True)
class Shown:
    """An attachment as one viewer sees it. `whole`: as it was sent; `editable`: the viewer may black it out; `opens`: the viewer
    may have the file itself, not only its picture."""

    attachment: Attachment
    file: StoredFile
    whole: bool
    editable: bool
    opens: bool


def shown(attachments: KeptAttachments, cases: Courses, case: CaseRecord, viewer: Viewer) -> tuple[Shown, ...]:
    """Return the attachments of a case that the viewer sees, in the order in which they came. The reporter of a merged report
    also sees those of the result that answers it."""
    kept, main = attachments.of_case(case.code), answering(cases, case)
    if viewer.audience is Audience.REPORTER and main is not case:
        kept += tuple(each for each in attachments.of_case(main.code) if each.stage is AttachmentStage.RESULT)
    if viewer.audience is not Audience.STAFF and any(each.stage is AttachmentStage.RESULT for each in kept):
        given = _given(cases, main, viewer.audience)
        kept = tuple(each for each in kept if each.stage is not AttachmentStage.RESULT or given(each))
    seen = (_as_seen(each, main.complaint, viewer) for each in kept)
    return tuple(each for each in seen if each is not None)


def require_shown(
    attachments: KeptAttachments, cases: Courses, case: CaseRecord, viewer: Viewer, attachment: UUID
) -> Shown:
    """Return one attachment as the viewer sees it.

    Raises:
        Problem: the case does not have it, or the viewer does not see it.
    """
    for each in shown(attachments, cases, case, viewer):
        if each.attachment.id == attachment:
            return each
    raise Problem(UNKNOWN_ATTACHMENT)


def shown_to(front: Front, code: str, caller: Caller, attachment: UUID, *, blacked_out: bool) -> Shown:
    """Return one attachment of a case as the caller sees it; with `blacked_out`, as the public does.

    Raises:
        Problem: the caller knows of no such case, or sees no such attachment of it.
    """
    case, viewer = require_case(front, code, caller)
    one = require_shown(front.record.attachments, front.record.cases, case, viewer, attachment)
    version = _public(one, case.complaint) if blacked_out else one
    if version is None:
        raise Problem(UNKNOWN_ATTACHMENT)
    return version


def _as_seen(attachment: Attachment, complaint: Complaint, viewer: Viewer) -> Shown | None:
    editable = edits(complaint, viewer)
    opens = may_open(attachment.kind, viewer.audience)
    whole = Shown(attachment, attachment.file, whole=True, editable=editable, opens=opens)
    if editable or sees_whole(complaint, viewer.audience, viewer.actors, attachment.stage):
        return whole
    return _public(whole, complaint) if viewer.audience is Audience.PUBLIC else _blacked_out(whole)


def is_kept_from_public(attachment: Attachment, complaint: Complaint) -> bool:
    """Tell whether the public sees nothing of the attachment: it is never public, or it came after the review of the case and
    nobody has decided to show it, or somebody has decided not to."""
    if attachment.kind in NEVER_PUBLIC:
        return True
    if attachment.reviewed is not None:
        return not attachment.reviewed.shown
    return waits_for_review(attachment, complaint)


def waits_for_review(attachment: Attachment, complaint: Complaint) -> bool:
    """Tell whether somebody who publishes has yet to look at the attachment of a public case."""
    undecided = attachment.kind not in NEVER_PUBLIC and attachment.reviewed is None and attachment.blacked_out is None
    return undecided and awaits_review(complaint, attachment.stage, attachment.at)


def _public(one: Shown, complaint: Complaint) -> Shown | None:
    return None if is_kept_from_public(one.attachment, complaint) else _blacked_out(one)


def _blacked_out(one: Shown) -> Shown | None:
    """Return the attachment as those see it who may not see it whole; None where it is hidden from them."""
    covered = one.attachment.blacked_out
    if covered is None:
        return one
    return replace(one, file=covered.file, whole=False, editable=False) if covered.file else None


def _given(cases: Courses, case: CaseRecord, audience: Audience) -> Callable[[Attachment], bool]:
    """Return the test of whether an image of the result was given out.

    Images are given out with the result: once it is published, or given to the reporter alone; until then they are internal.
    Where the result names its images, or says that there are none, exactly those are given. Otherwise all are given that had
    come by then.
    """
    moments = case.complaint.moments
    at = [moments[kind] for kind in ("published", "withheld") if kind in moments]
    kept = audience is Audience.REPORTER and is_kept_from_reporter(case.complaint)
    if not at or kept or (audience is Audience.PUBLIC and "published" not in moments):
        return lambda _: False
    named = images_given(entry.event for entry in cases.entries(case.code))
    return lambda one: str(one.id) in named if named is not None else one.at <= max(at)
