"""The page of one case as anybody sees it. Those who are signed in see no more here."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.attachments.views import attachment_views
from api.cases.views.case import case_view
from api.cases.views.events import course_views
from api.pages.common.courses import steps
from api.pages.common.rendering import page
from api.pages.common.visitors import VisitorDep
from api.web.front import FrontDep
from api.web.identity import cookies
from api.web.identity.callers import Caller, require_case

router = APIRouter(prefix="/cong-khai/ho-so")


@router.get("/{code}")
def show(request: Request, front: FrontDep, visitor: VisitorDep, code: str) -> Response:
    """Show what was reported, what came of it, and the course that the regulation lets the public see."""
    with front.record.reading():
        record, viewer = require_case(front, code, Caller(None, None, visitor.address))
        case = case_view(front.record, record, viewer, front.clock())
        course = steps(course_views(front.record, record, viewer))
        attachments = attachment_views(front.record, record, viewer)
    return page(
        request,
        "public/case.html.j2",
        visitor,
        case=case,
        steps=course,
        attachments=attachments,
        article=record.complaint.procedure.visibility.source,
        is_followed=record.code in cookies.followed(request),
    )
