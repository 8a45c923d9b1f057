"""An admin of the whole system puts acts about days off in force: what moves is shown first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.calendar import change_routes as calendar_changes
from api.calendar.bodies import WithdrawalBody
from api.calendar.change_views import ChangeView
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
    return calendar_changes.admin_of_all(staff)


CalendarAdminDep = Annotated[Staff, Depends(_admin)]


@router.get("")
def listing(
    request: Request,
    front: FrontDep,
    who: VisitorDep,
    _staff: CalendarAdminDep,
    of_year: Annotated[int | None, Query(alias="nam", ge=1, le=9999)] = None,
) -> Response:
    """The acts in force, and the form for another."""
    return _calendar_page(request, front, who, Form(), of_year=of_year)


@router.post("/xem-truoc")
async def preview(
    request: Request, front: FrontDep, who: VisitorDep, staff: CalendarAdminDep, form: FormDep
) -> Response:
    """What an act would move. Nothing is saved yet."""
    try:
        body = decision(form, dry_run=True)
        change = await calendar_changes.decide(body, front, staff, Response())
    except TOLD as error:
        return await run_in_threadpool(_calendar_page, request, front, who, form.wrong(error))
    return _preview_page(request, who, change, shown_again(form), withdraws=False)


@router.post("")
async def decide(
    request: Request, front: FrontDep, who: VisitorDep, staff: CalendarAdminDep, form: FormDep
) -> Response:
    """Put an act in force and have every open case told."""
    try:
        change = await calendar_changes.decide(decision(form, dry_run=False), front, staff, Response())
    except TOLD as error:
        return await run_in_threadpool(_calendar_page, request, front, who, form.wrong(error))
    return see(f"/quan-tri/lich/lan/{change.revision}")


@router.post("/thu-hoi/xem-truoc")
async def preview_withdrawal(
    request: Request, front: FrontDep, who: VisitorDep, staff: CalendarAdminDep, form: FormDep
) -> Response:
    """What the withdrawal of an act would move. Nothing is saved yet."""
    body = form.only("number").read(WithdrawalBody, dry_run=True)
    change = await calendar_changes.withdraw(body, front, staff, Response())
    return _preview_page(request, who, change, form.only("number"), withdraws=True)


@router.post("/thu-hoi")
async def withdraw(front: FrontDep, staff: CalendarAdminDep, form: FormDep) -> Response:
    """Take an act out of force and have every open case told."""
    body = form.only("number").read(WithdrawalBody, dry_run=False)
    change = await calendar_changes.withdraw(body, front, staff, Response())
    return see(f"/quan-tri/lich/lan/{change.revision}")


@router.get("/lan/{revision}")
async def progress(
    request: Request,
    front: FrontDep,
    who: VisitorDep,
    staff: CalendarAdminDep,
    revision: Annotated[int, Path(ge=1, le=1_000_000)],
) -> Response:
    """How many open cases have been told of a change."""
    how_far = await calendar_changes.progress(revision, front, staff)
    return page(request, "admin/calendar_change.html.j2", who, progress=how_far)


def _preview_page(request: Request, who: Visitor, change: ChangeView, again: Form, *, withdraws: bool) -> Response:
    return page(
        request,
        "admin/calendar_preview.html.j2",
        who,
        change=change,
        moved=change.moves.items if change.moves else [],
        again=again,
        withdraws=withdraws,
        action="/quan-tri/lich/thu-hoi" if withdraws else "/quan-tri/lich",
    )


def _calendar_page(request: Request, front: Front, who: Visitor, form: Form, *, of_year: int | None = None) -> Response:
    listed = calendar_changes.listing(front)
    year = of_year or front.clock().year
    years = sorted({day.day.year for act in listed.acts for day in act.days}, reverse=True)
    return page(
        request,
        "admin/calendar.html.j2",
        who,
        told=form.told,
        form=form,
        acts=[act for act in listed.acts if any(day.day.year == year for day in act.days)],
        changes=[each for each in reversed(listed.changes) if each.revision > 1],
        year=year,
        years=years,
        rows=range(ROWS),
        weekdays=WEEKDAYS,
    )
