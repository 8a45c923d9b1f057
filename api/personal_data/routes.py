"""Routes of the register of requests about personal data."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from api.personal_data.answers import requests_file
from api.personal_data.bodies import CompletionBody, DataRequestBody, StepBody
from api.personal_data.registering import (
    advance,
    known_request,
    may_register,
    requests_seen_by,
    require_registrar,
    take_in,
)
from api.personal_data.views import (
    DataRequestList,
    DataRequestView,
    WholeDataRequestView,
    request_view,
    whole_view,
)
from api.web.downloads import FILES, Form
from api.web.front import FrontDep
from api.web.idempotency import IdempotencyKey
from api.web.identity.callers import Staff, StaffDep
from api.web.identity.weight import OF_WEIGHT
from api.web.openapi import problems
from api.web.reading_limits import COUNTED_EXPORT
from domain.personal_data.requests import RequestStep

router = APIRouter(tags=["Dữ liệu cá nhân"])


def _registrar(staff: StaffDep) -> Staff:
    require_registrar(staff)
    return staff


RegistrarDep = Annotated[Staff, Depends(_registrar)]
"""Checked before the body is read, so that nobody else learns what a request holds."""

Number = Annotated[int, Path(description="Số của yêu cầu.", ge=1, le=2**62, examples=[12])]
_STEPS = {
    "answer": (RequestStep.ANSWERED, "Trả lời việc tiếp nhận yêu cầu"),
    "extension": (RequestStep.EXTENDED, "Gia hạn một lần, nêu lý do"),
    "refusal": (RequestStep.REFUSED, "Từ chối yêu cầu, nêu lý do"),
    "lifting": (RequestStep.LIFTED, "Thôi hạn chế danh tính, nêu lý do"),
}


@router.post(
    "/personal-data-requests",
    status_code=201,
    summary="Nhận yêu cầu về dữ liệu cá nhân",
    description="Chỉ cán bộ, lãnh đạo trung tâm. Thời hạn tính ngay từ lúc nhận.",
    responses=problems(400, 401, 403, 409, 413, 422, 503),
)
def add(body: DataRequestBody, front: FrontDep, staff: RegistrarDep, key: IdempotencyKey) -> DataRequestView:
    """Take a request in, once however often it is sent with the same key."""
    record, at = front.record, front.clock()
    taken = take_in(record.data_requests, record.cases, record.calendar, staff, body.asked(), key=key, at=at)
    return request_view(taken, at)


@router.get("/personal-data-requests", summary="Sổ yêu cầu", responses=problems(401, 403, 422, 503))
def listing(
    front: FrontDep,
    staff: StaffDep,
    only_open: Annotated[bool, Query(alias="open", description="Chỉ yêu cầu chưa kết thúc.")] = False,
    before: Annotated[int | None, Query(ge=1, le=2**62, description="Trước yêu cầu số này.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Số yêu cầu mỗi trang.")] = 50,
) -> DataRequestList:
    """The register of one's own authority, or of all."""
    at = front.clock()
    found = requests_seen_by(front.record.data_requests, staff, only_open=only_open, before=before, limit=limit)
    following = found[-1].number if len(found) == limit else None
    return DataRequestList(items=[request_view(each, at) for each in found], next=following)


@router.get(
    "/personal-data-requests.{form}",
    summary="Sổ yêu cầu, cho bảng tính",
    response_class=Response,
    responses=problems(401, 403, 422, 429, 503) | FILES,
    dependencies=[COUNTED_EXPORT],
)
def export(form: Form, front: FrontDep, staff: StaffDep) -> Response:
    """The whole register as a file, without those who asked."""
    return requests_file(front, staff, form)


@router.get("/personal-data-requests/{number}", summary="Một yêu cầu", responses=problems(401, 403, 404, 422, 503))
def show(number: Number, front: FrontDep, staff: StaffDep) -> WholeDataRequestView:
    """A request with its steps. The centre sees who asks, on record."""
    register = front.record.data_requests
    found = known_request(register, staff, number)
    who = register.requester(number, seen_by=staff.account.id) if may_register(staff) else None
    return whole_view(front.record, found, who, front.clock())


def _known(number: Number, front: FrontDep, staff: RegistrarDep) -> Staff:
    known_request(front.record.data_requests, staff, number)
    return staff


@router.post(
    "/personal-data-requests/{number}/completion",
    dependencies=[OF_WEIGHT],
    summary="Thực hiện yêu cầu",
    description="Yêu cầu xóa, chỉnh sửa, hạn chế được thực hiện ngay trên danh tính người gửi của hồ sơ được nêu.",
    responses=problems(400, 401, 403, 404, 409, 413, 422, 503),
)
def complete(
    number: Number, body: CompletionBody, front: FrontDep, staff: Annotated[Staff, Depends(_known)]
) -> DataRequestView:
    """Carry a request out."""
    record, at, step = front.record, front.clock(), RequestStep.CARRIED_OUT
    done = advance(record.data_requests, record.calendar, staff, number, step, body.words, at, body.carried_out())
    return request_view(done, at)


def _add_step(address: str, step: RequestStep, summary: str) -> None:
    @router.post(
        f"/personal-data-requests/{{number}}/{address}",
        dependencies=[OF_WEIGHT],
        name=address,
        summary=summary,
        responses=problems(400, 401, 403, 404, 409, 413, 422, 503),
    )
    def take(
        number: Number, body: StepBody, front: FrontDep, staff: Annotated[Staff, Depends(_known)]
    ) -> DataRequestView:
        record, at = front.record, front.clock()
        done = advance(record.data_requests, record.calendar, staff, number, step, body.words, at)
        return request_view(done, at)


for _address, (_step, _summary) in _STEPS.items():
    _add_step(_address, _step, _summary)
