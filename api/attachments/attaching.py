"""Attachments are added to a case that is already filed.

A form that files a report calls the parts of this itself. It cleans before it files, so that a bad photo is a sentence beside
its field and nothing is lost. It keeps right after, when there is a case to keep the photos with:

    sent = form.files.get("photos", ())
    allowed = taken(procedure, AttachmentStage.REPORT)
    files = await cleaned(front, sent, allowed, caller, field="photos")  # Problem: show the form again
    filed = await take_in(front, body, key, caller)
    await keep(front, filed.complaint.code, AttachmentStage.REPORT, files, by=REPORTER)

Both may be retried after an answer was lost: `take_in` returns the same case and `keep` the same attachments. When `keep` raises
StoreUnavailable or RecordsUnavailable, the report is filed all the same: say so, and let the person add the photos on the case's
page. An agency's form that submits a result attaches first, and names what was kept in the act:

    kept = await attach(front, code, form.files.get("photos", ()), caller, field="photos")
    ... SubmitResultBody(images=[each.id for each in kept], ...)

`domain.attachments.stage_open_to` says to which stage somebody may add now. `attach` asks it. Code that calls `keep` directly
must ask it too.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from api.attachments.allowances import require_room
from api.attachments.cleaning import FIELD, cleaned, hash_of, kinds_of
from api.attachments.keeping import keep
from api.attachments.reviewing import tell
from api.cases.acting import onlooker
from api.web.front import Front
from api.web.identity.callers import Caller, Viewer, require_case
from api.web.merged import MergedCases, answering, refused_to
from domain.actors import Actor
from domain.attachments import AttachmentStage, stage_open_to, taken
from domain.complaint import Complaint
from domain.refusals import Refusal, RefusalKind
from domain.visibility import Audience
from records.attachments.rows import Attachment
from records.cases.rows import CaseRecord


async def attach(
    front: Front, code: str, files: Sequence[UploadFile], caller: Caller, *, field: str = FIELD
) -> tuple[Attachment, ...]:
    """Add files to a case, for the stage that is open to the caller.

    Raises:
        Problem: the caller knows of no such case, may add nothing to it now, or a file cannot be taken.
        ScannerUnavailable: nothing was kept.
        WorkflowsUnavailable, RecordsUnavailable: some may have been kept; sent again, none is kept twice.
    """
    case, stage, by = await run_in_threadpool(_open_to, front, code, caller)
    known_as, allowed = case.code, taken(case.complaint.procedure, stage)
    kinds = await kinds_of(files, allowed, field)
    hashes = [await run_in_threadpool(hash_of, file) for file in files]
    await run_in_threadpool(
        require_room, front.record.attachments, known_as, stage, dict(zip(hashes, kinds, strict=True))
    )
    kept = await keep(front, known_as, stage, await cleaned(front, files, allowed, caller, field=field), by=by)
    await tell(front, case, kept, by)
    return kept


def stage_for(cases: MergedCases, record: CaseRecord, viewer: Viewer) -> AttachmentStage | Refusal:
    """Return the stage of the case to which the viewer may add now, in any of their roles; or why to none."""
    return _stage_and_actor(_open_case(cases, record, viewer), viewer)[0]


def _open_case(cases: MergedCases, record: CaseRecord, viewer: Viewer) -> Complaint:
    """Return the case that must be open. The reporter of a merged report adds to that report while the case is open that it is
    part of."""
    return answering(cases, record).complaint if viewer.audience is Audience.REPORTER else record.complaint


def _stage_and_actor(complaint: Complaint, viewer: Viewer) -> tuple[AttachmentStage | Refusal, Actor | None]:
    refusal = Refusal(RefusalKind.WRONG_ROLE)
    for actor in viewer.actors:
        stage = stage_open_to(complaint, actor)
        if isinstance(stage, AttachmentStage):
            return stage, actor
        refusal = stage
    return refusal, None


def _open_to(front: Front, code: str, caller: Caller) -> tuple[CaseRecord, AttachmentStage, Actor]:
    record, viewer = require_case(front, code, caller)
    if viewer.actor is None:
        raise onlooker(record, caller)
    stage, actor = _stage_and_actor(_open_case(front.record.cases, record, viewer), viewer)
    if isinstance(stage, Refusal) or actor is None:
        refusal = stage if isinstance(stage, Refusal) else Refusal(RefusalKind.WRONG_ROLE)
        raise refused_to(front.record.cases, record.complaint, viewer.actor, refusal)
    return record, stage, actor
