"""The page on which an auditor examines one case, and the download of a whole case."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.auditing.answers import zipped
from api.auditing.asking import audited
from api.auditing.exporting import exported
from api.auditing.views import audit_view
from api.pages.common.rendering import page
from api.pages.common.visitors import StaffPageDep, VisitorDep
from api.pages.staff.inbox import INBOX
from api.web.front import FrontDep
from api.web.reading_limits import COUNTED_EXPORT

router = APIRouter()


@router.get(f"{INBOX}/ho-so/{{code}}/kiem-chung")
async def show(request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, code: str) -> Response:
    """Show the audit of a case."""
    audit = audit_view(await audited(front, staff, code))
    return await run_in_threadpool(page, request, "staff/audit.html.j2", visitor, audit=audit)


@router.get(f"{INBOX}/ho-so/{{code}}/ho-so.zip", dependencies=[COUNTED_EXPORT])
def export(front: FrontDep, visitor: VisitorDep, _staff: StaffPageDep, code: str) -> Response:
    """Download the whole case with its proof, for those who audit it or may know the reporter."""
    return zipped(code, exported(front, code, visitor.caller()))
