"""Monthly reports that regulations ask for: those that were made, and their files."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from api.web import media_types
from api.web.front import FrontDep
from api.web.identity.callers import Staff, StaffDep
from api.web.openapi import problems
from api.web.problems.kinds import SUMMARIES_FOR_WATCHERS, UNKNOWN_SUMMARY
from api.web.problems.problem import Problem
from domain.words import Role
from language.labels import SUMMARY_COUNT, local_time
from records.summaries.rows import KeptSummary, SummaryFile, SummaryFormat

router = APIRouter(prefix="/summaries", tags=["Báo cáo định kỳ"])

_MAY_LOOK = frozenset({Role.CENTRE_OPERATOR, Role.CENTRE_LEADER, Role.AUTHORITY_LEADER, Role.AUDITOR, Role.ADMIN})
_MEDIA_TYPES = {SummaryFormat.XLSX: media_types.XLSX, SummaryFormat.PDF: media_types.PDF}

Code = Annotated[
    str, Path(description="Mã báo cáo.", examples=["BMT-reputation-2026-11"], pattern=r"^[A-Za-z0-9-]{1,80}$")
]


class SummaryCount(BaseModel):
    """Một chỉ tiêu của báo cáo."""

    id: str = Field(examples=["new"])
    label: str = Field(examples=["Phát sinh trong tháng"])
    count: int


class SummaryFileView(BaseModel):
    """Một tệp của báo cáo."""

    format: SummaryFormat
    address: str = Field(examples=["/api/v1/summaries/BMT-reputation-2026-11.xlsx"])
    sha256: str = Field(description="Mã băm SHA-256 của tệp.")
    size: int = Field(description="Số byte.", examples=[6912])


class SummaryView(BaseModel):
    """Một báo cáo định kỳ đã lập."""

    code: str = Field(examples=["BMT-reputation-2026-11"])
    authority: str = Field(examples=["buon-ma-thuot"])
    name: str
    addressee: str = Field(description="Nơi nhận theo văn bản.", examples=["Ủy ban nhân dân tỉnh Đắk Lắk"])
    month: str = Field(examples=["2026-11"])
    month_text: str = Field(examples=["11/2026"])
    made_at: datetime
    made_text: str = Field(examples=["07:00 thứ Ba 01/12/2026"])
    article: str = Field(examples=["Mục II.2.3 điểm a"])
    counts: list[SummaryCount]
    files: list[SummaryFileView]


class SummaryList(BaseModel):
    """Các báo cáo định kỳ, mới nhất trước."""

    items: list[SummaryView]


@router.get(
    "",
    summary="Báo cáo định kỳ đã lập",
    description="Cho trung tâm, lãnh đạo UBND, người kiểm tra và quản trị của địa phương.",
    responses=problems(401, 403, 503),
)
def listing(front: FrontDep, who: StaffDep) -> SummaryList:
    """The reports of one's own authority, of every one for those who have none."""
    return SummaryList(items=[_view(kept) for kept in front.record.summaries.of_authority(_whose(who))])


_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Tệp của báo cáo.",
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in _MEDIA_TYPES.values()},
    }
}


@router.get(
    "/{code}.{form}",
    summary="Tải một báo cáo định kỳ",
    responses=problems(401, 403, 404, 422, 503) | _FILE,
    response_class=Response,
)
def file(code: Code, form: SummaryFormat, front: FrontDep, who: StaffDep) -> Response:
    """One of a report's files."""
    whose = _whose(who)
    kept = front.record.summaries.find(code)
    content = front.record.summaries.content(code, form) if kept else None
    if kept is None or content is None or whose not in (None, kept.made.procedure.id):
        raise Problem(UNKNOWN_SUMMARY)
    headers = {"Content-Disposition": f'attachment; filename="{kept.made.code}.{form}"'}
    return Response(content, headers=headers, media_type=_MEDIA_TYPES[form])


def may_look(who: Staff) -> bool:
    """Whether this person may read monthly reports."""
    return who.account.role in _MAY_LOOK


def _whose(who: Staff) -> str | None:
    """Whose reports one may read; None for those of every authority."""
    if not may_look(who):
        raise Problem(SUMMARIES_FOR_WATCHERS)
    return who.account.authority


def _view(kept: KeptSummary) -> SummaryView:
    made = kept.made
    return SummaryView(
        code=made.code,
        authority=made.procedure.id,
        name=made.rule.name,
        addressee=made.rule.addressee,
        month=str(made.month),
        month_text=made.month.in_vietnamese,
        made_at=made.made_at,
        made_text=local_time(made.made_at, made.procedure.authority.time_zone),
        article=made.rule.source,
        counts=[SummaryCount(id=id_, label=label, count=made.counts[id_]) for id_, label in SUMMARY_COUNT.items()],
        files=[_file_view(made.code, each) for each in kept.files],
    )


def _file_view(code: str, file: SummaryFile) -> SummaryFileView:
    address = f"/api/v1/summaries/{code}.{file.format}"
    return SummaryFileView(format=file.format, address=address, sha256=file.sha256, size=file.size)
