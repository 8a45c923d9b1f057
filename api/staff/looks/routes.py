"""Who looked at what is not for everybody's eyes: reporters' identities, letters that name them, sealed words."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.office.admins import AuditorDep
from api.office.problems import CHANGES_FOR_AUDITORS
from api.web.front import FrontDep
from api.web.identity.callers import Staff
from api.web.openapi import problems
from api.web.problems.problem import Problem
from calendars import VIETNAM
from language.labels import local_time
from records.staff.looks import Looks
from records.staff.rows import Look, LookedAt

router = APIRouter(prefix="/admin/looks", tags=["Kiểm tra"])

LOOKED_AT = {
    LookedAt.IDENTITY: "danh tính người gửi",
    LookedAt.LETTER: "văn bản gửi người gửi",
    LookedAt.SEALED_WORDS: "lời văn được niêm phong",
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
    code: str | None = Field(description="Hồ sơ; null khi mở lời văn niêm phong.", examples=["KH-2026-000001"])
    authority: str | None = Field(examples=["khanh-hoa"])
    pieces: int = Field(description="Số mục đã mở.")


class LookList(BaseModel):
    """Các lần xem, mới nhất trước."""

    items: list[LookView]
    next: int | None = Field(description="Ghi vào `before` để xem trang sau; null nếu hết.")


@router.get(
    "",
    summary="Các lần xem danh tính người gửi",
    description="Ai, lúc nào, đã xem danh tính người gửi của hồ sơ nào; văn bản và lời văn niêm phong cũng vậy.",
    responses=problems(401, 403, 422, 503),
)
def listing(
    front: FrontDep,
    who: AuditorDep,
    authority: Annotated[
        str | None, Query(description="Chỉ của địa phương này.", examples=["khanh-hoa"], max_length=60)
    ] = None,
    code: Annotated[
        str | None, Query(description="Chỉ của hồ sơ này.", examples=["KH-2026-000001"], max_length=60)
    ] = None,
    account: Annotated[str | None, Query(description="Chỉ của tài khoản này.", max_length=60)] = None,
    before: Annotated[int | None, Query(ge=1, le=2**62, description="Trước lần xem số này.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Số lần xem mỗi trang.")] = 50,
) -> LookList:
    """The looks at one's own authority's cases; of one or of everything for those who have no authority of their own."""
    return looks_seen_by(front.record.looks, who, authority, code=code, account=account, before=before, limit=limit)


def looks_seen_by(
    looks: Looks,
    who: Staff,
    authority: str | None,
    *,
    code: str | None = None,
    account: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> LookList:
    """A page of the looks that this auditor or admin may know of.

    Raises:
        Problem: another authority's.
    """
    own = who.account.authority
    if own is not None and authority not in (None, own):
        raise Problem(CHANGES_FOR_AUDITORS)
    code = code.strip().upper() if code else None
    found = looks.page(own or authority, code=code, account=account, before=before, limit=limit + 1)
    shown = found[:limit]
    return LookList(items=[_view(look) for look in shown], next=shown[-1].number if len(found) > limit else None)


def _view(look: Look) -> LookView:
    label = LOOKED_AT[look.looked_at]
    return LookView(**vars(look), at_text=local_time(look.at, VIETNAM.key), looked_at_label=label)
