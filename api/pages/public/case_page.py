"""One case as anybody sees it, whoever is signed in."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.callers import Caller, require_case
from api.case_views import case_view
from api.event_views import event_views
from api.front import FrontDep
from api.pages import cookies
from api.pages.courses import steps
from api.pages.rendering import page
from api.pages.visitors import VisitorDep
from api.uploads import attachment_views

router = APIRouter(prefix="/cong-khai/ho-so")


@router.get("/{code}")
def show(request: Request, front: FrontDep, who: VisitorDep, code: str) -> Response:
    """What was reported, what came of it, and the course that the regulation lets the public see."""
    record, viewer = require_case(front, code, Caller(None, None, who.address))
    events = event_views(
        front.reader.entries(record.code), record.complaint.procedure, front.reader, viewer.audience, {}
    )
    return page(
        request,
        "public/case.html.j2",
        who,
        case=case_view(front.reader, record, viewer, front.clock()),
        steps=steps(events),
        attachments=attachment_views(front, record, viewer),
        article=record.complaint.procedure.visibility.source,
        is_followed=record.code in cookies.followed(request),
    )
