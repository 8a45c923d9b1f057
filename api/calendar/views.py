"""The working calendar as the API shows it: a year's days with their acts, a desk, a limit, a change and its rollout."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from api.calendar.deciding import MOST_SHOWN, MovedCase, Preview, Progress, ProgressState
from api.web.names import Name
from calendars import WorkingCalendar
from calendars.deadlines import Deadline
from calendars.year import Basis, DayKind, DayOfYear, YearOfOffice
from domain.time.decisions import CalendarBook, ChangeKind, Decision, Effect, Half, Reach
from domain.time.office_hours import Session
from language.labels import local_time

_LABELS = {
    DayKind.WORKING: "ngày làm việc",
    DayKind.WEEKLY_REST: "ngày nghỉ hằng tuần",
    DayKind.HOLIDAY: "ngày nghỉ lễ",
    DayKind.SWAPPED_OFF: "nghỉ hoán đổi",
    DayKind.SWAPPED_WORKED: "làm bù hoán đổi",
    DayKind.HALF_OFF: "nghỉ nửa ngày",
}


class DayView(BaseModel):
    """Một ngày khác với tuần làm việc thường."""

    day: date
    kind: DayKind
    kind_label: str = Field(examples=["nghỉ hoán đổi"])
    why: str = Field(examples=["Hoán đổi ngày làm việc dịp Tết Dương lịch"])
    basis: str = Field(description="Văn bản hoặc điều luật.", examples=["12729/VPCP-KGVX"])
    predicted: bool = Field(description="Chưa có văn bản quyết định; còn có thể thay đổi.")
    hours: str | None = Field(description="Giờ làm việc, nếu ngày ấy vẫn có làm việc.", examples=["07:30-11:30"])


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


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class DecidedDayView(BaseModel):
    """Một ngày văn bản quyết định."""

    day: date
    effect: Effect
    why: str = Field(examples=["Hoán đổi ngày làm việc dịp Tết Dương lịch"])
    hours_of: str | None = Field(description="Làm việc theo giờ của thứ nào.", examples=["friday"])
    hours: str | None = Field(description="Giờ làm việc riêng của ngày ấy.", examples=["07:30-11:30"])
    half: Half | None = Field(description="Chỉ nghỉ buổi này.")


class ActView(BaseModel):
    """Một văn bản đang có hiệu lực trong lịch."""

    number: str = Field(examples=["12729/VPCP-KGVX"])
    act_date: date | None
    decided: bool = Field(description="false: mới dự kiến.")
    authority: str | None = Field(description="Chỉ của địa phương nào; null là của mọi địa phương.")
    agency: str | None = Field(description="Chỉ của cơ quan nào thuộc địa phương ấy.")
    days: list[DecidedDayView]


class RevisionView(BaseModel):
    """Một lần thay đổi lịch."""

    revision: int
    since: datetime
    change: ChangeKind
    act: str
    authority: str | None = Field(description="Văn bản riêng của địa phương nào.")
    agency: str | None = Field(description="Văn bản riêng của cơ quan nào.")


class DecisionList(BaseModel):
    """Các văn bản đang có hiệu lực, và các lần thay đổi lịch."""

    revision: int
    acts: list[ActView]
    changes: list[RevisionView]


class MovedLimitView(BaseModel):
    """Một hạn sẽ đổi. Hạn giữ nguyên thì chỉ lời nhắc hoặc bậc báo cáo đổi."""

    limit: Name
    due_before: datetime
    due_before_text: str = Field(examples=["17:00 thứ Sáu 02/01/2026"])
    due_after: datetime
    due_after_text: str = Field(examples=["17:00 thứ Hai 05/01/2026"])


class MovedCaseView(BaseModel):
    """Một hồ sơ đang mở có hạn sẽ đổi."""

    code: str = Field(examples=["KH-2026-000001"])
    limits: list[MovedLimitView]


class MovesView(BaseModel):
    """Các hồ sơ đang mở sẽ đổi hạn."""

    open_cases: int = Field(description="Tổng số hồ sơ đang mở.")
    total: int = Field(description="Số hồ sơ sẽ đổi hạn.")
    items: list[MovedCaseView] = Field(description=f"{MOST_SHOWN} hồ sơ đầu tiên theo mã.")


class CalendarChangeView(BaseModel):
    """Một thay đổi lịch, mới xem trước hoặc đã lưu."""

    dry_run: bool
    act: str = Field(examples=["12729/VPCP-KGVX"])
    already: bool = Field(description="Văn bản đã có hiệu lực từ trước với đúng các ngày này.")
    moves: MovesView | None = Field(default=None, description="Chỉ khi xem trước.")
    revision: int | None = Field(default=None, description="Lần thay đổi đã lưu.")
    progress: str | None = Field(
        default=None, description="Nơi xem đã báo bao nhiêu hồ sơ.", examples=["/api/v1/calendar/changes/2"]
    )


_STATES = {
    ProgressState.WAITING: "chờ Temporal để bắt đầu",
    ProgressState.TELLING: "đang báo các hồ sơ",
    ProgressState.TOLD: "đã báo xong",
    ProgressState.FORGOTTEN: "đã báo từ lâu, Temporal không còn giữ số liệu",
}


class ProgressView(BaseModel):
    """Việc báo các hồ sơ đang mở đã đến đâu."""

    revision: int
    change: ChangeKind
    act: str
    state: ProgressState
    state_label: str = Field(examples=["đang báo các hồ sơ"])
    told: int | None = Field(description="Số hồ sơ đã báo.")
    moved: int | None = Field(description="Số hồ sơ có hạn đã đổi.")
    total: int | None = Field(description="Số hồ sơ đang mở lúc bắt đầu.")
    unreached: list[str] = Field(default=[], description="Hồ sơ chưa báo được; hệ thống tự thử lại cho đến khi được.")


def year_view(office: str, revision: int, year: YearOfOffice, acts: tuple[Basis, ...]) -> YearView:
    """Return a year of an office under a revision of the calendar."""
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
        hours=_hours(day.sessions) or None,
    )


def desk_view(calendar: WorkingCalendar, zone: ZoneInfo, at: datetime) -> DeskView:
    """Return whether the desk takes papers at an instant, and whether working time runs then. Raises OutsideCalendar."""
    return DeskView(
        at=at.astimezone(zone),
        desk_open=calendar.is_desk_open(at),
        next_desk_opening=calendar.next_desk_opening(at).astimezone(zone),
        clock_running=calendar.is_working(at),
        next_opening=calendar.next_opening(at).astimezone(zone),
    )


def deadline_view(answer: Deadline, left: timedelta, zone: ZoneInfo) -> DeadlineView:
    """Return a limit that was computed, and how much of it remains."""
    return DeadlineView(
        due=answer.due.astimezone(zone),
        due_text=local_time(answer.due, zone.key),
        skipped=[SkippedDayView(**vars(day)) for day in answer.skipped],
        predicted=answer.predicted,
        left_seconds=left.total_seconds(),
    )


def decision_list(book: CalendarBook) -> DecisionList:
    """Return the acts in force by their first day, and every change of the calendar."""
    acts: dict[tuple[str, Reach], list[Decision]] = {}
    for decision in book.decisions:
        acts.setdefault((decision.act, decision.reach), []).append(decision)
    return DecisionList(
        revision=book.revision,
        acts=[_act_view(decisions) for decisions in acts.values()],
        changes=[
            RevisionView(
                revision=each.revision,
                since=each.since,
                change=each.change,
                act=each.act,
                authority=each.reach.authority,
                agency=each.reach.agency,
            )
            for each in book.editions
        ],
    )


def previewed_change(preview: Preview) -> CalendarChangeView:
    """Return a change that was not saved, with what it would move."""
    items = [_moved_case(each) for each in preview.moved]
    moves = MovesView(open_cases=preview.open_cases, total=preview.total, items=items)
    return CalendarChangeView(dry_run=True, act=preview.act, already=preview.already, moves=moves)


def saved_change(act: str, revision: int) -> CalendarChangeView:
    """Return a change that was saved, with the address of its progress."""
    where = f"/api/v1/calendar/changes/{revision}"
    return CalendarChangeView(dry_run=False, act=act, already=False, revision=revision, progress=where)


def progress_view(progress: Progress) -> ProgressView:
    """Return how far the rollout of a change has come."""
    edition, told = progress.edition, progress.told
    return ProgressView(
        revision=edition.revision,
        change=edition.change,
        act=edition.act,
        state=progress.state,
        state_label=_STATES[progress.state],
        told=told.told if told else None,
        moved=told.moved if told else None,
        total=told.total if told else None,
        unreached=list(told.unreached) if told else [],
    )


def _act_view(decisions: list[Decision]) -> ActView:
    return ActView(
        number=decisions[0].act,
        act_date=decisions[0].act_date,
        decided=decisions[0].decided,
        authority=decisions[0].authority,
        agency=decisions[0].agency,
        days=[
            DecidedDayView(
                day=each.day,
                effect=each.effect,
                why=each.why,
                hours_of=None if each.hours_of is None else _WEEKDAYS[each.hours_of],
                hours=_hours(each.sessions) or None,
                half=each.half,
            )
            for each in decisions
        ],
    )


def _moved_case(moved: MovedCase) -> MovedCaseView:
    complaint = moved.complaint
    zone = complaint.procedure.authority.time_zone
    limits = []
    for limit_id, schedule in moved.schedules:
        limit = complaint.running(limit_id)
        before = limit.schedule.due if limit and limit.schedule else schedule.due
        limits.append(
            MovedLimitView(
                limit=Name(id=limit_id, name=complaint.procedure.limit(limit_id).name),
                due_before=before,
                due_before_text=local_time(before, zone),
                due_after=schedule.due,
                due_after_text=local_time(schedule.due, zone),
            )
        )
    return MovedCaseView(code=complaint.code, limits=limits)
