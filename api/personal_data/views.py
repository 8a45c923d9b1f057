"""Requests about personal data as the API shows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, Field

from api.web.names import Name, People
from calendars import VIETNAM
from documents.tables.table import Cell, Table, local
from domain.personal_data.requests import LegalLimit, RequestKind, RequestStep
from language.labels import local_time
from language.later_words import label_of
from language.personal_data import CORRECTED, REQUEST_KIND, STEP, standing_label
from procedures import all_procedures
from procedures.personal_data import request_law
from records.personal_data.rows import RegisteredRequest, Requester
from records.record import Record


class LegalLimitView(BaseModel):
    """Một thời hạn theo luật."""

    days: int
    working: bool = Field(description="true: ngày làm việc; false: ngày theo lịch.")
    source: str
    confirmed: bool = Field(description="false: chưa đối chiếu được với văn bản chính thức.")


class DataRequestView(BaseModel):
    """Một yêu cầu về dữ liệu cá nhân, không kèm danh tính người yêu cầu."""

    number: int
    authority: Name
    kind: RequestKind
    kind_label: str = Field(examples=["xóa"])
    code: str | None = Field(description="Hồ sơ liên quan.", examples=["KH-2026-000001"])
    received_at: datetime
    received_text: str
    answer_due: datetime
    answer_due_text: str
    carry_out_due: datetime
    carry_out_due_text: str
    answered_at: datetime | None
    extended_at: datetime | None
    ended_at: datetime | None
    refused: bool
    standing: str = Field(examples=["chờ trả lời"])
    overdue: RequestStep | None = Field(description="Hạn nào đã qua mà việc chưa xong, tính theo giờ lúc này.")


class DataRequestList(BaseModel):
    """Sổ yêu cầu, mới nhất trước."""

    items: list[DataRequestView]
    next: int | None = Field(description="Ghi vào `before` để xem trang sau; null nếu hết.")


class StepView(BaseModel):
    """Một bước đã làm."""

    step: RequestStep
    label: str = Field(examples=["Đã trả lời việc tiếp nhận"])
    at: datetime
    at_text: str
    by: Name
    words: str = Field(description="Chỉ cán bộ, lãnh đạo trung tâm thấy.")


class RequesterView(BaseModel):
    """Người yêu cầu; mỗi lần xem được ghi lại."""

    name: str
    contact: str
    checked_by: str
    words: str


class CorrectedView(BaseModel):
    """Danh tính đã chỉnh sửa của một hồ sơ."""

    code: str = Field(examples=["KH-2026-000001"])
    parts: list[str] = Field(description="Những phần đã sửa, không kèm nội dung.", examples=[["họ tên"]])


class RestrictedView(BaseModel):
    """Danh tính bị hạn chế xem của một hồ sơ."""

    code: str = Field(examples=["KH-2026-000001"])
    since: datetime
    since_text: str
    lifted_at: datetime | None
    lifted_text: str | None


class WholeDataRequestView(DataRequestView):
    """Một yêu cầu với các bước đã làm, các thời hạn theo luật và, cho trung tâm, người yêu cầu."""

    requester: RequesterView | None = Field(description="Chỉ cán bộ, lãnh đạo trung tâm thấy.")
    steps: list[StepView]
    corrected: list[CorrectedView]
    restricted: list[RestrictedView]
    answer_limit: LegalLimitView
    carry_out_limit: LegalLimitView | None = Field(description="null: loại yêu cầu mới hơn bản đang chạy.")
    extension_limit: LegalLimitView | None


def request_view(request: RegisteredRequest, at: datetime) -> DataRequestView:
    """Return a request as it stands by the clock."""
    standing, procedure = request.standing, all_procedures().get(request.authority)
    name = procedure.authority.name if procedure else request.authority
    times = {each: getattr(standing, each) for each in ("received_at", "answer_due", "carry_out_due")}
    return DataRequestView(
        number=request.number,
        authority=Name(id=request.authority, name=name),
        kind_label=label_of(REQUEST_KIND, request.kind),
        code=request.code,
        received_text=local_time(standing.received_at, VIETNAM.key),
        answer_due_text=local_time(standing.answer_due, VIETNAM.key),
        carry_out_due_text=local_time(standing.carry_out_due, VIETNAM.key),
        standing=standing_label(standing),
        overdue=standing.overdue_limit(at),
        kind=request.kind,
        answered_at=standing.answered_at,
        extended_at=standing.extended_at,
        ended_at=standing.ended_at,
        refused=standing.refused,
        **times,
    )


def whole_view(
    record: Record, request: RegisteredRequest, requester: Requester | None, at: datetime
) -> WholeDataRequestView:
    """Return a request with its steps, what they did, and its limits."""
    steps, number = record.data_requests.steps(request.number), request.number
    people, law = People(record.accounts, [each.by_account for each in steps]), request_law()
    extension, carry_out = law.extension.get(request.kind), law.carry_out.get(request.kind)
    return WholeDataRequestView(
        **dict(request_view(request, at)),
        requester=RequesterView(**vars(requester)) if requester else None,
        steps=[
            StepView(
                step=each.step,
                label=label_of(STEP, each.step),
                at=each.at,
                at_text=local_time(each.at, VIETNAM.key),
                by=people.at(each.at).name(each.by_account),
                words=each.words if requester else "",
            )
            for each in steps
        ],
        corrected=[
            CorrectedView(code=each.code, parts=[CORRECTED.get(part, part) for part in each.parts])
            for each in record.identities.corrected_by(number)
        ],
        restricted=[
            RestrictedView(
                code=each.code,
                since=each.since,
                since_text=local_time(each.since, VIETNAM.key),
                lifted_at=each.lifted_at,
                lifted_text=local_time(each.lifted_at, VIETNAM.key) if each.lifted_at else None,
            )
            for each in record.identities.restricted_by(number)
        ],
        answer_limit=_limit(law.answer),
        carry_out_limit=_limit(carry_out) if carry_out else None,
        extension_limit=_limit(extension) if extension else None,
    )


def _limit(limit: LegalLimit) -> LegalLimitView:
    return LegalLimitView(**vars(limit))


_COLUMNS = (
    "Số", "Địa phương", "Yêu cầu", "Hồ sơ", "Nhận lúc", "Hạn trả lời", "Trả lời lúc", "Hạn thực hiện", "Gia hạn lúc",
    "Kết thúc lúc", "Tình trạng", "Quá hạn",
)  # fmt: skip


def requests_table(requests: Iterable[RegisteredRequest], at: datetime) -> Table:
    """Return the register as a table for a spreadsheet, without anybody who asked."""
    return Table("Yêu cầu dữ liệu cá nhân", _COLUMNS, (_cells(each, at) for each in requests))


def _cells(request: RegisteredRequest, at: datetime) -> tuple[Cell, ...]:
    standing = request.standing
    instants = (standing.answer_due, standing.answered_at, standing.carry_out_due, standing.extended_at)
    return (
        request.number,
        request.authority,
        label_of(REQUEST_KIND, request.kind),
        request.code,
        local(standing.received_at, VIETNAM.key),
        *(local(each, VIETNAM.key) for each in instants),
        local(standing.ended_at, VIETNAM.key),
        standing_label(standing),
        "có" if standing.overdue_limit(at) else "không",
    )
