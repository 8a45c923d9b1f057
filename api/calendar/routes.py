"""Routes of the working calendar: anybody reads it and counts with it, admins decide it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import AwareDatetime
from starlette.concurrency import run_in_threadpool

from api.calendar import deciding
from api.calendar.admins import AdminDep
from api.calendar.bodies import DeadlineBody, DecisionBody, WithdrawalBody
from api.calendar.checking import checked, require_reach
from api.calendar.counting import OfficeCalendar, calendar_of_hours, calendar_of_procedure
from api.calendar.views import (
    CalendarChangeView,
    DeadlineView,
    DecisionList,
    DeskView,
    ProgressView,
    YearView,
    deadline_view,
    decision_list,
    desk_view,
    previewed_change,
    progress_view,
    saved_change,
    year_view,
)
from api.web.front import FrontDep
from api.web.identity.weight import require_confirmed
from api.web.openapi import DECISION_EXAMPLES, FOR_ANYBODY, problems
from api.web.problems.kinds import INVALID, NOT_IN_FORCE
from api.web.problems.problem import Problem
from api.web.problems.validation import FieldError, Place
from api.web.texts import Line
from api.web.throttle import address_of
from calendars import VIETNAM, OutsideCalendar, WorkingCalendar
from calendars.deadlines import deadline
from calendars.year import bases, year_of_office
from domain.time.amounts import Amount
from domain.time.office_hours import OfficeHours

router = APIRouter(tags=["Lịch làm việc"])

OfAgency = Annotated[
    Line | None,
    Query(description="Kể cả ngày nghỉ riêng của cơ quan nào thuộc quy trình.", examples=["ubnd-nha-trang"]),
]


@router.get(
    "/calendar/decisions",
    summary="Các văn bản về ngày nghỉ, ngày làm việc",
    responses=problems(503),
    openapi_extra=FOR_ANYBODY,
)
def listing(front: FrontDep) -> DecisionList:
    """The acts in force by their first day, and every change of the calendar."""
    return decision_list(front.record.calendar.book())


@router.post(
    "/calendar/decisions",
    summary="Thêm một văn bản về ngày nghỉ, ngày làm việc",
    description=(
        "Mặc định chỉ xem trước (`dry_run`): hồ sơ nào đổi hạn, từ lúc nào sang lúc nào. Với `dry_run` false thì lưu, "
        "trả lời 202, rồi báo từng hồ sơ đang mở; gửi lại y như cũ thì báo lại và không đổi gì thêm."
    ),
    responses=problems(400, 401, 403, 409, 413, 422, 503)
    | {202: {"model": CalendarChangeView, "description": "Đã lưu."}},
)
async def decide(
    body: Annotated[DecisionBody, Body(openapi_examples=DECISION_EXAMPLES)],
    front: FrontDep,
    staff: AdminDep,
    response: Response,
) -> CalendarChangeView:
    """Show what an act would move, or put it in force and have every open case told."""
    record, act, at = front.record, body.number, front.clock()
    decisions = await run_in_threadpool(checked, record.offices, staff, body, today=at.astimezone(VIETNAM).date())
    if body.dry_run:
        preview = await run_in_threadpool(deciding.preview_addition, record.calendar, record.cases, act, decisions, at)
        return previewed_change(preview)
    require_confirmed(front, staff)
    revision = await deciding.decide(
        record.calendar, front.gateway, act, decisions, source=body.source, by_account=staff.account.id, at=at
    )
    response.status_code = 202
    return saved_change(act, revision)


@router.post(
    "/calendar/decisions/withdraw",
    summary="Thu hồi một văn bản đã thêm",
    description="Như khi thêm: mặc định chỉ xem trước, với `dry_run` false thì lưu và báo từng hồ sơ đang mở.",
    responses=problems(400, 401, 403, 404, 413, 422, 503)
    | {202: {"model": CalendarChangeView, "description": "Đã lưu."}},
)
async def withdraw(body: WithdrawalBody, front: FrontDep, staff: AdminDep, response: Response) -> CalendarChangeView:
    """Show what the withdrawal of an act would move, or take it out of force and have every open case told."""
    record, act, at, reach = front.record, body.number, front.clock(), body.reach
    await run_in_threadpool(require_reach, record.offices, staff, reach)
    if body.dry_run:
        preview = await run_in_threadpool(deciding.preview_withdrawal, record.calendar, record.cases, act, reach, at)
        return previewed_change(preview)
    require_confirmed(front, staff)
    revision = await deciding.withdraw(record.calendar, front.gateway, act, reach, by_account=staff.account.id, at=at)
    response.status_code = 202
    return saved_change(act, revision)


@router.get(
    "/calendar/changes/{revision}",
    summary="Việc báo các hồ sơ đã đến đâu",
    responses=problems(401, 403, 404, 422, 503),
)
async def progress(
    revision: Annotated[int, Path(description="Lần thay đổi lịch.", examples=[2], ge=1, le=1_000_000)],
    front: FrontDep,
    staff: AdminDep,
) -> ProgressView:
    """How many open cases have been told of a change."""
    return progress_view(await deciding.progress(front.record.calendar, front.gateway, staff, revision))


@router.get(
    "/calendar/{year}",
    summary="Lịch làm việc của một năm",
    description="Ngày nghỉ, ngày làm bù, ngày dự kiến, kèm văn bản quyết định từng ngày.",
    responses=problems(422, 503),
    openapi_extra=FOR_ANYBODY,
)
def year(
    year: Annotated[int, Path(description="Năm.", examples=[2026], ge=1, le=9999)],
    front: FrontDep,
    procedure: Annotated[
        Line | None, Query(description="Giờ làm việc của quy trình nào.", examples=["khanh-hoa"])
    ] = None,
    agency: OfAgency = None,
) -> YearView:
    """The days of a year that a holiday or an act makes other than the office's own week would."""
    office = _office(front.record.calendar, procedure, agency, place="query")
    try:
        drawn = year_of_office(office.calendar, year)
    except OutsideCalendar as error:
        raise _beyond("year", office.calendar, place="path") from error
    return year_view(office.name, office.revision, drawn, bases(office.calendar, drawn))


