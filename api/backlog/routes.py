"""Routes by which an admin's program brings over the cases of another system: check, preview, start, progress."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Path, UploadFile
from starlette.concurrency import run_in_threadpool

from api.backlog.problems import UNKNOWN_IMPORT
from api.backlog.uploading import FILE, ImportView, import_seen_by, latest_imports, start, upload
from api.backlog.views import CheckedView, ImportList, ImportProgress, checked_view, progress_of
from api.office.admins import Authority, OfficeAdminDep, ProcedureDep
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.identity.weight import OF_WEIGHT
from api.web.openapi import problems
from api.web.problems.problem import Problem
from documents.sheets.reading import MOST_BYTES

router = APIRouter(prefix="/admin/{authority}/imports", tags=["Quản trị địa phương"])

ImportId = Annotated[str, Path(description="Mã lần nhập.", max_length=60)]


@router.get("", summary="Những lần nhập hồ sơ từ hệ thống cũ", responses=problems(401, 403, 404, 422, 503))
def listing(authority: Authority, front: FrontDep, _staff: OfficeAdminDep) -> ImportList:
    """The latest imports that were started."""
    return ImportList(items=[progress_of(each) for each in latest_imports(front, authority)])


@router.post(
    "",
    summary="Kiểm tra cả tệp hồ sơ từ hệ thống cũ",
    description=(
        "Tệp .xlsx hoặc .csv theo mẫu. Trả lời mọi lỗi theo dòng và cột, hoặc lần nhập sẽ mang đến những gì. Chưa ghi hồ sơ "
        "nào; bắt đầu bằng `POST …/imports/{import_id}/start` trong một ngày."
    ),
    responses=problems(400, 401, 403, 404, 413, 422, 503),
)
async def check(
    authority: Authority,
    front: FrontDep,
    staff: OfficeAdminDep,
    _procedure: ProcedureDep,
    file: Annotated[UploadFile, File(alias=FILE, description="Bảng hồ sơ.")],
) -> CheckedView:
    """Check a file whole. Nothing is written but the file, for a day."""
    content = await file.read(MOST_BYTES + 1)
    checked, import_id = await run_in_threadpool(upload, front, staff, authority, file.filename or "", content)
    return checked_view(checked, import_id)


@router.get("/{import_id}", summary="Một lần nhập và tiến độ", responses=problems(401, 403, 404, 422, 503))
def show(authority: Authority, import_id: ImportId, front: FrontDep, staff: OfficeAdminDep) -> ImportProgress:
    """Return how far an import is."""
    return progress_of(_of(front, staff, authority, import_id))


@router.post(
    "/{import_id}/start",
    dependencies=[OF_WEIGHT],
    summary="Cho một lần nhập bắt đầu",
    description="Gửi lại không nhập lần nữa. Hệ thống nhập trong nền; xem tiến độ ở `GET …/imports/{import_id}`.",
    responses=problems(401, 403, 404, 422, 503),
)
def begin(authority: Authority, import_id: ImportId, front: FrontDep, staff: OfficeAdminDep) -> ImportProgress:
    """Let an import begin, once however often it is asked for."""
    _of(front, staff, authority, import_id)
    start(front, staff, import_id)
    return progress_of(_of(front, staff, authority, import_id))


def _of(front: Front, staff: Staff, authority: str, import_id: str) -> ImportView:
    shown = import_seen_by(front, staff, import_id)
    if shown.about.authority != authority:
        raise Problem(UNKNOWN_IMPORT)
    return shown
