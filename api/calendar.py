"""The working calendar as anybody may read it: a year's days with their acts, and when an amount of time runs out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from api.calendar_bodies import DeadlineBody
from api.front import FrontDep
from api.openapi import FOR_ANYBODY, problems
from api.problems import INVALID, NOT_IN_FORCE, Problem
from api.texts import Line
from api.validation import FieldError, Place
from calendars import VIETNAM, OutsideCalendar, WorkingCalendar, working_calendar
from calendars.deadlines import deadline
from calendars.year import Basis, DayKind, DayOfYear, YearOfOffice, bases, year_of_office
from domain.amounts import Amount
from domain.office_hours import OfficeHours, usual_week
from domain.wording import local_time
from procedures import all_procedures

router = APIRouter(tags=["Lịch làm việc"])

_USUAL = "Cơ quan làm việc thứ Hai đến thứ Sáu, 08:00-12:00, 13:00-17:00"
_LABELS = {
    DayKind.WORKING: "ngày làm việc",
    DayKind.WEEKLY_REST: "ngày nghỉ hằng tuần",
    DayKind.HOLIDAY: "ngày nghỉ lễ",
    DayKind.SWAPPED_OFF: "nghỉ hoán đổi",
    DayKind.SWAPPED_WORKED: "làm bù hoán đổi",
}


class DayView(BaseModel):
    """Một ngày khác với tuần làm việc thường."""

    day: date
    kind: DayKind
    kind_label: str = Field(examples=["nghỉ hoán đổi"])
    why: str = Field(examples=["Hoán đổi ngày làm việc dịp Tết Dương lịch"])
    basis: str = Field(description="Văn bản hoặc điều luật.", examples=["12729/VPCP-KGVX"])
    predicted: bool = Field(description="Chưa có văn bản quyết định; còn có thể thay đổi.")


class BasisView(BaseModel):
    """Một văn bản hoặc điều luật, và những ngày nó quyết định."""

    number: str = Field(examples=["12729/VPCP-KGVX"])
    act_date: date | None
    days: list[date]


class YearView(BaseModel):
    """Một năm làm việc của một cơ quan."""

    year: int = Field(examples=[2026])
    office: str = Field(examples=["Ủy ban nhân dân tỉnh Khánh Hòa"])
    decided: bool = Field(description="Văn bản về các dịp lễ, Tết trong năm đã có.")
    working_days: int = Field(description="Số ngày có làm việc.", examples=[250])
    revision: int = Field(description="Lần thay đổi lịch mới nhất.", examples=[1])
    days: list[DayView]
    acts: list[BasisView]


class SkippedDayView(BaseModel):
    """Một ngày không tính vào thời hạn."""

    day: date
    why: str = Field(examples=["Chủ nhật, cơ quan không làm việc"])
    basis: str
    predicted: bool


class DeadlineView(BaseModel):
    """Một thời hạn đã tính."""

    due: datetime = Field(description="Giờ địa phương.", examples=["2026-01-10T16:30:00+07:00"])
    due_text: str = Field(examples=["16:30 thứ Bảy 10/01/2026"])
    skipped: list[SkippedDayView] = Field(description="Các ngày không tính, và vì sao.")
    predicted: bool = Field(description="Có ngày chưa có văn bản quyết định, nên hạn còn có thể thay đổi.")


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
    name, hours, zone = _office(procedure, (usual_week(),), place="query")
    book = front.reader.calendar()
    calendar = working_calendar(hours, book.decisions, zone=zone)
    try:
        drawn = year_of_office(calendar, year)
    except OutsideCalendar as error:
        raise _beyond("year", calendar, place="path") from error
    return _year_view(name, drawn, bases(calendar, drawn), book.revision)


@router.post(
    "/deadlines",
    summary="Tính một thời hạn",
    description="Khi nào hết hạn, bỏ qua những ngày nào, vì sao.",
    responses=problems(400, 413, 422, 503),
    openapi_extra=FOR_ANYBODY,
)
def due(body: DeadlineBody, front: FrontDep) -> DeadlineView:
    """When an amount of time runs out."""
    _, hours, zone = _office(body.procedure, body.own_hours(), place="body")
    calendar = working_calendar(hours, front.reader.calendar().decisions, zone=zone)
    try:
        answer = deadline(calendar, body.start, Amount.parse(body.amount), body.counting)
    except (OutsideCalendar, OverflowError) as error:
        raise _beyond("start", calendar, place="body") from error
    return DeadlineView(
        due=answer.due.astimezone(zone),
        due_text=local_time(answer.due, zone.key),
        skipped=[SkippedDayView(**vars(day)) for day in answer.skipped],
        predicted=answer.predicted,
    )


def _office(
    procedure: str | None, otherwise: tuple[OfficeHours, ...], *, place: Place
) -> tuple[str, tuple[OfficeHours, ...], ZoneInfo]:
    """The office's name, hours and zone."""
    if not procedure:
        return _USUAL, otherwise, VIETNAM
    found = all_procedures().get(procedure)
    if found is None:
        raise Problem(INVALID, detail=NOT_IN_FORCE.detail, errors=[_error("procedure", NOT_IN_FORCE.detail, place)])
    return found.authority.name, found.office_hours, ZoneInfo(found.authority.time_zone)


def _beyond(field: str, calendar: WorkingCalendar, *, place: Place) -> Problem:
    rules = calendar.rules
    message = f"Chỉ tính được từ ngày {rules.first_day:%d/%m/%Y} đến hết ngày {rules.last_day:%d/%m/%Y}."
    return Problem(INVALID, detail=message, errors=[_error(field, message, place)])


def _error(field: str, message: str, place: Place) -> FieldError:
    return FieldError(field=field, message=message, place=place)


def _year_view(name: str, year: YearOfOffice, acts: tuple[Basis, ...], revision: int) -> YearView:
    return YearView(
        year=year.year,
        office=name,
        decided=year.decided,
        working_days=year.working_days,
        revision=revision,
        days=[_day_view(day) for day in year.unusual],
        acts=[BasisView(number=act.number, act_date=act.act_date, days=[day.day for day in act.days]) for act in acts],
    )


def _day_view(day: DayOfYear) -> DayView:
    return DayView(
        day=day.day,
        kind=day.kind,
        kind_label=_LABELS[day.kind],
        why=day.why,
        basis=day.basis,
        predicted=day.predicted,
    )
