"""Looks as the API shows them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from calendars import VIETNAM
from language.labels import local_time
from language.later_words import label_of
from records.staff.rows import Look, LookedAt

_LOOKED_AT = {
    LookedAt.IDENTITY: "danh tính người gửi",
    LookedAt.LETTER: "văn bản gửi người gửi",
    LookedAt.SEALED_WORDS: "lời văn được niêm phong",
    LookedAt.SEARCH_BY_NAME: "tìm hồ sơ theo họ tên người gửi",
    LookedAt.SEARCH_BY_PHONE: "tìm hồ sơ theo số điện thoại người gửi",
    LookedAt.EXPORT: "bản xuất cả hồ sơ",
    LookedAt.LIST_EXPORT: "danh sách hồ sơ xuất thành tệp",
    LookedAt.PAPERS_EXPORT: "sổ văn bản xuất thành tệp",
    LookedAt.DIRECTORY_EXPORT: "danh bạ cán bộ xuất thành tệp",
    LookedAt.REQUESTS_EXPORT: "sổ yêu cầu về dữ liệu cá nhân xuất thành tệp",
    LookedAt.PERSONAL_DATA_REQUEST: "yêu cầu về dữ liệu cá nhân",
}


class LookView(BaseModel):
    """Một lần xem."""

    number: int
    at: datetime
    at_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    account: str = Field(description="Mã tài khoản đã xem.")
    username: str = Field(examples=["trungtam"])
    display_name: str = Field(examples=["Cán bộ trung tâm"])
    looked_at: LookedAt
    looked_at_label: str = Field(examples=["danh tính người gửi"])
    code: str | None = Field(
        description="Hồ sơ; null khi mở lời văn niêm phong, khi tìm theo người gửi, khi xuất danh sách, sổ.",
        examples=["KH-2026-000001"],
    )
    authority: str | None = Field(examples=["khanh-hoa"])
    pieces: int = Field(description="Số mục đã mở, hoặc số hồ sơ tìm thấy, số dòng đã xuất.")


class LookList(BaseModel):
    """Các lần xem, mới nhất trước."""

    items: list[LookView]
    next: int | None = Field(description="Ghi vào `before` để xem trang sau; null nếu hết.")


def look_view(look: Look) -> LookView:
    """Return one look."""
    label = label_of(_LOOKED_AT, look.looked_at)
    return LookView(**vars(look), at_text=local_time(look.at, VIETNAM.key), looked_at_label=label)
