"""Photos and videos that come after a case was public wait for somebody who publishes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool

from api.attachments.blacking_out import editor
from api.cases.acting import do_once
from api.cases.parts import ActingParts
from api.cases.repeating import SentAct
from api.web.front import Front
from api.web.identity.callers import Viewer
from domain.actors import Actor
from domain.acts import Attach
from domain.attachments import awaits_review
from domain.visibility import is_public
from records.attachments.rows import Attachment, Reviewed
from records.cases.rows import CaseRecord


async def tell_publishers(parts: ActingParts, case: CaseRecord, kept: Sequence[Attachment], by: Actor) -> None:
    """Record that these came and wait, once for the same files, so that those who publish are notified.

    Raises:
        WorkflowsUnavailable, RecordsUnavailable: the files are kept and wait all the same; sent again, it is recorded.
    """
    waiting = [each for each in kept if awaits_review(case.complaint, each.stage, each.at)]
    if waiting and is_public(case.complaint):
        said = ",".join(sorted(str(each.id) for each in waiting))
        act_id = f"attach:{hashlib.sha256(said.encode()).hexdigest()}"
        await do_once(parts, case, SentAct(case.code, act_id, Attach(count=len(waiting)), by))


async def review(front: Front, case: CaseRecord, attachment: Attachment, viewer: Viewer, *, shown: bool) -> Attachment:
    """Show an attachment in public, or keep it back. The later decision counts.

    Raises:
        Problem: the viewer does not edit for publication.
    """
    decided = Reviewed(shown, editor(case.complaint, viewer), front.clock())
    return await run_in_threadpool(front.record.attachments.review, attachment, decided)
