"""The changes of an office, as the API and spreadsheets show them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from calendars import VIETNAM
from documents.tables.table import Cell, Table, local
from language.labels import local_time
from language.later_words import label_of
from records.offices.rows import OfficeChange, Subject

_SUBJECTS = {
    Subject.AGENCY: "cơ quan xử lý",
    Subject.PLACE: "đơn vị hành chính",
    Subject.ROUTING_RULE: "quy tắc phân phối",
    Subject.FIELD: "lĩnh vực",
    Subject.ANSWER_TEMPLATE: "mẫu trả lời",
    Subject.ACCOUNT: "tài khoản",
    Subject.DELEGATION: "ủy quyền",
    Subject.HANDOVER: "bàn giao",
    Subject.SUCCESSION: "kế thừa cơ quan",
    Subject.REORGANISATION: "sắp xếp",
    Subject.MACHINE_CLIENT: "kết nối máy",
}
_COLUMNS = ("Số", "Lúc", "Địa phương", "Người đổi", "Loại", "Mã", "Trước", "Sau")


class OfficeChangeView(BaseModel):
    """Một thay đổi."""

    number: int
    at: datetime
    at_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    authority: str | None = Field(examples=["khanh-hoa"])
    by: str | None = Field(description="Tên đăng nhập; null: từ tệp của địa phương.", examples=["quantri"])
    subject: Subject
    subject_label: str = Field(examples=["cơ quan xử lý"])
    subject_id: str = Field(examples=["so-gtvt"])
    before: dict[str, Any] | None = Field(description="null: thêm mới.")
    after: dict[str, Any]


class ChangeList(BaseModel):
    """Các thay đổi, mới nhất trước."""

    items: list[OfficeChangeView]
    next: int | None = Field(description="Ghi vào `before` để xem trang sau; null nếu hết.")


def change_view(change: OfficeChange) -> OfficeChangeView:
    """Return one change."""
    return OfficeChangeView(
        number=change.number,
        at=change.at,
        at_text=local_time(change.at, VIETNAM.key),
        authority=change.authority,
        by=change.by_username,
        subject=change.subject,
        subject_label=label_of(_SUBJECTS, change.subject),
        subject_id=change.subject_id,
        before=change.before,
        after=change.after,
    )


def changes_table(changes: Iterable[OfficeChange]) -> Table:
    """Return changes as a table for a spreadsheet."""
    return Table("Thay đổi", _COLUMNS, map(_cells, changes))


def _cells(change: OfficeChange) -> tuple[Cell, ...]:
    return (
        change.number,
        local(change.at, VIETNAM.key),
        change.authority or "",
        change.by_username or "tệp của địa phương",
        label_of(_SUBJECTS, change.subject),
        change.subject_id,
        "" if change.before is None else json.dumps(change.before, ensure_ascii=False),
        json.dumps(change.after, ensure_ascii=False),
    )
