"""The query parameters of the staff's list of cases: how to narrow it, and which page."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from typing import Annotated, Protocol

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from api.web.identity.callers import Staff, case_code
from api.web.texts import Line, wrong
from domain.offices.places import Place, lists_find
from domain.words import Status, Urgency
from procedures import all_procedures
from records.cases.rows import Filters

ME = "me"


def _thinkable(at: datetime) -> datetime:
    if 2000 <= at.year <= 2200:
        return at
    raise wrong("Thời điểm phải nằm trong các năm từ 2000 đến 2200.")


Instant = Annotated[AwareDatetime, AfterValidator(_thinkable)]


class PlacesListed(Protocol):
    """The record as filters need it; `records.offices.repository.Offices` is the real one."""

    def places(self, authority: str) -> tuple[Place, ...]: ...


class Sought(BaseModel):
    """Điều kiện lọc danh sách."""

    model_config = ConfigDict(extra="forbid")

    authority: Line | None = Field(
        default=None, description="Địa phương, cho người xem được nhiều địa phương.", examples=["khanh-hoa"]
    )
    open: bool | None = Field(
        default=None,
        description=(
            "Chỉ hồ sơ đang xử lý (chưa trả lời, chưa kết thúc), hoặc chỉ các hồ sơ còn lại. Gồm cả phản ánh thử nghiệm; "
            "thêm `test=false` thì đúng như số đang xử lý trong thống kê."
        ),
    )
    paused: bool | None = Field(default=None, description="Chỉ hồ sơ đang chờ bổ sung, hoặc chỉ các hồ sơ còn lại.")
    status: list[Status] = Field(default=[], max_length=20, description="Trạng thái; ghi nhiều lần để chọn nhiều.")
    agency: Line | None = Field(default=None, description="Cơ quan chủ trì hoặc phối hợp.", examples=["ubnd-nha-trang"])
    lead: Line | None = Field(
        default=None,
        description="Chỉ cơ quan chủ trì; `centre` là hồ sơ chưa có cơ quan chủ trì.",
        examples=["ubnd-nha-trang"],
    )
    field: Line | None = Field(default=None, description="Lĩnh vực.", examples=["giao-thong"])
    officer: Line | None = Field(
        default=None, description="Cán bộ đang giữ hồ sơ, theo mã tài khoản; `me` là chính người gọi.", examples=["me"]
    )
    unassigned: bool | None = Field(
        default=None, description="Chỉ hồ sơ cơ quan đã nhận mà chưa ai giữ, hoặc chỉ các hồ sơ còn lại."
    )
    unowned: bool | None = Field(
        default=None,
        description="Chỉ hồ sơ không có người giữ: tài khoản đang giữ đã ngừng, hoặc cơ quan không còn tài khoản nào.",
    )
    merged_into: Line | None = Field(
        default=None, description="Các phản ánh đã gộp vào hồ sơ này.", examples=["KH-2026-000001"]
    )
    test: bool | None = Field(default=None, description="Chỉ phản ánh thử nghiệm, hoặc chỉ hồ sơ thật.")
    overdue: bool | None = Field(default=None, description="Chỉ hồ sơ quá hạn, hoặc chỉ hồ sơ chưa quá hạn.")
    due_before: Instant | None = Field(
        default=None, description="Đến hạn trước thời điểm này.", examples=["2026-11-27T17:00:00+07:00"]
    )
    law_due_before: Instant | None = Field(
        default=None,
        description="Đến hạn của văn bản trước thời điểm này; hạn nội bộ không tính.",
        examples=["2026-11-28T00:00:00+07:00"],
    )
    rung: int | None = Field(
        default=None,
        ge=0,
        le=20,
        description="Hạn đã trễ được báo cáo đến đúng bậc này; 0 là chưa báo cáo.",
        examples=[1],
    )
    bounced: bool | None = Field(
        default=None, description="Chỉ hồ sơ bị trả lại nhiều lần, lãnh đạo phải phân phối, hoặc chỉ các hồ sơ còn lại."
    )
    place: Line | None = Field(
        default=None,
        description="Đơn vị hành chính, theo mã; gồm cả các đơn vị trực thuộc và các đơn vị trước đây nay thuộc về nó.",
        examples=["loc-tho"],
    )
    urgency: Urgency | None = Field(default=None, description="Quy trình mà hồ sơ theo.", examples=["instant"])
    received_since: Instant | None = Field(
        default=None, description="Nhận từ thời điểm này.", examples=["2026-11-23T00:00:00+07:00"]
    )
    received_before: Instant | None = Field(
        default=None, description="Nhận trước thời điểm này.", examples=["2026-11-24T00:00:00+07:00"]
    )
    text: Line | None = Field(default=None, description="Từ trong nội dung, có dấu hay không dấu.", examples=["o ga"])

    def filters(self, staff: Staff, offices: PlacesListed) -> Filters:
        """Return the filters as the record takes them, for this member of staff."""
        return Filters(
            status=tuple(self.status),
            agency=self.agency or None,
            field=self.field or None,
            overdue=self.overdue,
            due_before=self.due_before,
            text=self.text or None,
            officer=staff.account.id if self.officer == ME else self.officer or None,
            unassigned=self.unassigned,
            unowned=self.unowned,
            authority=self.authority or None,
            open=self.open,
            paused=self.paused,
            test=self.test,
            lead=self.lead or None,
            law_due_before=self.law_due_before,
            rung=self.rung,
            bounced=self.bounced,
            places=self._places(staff, offices),
            urgency=self.urgency,
            received_since=self.received_since,
            received_before=self.received_before,
            # A text that cannot be a code matches no case.
            merged_into=(case_code(self.merged_into) or self.merged_into) if self.merged_into else None,
        )

    def _places(self, staff: Staff, offices: PlacesListed) -> tuple[str, ...]:
        if not self.place:
            return ()
        authority = self.authority or staff.account.authority
        authorities = [authority] if authority else list(all_procedures())
        found = (lists_find(self.place, offices.places(each)) for each in authorities)
        return tuple(dict.fromkeys(chain.from_iterable(found)))


class Wanted(Sought):
    """Điều kiện lọc, và trang nào."""

    cursor: Line | None = Field(default=None, description="Con trỏ `next` của trang trước.")
    limit: int = Field(default=50, ge=1, le=200, description="Số hồ sơ mỗi trang.")
