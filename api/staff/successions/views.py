"""Successions as the API shows them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from api.web.names import Agencies, Name, People
from domain.offices.succession import Succession
from records.record import Record


class SuccessionState(StrEnum):
    """The states of a succession."""

    AHEAD = "ahead"
    UNDER_WAY = "under_way"
    DONE = "done"
    WITHDRAWN = "withdrawn"


STATE = {
    SuccessionState.AHEAD: "chờ đến ngày",
    SuccessionState.UNDER_WAY: "đang chuyển",
    SuccessionState.DONE: "đã chuyển xong",
    SuccessionState.WITHDRAWN: "đã rút",
}


class HeirView(BaseModel):
    """Cơ quan kế thừa một phần."""

    agency: Name
    field: str | None
    place: str | None


class SuccessionView(BaseModel):
    """Một cơ quan kết thúc, các cơ quan kế thừa, và việc chuyển đã đến đâu."""

    id: str
    agency: Name
    day: date
    decision: str = Field(examples=["Nghị quyết 1669/NQ-UBTVQH15"])
    decided_by: str = Field(examples=["Ủy ban Thường vụ Quốc hội"])
    heir: Name
    by_part: list[HeirView]
    entered_by: Name | None
    entered_at: datetime | None
    state: SuccessionState
    state_label: str = Field(examples=["chờ đến ngày"])
    total: int | None = Field(description="Số hồ sơ phải chuyển khi đến ngày; null khi chưa đến.")
    waiting: int = Field(description="Số hồ sơ còn ở cơ quan kết thúc, lúc này.")


class SuccessionList(BaseModel):
    """Các lần kế thừa của địa phương, ngày muộn nhất trước."""

    items: list[SuccessionView]


def succession_views(record: Record, authority: str, successions: tuple[Succession, ...]) -> list[SuccessionView]:
    """Return successions with how far they have come."""
    agencies = Agencies(record.offices, authority)
    people = People(record.accounts, [each.entered_by for each in successions])
    return [_view(record, each, agencies, people) for each in successions]


def _view(record: Record, succession: Succession, agencies: Agencies, people: People) -> SuccessionView:
    state = _state(succession)
    counts = state in (SuccessionState.AHEAD, SuccessionState.UNDER_WAY)
    return SuccessionView(
        id=succession.id,
        agency=agencies.name(succession.agency),
        day=succession.day,
        decision=succession.decision,
        decided_by=succession.decided_by,
        heir=agencies.name(succession.heir),
        by_part=[
            HeirView(agency=agencies.name(each.agency), field=each.field, place=each.place)
            for each in succession.by_part
        ],
        entered_by=people.name(succession.entered_by) if succession.entered_by else None,
        entered_at=succession.entered_at,
        state=state,
        state_label=STATE[state],
        total=succession.total,
        waiting=record.successions.count_waiting(succession) if counts else 0,
    )


def _state(succession: Succession) -> SuccessionState:
    if not succession.stands:
        return SuccessionState.WITHDRAWN
    if succession.carried_out_at is not None:
        return SuccessionState.DONE
    return SuccessionState.AHEAD if succession.total is None else SuccessionState.UNDER_WAY
