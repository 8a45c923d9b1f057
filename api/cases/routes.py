"""Cases over JSON: reports come in, cases are seen and listed, people act on them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query, Response

from api.cases.acting import ActDone, perform
from api.cases.answers import case_file
from api.cases.bodies import ActBody
from api.cases.bodies.examples import ACT_EXAMPLES
from api.cases.bodies.report import ReportBody
from api.cases.bodies.reporter_search import SoughtReporterBody
from api.cases.filing import take_in
from api.cases.listing import page_for
from api.cases.queries import Sought, Wanted
from api.cases.seeking_reporters import MOST_FOUND, require_seeker, seek_reporters
from api.cases.suggesting import case_for_dispatchers
from api.cases.views.case import CaseView, case_view, view_after
from api.cases.views.events import EventList, course_views
from api.cases.views.filed import FiledView, filed_view
from api.cases.views.lines import CaseList, line_views
from api.cases.views.similar import CLOSED_WITHIN, SimilarList, similar_views
from api.cases.views.suggestions import SuggestionsView, suggested_agency
from api.web.downloads import FILES, Form
from api.web.front import FrontDep
from api.web.idempotency import IdempotencyKey
from api.web.identity.callers import CallerDep, Staff, StaffDep, require_case
from api.web.identity.weight import ACTS_OF_WEIGHT, require_confirmed
from api.web.openapi import FOR_ANYBODY, CaseCode, problems
from api.web.reading_limits import COUNTED_EXPORT

router = APIRouter(prefix="/complaints", tags=["Phản ánh, kiến nghị"])
acts_router = APIRouter(prefix="/complaints", tags=["Thao tác"])
dispatching_router = APIRouter(prefix="/complaints", tags=["Phản ánh, kiến nghị"])


@router.post(
    "",
    status_code=201,
    summary="Gửi phản ánh",
    description="Người dân gửi không cần đăng nhập. Cán bộ trung tâm gửi thay người gọi tổng đài thì kèm mã truy cập.",
    responses=problems(400, 401, 403, 409, 413, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
async def file(body: ReportBody, front: FrontDep, caller: CallerDep, idempotency_key: IdempotencyKey) -> FiledView:
    """File a report."""
    return filed_view(await take_in(front, body, idempotency_key, caller), body)


@router.get(
    "/{code}",
    summary="Xem một hồ sơ",
    description="Người gửi kèm mã tra cứu, cán bộ kèm mã truy cập; ai cũng xem được hồ sơ đã công khai.",
    responses=problems(401, 404, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def show(code: CaseCode, front: FrontDep, caller: CallerDep) -> CaseView:
    """Return a case, as much of it as the caller may see."""
    with front.record.reading():
        return case_view(front.record, *require_case(front, code, caller), front.clock())


@router.get(
    "/{code}/events",
    summary="Diễn biến của một hồ sơ",
    responses=problems(401, 404, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def events(code: CaseCode, front: FrontDep, caller: CallerDep) -> EventList:
    """What has happened to a case, as much of it as the caller may see."""
    with front.record.reading():
        case, viewer = require_case(front, code, caller)
        return EventList(items=course_views(front.record, case, viewer))


@router.get("", summary="Danh sách hồ sơ của cán bộ", responses=problems(401, 403, 422, 429, 503))
def listing(wanted: Annotated[Wanted, Query()], front: FrontDep, staff: StaffDep) -> CaseList:
    """The cases that a member of staff may know of, the nearest due first."""
    with front.record.reading():
        page = page_for(
            front.record.cases,
            staff,
            wanted.filters(staff, front.record.offices),
            wanted.cursor or None,
            wanted.limit,
            at=front.clock(),
        )
        return CaseList(items=line_views(front, page.lines), next=page.next)


def _seeker(staff: StaffDep) -> Staff:
    """Return the member of staff who may search by reporter. Others are refused before their body is read."""
    require_seeker(staff)
    return staff


SeekerDep = Annotated[Staff, Depends(_seeker)]


@router.post(
    "/reporter-search",
    summary="Tìm hồ sơ theo người gửi",
    description=(
        f"Theo họ tên hoặc số điện thoại, tối đa {MOST_FOUND} hồ sơ, đúng dấu trước. Chỉ cho cán bộ được biết danh tính người "
        "gửi theo quy chế; lần tìm được ghi lại, điều đã tìm thì không."
    ),
    responses=problems(400, 401, 403, 413, 422, 503),
)
def by_reporter(body: SoughtReporterBody, front: FrontDep, staff: SeekerDep) -> CaseList:
    """The cases of a reporter with this name or phone."""
    return CaseList(items=line_views(front, seek_reporters(front, staff, body)), next=None)


@router.get(
    ".{form}",
    summary="Danh sách hồ sơ thành tệp CSV, XLSX",
    description="Mọi hồ sơ đạt điều kiện, mở được bằng phần mềm bảng tính. Không có danh tính người gửi.",
    responses=problems(401, 422, 429, 503) | FILES,
    dependencies=[COUNTED_EXPORT],
    response_class=Response,
)
def table(form: Form, sought: Annotated[Sought, Query()], front: FrontDep, staff: StaffDep) -> Response:
    """Return the same list, whole, as a file."""
    return case_file(front, staff, sought, form)


@acts_router.post(
    "/{code}/acts",
    summary="Thao tác trên hồ sơ",
    description=(
        "Người gửi kèm mã tra cứu, cán bộ kèm mã truy cập. Trả lời sau khi thao tác đã được ghi, kèm trạng thái mới. "
        "Khi nhận 503, hãy gửi lại với cùng `act_id`: thao tác không bị làm hai lần."
    ),
    responses=problems(400, 401, 403, 404, 409, 413, 422, 429, 503),
)
async def do(
    code: CaseCode, body: Annotated[ActBody, Body(openapi_examples=ACT_EXAMPLES)], front: FrontDep, caller: CallerDep
) -> CaseView:
    """Do an act and return the case after it."""
    if body.act in ACTS_OF_WEIGHT:
        require_confirmed(front, caller.staff)

    def show(done: ActDone) -> CaseView:
        return view_after(front.record, done, front.clock())

    return await perform(front, code, str(body.act_id), body.to_act(), caller, show)


@dispatching_router.get(
    "/{code}/suggestions", summary="Gợi ý khi phân phối", responses=problems(401, 403, 404, 422, 429, 503)
)
def suggestions(code: CaseCode, front: FrontDep, caller: CallerDep) -> SuggestionsView:
    """The agency that the rules name for the case as it now stands."""
    case = case_for_dispatchers(front, code, caller)
    return SuggestionsView(agency=suggested_agency(front.record.offices, case))


@dispatching_router.get(
    "/{code}/similar",
    summary="Các hồ sơ có thể trùng",
    description=f"Hồ sơ đang mở, và hồ sơ đã trả lời, khép lại trong {CLOSED_WITHIN.days // 7} tuần gần đây.",
    responses=problems(401, 403, 404, 422, 429, 503),
)
def similar(code: CaseCode, front: FrontDep, caller: CallerDep) -> SimilarList:
    """Cases of the same authority and field that are near and read alike: open ones, and those answered in the last weeks."""
    return SimilarList(items=similar_views(front.record, case_for_dispatchers(front, code, caller), front.clock()))
