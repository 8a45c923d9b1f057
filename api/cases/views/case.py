"""A case as each viewer may see it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from api.cases.acting import ActDone
from api.cases.possible import possible_acts
from api.cases.views.limits import LimitState, LimitView, limit_views
from api.web.identity.callers import Viewer
from api.web.names import Agencies, Name, People, Places, named
from domain.actors import Actor
from domain.complaint import Complaint
from domain.procedure import ActRule
from domain.visibility import Audience, knows_reporter, shows_event
from domain.words import ActKind, Role, Status, Urgency
from language.labels import STATUS, course_name, local_time
from records.cases.rows import CaseRecord
from records.record import Record


class ReportView(BaseModel):
    """Điều được phản ánh."""

    content: str
    place: str
    place_unit: Name | None = Field(description="Đơn vị hành chính.")
    latitude: float | None
    longitude: float | None
    occurred_at: str


class IdentityView(BaseModel):
    """Danh tính người gửi."""

    name: str
    address: str
    phone: str
    email: str | None


class PossibleAct(BaseModel):
    """Một việc người gọi có thể làm ngay bây giờ."""

    act: ActKind
    name: str = Field(examples=["Tiếp nhận xử lý"])
    article: str = Field(examples=["Điều 7 khoản 2 điểm a"])
    ours: bool
    on_behalf_of: str | None = Field(
        default=None, description="Chỉ làm được khi thay cho lãnh đạo đang vắng: mã tài khoản lãnh đạo ấy."
    )


class CaseView(BaseModel):
    """Một hồ sơ, với những gì người gọi được xem."""

    code: str = Field(examples=["KH-2026-000001"])
    audience: Audience = Field(description="Người gọi được xem với tư cách nào.")
    authority: Name
    status: Status
    status_label: str = Field(examples=["Đang xử lý"])
    urgency: Urgency
    urgency_label: str = Field(examples=["thông thường"])
    channel: Name | None = None
    field: Name | None = None
    received_at: datetime | None = None
    received_text: str | None = Field(default=None, examples=["08:00 thứ Hai 23/11/2026"])
    report: ReportView | None = None
    lead: Name | None = None
    co_ordinating: list[Name] = []
    limits: list[LimitView] = []
    overdue: bool | None = Field(default=None, description="Có hạn đã quá mà việc chưa xong; null nếu không được xem.")
    paused: bool = Field(default=False, description="Đang chờ người gửi bổ sung; thời hạn tạm dừng.")
    paused_since: datetime | None = None
    extended: bool = False
    temporarily_fixed: bool = False
    secret: bool | None = Field(default=None, description="Người gửi đề nghị giữ bí mật.")
    result: str | None = Field(default=None, description="Kết quả xử lý, khi người gọi được xem.")
    rating: Name | None = None
    expected: date | None = Field(default=None, description="Ngày cơ quan hẹn có kết quả.")
    merged_into: str | None = Field(default=None, description="Hồ sơ đã gộp vào.", examples=["KH-2026-000001"])
    merged: list[str] = Field(default=[], description="Các hồ sơ đã gộp vào hồ sơ này; chỉ cán bộ thấy.")
    restricted: bool | None = Field(default=None, description="Giữ kín từ đầu, không công khai.")
    hidden: bool | None = Field(default=None, description="Đã ẩn vì nội dung vi phạm.")
    has_open_question: bool | None = Field(default=None, description="Câu hỏi của người gửi đang chờ giải đáp.")
    officer: Name | None = Field(default=None, description="Cán bộ đang giữ hồ sơ; chỉ cán bộ thấy.")
    returned_by: list[Name] = Field(default=[], description="Các cơ quan đã trả lại; chỉ cán bộ thấy.")
    bounced: bool | None = Field(default=None, description="Bị trả lại nhiều lần, do lãnh đạo phân phối.")
    test: bool | None = Field(default=None, description="Phản ánh thử nghiệm.")
    place_id: str | None = Field(default=None, description="Đơn vị hành chính.")
    identity: IdentityView | None = Field(default=None, description="Chỉ người gửi và vai trò cần liên lạc thấy.")
    possible_acts: list[PossibleAct] = Field(default=[], description="Việc người gọi có thể làm ngay bây giờ.")


def case_view(record: Record, case: CaseRecord, viewer: Viewer, at: datetime) -> CaseView:
    """Return the case as this viewer may see it, at the instant `at`."""
    complaint, procedure, audience = case.complaint, case.complaint.procedure, viewer.audience
    agencies = Agencies(record.offices, procedure.id)
    shows_limits = shows_event(audience, "limit_opened")
    limits = limit_views(complaint, at) if shows_limits else []
    return _outline(complaint, audience).model_copy(
        update={
            "channel": named(procedure.channels, complaint.channel),
            "field": named(procedure.fields, complaint.field),
            "received_at": case.received_at,
            "received_text": local_time(case.received_at, procedure.authority.time_zone),
            "report": _report(record, case),
            "lead": agencies.name(complaint.lead) if complaint.lead else None,
            "co_ordinating": agencies.names(complaint.co_ordinating),
            "limits": limits,
            "overdue": any(limit.state is LimitState.OVERDUE for limit in limits) if shows_limits else None,
            "paused": complaint.paused_since is not None,
            "paused_since": complaint.paused_since,
            "extended": complaint.extended,
            "temporarily_fixed": complaint.temporarily_fixed,
            "secret": None if audience is Audience.PUBLIC else complaint.secret,
            "result": _result(record, case, audience),
            "rating": named(procedure.ratings, complaint.rating),
            "expected": complaint.expected,
            "place_id": complaint.place,
            "identity": _identity(record, case, viewer),
            "possible_acts": [
                PossibleAct(
                    act=rule.act, name=rule.name, article=rule.source, ours=rule.ours, on_behalf_of=actor.on_behalf_of
                )
                for rule, actor in _possible(complaint, viewer, at)
            ],
        }
        | (_for_those_concerned(complaint) if audience is not Audience.PUBLIC else {})
        | (_for_staff(record, case, agencies) if audience is Audience.STAFF else {})
    )


def view_after(record: Record, done: ActDone, at: datetime) -> CaseView:
    """Return the case after an act, at the instant `at`.

    Where the act took the case out of the caller's sight, return only where it stands.
    """
    return _outline(done.complaint, Audience.STAFF) if done.seen is None else case_view(record, *done.seen, at)


def _outline(complaint: Complaint, audience: Audience) -> CaseView:
    """Return where the case stands, and nothing else."""
    return CaseView(
        code=complaint.code,
        audience=audience,
        authority=Name(id=complaint.procedure.id, name=complaint.procedure.authority.name),
        status=complaint.status,
        status_label=STATUS[complaint.status],
        urgency=complaint.urgency,
        urgency_label=course_name(complaint.procedure, complaint.urgency),
    )


def _for_those_concerned(complaint: Complaint) -> dict[str, Any]:
    """Return what only the reporter and staff see of a case."""
    return {
        "merged_into": complaint.merged_into,
        "restricted": complaint.restricted,
        "hidden": complaint.hidden,
        "has_open_question": complaint.has_open_question,
    }


def _for_staff(record: Record, case: CaseRecord, agencies: Agencies) -> dict[str, Any]:
    """Return what only staff see."""
    complaint = case.complaint
    officer = complaint.officer
    return {
        "officer": People(record.accounts, [officer]).name(officer) if officer else None,
        "returned_by": agencies.names(dict.fromkeys(complaint.returned_by)),
        "bounced": complaint.bounced,
        "merged": list(case.merged),
        "test": complaint.test,
    }


def _report(record: Record, case: CaseRecord) -> ReportView:
    report, places = case.report, Places(record.offices, case.complaint.procedure.id)
    return ReportView(
        content=report.content,
        place=report.place,
        place_unit=places.name(report.place_id) if report.place_id is not None else None,
        latitude=report.latitude,
        longitude=report.longitude,
        occurred_at=report.occurred_at,
    )


def _result(record: Record, case: CaseRecord, audience: Audience) -> str | None:
    """Return the result. It is internal until it is published, or given to the reporter alone."""
    if audience is Audience.STAFF:
        return case.result
    if audience is Audience.PUBLIC:
        return case.given if "published" in case.complaint.moments else None
    return case.given if case.complaint.merged_into is None else _result_of_merged(record, case)


def _result_of_merged(record: Record, case: CaseRecord) -> str | None:
    """Return the result of the case into which a report was merged, unless that case's reporter asked for secrecy."""
    last: CaseRecord | None = case
    while last is not None and last.complaint.merged_into is not None:
        last = record.cases.find(last.complaint.merged_into)
    return last.given if last is not None and not last.complaint.secret else None


def _possible(complaint: Complaint, viewer: Viewer, at: datetime) -> list[tuple[ActRule, Actor]]:
    """Return what the viewer may do now, each act with the first of the viewer's roles in which it may be done."""
    found: dict[ActKind, tuple[ActRule, Actor]] = {}
    for actor in viewer.actors:
        for rule in possible_acts(complaint, actor, at):
            found.setdefault(rule.act, (rule, actor))
    return [found[rule.act] for rule in complaint.procedure.acts if rule.act in found]


def _identity(record: Record, case: CaseRecord, viewer: Viewer) -> IdentityView | None:
    if not any(_knows(case.complaint, actor) for actor in viewer.actors):
        return None
    seen_by = viewer.actor.account if viewer.audience is Audience.STAFF and viewer.actor else None
    identity = record.looks.identity(case.code, seen_by=seen_by)
    # A report made of what staff saw on a camera has no reporter.
    return IdentityView(**vars(identity)) if identity and any(vars(identity).values()) else None


def _knows(complaint: Complaint, actor: Actor) -> bool:
    return actor.role is Role.REPORTER or knows_reporter(complaint, actor)
