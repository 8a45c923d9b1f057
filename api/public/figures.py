"""Figures for anybody: what was received, kept and missed, and how content people are, by agency and month."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from api.figures.routes import AskedMonths, Statistics, counted
from api.web.caching import cacheable
from api.web.downloads import FILES, Form, download
from api.web.front import FrontDep
from api.web.names import Name
from api.web.openapi import problems
from api.web.texts import Line
from documents.tables.figures import Tally
from documents.tables.public import public_tables

router = APIRouter(prefix="/public/figures", tags=["Công khai"])


class PublicAsked(AskedMonths):
    """Số liệu của địa phương nào, những tháng nào."""

    procedure: Line = Field(description="Địa phương.", examples=["khanh-hoa"])


class PublicTally(BaseModel):
    """Số liệu của một cơ quan hoặc một tháng."""

    received: int
    closed: int = Field(description="Đã giải quyết: trả lời hoặc từ chối.")
    on_time: int
    late: int
    rated: int
    satisfied: int = Field(description="Đánh giá hài lòng, rất hài lòng.")


class PublicMonth(PublicTally):
    """Số liệu của một tháng."""

    month: str = Field(examples=["2026-11"])


class PublicAgency(PublicTally):
    """Số liệu của một cơ quan chủ trì; null là hồ sơ chưa từng có cơ quan."""

    agency: Name | None
    open: int = Field(description="Đang xử lý, lúc này.")
    overdue: int = Field(description="Đang quá hạn, lúc này.")
    months: list[PublicMonth]


class PublicFigures(BaseModel):
    """Số liệu công khai. Tính cả hồ sơ không công khai nội dung, không nêu hồ sơ nào."""

    procedure: Name
    first: str = Field(examples=["2026-01"])
    last: str = Field(examples=["2026-11"])
    total: PublicTally
    open: int
    overdue: int
    months: list[PublicMonth]
    agencies: list[PublicAgency]


@router.get("", summary="Số liệu công khai", response_model=PublicFigures, responses=problems(422, 503))
def show(wanted: Annotated[PublicAsked, Query()], request: Request, front: FrontDep) -> Response:
    """The figures of an authority, without signing in."""
    figures = public_figures(counted(front, wanted.procedure, wanted))
    return cacheable(request, JSONResponse(figures.model_dump(mode="json")))


@router.get(
    ".{form}",
    summary="Số liệu công khai thành tệp CSV, XLSX",
    response_class=Response,
    responses=problems(422, 503) | FILES,
)
def export(form: Form, wanted: Annotated[PublicAsked, Query()], front: FrontDep) -> Response:
    """The same as files for a spreadsheet."""
    found = counted(front, wanted.procedure, wanted)
    return download("so-lieu", form, *public_tables(found.figures, found.span, found.names))


def public_figures(found: Statistics) -> PublicFigures:
    """What anybody may know of the figures: no officer, no step, no rung."""
    figures, names, span = found.figures, found.names, found.span
    agencies = sorted(figures.by_agency.items(), key=lambda one: (one[0] is None, names.agency(one[0])))
    return PublicFigures(
        procedure=Name(id=span.authority, name=names.procedure.authority.name),
        first=str(span.first),
        last=str(span.last),
        total=_tally(figures.total),
        open=figures.total.open,
        overdue=figures.total.overdue,
        months=[PublicMonth(month=str(month), **vars(_tally(each))) for month, each in figures.by_month.items()],
        agencies=[
            PublicAgency(
                agency=Name(id=agency, name=names.agency(agency)) if agency else None,
                open=each.open,
                overdue=each.overdue,
                months=[
                    PublicMonth(month=str(month), **vars(_tally(figures.by_agency_and_month[agency, month])))
                    for month in figures.by_month
                    if (agency, month) in figures.by_agency_and_month
                ],
                **vars(_tally(each)),
            )
            for agency, each in agencies
        ],
    )


def _tally(tally: Tally) -> PublicTally:
    return PublicTally(
        received=tally.received,
        closed=tally.closed,
        on_time=tally.on_time,
        late=tally.late,
        rated=tally.rated,
        satisfied=tally.satisfied,
    )
