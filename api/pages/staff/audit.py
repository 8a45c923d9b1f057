"""The pages on which an auditor examines one case and sees past audits, and the download of a whole case."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.auditing.answers import zipped
from api.auditing.asking import audited
from api.auditing.exporting import exported
from api.auditing.past import all_audits, audits_seen_by, keep_seen
from api.auditing.views import audit_view, past_audit_view, past_audits_table
from api.pages.common.rendering import page
from api.pages.common.visitors import StaffPageDep, VisitorDep
from api.pages.staff.inbox import INBOX
from api.web.downloads import Form, download
from api.web.front import FrontDep
from api.web.reading_limits import COUNTED_EXPORT
from records.auditing.rows import AuditWay

router = APIRouter()
PAST = "/quan-tri/kiem-chung"
_PAGE = 50
_Before = Annotated[int | None, Query(alias="truoc", ge=1, le=2**62)]


@router.get(f"{INBOX}/ho-so/{{code}}/kiem-chung")
async def show(request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, code: str) -> Response:
    """Show the audit of a case."""
    seen = await audited(front, staff, code)
    await run_in_threadpool(keep_seen, front.record.past_audits, staff, seen, AuditWay.PAGE)
    return await run_in_threadpool(page, request, "staff/audit.html.j2", visitor, audit=audit_view(seen))


@router.get(PAST)
def past(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, before: _Before = None
) -> Response:
    """Show the past audits, the latest first."""
    shown = audits_seen_by(front.record.past_audits, staff, before, _PAGE)
    audits = [past_audit_view(each) for each in shown.audits]
    return page(request, "staff/past_audits.html.j2", visitor, audits=audits, next=shown.next)


@router.get(f"{PAST}.{{form}}", dependencies=[COUNTED_EXPORT])
def exported_past(form: Form, front: FrontDep, staff: StaffPageDep) -> Response:
    """Download all past audits for a spreadsheet."""
    return download("kiem-chung", form, past_audits_table(all_audits(front.record.past_audits, staff)))


@router.get(f"{INBOX}/ho-so/{{code}}/ho-so.zip", dependencies=[COUNTED_EXPORT])
def export(front: FrontDep, visitor: VisitorDep, _staff: StaffPageDep, code: str) -> Response:
    """Download the whole case with its proof, for those who audit it or may know the reporter."""
    return zipped(code, exported(front, code, visitor.caller()))
