"""The limits of a case as they are shown: amount, start, due date, article and state."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from api.web.names import Agencies, Name
from domain.complaint import Complaint, Limit, Outcome
from domain.limit_rules import LimitKind, LimitRule, part_of
from domain.limits import has_ended, is_overdue
from domain.words import Role
from language.labels import INTERNAL_LATE, OUTCOME, length_text, local_time, role_name


class LimitState(StrEnum):
    """The states of a limit, running or ended."""

    RUNNING = "running"
    PAUSED = "paused"
    OVERDUE = "overdue"
    PASSED = "passed"
    """An internal limit ended with the work undone: nobody is late by it."""
    MET = "met"
    LATE = "late"
    AFTER = "after"
    """The work was done after an internal limit."""
    SUPERSEDED = "superseded"
    LAPSED = "lapsed"


_LABELS = {
    LimitState.RUNNING: "đang chạy",
    LimitState.PAUSED: "tạm dừng",
    LimitState.OVERDUE: "quá hạn",
    LimitState.PASSED: "đã qua hạn nội bộ",
    LimitState.AFTER: INTERNAL_LATE,
} | {LimitState(outcome): label for outcome, label in OUTCOME.items()}


class LimitView(BaseModel):
    """Một thời hạn của hồ sơ."""

    id: str = Field(examples=["process"])
    kind: LimitKind = Field(description="Hạn của một bước, của cả hồ sơ, hay thời gian chờ người gửi.")
    name: str = Field(examples=["Xử lý"])
    amount: str | None = Field(
        description="Như trong dữ liệu quy trình; trống khi hạn là ngày đã hẹn.", examples=["5 wd"]
    )
    amount_text: str = Field(examples=["5 ngày làm việc"])
    counted_from: datetime
    due: datetime | None
    due_text: str | None = Field(description="Giờ địa phương.", examples=["17:00 thứ Sáu 27/11/2026"])
    article: str = Field(description="Điều, khoản quy định.", examples=["Điều 7 khoản 3"])
    reading: str | None = Field(description="Cách chúng tôi đọc văn bản ở chỗ có thể đọc khác.")
    ours: bool = Field(description="Văn bản để ngỏ; đây là lựa chọn của đơn vị vận hành.")
    internal: bool = Field(
        description="Hạn nội bộ của cơ quan, văn bản không nêu: chỉ để nhắc việc, qua hạn này không phải là trễ hạn."
    )
    waits_for: Role = Field(description="Hạn này là của ai.")
    waits_for_label: str = Field(description="Vai trò ấy, như quy chế gọi.", examples=["cán bộ trung tâm"])
    state: LimitState
    state_label: str = Field(examples=["đang chạy"])
    overdue_since: datetime | None
    agency: Name | None = Field(
        default=None, description="Cơ quan có phần việc, khi là hạn của một phần việc phối hợp."
    )


def limit_views(complaint: Complaint, at: datetime, agencies: Agencies | None = None) -> list[LimitView]:
    """Return every limit of the case, in the order in which they opened, as it stands at the instant `at`."""
    return [_view(complaint, limit, at, agencies) for limit in complaint.limits]


def _view(complaint: Complaint, limit: Limit, at: datetime, agencies: Agencies | None) -> LimitView:
    rule = complaint.rule_of(limit)
    due = limit.schedule.due if limit.schedule else None
    state = _state(complaint, limit, at)
    agency = part_of(limit.id)
    return LimitView(
        id=limit.id,
        kind=rule.kind,
        name=rule.name,
        amount=str(limit.amount) if limit.amount else None,
        amount_text=length_text(limit.amount, limit.until),
        counted_from=limit.counted_from,
        due=due,
        due_text=local_time(due, complaint.procedure.authority.time_zone) if due else None,
        article=_article(rule, limit),
        reading=rule.reading,
        ours=rule.ours,
        internal=rule.is_internal,
        waits_for=rule.assignee,
        waits_for_label=role_name(complaint.procedure, rule.assignee),
        state=state,
        state_label=_LABELS[state],
        overdue_since=due if state is LimitState.OVERDUE else None,
        agency=agencies.name(agency) if agencies and agency else None,
    )


def _article(rule: LimitRule, limit: Limit) -> str:
    """Return the article that gives the limit its amount."""
    return rule.extended_source if rule.extended_source and limit.amount == rule.extended else rule.source


def _state(complaint: Complaint, limit: Limit, at: datetime) -> LimitState:
    internal = complaint.rule_of(limit).is_internal
    if limit.outcome is not None:
        return LimitState.AFTER if internal and limit.outcome is Outcome.LATE else LimitState(limit.outcome)
    if is_overdue(complaint, limit, at):
        return LimitState.OVERDUE
    if internal and has_ended(complaint, limit, at):
        return LimitState.PASSED
    return LimitState.PAUSED if complaint.stands_still(limit) else LimitState.RUNNING
