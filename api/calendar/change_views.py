"""A change of the working calendar as it is shown: the acts in force, what one would move, how far its telling has come."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from api.web.names import Name
from domain.complaint import Complaint
from domain.time.decisions import ChangeKind, Decision, Effect
from domain.time.schedule import Schedule
from language.labels import local_time

MOST_SHOWN = 200
"""So many of the cases that would move are shown."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class DecidedDayView(BaseModel):
    """Một ngày văn bản quyết định."""

    day: date
    effect: Effect
    why: str = Field(examples=["Hoán đổi ngày làm việc dịp Tết Dương lịch"])
    hours_of: str | None = Field(description="Làm việc theo giờ của thứ nào.", examples=["friday"])


class ActView(BaseModel):
    """Một văn bản đang có hiệu lực trong lịch."""

    number: str = Field(examples=["12729/VPCP-KGVX"])
    act_date: date | None
    decided: bool = Field(description="false: mới dự kiến.")
    days: list[DecidedDayView]


class RevisionView(BaseModel):
    """Một lần thay đổi lịch."""

    revision: int
    since: datetime
    change: ChangeKind
    act: str


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


class ChangeView(BaseModel):
    """Một thay đổi lịch, mới xem trước hoặc đã lưu."""

    dry_run: bool
    act: str = Field(examples=["12729/VPCP-KGVX"])
    already: bool = Field(description="Văn bản đã có hiệu lực từ trước với đúng các ngày này.")
    moves: MovesView | None = Field(default=None, description="Chỉ khi xem trước.")
    revision: int | None = Field(default=None, description="Lần thay đổi đã lưu.")
    progress: str | None = Field(
        default=None, description="Nơi xem đã báo bao nhiêu hồ sơ.", examples=["/api/v1/calendar/changes/2"]
    )


class ProgressState(StrEnum):
    """How the telling of a change stands."""

    WAITING = "waiting"
    TELLING = "telling"
    TOLD = "told"
    FORGOTTEN = "forgotten"


STATES = {
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


def act_view(number: str, decisions: list[Decision]) -> ActView:
    """An act with its days."""
    return ActView(
        number=number,
        act_date=decisions[0].act_date,
        decided=decisions[0].decided,
        days=[
            DecidedDayView(
                day=each.day,
                effect=each.effect,
                why=each.why,
                hours_of=None if each.hours_of is None else _WEEKDAYS[each.hours_of],
            )
            for each in decisions
        ],
    )


def moved_case(complaint: Complaint, moved: tuple[tuple[str, Schedule], ...]) -> MovedCaseView:
    """An open case with its limits as they are and as they would be."""
    zone = complaint.procedure.authority.time_zone
    limits = []
    for limit_id, schedule in moved:
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
