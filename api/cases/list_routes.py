"""The staff's lists of cases: narrowed, page by page, or whole as a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from api.cases.views.lines import CaseLineView, line_views
from api.cases.views.table import case_table
from api.web.downloads import FILES, Form, download
from api.web.front import FrontDep
from api.web.identity.callers import Staff, StaffDep, case_code
from api.web.openapi import problems
from api.web.texts import Line, wrong
from domain.visibility import scope_of
from domain.words import Status
from records.cases.rows import Filters, Page

router = APIRouter(tags=["Phản ánh, kiến nghị"])

ME = "me"
_AT_ONCE = 500
"""Cases read at once for a table."""


def _thinkable(at: datetime) -> datetime:
    if 2000 <= at.year <= 2200:
        return at
    raise wrong("Thời điểm phải nằm trong các năm từ 2000 đến 2200.")


Instant = Annotated[AwareDatetime, AfterValidator(_thinkable)]


class Sought(BaseModel):
    """Điều kiện lọc danh sách."""

    model_config = ConfigDict(extra="forbid")

    authority: Line | None = Field(
        default=None, description="Địa phương, cho người xem được nhiều địa phương.", examples=["khanh-hoa"]
    )
    open: bool | None = Field(default=None, description="Chỉ hồ sơ chưa kết thúc, hoặc chỉ hồ sơ đã kết thúc.")
    paused: bool | None = Field(default=None, description="Chỉ hồ sơ đang chờ bổ sung, hoặc chỉ các hồ sơ còn lại.")
    status: list[Status] = Field(default=[], max_length=20, description="Trạng thái; ghi nhiều lần để chọn nhiều.")
    agency: Line | None = Field(default=None, description="Cơ quan chủ trì hoặc phối hợp.", examples=["ubnd-nha-trang"])
    field: Line | None = Field(default=None, description="Lĩnh vực.", examples=["giao-thong"])
    officer: Line | None = Field(
        default=None, description="Cán bộ đang giữ hồ sơ, theo mã tài khoản; `me` là chính người gọi.", examples=["me"]
    )
    unassigned: bool | None = Field(
        default=None, description="Chỉ hồ sơ cơ quan đã nhận mà chưa ai giữ, hoặc chỉ các hồ sơ còn lại."
    )
    merged_into: Line | None = Field(
        default=None, description="Các phản ánh đã gộp vào hồ sơ này.", examples=["KH-2026-000001"]
    )
    overdue: bool | None = Field(default=None, description="Chỉ hồ sơ quá hạn, hoặc chỉ hồ sơ chưa quá hạn.")
    due_before: Instant | None = Field(
        default=None, description="Đến hạn trước thời điểm này.", examples=["2026-11-27T17:00:00+07:00"]
    )
    text: Line | None = Field(default=None, description="Từ trong nội dung, có dấu hay không dấu.", examples=["o ga"])

    def filters(self, who: Staff) -> Filters:
        """As the record takes them, for this member of staff."""
        return Filters(
            status=tuple(self.status),
            agency=self.agency or None,
            field=self.field or None,
            overdue=self.overdue,
            due_before=self.due_before,
            text=self.text or None,
            officer=who.account.id if self.officer == ME else self.officer or None,
            unassigned=self.unassigned,
            authority=self.authority or None,
            open=self.open,
            paused=self.paused,
            # What cannot be a code is no case's.
            merged_into=(case_code(self.merged_into) or self.merged_into) if self.merged_into else None,
        )


class Wanted(Sought):
    """Điều kiện lọc, và trang nào."""

    cursor: Line | None = Field(default=None, description="Con trỏ `next` của trang trước.")
    limit: int = Field(default=50, ge=1, le=200, description="Số hồ sơ mỗi trang.")


class CaseList(BaseModel):
    """Một trang danh sách hồ sơ."""

    items: list[CaseLineView]
    next: str | None = Field(description="Con trỏ của trang sau; null nếu hết.")


@router.get("/complaints", summary="Danh sách hồ sơ của cán bộ", responses=problems(401, 422, 503))
def listing(wanted: Annotated[Wanted, Query()], front: FrontDep, who: StaffDep) -> CaseList:
    """The cases that a member of staff may know of, the nearest due first."""
    page = front.record.cases.page(scope_of(who.actor), wanted.filters(who), wanted.cursor or None, wanted.limit)
    return CaseList(items=line_views(front, page.lines), next=page.next)


@router.get(
    "/complaints.{form}",
    summary="Danh sách hồ sơ thành tệp CSV, XLSX",
    description="Mọi hồ sơ đạt điều kiện, mở được bằng phần mềm bảng tính. Không có danh tính người gửi.",
    responses=problems(401, 422, 503) | FILES,
    response_class=Response,
)
def table(form: Form, sought: Annotated[Sought, Query()], front: FrontDep, who: StaffDep) -> Response:
    """The same list, whole. Its first stretch is read before the answer begins, so that what is wrong can still be said."""
    scope, filters = scope_of(who.actor), sought.filters(who)

    def read(cursor: str | None) -> Page:
        return front.record.cases.page(scope, filters, cursor, _AT_ONCE)

    first = read(None)

    def pages() -> Iterator[Page]:
        page = first
        yield page
        while page.next is not None:
            page = read(page.next)
            yield page

    lines = (view for page in pages() for view in line_views(front, page.lines))
    return download("ho-so", form, case_table(lines))
