"""Cases as the lists of staff show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, Field

from api.web.front import Front
from api.web.names import Agencies, Name, People, Places
from calendars import VIETNAM
from domain.procedure import Procedure
from domain.words import Status, Urgency
from language.labels import STATUS, course_name, local_time
from records.cases.rows import CaseLine


class CaseLineView(BaseModel):
    """Một dòng trong danh sách hồ sơ."""

    code: str = Field(examples=["KH-2026-000001"])
    authority: str = Field(examples=["khanh-hoa"])
    status: Status
    status_label: str = Field(examples=["Đang xử lý"])
    field: Name | None
    place: Name | None = Field(description="Đơn vị hành chính, nếu biết.")
    urgency: Urgency
    urgency_label: str
    lead: Name | None
    co_ordinating: list[Name]
    received_at: datetime
    received_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    due: datetime | None = Field(description="Hạn gần nhất đang chạy.")
    due_text: str | None = Field(examples=["17:00 thứ Sáu 27/11/2026"])
    due_limit: Name | None = Field(description="Hạn ấy là hạn của bước nào.")
    due_internal: bool = Field(
        description="Hạn ấy là hạn nội bộ, văn bản không nêu: qua hạn này không phải là trễ hạn."
    )
    rung: int = Field(description="Hồ sơ quá hạn đã được báo cáo đến bậc mấy; 0 là chưa.")
    overdue: bool
    paused: bool
    officer: Name | None = Field(description="Cán bộ đang giữ hồ sơ.")
    nobody: bool = Field(description="Không có ai nhận: cơ quan chủ trì không có tài khoản nào đang làm việc.")
    merged_into: str | None = Field(description="Hồ sơ đã gộp vào.")
    test: bool = Field(description="Phản ánh thử nghiệm.")
    excerpt: str = Field(description="Đoạn đầu nội dung phản ánh.")


class CaseList(BaseModel):
    """Một trang danh sách hồ sơ."""

    items: list[CaseLineView]
    next: str | None = Field(description="Con trỏ của trang sau; null nếu hết.")


def line_views(front: Front, lines: Sequence[CaseLine]) -> list[CaseLineView]:
    """Return these lines of a list as staff see them."""
    authorities = {line.authority for line in lines}
    agencies = {each: Agencies(front.record.offices, each) for each in authorities}
    procedures = {each: front.procedures.today(each) for each in authorities}
    fields = {each: front.procedures.field_names(each) for each in authorities}
    people = People(front.record.accounts, (line.officer for line in lines))
    places = {each: Places(front.record.offices, each) for each in authorities}
    staffed = {each: front.record.duties.staffed(each) for each in authorities}
    return [
        _line_view(
            line,
            procedures[line.authority],
            fields[line.authority],
            agencies[line.authority],
            places[line.authority],
            people,
            staffed[line.authority],
        )
        for line in lines
    ]


def _line_view(
    line: CaseLine,
    procedure: Procedure | None,
    fields: Mapping[str, str],
    agencies: Agencies,
    places: Places,
    people: People,
    staffed: frozenset[str],
) -> CaseLineView:
    agencies = agencies.of_case(line.over_since)
    time_zone = procedure.authority.time_zone if procedure else VIETNAM.key
    return CaseLineView(
        code=line.code,
        authority=line.authority,
        status=line.status,
        status_label=STATUS[line.status],
        field=Name(id=line.field, name=fields.get(line.field, line.field)) if line.field else None,
        place=places.name(line.place) if line.place else None,
        urgency=line.urgency,
        urgency_label=course_name(procedure, line.urgency),
        lead=agencies.name(line.lead) if line.lead else None,
        co_ordinating=agencies.names(line.co_ordinating),
        received_at=line.received_at,
        received_text=local_time(line.received_at, time_zone),
        due=line.due,
        due_text=local_time(line.due, time_zone) if line.due else None,
        due_limit=_limit(procedure, line.due_limit) if line.due_limit else None,
        due_internal=_is_internal(procedure, line.due_limit),
        rung=line.rung,
        overdue=line.overdue,
        paused=line.paused,
        officer=people.name(line.officer) if line.officer else None,
        nobody=line.lead is not None and not line.status.is_final and line.lead not in staffed,
        merged_into=line.merged_into,
        test=line.test,
        excerpt=line.excerpt,
    )


def _is_internal(procedure: Procedure | None, limit: str | None) -> bool:
    return procedure is not None and any(rule.id == limit and rule.is_internal for rule in procedure.limits)


def _limit(procedure: Procedure | None, limit: str) -> Name:
    """Return a limit with its name. The id of one that the regulation no longer has stands for its own name."""
    return Name(
        id=limit, name=next((rule.name for rule in procedure.limits if rule.id == limit), limit) if procedure else limit
    )
