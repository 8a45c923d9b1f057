"""A case as each caller may see it, and as lists show it."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api.callers import Viewer
from api.limit_views import LimitState, LimitView, limit_views
from api.names import Agencies, Name, named
from api.ports import Reader
from api.possible import possible_acts
from domain.complaint import Complaint
from domain.procedure import Procedure
from domain.visibility import Audience, sees_identity, shows_event
from domain.wording import STATUS, URGENCY, local_time
from domain.words import ActKind, Role, Status, Urgency
from records.rows import CaseLine, CaseRecord


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
    identity: IdentityView | None = Field(default=None, description="Chỉ người gửi và vai trò cần liên lạc thấy.")
    possible_acts: list[PossibleAct] = Field(default=[], description="Việc người gọi có thể làm ngay bây giờ.")


def case_view(reader: Reader, record: CaseRecord, viewer: Viewer, at: datetime) -> CaseView:
    """The case for this viewer, at the instant `at`."""
    complaint, procedure, audience = record.complaint, record.complaint.procedure, viewer.audience
    agencies = Agencies(reader, procedure.id)
    shows_limits = shows_event(audience, "limit_opened")
    limits = limit_views(complaint, at) if shows_limits else []
    return outline(complaint, audience).model_copy(
        update={
            "channel": named(procedure.channels, complaint.channel),
            "field": named(procedure.fields, complaint.field),
            "received_at": record.received_at,
            "received_text": local_time(record.received_at, procedure.authority.time_zone),
            "report": _report(reader, record),
            "lead": agencies.name(complaint.lead) if complaint.lead else None,
            "co_ordinating": agencies.names(complaint.co_ordinating),
            "limits": limits,
            "overdue": any(limit.state is LimitState.OVERDUE for limit in limits) if shows_limits else None,
            "paused": complaint.paused_since is not None,
            "paused_since": complaint.paused_since,
            "extended": complaint.extended,
            "temporarily_fixed": complaint.temporarily_fixed,
            "secret": None if audience is Audience.PUBLIC else complaint.secret,
            "result": record.result if _shows_result(complaint, audience) else None,
            "rating": named(procedure.ratings, complaint.rating),
            "identity": _identity(reader, record, viewer),
            "possible_acts": [
                PossibleAct(act=rule.act, name=rule.name, article=rule.source, ours=rule.ours)
                for rule in possible_acts(complaint, viewer.actor, at)
            ],
        }
    )


def outline(complaint: Complaint, audience: Audience) -> CaseView:
    """Where the case stands, and nothing else: for an agency that has just given it out of its hands."""
    return CaseView(
        code=complaint.code,
        audience=audience,
        authority=Name(id=complaint.procedure.id, name=complaint.procedure.authority.name),
        status=complaint.status,
        status_label=STATUS[complaint.status],
        urgency=complaint.urgency,
        urgency_label=URGENCY[complaint.urgency],
    )


def _report(reader: Reader, record: CaseRecord) -> ReportView:
    report, unit = record.report, None
    if report.place_id is not None:
        places = {place.id: place.name for place in reader.places(record.complaint.procedure.id)}
        unit = Name(id=report.place_id, name=places.get(report.place_id, report.place_id))
    return ReportView(
        content=report.content,
        place=report.place,
        place_unit=unit,
        latitude=report.latitude,
        longitude=report.longitude,
        occurred_at=report.occurred_at,
    )


def _shows_result(complaint: Complaint, audience: Audience) -> bool:
    """A result is the offices' own until it is published, or given to the reporter alone."""
    if audience is Audience.STAFF:
        return True
    given = "published" in complaint.moments
    return given or (audience is Audience.REPORTER and "withheld" in complaint.moments)


def _identity(reader: Reader, record: CaseRecord, viewer: Viewer) -> IdentityView | None:
    if viewer.actor is None or not _knows(record.complaint, viewer.actor.role):
        return None
    identity = reader.identity(record.code)
    return IdentityView(**vars(identity)) if identity else None


def _knows(complaint: Complaint, role: Role) -> bool:
    return role is Role.REPORTER or sees_identity(complaint.procedure, role)


class CaseLineView(BaseModel):
    """Một dòng trong danh sách hồ sơ."""

    code: str = Field(examples=["KH-2026-000001"])
    authority: str = Field(examples=["khanh-hoa"])
    status: Status
    status_label: str = Field(examples=["Đang xử lý"])
    field: Name | None
    urgency: Urgency
    urgency_label: str
    lead: Name | None
    co_ordinating: list[Name]
    received_at: datetime
    due: datetime | None = Field(description="Hạn gần nhất đang chạy.")
    due_text: str | None = Field(examples=["17:00 thứ Sáu 27/11/2026"])
    overdue: bool
    paused: bool
    excerpt: str = Field(description="Đoạn đầu nội dung phản ánh.")


class CaseList(BaseModel):
    """Một trang danh sách hồ sơ."""

    items: list[CaseLineView]
    next: str | None = Field(description="Con trỏ của trang sau; null nếu hết.")


def line_view(line: CaseLine, agencies: Agencies, procedure: Procedure | None) -> CaseLineView:
    """One case of a list. `procedure` is its authority's today, None where none is in force any more."""
    time_zone = procedure.authority.time_zone if procedure else "Asia/Ho_Chi_Minh"
    return CaseLineView(
        code=line.code,
        authority=line.authority,
        status=line.status,
        status_label=STATUS[line.status],
        field=named(procedure.fields if procedure else (), line.field),
        urgency=line.urgency,
        urgency_label=URGENCY[line.urgency],
        lead=agencies.name(line.lead) if line.lead else None,
        co_ordinating=agencies.names(line.co_ordinating),
        received_at=line.received_at,
        due=line.due,
        due_text=local_time(line.due, time_zone) if line.due else None,
        overdue=line.overdue,
        paused=line.paused,
        excerpt=line.excerpt,
    )
