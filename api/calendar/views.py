"""The working calendar as it is shown: a year's days with their acts, a desk, a limit that was computed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from calendars import WorkingCalendar
from calendars.deadlines import Deadline
from calendars.year import Basis, DayKind, DayOfYear, YearOfOffice
from domain.time.office_hours import Session
from language.labels import local_time

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


class DeskDayView(BaseModel):
    """Một ngày bộ phận một cửa mở mà thời hạn không chạy."""

    day: date
    hours: str = Field(examples=["07:30-11:30"])


class YearView(BaseModel):
    """Một năm làm việc của một cơ quan."""

    year: int = Field(examples=[2026])
    office: str = Field(examples=["Ủy ban nhân dân tỉnh Khánh Hòa"])
    decided: bool = Field(description="Văn bản về các dịp lễ, Tết trong năm đã có.")
    working_days: int = Field(description="Số ngày có làm việc.", examples=[250])
    revision: int = Field(description="Lần thay đổi lịch mới nhất.", examples=[1])
    days: list[DayView]
    acts: list[BasisView]
    desk_only: list[DeskDayView] = Field(description="Ngày chỉ bộ phận một cửa mở; thời hạn không chạy.")


class SkippedDayView(BaseModel):
    """Một ngày không tính vào thời hạn."""

    day: date
    why: str = Field(examples=["Chủ nhật, cơ quan không làm việc"])
    basis: str
    predicted: bool
    desk_open: bool = Field(description="Bộ phận một cửa vẫn mở; thời hạn thì không chạy.")


class DeskView(BaseModel):
    """Bộ phận một cửa mở hay đóng, và thời hạn có chạy không: hai việc khác nhau."""

    at: datetime = Field(description="Giờ địa phương.")
    desk_open: bool
    next_desk_opening: datetime = Field(description="Lần mở cửa gần nhất từ lúc ấy.")
    clock_running: bool = Field(description="Thời hạn tính theo giờ làm việc có đang chạy không.")
    next_opening: datetime = Field(description="Giờ làm việc bắt đầu gần nhất từ lúc ấy.")


class DeadlineView(BaseModel):
    """Một thời hạn đã tính."""

    due: datetime = Field(description="Giờ địa phương.", examples=["2026-01-10T16:30:00+07:00"])
    due_text: str = Field(examples=["16:30 thứ Bảy 10/01/2026"])
    skipped: list[SkippedDayView] = Field(description="Các ngày không tính, và vì sao.")
    predicted: bool = Field(description="Có ngày chưa có văn bản quyết định, nên hạn còn có thể thay đổi.")
    left_seconds: float = Field(
        description="Còn bao nhiêu giây tính từ bây giờ, chạy như thời hạn chạy (giờ làm việc với wd, wh); âm khi đã qua."
    )


def year_view(office: str, revision: int, year: YearOfOffice, acts: tuple[Basis, ...]) -> YearView:
    """A year of an office under a revision of the calendar."""
    return YearView(
        year=year.year,
        office=office,
        decided=year.decided,
        working_days=year.working_days,
        revision=revision,
        days=[_day_view(day) for day in year.unusual],
        acts=[BasisView(number=act.number, act_date=act.act_date, days=[day.day for day in act.days]) for act in acts],
        desk_only=[DeskDayView(day=day.day, hours=_hours(day.desk)) for day in year.desk_only],
    )


def _hours(sessions: tuple[Session, ...]) -> str:
    return ",".join(f"{each.opens:%H:%M}-{each.closes:%H:%M}" for each in sessions)


def _day_view(day: DayOfYear) -> DayView:
    return DayView(
        day=day.day,
        kind=day.kind,
        kind_label=_LABELS[day.kind],
        why=day.why,
        basis=day.basis,
        predicted=day.predicted,
    )


def desk_view(calendar: WorkingCalendar, zone: ZoneInfo, at: datetime) -> DeskView:
    """Whether papers are taken at an instant, which is not whether working time runs. Raises OutsideCalendar."""
    return DeskView(
        at=at.astimezone(zone),
        desk_open=calendar.is_desk_open(at),
        next_desk_opening=calendar.next_desk_opening(at).astimezone(zone),
        clock_running=calendar.is_working(at),
        next_opening=calendar.next_opening(at).astimezone(zone),
    )


def deadline_view(answer: Deadline, left: timedelta, zone: ZoneInfo) -> DeadlineView:
    """A limit that was computed, and what is left of it."""
    return DeadlineView(
        due=answer.due.astimezone(zone),
        due_text=local_time(answer.due, zone.key),
        skipped=[SkippedDayView(**vars(day)) for day in answer.skipped],
        predicted=answer.predicted,
        left_seconds=left.total_seconds(),
    )
