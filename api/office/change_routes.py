"""How an office was changed: who, when, what, from what, to what. To be read on a page, and as a file for a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from api.office.admins import AuditorDep
from api.office.problems import CHANGES_FOR_AUDITORS
from api.web.downloads import FILES, Form, download
from api.web.front import FrontDep
from api.web.identity.callers import Staff
from api.web.openapi import problems
from api.web.problems.problem import Problem
from calendars import VIETNAM
from documents.tables.table import Table
from language.labels import local_time
from records.offices.repository import Offices
from records.offices.rows import OfficeChange, Subject

router = APIRouter(prefix="/admin/changes", tags=["Quản trị địa phương"])

_PAGE = 500
_SUBJECTS = {
    Subject.AGENCY: "cơ quan xử lý",
    Subject.PLACE: "đơn vị hành chính",
    Subject.ROUTING_RULE: "quy tắc phân phối",
    Subject.FIELD: "lĩnh vực",
    Subject.ACCOUNT: "tài khoản",
    Subject.DELEGATION: "ủy quyền",
    Subject.HANDOVER: "bàn giao",
}
_COLUMNS = ("Số", "Lúc", "Địa phương", "Người đổi", "Loại", "Mã", "Trước", "Sau")

Of = Annotated[
    str | None, Query(description="Chỉ của địa phương này.", examples=["khanh-hoa"], max_length=60, alias="authority")
]


class ChangeView(BaseModel):
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

    items: list[ChangeView]
    next: int | None = Field(description="Ghi vào `before` để xem trang sau; null nếu hết.")


@router.get("", summary="Các thay đổi của địa phương", responses=problems(401, 403, 422, 503))
def listing(
    front: FrontDep,
    who: AuditorDep,
    of: Of = None,
    before: Annotated[int | None, Query(ge=1, le=2**62, description="Trước thay đổi số này.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Số thay đổi mỗi trang.")] = 50,
) -> ChangeList:
    """The changes of one's own authority's office; of one or of every one for those who have none of their own."""
    changes = front.record.offices.changes(_whose(who, of), before, limit + 1)
    shown = changes[:limit]
    more = len(changes) > limit
    return ChangeList(items=[_view(change) for change in shown], next=shown[-1].number if more else None)


@router.get(
    ".{form}",
    summary="Mọi thay đổi của địa phương, cho bảng tính",
    response_class=Response,
    responses=problems(401, 403, 422, 503) | FILES,
)
def export(form: Form, front: FrontDep, who: AuditorDep, of: Of = None) -> Response:
    """The same, all of them, the latest first."""
    whose = _whose(who, of)
    first = front.record.offices.changes(whose, None, _PAGE)  # what is away is a problem before the file begins
    return download("thay-doi", form, Table("Thay đổi", _COLUMNS, _rows(front.record.offices, whose, first)))


def _whose(who: Staff, wanted: str | None) -> str | None:
    own = who.account.authority
    if own is not None and wanted not in (None, own):
        raise Problem(CHANGES_FOR_AUDITORS)
    return own or wanted


def _view(change: OfficeChange) -> ChangeView:
    return ChangeView(
        number=change.number,
        at=change.at,
        at_text=local_time(change.at, VIETNAM.key),
        authority=change.authority,
        by=change.by_username,
        subject=change.subject,
        subject_label=_SUBJECTS[change.subject],
        subject_id=change.subject_id,
        before=change.before,
        after=change.after,
    )


def _rows(offices: Offices, whose: str | None, page: tuple[OfficeChange, ...]) -> Iterator[tuple[str, ...]]:
    while page:
        yield from map(_cells, page)
        page = offices.changes(whose, page[-1].number, _PAGE)


def _cells(change: OfficeChange) -> tuple[str, ...]:
    return (
        str(change.number),
        local_time(change.at, VIETNAM.key),
        change.authority or "",
        change.by_username or "tệp của địa phương",
        _SUBJECTS[change.subject],
        change.subject_id,
        "" if change.before is None else json.dumps(change.before, ensure_ascii=False),
        json.dumps(change.after, ensure_ascii=False),
    )
