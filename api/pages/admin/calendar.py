"""Pages on which an admin decides about days off. What would move is shown first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.calendar import deciding
from api.calendar.admins import administers_calendar, calendar_admin
from api.calendar.bodies import DecisionBody, WithdrawalBody
from api.calendar.checking import checked, require_reach
from api.calendar.views import CalendarChangeView, decision_list, previewed_change, progress_view
from api.pages.admin.calendar_forms import ROWS, beside, decision, shown_again
from api.pages.admin.meanwhile import seen_in
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.kinds import CHANGED_MEANWHILE
from api.web.problems.problem import TOLD, Problem
from calendars import VIETNAM
from domain.time.decisions import Decision, Half
from procedures import all_procedures
from records.offices.repository import Offices

router = APIRouter(prefix="/quan-tri/lich")

_OF_WITHDRAWAL = ("number", "authority", "agency")

WEEKDAYS = (
    ("monday", "thứ Hai"),
    ("tuesday", "thứ Ba"),
    ("wednesday", "thứ Tư"),
    ("thursday", "thứ Năm"),
    ("friday", "thứ Sáu"),
    ("saturday", "thứ Bảy"),
    ("sunday", "Chủ nhật"),
)


HALVES = ((Half.MORNING, "nghỉ buổi sáng"), (Half.AFTERNOON, "nghỉ buổi chiều"))


def _admin(staff: StaffPageDep) -> Staff:
    return calendar_admin(staff)


CalendarAdminDep = Annotated[Staff, Depends(_admin)]


@router.get("")
def listing(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: CalendarAdminDep,
    of_year: Annotated[int | None, Query(alias="nam", ge=1, le=9999)] = None,
) -> Response:
    """Show the acts in force, and the form for another."""
    return _calendar_page(request, front, visitor, staff, Form(), of_year=of_year)


@router.post("/xem-truoc")
async def preview(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: CalendarAdminDep, form: FormDep
) -> Response:
    """Show what an act would move. Nothing is saved yet."""
    try:
        body, decisions = await run_in_threadpool(_decided, front, staff, form, dry_run=True)
        found = await run_in_threadpool(
            deciding.preview_addition, front.record.calendar, front.record.cases, body.number, decisions, front.clock()
        )
    except TOLD as error:
        return await run_in_threadpool(_calendar_page, request, front, visitor, staff, form.wrong(error))
    return _preview_page(request, front, visitor, previewed_change(found), shown_again(form), withdraws=False)


@router.post("", dependencies=[PAGE_OF_WEIGHT])
async def decide(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: CalendarAdminDep, form: FormDep
) -> Response:
    """Put an act in force and have every open case told."""
    try:
        body, decisions = await run_in_threadpool(_decided, front, staff, form, dry_run=False)
        if _is_stale(front, form):
            return await _preview_again(request, front, visitor, form, body.number, decisions)
        revision = await deciding.decide(
            front.record.calendar,
            front.gateway,
            body.number,
            decisions,
            source=body.source,
            by_account=staff.account.id,
            at=front.clock(),
        )
    except TOLD as error:
        return await run_in_threadpool(_calendar_page, request, front, visitor, staff, form.wrong(error))
    return see(f"/quan-tri/lich/lan/{revision}")


@router.post("/thu-hoi/xem-truoc")
async def preview_withdrawal(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: CalendarAdminDep, form: FormDep
) -> Response:
    """Show what the withdrawal of an act would move. Nothing is saved yet."""
    body, record = _withdrawn(form), front.record
    await run_in_threadpool(require_reach, record.offices, staff, body.reach)
    found = await run_in_threadpool(
        deciding.preview_withdrawal, record.calendar, record.cases, body.number, body.reach, front.clock()
    )
    again = form.only(*_OF_WITHDRAWAL)
    return _preview_page(request, front, visitor, previewed_change(found), again, withdraws=True)


@router.post("/thu-hoi", dependencies=[PAGE_OF_WEIGHT])
async def withdraw(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: CalendarAdminDep, form: FormDep
) -> Response:
    """Take an act out of force and have every open case told."""
    body = _withdrawn(form)
    if _is_stale(front, form):
        found = await run_in_threadpool(
            deciding.preview_withdrawal,
            front.record.calendar,
            front.record.cases,
            body.number,
            body.reach,
            front.clock(),
        )
        again = form.only(*_OF_WITHDRAWAL)
        return _preview_page(request, front, visitor, previewed_change(found), again, withdraws=True, stale=True)
    await run_in_threadpool(require_reach, front.record.offices, staff, body.reach)
    revision = await deciding.withdraw(
        front.record.calendar,
        front.gateway,
        body.number,
        body.reach,
        by_account=staff.account.id,
        at=front.clock(),
    )
    return see(f"/quan-tri/lich/lan/{revision}")


@router.get("/lan/{revision}")
async def show_progress(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: CalendarAdminDep,
    revision: Annotated[int, Path(ge=1, le=1_000_000)],
) -> Response:
    """Show how many open cases have been told of a change."""
    progress = await deciding.progress(front.record.calendar, front.gateway, staff, revision)
    return page(request, "admin/calendar_change.html.j2", visitor, progress=progress_view(progress))


def _decided(front: Front, staff: Staff, form: Form, *, dry_run: bool) -> tuple[DecisionBody, tuple[Decision, ...]]:
    """Return the act that was typed, and what it decides. Raises Problem, with each error under the form's field."""
    offices = {"", *(value for value, _ in _offices(front.record.offices, staff))}
    body = decision(form, offices, dry_run=dry_run)
    try:
        today = front.clock().astimezone(VIETNAM).date()
        return body, checked(front.record.offices, staff, body, today=today)
    except Problem as problem:
        raise Problem(problem.kind, detail=problem.detail, errors=beside(form, problem.errors)) from problem


