"""The parts of the agencies that co-ordinate, as staff see them: which is recorded, which is missing, which is not theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from api.web.names import Agencies, Name
from domain.complaint import Complaint
from domain.limit_rules import part_of
from domain.limits import has_ended


class PartState(StrEnum):
    """The states of an agency's part."""

    MISSING = "missing"
    RECORDED = "recorded"
    DECLINED = "declined"


_LABELS = {
    PartState.MISSING: "chưa ghi nhận phần việc",
    PartState.RECORDED: "đã ghi nhận phần việc",
    PartState.DECLINED: "báo không có phần việc của đơn vị",
}


class PartView(BaseModel):
    """Phần việc của một cơ quan phối hợp."""

    agency: Name
    state: PartState
    state_label: str = Field(examples=["chưa ghi nhận phần việc"])
    expected: date | None = Field(description="Ngày cơ quan chủ trì ấn định cho phần việc còn thiếu.")
    passed: bool = Field(description="Đã qua ngày ấn định mà phần việc còn thiếu; hồ sơ không vì thế mà quá hạn.")


def part_views(complaint: Complaint, agencies: Agencies, at: datetime) -> list[PartView]:
    """Return the part of each agency that co-ordinates, then of those that said they have none."""
    return list(_parts(complaint, agencies, at))


def _parts(complaint: Complaint, agencies: Agencies, at: datetime) -> Iterator[PartView]:
    running = {part_of(limit.id): limit for limit in complaint.running_limits}
    states = dict.fromkeys(complaint.co_ordinating, PartState.MISSING)
    states |= {agency: PartState.RECORDED for agency in complaint.co_ordinating if agency in complaint.parts}
    states |= dict.fromkeys(complaint.declined, PartState.DECLINED)
    for agency, state in states.items():
        limit = running.get(agency)
        yield PartView(
            agency=agencies.name(agency),
            state=state,
            state_label=_LABELS[state],
            expected=limit.until if limit else None,
            passed=limit is not None and has_ended(complaint, limit, at),
        )
