"""Statistics for staff: an agency's own for its people, the whole authority's for whoever watches over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from api.figures.views import StatisticsView, statistics_view
from api.web.downloads import FILES, Form, download
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff, StaffDep
from api.web.openapi import problems
from api.web.problems.kinds import NO_STATISTICS, NOT_IN_FORCE
from api.web.problems.problem import Problem, wrong_field
from api.web.texts import Line, wrong
from documents.tables.figures import Figures, figures_of
from documents.tables.statistics import Names, tables_of
from documents.tables.table import TableFormat
from domain.time.months import Month
from domain.visibility import NOTHING, scope_of
from records.figures.rows import Counts, Span

router = APIRouter(prefix="/statistics", tags=["Thống kê"])

_LONGEST = 60
_USUAL = 12
_TABLES = ("agencies", "months", "fields", "steps", "load", "rungs")


def _month(written: str) -> str:
    try:
        month = Month.parse(written)
    except ValueError:
        raise wrong("Tháng phải ghi như 2026-11.") from None
    if not 2000 <= month.year <= 2200:
        raise wrong("Tháng phải nằm trong các năm từ 2000 đến 2200.")
    return written


WrittenMonth = Annotated[str, AfterValidator(_month)]


class AskedMonths(BaseModel):
    """Những tháng nào."""

    model_config = ConfigDict(extra="forbid")

    first: WrittenMonth | None = Field(
        default=None, description="Từ tháng; bỏ trống là 11 tháng trước.", examples=["2026-01"]
    )
    last: WrittenMonth | None = Field(
        default=None, description="Đến hết tháng; bỏ trống là tháng này.", examples=["2026-11"]
    )

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.first and self.last and self.first > self.last:
            raise wrong("Tháng đầu phải không sau tháng cuối; hãy đổi lại hai tháng.")
        return self


class Asked(AskedMonths):
    """Thống kê của ai, những tháng nào."""

    authority: Line | None = Field(
        default=None, description="Địa phương; bỏ trống là của mình. Ai không thuộc địa phương nào thì phải ghi."
    )
    agency: Line | None = Field(default=None, description="Chỉ cơ quan chủ trì này.", examples=["so-gtvt"])
    field: Line | None = Field(default=None, description="Chỉ lĩnh vực này.", examples=["giao-thong"])


class AskedTable(Asked):
    """Thống kê của ai, những tháng nào, và bảng nào nếu là CSV."""

    table: str = Field(
        default="agencies", pattern=f"^({'|'.join(_TABLES)})$", description=f"Bảng của tệp CSV: {', '.join(_TABLES)}."
    )


@dataclass(frozen=True)
class Statistics:
    """The figures that were asked for, with the names they need."""

    span: Span
    counts: Counts
    figures: Figures
    names: Names


@router.get("", summary="Thống kê", responses=problems(401, 403, 422, 503))
def show(asked: Annotated[Asked, Query()], front: FrontDep, who: StaffDep) -> StatisticsView:
    """The figures of one's own agency or authority."""
    return statistics_view(statistics(front, who, asked))


@router.get(
    ".{form}",
    summary="Thống kê thành tệp CSV, XLSX",
    description="XLSX gồm mọi bảng, mỗi bảng một trang; CSV chỉ một bảng `table`.",
    response_class=Response,
    responses=problems(401, 403, 422, 503) | FILES,
)
def export(form: Form, asked: Annotated[AskedTable, Query()], front: FrontDep, who: StaffDep) -> Response:
    """The same as files for a spreadsheet."""
    found = statistics(front, who, asked)
    tables = tables_of(found.figures, found.counts, found.span, found.names)
    if form is TableFormat.CSV:
        return download(f"thong-ke-{asked.table}", form, tables[_TABLES.index(asked.table)])
    return download("thong-ke", form, *tables)


def statistics(front: Front, who: Staff, asked: Asked) -> Statistics:
    """What was asked for, as far as this person may know it.

    Raises:
        Problem: they may know of none, or not of this authority or agency; or the months are too many.
    """
    scope = scope_of(who.actor)
    if scope == NOTHING or scope.tests_only:
        raise Problem(NO_STATISTICS)
    authority = asked.authority or scope.authority
    if authority is None:
        raise wrong_field("authority", "Bạn không thuộc riêng địa phương nào; hãy chọn một địa phương.")
    if scope.authority not in (None, authority) or (scope.agency and asked.agency not in (None, "", scope.agency)):
        raise Problem(NO_STATISTICS)
    return counted(front, authority, asked, scope.agency or asked.agency or None, asked.field or None)


def counted(
    front: Front, authority: str, asked: AskedMonths, agency: str | None = None, field: str | None = None
) -> Statistics:
    """The figures of an authority, whoever asks. Raises Problem for one that is none, and for too many months."""
    procedure = front.procedures.today(authority)
    if procedure is None:
        raise Problem(NOT_IN_FORCE)
    first, last = months(asked, front.clock(), procedure.authority.time_zone)
    span = Span(authority, procedure.authority.time_zone, first, last, agency, field)
    counts = front.record.figures.counts(span)
    agencies = {each.id: each.name for each in front.record.offices.agencies(authority)}
    people = front.record.accounts.display_names(frozenset(load.officer for load in counts.load if load.officer))
    return Statistics(span, counts, figures_of(counts, first, last), Names(procedure, agencies, people))


def months(asked: AskedMonths, now: datetime, time_zone: str) -> tuple[Month, Month]:
    """The months asked for; the twelve up to this one where none are named."""
    last = Month.parse(asked.last) if asked.last else Month.of(now, ZoneInfo(time_zone))
    if asked.first:
        first = Month.parse(asked.first)
        last = max(first, last)
    else:
        first = last.before(_USUAL - 1)
    if first < last.before(_LONGEST - 1):
        raise wrong_field("first", f"Chỉ thống kê được nhiều nhất {_LONGEST} tháng một lần; hãy chọn ít tháng hơn.")
    return first, last