def _is_stale(front: Front, form: Form) -> bool:
    """Return whether the calendar was changed after the preview from which this form was sent."""
    return seen_in(form) != _version(front)


def _version(front: Front) -> str:
    return str(front.record.calendar.book().revision)


async def _preview_again(
    request: Request, front: Front, visitor: Visitor, form: Form, act: str, decisions: tuple[Decision, ...]
) -> Response:
    """Show what an act would move now, because another person changed the calendar after it was shown."""
    record = front.record
    found = await run_in_threadpool(
        deciding.preview_addition, record.calendar, record.cases, act, decisions, front.clock()
    )
    change, again = previewed_change(found), shown_again(form)
    return _preview_page(request, front, visitor, change, again, withdraws=False, stale=True)


def _withdrawn(form: Form) -> WithdrawalBody:
    return form.only(*_OF_WITHDRAWAL).read(WithdrawalBody)


def _preview_page(
    request: Request,
    front: Front,
    visitor: Visitor,
    change: CalendarChangeView,
    again: Form,
    *,
    withdraws: bool,
    stale: bool = False,
) -> Response:
    changes = decision_list(front.record.calendar.book()).changes
    return page(
        request,
        "admin/calendar_preview.html.j2",
        visitor,
        status=CHANGED_MEANWHILE.status if stale else 200,
        version=_version(front),
        latest=changes[-1] if stale else None,
        change=change,
        moved=change.moves.items if change.moves else [],
        again=again,
        withdraws=withdraws,
        action="/quan-tri/lich/thu-hoi" if withdraws else "/quan-tri/lich",
    )


def _calendar_page(
    request: Request, front: Front, visitor: Visitor, staff: Staff, form: Form, *, of_year: int | None = None
) -> Response:
    listed = decision_list(front.record.calendar.book())
    year = of_year or front.clock().year
    years = sorted({day.day.year for act in listed.acts for day in act.days}, reverse=True)
    offices = _offices(front.record.offices, staff)
    acts = [act for act in listed.acts if any(day.day.year == year for day in act.days)]
    return page(
        request,
        "admin/calendar.html.j2",
        visitor,
        told=form.told,
        form=form,
        acts=[(act, administers_calendar(staff, act.authority)) for act in acts],
        changes=[each for each in reversed(listed.changes) if each.revision > 1],
        year=year,
        years=years,
        rows=range(ROWS),
        weekdays=WEEKDAYS,
        halves=HALVES,
        offices=offices,
        for_everybody=staff.account.authority is None,
        names=dict(offices),
    )


def _offices(offices: Offices, staff: Staff) -> list[tuple[str, str]]:
    """Return the authorities and agencies whose own days this admin decides, by the value of the form's choice."""
    found: list[tuple[str, str]] = []
    for procedure in all_procedures().values():
        if administers_calendar(staff, procedure.id):
            name = procedure.authority.name
            found.append((procedure.id, name))
            found += [
                (f"{procedure.id}/{agency.id}", f"{name}: {agency.name}")
                for agency in offices.agencies(procedure.id)
                if agency.in_use
            ]
    return found
