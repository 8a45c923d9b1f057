"""Pages on which an admin of the whole system decides about days off. What would move is shown first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.calendar import deciding
from api.calendar.admins import admin_of_all
from api.calendar.bodies import WithdrawalBody
from api.calendar.views import CalendarChangeView, decision_list, previewed_change, progress_view
from api.pages.admin.calendar_forms import ROWS, decision, shown_again
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD

router = APIRouter(prefix="/quan-tri/lich")

WEEKDAYS = (
    ("monday", "thứ Hai"),
    ("tuesday", "thứ Ba"),
    ("wednesday", "thứ Tư"),
    ("thursday", "thứ Năm"),
    ("friday", "thứ Sáu"),
    ("saturday", "thứ Bảy"),
    ("sunday", "Chủ nhật"),
)


def _admin(staff: StaffPageDep) -> Staff:
    return admin_of_all(staff)


CalendarAdminDep = Annotated[Staff, Depends(_admin)]


@router.get("")
def listing(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    _staff: CalendarAdminDep,
    of_year: Annotated[int | None, Query(alias="nam", ge=1, le=9999)] = None,
) -> Response:
    """Show the acts in force, and the form for another."""
    return _calendar_page(request, front, visitor, Form(), of_year=of_year)


@router.post("/xem-truoc")
async def preview(
    request: Request, front: FrontDep, visitor: VisitorDep, _staff: CalendarAdminDep, form: FormDep
) -> Response:
    """Show what an act would move. Nothing is saved yet."""
    try:
        body, record = decision(form, dry_run=True), front.record
        found = await run_in_threadpool(
            deciding.preview_addition, record.calendar, record.cases, body.number, body.decisions(), front.clock()
        )
    except TOLD as error:
        return await run_in_threadpool(_calendar_page, request, front, visitor, form.wrong(error))
    return _preview_page(request, visitor, previewed_change(found), shown_again(form), withdraws=False)


@router.post("")
async def decide(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: CalendarAdminDep, form: FormDep
) -> Response:
    """Put an act in force and have every open case told."""
    try:
        body = decision(form, dry_run=False)
        revision = await deciding.decide(
            front.record.calendar,
            front.gateway,
            body.number,
            body.decisions(),
            source=body.source,
            by_account=staff.account.id,
            at=front.clock(),
        )
    except TOLD as error:
        return await run_in_threadpool(_calendar_page, request, front, visitor, form.wrong(error))
    return see(f"/quan-tri/lich/lan/{revision}")


@router.post("/thu-hoi/xem-truoc")
async def preview_withdrawal(
    request: Request, front: FrontDep, visitor: VisitorDep, _staff: CalendarAdminDep, form: FormDep
) -> Response:
    """Show what the withdrawal of an act would move. Nothing is saved yet."""
    act, record = form.only("number").read(WithdrawalBody).number, front.record
    found = await run_in_threadpool(deciding.preview_withdrawal, record.calendar, record.cases, act, front.clock())
    return _preview_page(request, visitor, previewed_change(found), form.only("number"), withdraws=True)


@router.post("/thu-hoi")
async def withdraw(front: FrontDep, staff: CalendarAdminDep, form: FormDep) -> Response:
    """Take an act out of force and have every open case told."""
    act = form.only("number").read(WithdrawalBody).number
    revision = await deciding.withdraw(
        front.record.calendar, front.gateway, act, by_account=staff.account.id, at=front.clock()
    )
    return see(f"/quan-tri/lich/lan/{revision}")


@router.get("/lan/{revision}")
async def show_progress(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    _staff: CalendarAdminDep,
    revision: Annotated[int, Path(ge=1, le=1_000_000)],
) -> Response:
    """Show how many open cases have been told of a change."""
    progress = await deciding.progress(front.record.calendar, front.gateway, revision)
    return page(request, "admin/calendar_change.html.j2", visitor, progress=progress_view(progress))


def _preview_page(
    request: Request, visitor: Visitor, change: CalendarChangeView, again: Form, *, withdraws: bool
) -> Response:
    return page(
        request,
        "admin/calendar_preview.html.j2",
        visitor,
        change=change,
        moved=change.moves.items if change.moves else [],
        again=again,
        withdraws=withdraws,
        action="/quan-tri/lich/thu-hoi" if withdraws else "/quan-tri/lich",
    )


def _calendar_page(
    request: Request, front: Front, visitor: Visitor, form: Form, *, of_year: int | None = None
) -> Response:
    listed = decision_list(front.record.calendar.book())
    year = of_year or front.clock().year
    years = sorted({day.day.year for act in listed.acts for day in act.days}, reverse=True)
    return page(
        request,
        "admin/calendar.html.j2",
        visitor,
        told=form.told,
        form=form,
        acts=[act for act in listed.acts if any(day.day.year == year for day in act.days)],
        changes=[each for each in reversed(listed.changes) if each.revision > 1],
        year=year,
        years=years,
        rows=range(ROWS),
        weekdays=WEEKDAYS,
    )