@router.get(
    "/desk",
    summary="Bộ phận một cửa có mở không",
    description="Mở hay đóng lúc ấy, khi nào mở; và thời hạn có chạy không, vì đó là việc khác.",
    responses=problems(422, 503),
    openapi_extra=FOR_ANYBODY,
)
def desk(
    front: FrontDep,
    procedure: Annotated[
        Line | None, Query(description="Bộ phận một cửa của quy trình nào.", examples=["khanh-hoa"])
    ] = None,
    at: Annotated[AwareDatetime | None, Query(description="Lúc nào; bỏ trống là bây giờ.")] = None,
) -> DeskView:
    """Return whether papers are taken at an instant, which is not whether working time runs."""
    office = _office(front.record.calendar, procedure, None, place="query")
    try:
        return desk_view(office.calendar, office.zone, at or front.clock())
    except (OutsideCalendar, OverflowError) as error:
        raise _beyond("at", office.calendar, place="query") from error


@router.post(
    "/deadlines",
    summary="Tính một thời hạn",
    description="Khi nào hết hạn, bỏ qua những ngày nào, vì sao.",
    responses=problems(400, 413, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def due(body: DeadlineBody, front: FrontDep, request: Request) -> DeadlineView:
    """Return when an amount of time runs out."""
    front.throttle.deadlines(address_of(request)).spend()
    office = _office(front.record.calendar, body.procedure, body.agency, body.own_hours(), place="body")
    amount = Amount.parse(body.amount)
    try:
        answer = deadline(office.calendar, body.start, amount, body.counting)
    except (OutsideCalendar, OverflowError) as error:
        raise _beyond("start", office.calendar, place="body") from error
    left = office.calendar.left(front.clock(), answer.due, amount.unit)
    return deadline_view(answer, left, office.zone)


def _office(
    books: deciding.Books, procedure: str | None, agency: str | None, hours: OfficeHours | None = None, *, place: Place
) -> OfficeCalendar:
    """Return the calendar of a procedure's office, or of an office with these hours where no procedure is named."""
    if not procedure:
        return calendar_of_hours(books, hours)
    found = calendar_of_procedure(books, procedure, agency or None)
    if found is None:
        raise Problem(INVALID, detail=NOT_IN_FORCE.detail, errors=[_error("procedure", NOT_IN_FORCE.detail, place)])
    return found


def _beyond(field: str, calendar: WorkingCalendar, *, place: Place) -> Problem:
    rules = calendar.rules
    message = f"Chỉ tính được từ ngày {rules.first_day:%d/%m/%Y} đến hết ngày {rules.last_day:%d/%m/%Y}."
    return Problem(INVALID, detail=message, errors=[_error(field, message, place)])


def _error(field: str, message: str, place: Place) -> FieldError:
    return FieldError(field=field, message=message, place=place)
