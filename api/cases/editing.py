"""Decides who may cover parts of a case before the public sees it."""

from __future__ import annotations

from api.web.identity.callers import Viewer
from api.web.problems.problem import refused
from domain.attachments import may_black_out
from domain.complaint import Complaint
from domain.refusals import Refusal, RefusalKind


def edits(complaint: Complaint, viewer: Viewer) -> bool:
    """Tell whether the viewer edits the case for publication."""
    return any(may_black_out(complaint, actor) is None for actor in viewer.actors)


def editor(complaint: Complaint, viewer: Viewer) -> str:
    """Return the account of the viewer, who edits for publication. Raises Problem where the viewer does not."""
    refusals = [may_black_out(complaint, actor) for actor in viewer.actors]
    account = viewer.actor.account if viewer.actor else None
    if None not in refusals or account is None:
        raise refused(next(filter(None, refusals), Refusal(RefusalKind.WRONG_ROLE)), complaint.procedure)
    return account
