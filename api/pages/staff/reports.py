"""The pages of periodic reports: the list with those that are to come, and one report with its acts and files."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.pages.common.forms import ACT_ID, Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.pages.staff.inbox import INBOX
from api.pages.statistics.plots import flow_bars
from api.reports.acting import act_on_report, request_report
from api.reports.bodies import ReportActBody, ReportRequestBody
from api.reports.downloads import preview_download, report_download
from api.reports.problems import NOT_THEIRS
from api.reports.reading import Standing, require_reader, sees_report
from api.reports.showing import list_for, view_for
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD, Problem
from domain.accounts.account import Flow
from domain.reports.acts import may_request
from domain.reports.rules import Cycle
from language.report_labels import cycle_text
from procedures import all_procedures
from records.reports.rows import ReportFormat

router = APIRouter()

REPORTS = f"{INBOX}/bao-cao-dinh-ky"
_A_PAGE = 50
_REQUESTED = tuple(ReportRequestBody.model_fields)
_Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,120}$")]
_Edition = Annotated[int, Path(ge=1, le=1000)]
_Number = Annotated[int, Query(alias="trang", ge=1, le=100_000)]


@router.get(REPORTS)
def listing(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: StaffPageDep,
    number: _Number = 1,
    standing: Annotated[Standing | None, Query(alias="xem")] = None,
) -> Response:
    """Show the reports that one reads, those to come, and the form that asks for one; or the unsent of one standing."""
    require_reader(staff)
    return _listed(request, front, visitor, staff, Form(), number, standing)


@router.post(REPORTS)
async def ask(request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, form: FormDep) -> Response:
    """Have a report on request made."""
    require_reader(staff)
    try:
        body = form.only(*_REQUESTED).read(ReportRequestBody)
        code = await request_report(
            front, staff, body.series, body.first, body.last, body.wanted_by, body.words, form.once
        )
    except TOLD as error:
        wrong = form.wrong(error)
        return await run_in_threadpool(_listed, request, front, visitor, staff, wrong, 1)
    return see(f"{REPORTS}/{code}")


@router.get(f"{REPORTS}/{{code}}")
def show(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: StaffPageDep,
    code: _Code,
    done: Annotated[bool, Query(alias="xong")] = False,
) -> Response:
    """Show a report with its figures, what happened to it, and the acts that one may do."""
    return _shown(request, front, visitor, staff, code, Form(), done=done)


@router.post(f"{REPORTS}/{{code}}")
async def act(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, code: _Code, form: FormDep
) -> Response:
    """Do an act on a report, once however often the button is pressed."""
    require_reader(staff)
    try:
        body = form.only("kind", "words", "case").read(ReportActBody, **{ACT_ID: form.act_id})
        await act_on_report(front, staff, code, body.to_act(), str(body.act_id))
    except TOLD as error:
        not_theirs = isinstance(error, Problem) and error.kind is NOT_THEIRS
        record = front.record
        if not_theirs and not await run_in_threadpool(sees_report, record.reports, record.offices, staff, code):
            raise
        return await run_in_threadpool(_shown, request, front, visitor, staff, code, form.wrong(error))
    return see(f"{REPORTS}/{code}?xong=true")


@router.get(f"{REPORTS}/{{code}}/xem-truoc.pdf")
def preview(code: _Code, front: FrontDep, staff: StaffPageDep) -> Response:
    """Show the PDF as it would be sent now."""
    return preview_download(front, staff, code)


@router.get(f"{REPORTS}/{{code}}/{{edition}}.{{form}}")
def file(code: _Code, edition: _Edition, form: ReportFormat, front: FrontDep, staff: StaffPageDep) -> Response:
    """Download a file of a report that was sent."""
    return report_download(front, staff, code, edition, form)


def _listed(
    request: Request,
    front: Front,
    visitor: Visitor,
    staff: Staff,
    form: Form,
    number: int,
    standing: Standing | None = None,
) -> Response:
    found = list_for(front, staff, page=number, limit=_A_PAGE, standing=standing)
    return page(
        request,
        "staff/reports.html.j2",
        visitor,
        told=form.told,
        form=form,
        here=REPORTS,
        standing=standing,
        standings=tuple(Standing),
        reports=found.items,
        coming=found.coming,
        next=found.next,
        once=form.once,
        requestable=[] if standing else _requestable(staff),
    )


def _shown(
    request: Request,
    front: Front,
    visitor: Visitor,
    staff: Staff,
    code: str,
    form: Form,
    *,
    done: bool = False,
) -> Response:
    report = view_for(front, staff, code)
    flows = (
        (
            bar.name,
            Flow(
                answered=bar.in_time + bar.late, late=bar.late, open=bar.open_in_time + bar.overdue, overdue=bar.overdue
            ),
        )
        for bar in report.plot
    )
    return page(
        request,
        "staff/report.html.j2",
        visitor,
        told=form.told,
        form=form,
        here=f"{REPORTS}/{code}",
        back=REPORTS,
        report=report,
        bars=flow_bars(flows),
        act_id=form.act_id,
        done=done,
    )


def _requestable(staff: Staff) -> list[tuple[str, str]]:
    """Return the series that this person may ask for."""
    procedure = all_procedures().get(staff.account.authority or "")
    rules = [rule for rule in (procedure.reports if procedure else ()) if may_request(rule, staff.actor)]
    rules.sort(key=lambda rule: rule.cycle is not Cycle.ON_REQUEST)
    return [(rule.id, f"{rule.name} ({cycle_text(rule)})") for rule in rules]
