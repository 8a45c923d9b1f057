"""The working calendar as anybody may read it: a year's days with their acts, and when an amount of time runs out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime

from api.calendar.bodies import DeadlineBody
from api.calendar.views import DeadlineView, DeskView, YearView, deadline_view, desk_view, year_view
from api.web.front import Front, FrontDep
from api.web.openapi import FOR_ANYBODY, problems
from api.web.problems.kinds import INVALID, NOT_IN_FORCE
from api.web.problems.problem import Problem
from api.web.problems.validation import FieldError, Place
from api.web.texts import Line
from calendars import VIETNAM, OutsideCalendar, WorkingCalendar, working_calendar
from calendars.deadlines import deadline
from calendars.year import bases, year_of_office
from domain.time.amounts import Amount
from domain.time.office_hours import OfficeHours, usual_week
from procedures import all_procedures

router = APIRouter(tags=["Lịch làm việc"])

_USUAL = "Cơ quan làm việc thứ Hai đến thứ Sáu, 08:00-12:00, 13:00-17:00"


@dataclass(frozen=True)
class _Office:
    name: str
    calendar: WorkingCalendar
    zone: ZoneInfo
    revision: int


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
) -> YearView:
    """The days of a year that a holiday or an act makes other than the office's own week would."""
    office = _office(front, procedure, (usual_week(),), place="query")
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
    """Whether papers are taken at an instant, which is not whether working time runs."""
    office = _office(front, procedure, (usual_week(),), place="query")
    try:
        return desk_view(office.calendar, office.zone, at or front.clock())
    except (OutsideCalendar, OverflowError) as error:
        raise _beyond("at", office.calendar, place="query") from error


@router.post(
    "/deadlines",
    summary="Tính một thời hạn",
    description="Khi nào hết hạn, bỏ qua những ngày nào, vì sao.",
    responses=problems(400, 413, 422, 503),
    openapi_extra=FOR_ANYBODY,
)
def due(body: DeadlineBody, front: FrontDep) -> DeadlineView:
    """When an amount of time runs out."""
    office, amount = _office(front, body.procedure, body.own_hours(), place="body"), Amount.parse(body.amount)
    try:
        answer = deadline(office.calendar, body.start, amount, body.counting)
    except (OutsideCalendar, OverflowError) as error:
        raise _beyond("start", office.calendar, place="body") from error
    left = office.calendar.left(front.clock(), answer.due, amount.unit)
    return deadline_view(answer, left, office.zone)


def _office(front: Front, procedure: str | None, otherwise: tuple[OfficeHours, ...], *, place: Place) -> _Office:
    """The office of a procedure, or one of the hours given, under the latest decisions."""
    book = front.record.calendar.book()
    if not procedure:
        return _Office(_USUAL, working_calendar(otherwise, book.decisions), VIETNAM, book.revision)
    found = all_procedures().get(procedure)
    if found is None:
        raise Problem(INVALID, detail=NOT_IN_FORCE.detail, errors=[_error("procedure", NOT_IN_FORCE.detail, place)])
    zone = ZoneInfo(found.authority.time_zone)
    calendar = working_calendar(found.office_hours, book.decisions, zone=zone, desk_hours=found.desk_hours)
    return _Office(found.authority.name, calendar, zone, book.revision)


def _beyond(field: str, calendar: WorkingCalendar, *, place: Place) -> Problem:
    rules = calendar.rules
    message = f"Chỉ tính được từ ngày {rules.first_day:%d/%m/%Y} đến hết ngày {rules.last_day:%d/%m/%Y}."
    return Problem(INVALID, detail=message, errors=[_error(field, message, place)])


def _error(field: str, message: str, place: Place) -> FieldError:
    return FieldError(field=field, message=message, place=place)
