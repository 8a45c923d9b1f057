"""Attachments that come later are told of. Those that come after a case was public wait for somebody who publishes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from starlette.concurrency import run_in_threadpool

from api.attachments.showing import waits_for_review
from api.cases.acting import do_once
from api.cases.editing import editor
from api.cases.parts import ActingParts
from api.cases.repeating import SentAct
from api.web.front import Front
from api.web.identity.callers import Viewer
from api.web.merged import answering, is_merged
from domain.actors import Actor
from domain.acts import Attach
from domain.visibility import is_public
from records.attachments.rows import Attachment, Reviewed
from records.cases.rows import CaseRecord


async def tell(parts: ActingParts, case: CaseRecord, kept: Sequence[Attachment], by: Actor) -> None:
    """Record that these came, once for the same files, so that whom it concerns is notified: those who publish of what waits for
    them, and the people of the case that a merged report is part of.

    Raises:
        WorkflowsUnavailable, RecordsUnavailable: the files are kept and wait all the same; sent again, it is recorded.
    """
    if is_merged(case.complaint):
        main = await run_in_threadpool(answering, parts.record.cases, case)
        await _record(parts, main, kept, replace(by, report=case.code))
    elif is_public(case.complaint):
        await _record(parts, case, [each for each in kept if waits_for_review(each, case.complaint)], by)


async def _record(parts: ActingParts, case: CaseRecord, came: Sequence[Attachment], by: Actor) -> None:
    if came:
        said = ",".join(sorted(str(each.id) for each in came))
        act_id = f"attach:{hashlib.sha256(said.encode()).hexdigest()}"
        await do_once(parts, case, SentAct(case.code, act_id, Attach(count=len(came)), by))


async def review(front: Front, case: CaseRecord, attachment: Attachment, viewer: Viewer, *, shown: bool) -> Attachment:
    """Show an attachment in public, or keep it back. The later decision counts.

    Raises:
        Problem: the viewer does not edit for publication.
    """
    decided = Reviewed(shown, editor(case.complaint, viewer), front.clock())
    return await run_in_threadpool(front.record.attachments.review, attachment, decided)
