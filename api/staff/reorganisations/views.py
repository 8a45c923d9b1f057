"""Reorganisations as the API shows them, and what a plan would do."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field

from api.office.stopping import told
from api.staff.reorganisations.foreseeing import CaseOutlook, Effect, LimitOutlook, Outlook
from api.staff.successions.views import STATE, SuccessionState
from api.web.names import Agencies, Name, People
from api.web.problems.refusals import SENTENCES
from domain.offices.reorganisation import Reorganisation
from domain.procedure import Procedure
from language.labels import STATUS, local_time
from records.record import Record

EFFECT = {
    Effect.KEPT: "giữ nguyên",
    Effect.MOVED: "đổi hạn",
    Effect.GAINED: "thêm hạn",
    Effect.LOST: "bỏ hạn",
}


class LimitOutlookView(BaseModel):
    """Một hạn của hồ sơ sẽ ra sao."""

    name: str = Field(examples=["Xử lý"])
    effect: Effect
    effect_label: str = Field(examples=["đổi hạn"])
    due_before: datetime | None
    due_before_text: str | None
    due_after: datetime | None
    due_after_text: str | None


class CaseOutlookView(BaseModel):
    """Một hồ sơ sẽ ra sao."""

    code: str
    status: str
    status_label: str
    limits: list[LimitOutlookView]
    refused: str | None = Field(description="Vì sao văn bản mới chưa nhận được hồ sơ này; null khi nhận được.")


class EndingOutlookView(BaseModel):
    """Một cơ quan kết thúc, và những gì chuyển theo."""

    agency: Name
    heir: Name
    hanging: str = Field(
        description="Những gì chuyển theo, bằng lời.", examples=["3 hồ sơ chưa kết thúc do cơ quan này chủ trì"]
    )


class RenamingView(BaseModel):
    """Một cơ quan đổi tên."""

    agency: Name
    name: str


class AlongView(BaseModel):
    """Những gì đi theo khi địa phương nhập vào địa phương khác."""

    accounts: int = Field(description="Tài khoản đang làm việc.")
    agencies: int = Field(description="Cơ quan đang hoạt động.")
    places: int = Field(description="Đơn vị hành chính đang dùng.")
    rules: int = Field(description="Quy tắc phân phối đang dùng.")


class OutlookView(BaseModel):
    """Lần sắp xếp sẽ thay đổi những gì, tính đến lúc này."""

    total: int = Field(description="Số hồ sơ đang mở sẽ theo văn bản mới.")
    unchanged: int = Field(description="Số hồ sơ giữ nguyên mọi hạn.")
    changed: int = Field(description="Số hồ sơ có hạn thay đổi.")
    moved: int = Field(description="Số hồ sơ có hạn dài hoặc ngắn đi.")
    gained: int = Field(description="Số hồ sơ có thêm hạn.")
    lost: int = Field(description="Số hồ sơ bỏ hạn.")
    refused: int = Field(description="Số hồ sơ đang ở bước mà văn bản mới không có; phải bằng 0 mới nhập được.")
    cases: list[CaseOutlookView] = Field(description="Từng hồ sơ, có thay đổi trước; tối đa 200 hồ sơ.")
    ends: list[EndingOutlookView]
    renames: list[RenamingView]
    along: AlongView | None = Field(description="Đi theo khi nhập vào địa phương khác; null khi không nhập.")
    seal: str = Field(description="Gửi lại ở `confirmed` để nhập, nghĩa là đã xem các số này.")


class ReorganisationView(BaseModel):
    """Một lần sắp xếp, và việc thực hiện đã đến đâu."""

    id: str
    day: date
    decision: str = Field(examples=["Nghị quyết 1664/NQ-UBTVQH15"])
    decided_by: str = Field(examples=["Ủy ban Thường vụ Quốc hội"])
    into: str | None = Field(description="Địa phương có văn bản tiếp nhận hồ sơ đang mở; null khi không đổi văn bản.")
    ends: list[Name]
    renames: list[RenamingView]
    entered_by: Name | None
    entered_at: datetime | None
    state: SuccessionState
    state_label: str = Field(examples=["chờ đến ngày"])
    total: int | None = Field(description="Số hồ sơ phải theo văn bản mới khi đến ngày; null khi chưa đến.")
    waiting: int = Field(description="Số hồ sơ còn theo văn bản cũ, lúc này.")


class ReorganisationList(BaseModel):
    """Các lần sắp xếp của địa phương, ngày muộn nhất trước."""

    items: list[ReorganisationView]


def reorganisation_views(record: Record, authority: str, plans: tuple[Reorganisation, ...]) -> list[ReorganisationView]:
    """Return reorganisations with how far they have come."""
    agencies = Agencies(record.offices, authority)
    people = People(record.accounts, [each.entered_by for each in plans])
    return [_view(record, each, agencies, people) for each in plans]


def outlook_view(record: Record, procedure: Procedure, plan: Reorganisation, found: Outlook) -> OutlookView:
    """Return what a plan would do."""
    agencies = Agencies(record.offices, procedure.id)
    zone = procedure.authority.time_zone
    return OutlookView(
        total=found.total,
        unchanged=found.unchanged,
        changed=found.changed,
        moved=found.counted[Effect.MOVED],
        gained=found.counted[Effect.GAINED],
        lost=found.counted[Effect.LOST],
        refused=found.refused,
        cases=[_case(each, zone) for each in found.cases],
        ends=[
            EndingOutlookView(agency=agencies.name(each.agency), heir=agencies.name(each.heir), hanging=told(hanging))
            for each, hanging in found.endings
        ],
        renames=[RenamingView(agency=agencies.name(each.agency), name=each.name) for each in plan.renames],
        along=AlongView(**vars(found.along)) if found.along else None,
        seal=found.seal,
    )


def _case(case: CaseOutlook, zone: str) -> CaseOutlookView:
    return CaseOutlookView(
        code=case.code,
        status=case.status,
        status_label=STATUS[case.status],
        limits=[_limit(each, zone) for each in case.limits],
        refused=SENTENCES[case.refused][0] if case.refused else None,
    )


def _limit(limit: LimitOutlook, zone: str) -> LimitOutlookView:
    return LimitOutlookView(
        name=limit.name,
        effect=limit.effect,
        effect_label=EFFECT[limit.effect],
        due_before=limit.due_before,
        due_before_text=local_time(limit.due_before, zone) if limit.due_before else None,
        due_after=limit.due_after,
        due_after_text=local_time(limit.due_after, zone) if limit.due_after else None,
    )


def _view(record: Record, plan: Reorganisation, agencies: Agencies, people: People) -> ReorganisationView:
    state = _state(plan)
    counts = state in (SuccessionState.AHEAD, SuccessionState.UNDER_WAY)
    return ReorganisationView(
        id=plan.id,
        day=plan.day,
        decision=plan.decision,
        decided_by=plan.decided_by,
        into=plan.into,
        ends=[agencies.name(each.agency) for each in plan.ends],
        renames=[RenamingView(agency=agencies.name(each.agency), name=each.name) for each in plan.renames],
        entered_by=people.name(plan.entered_by) if plan.entered_by else None,
        entered_at=plan.entered_at,
        state=state,
        state_label=STATE[state],
        total=plan.total,
        waiting=record.reorganisations.count_waiting(plan) if counts else 0,
    )


def _state(plan: Reorganisation) -> SuccessionState:
    if not plan.stands:
        return SuccessionState.WITHDRAWN
    if plan.carried_out_at is not None:
        return SuccessionState.DONE
    return SuccessionState.AHEAD if plan.total is None else SuccessionState.UNDER_WAY
