"""One case as anybody sees it, whoever is signed in."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.attachments.views import attachment_views
from api.cases.views.case import case_view
from api.cases.views.events import event_views
from api.pages.common.courses import steps
from api.pages.common.rendering import page
from api.pages.common.visitors import VisitorDep
from api.web.front import FrontDep
from api.web.identity import cookies
from api.web.identity.callers import Caller, require_case

router = APIRouter(prefix="/cong-khai/ho-so")


@router.get("/{code}")
def show(request: Request, front: FrontDep, who: VisitorDep, code: str) -> Response:
    """What was reported, what came of it, and the course that the regulation lets the public see."""
    record, viewer = require_case(front, code, Caller(None, None, who.address))
    events = event_views(
        front.record.cases.entries(record.code), record.complaint.procedure, front.record, viewer.audience, {}
    )
    return page(
        request,
        "public/case.html.j2",
        who,
        case=case_view(front.record, record, viewer, front.clock()),
        steps=steps(events),
        attachments=attachment_views(front.record, record, viewer),
        article=record.complaint.procedure.visibility.source,
        is_followed=record.code in cookies.followed(request),
    )
