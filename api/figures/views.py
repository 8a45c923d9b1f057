"""Statistics as the API shows them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.figures.counting import Statistics
from api.web.names import Name
from documents.tables.figures import Tally
from documents.tables.statistics import FigureNames, duration_text, in_order


class TallyView(BaseModel):
    """Số liệu của một nhóm hồ sơ."""

    received: int = Field(description="Tiếp nhận trong kỳ.")
    closed: int = Field(description="Đã giải quyết trong kỳ: trả lời hoặc từ chối.")
    answered: int
    refused: int
    ended_otherwise: int = Field(description="Người gửi rút, hoặc gộp vào hồ sơ khác.")
    on_time: int = Field(description="Đã giải quyết, không hạn nào của cơ quan nhà nước bị trễ.")
    late: int = Field(description="Đã giải quyết, có hạn bị trễ.")
    late_by_lead: int = Field(description="Trong đó có hạn của chính cơ quan chủ trì bị trễ.")
    on_time_share: float | None = Field(
        description="Phần đúng hạn trong số đã giải quyết, từ 0 đến 1.", examples=[0.946]
    )
    reopened: int = Field(description="Số kết quả đã trả lời mà hồ sơ phải mở lại trong kỳ.")
    ratings: dict[str, int] = Field(
        description="Số đánh giá trong kỳ theo mức của quy chế; mỗi người gửi đánh giá mỗi kết quả một lần.",
        examples=[{"satisfied": 12}],
    )
    rated: int
    satisfied: int = Field(description="Số đánh giá hài lòng, rất hài lòng.")
    satisfied_share: float | None


class MonthTally(TallyView):
    """Số liệu của một tháng."""

    month: str = Field(examples=["2026-11"])


class AgencyTally(TallyView):
    """Số liệu của một cơ quan chủ trì; null là hồ sơ chưa từng có cơ quan."""

    agency: Name | None
    open: int = Field(description="Đang xử lý, lúc này.")
    overdue: int = Field(description="Đang quá hạn, lúc này.")


class FieldTally(TallyView):
    """Số liệu của một lĩnh vực."""

    field: Name | None


class StepView(BaseModel):
    """Một bước mất bao lâu."""

    limit: Name
    article: str | None = Field(examples=["Điều 7 khoản 3"])
    internal: bool = Field(description="Hạn nội bộ, văn bản không nêu: không tính trễ hạn.")
    count: int = Field(description="Số lần xong trong kỳ.")
    late: int
    median_seconds: int | None = Field(
        description="Trung vị, giây: thời gian làm việc, hoặc thời gian đồng hồ nếu hạn tính theo giờ."
    )
    median_text: str | None = Field(examples=["13 giờ làm việc"])


class LoadView(BaseModel):
    """Việc đang nằm ở ai."""

    agency: Name | None
    officer: Name | None
    open: int
    overdue: int


class RungView(BaseModel):
    """Hạn đang trễ, theo bậc đã báo tới."""

    limit: Name
    agency: Name | None
    rung: int
    count: int


class StatisticsView(BaseModel):
    """Thống kê."""

    authority: Name
    first: str = Field(examples=["2026-01"])
    last: str = Field(examples=["2026-11"])
    agency: Name | None
    field: Name | None
    borders: Name | None = Field(
        default=None, description="Địa giới cũ mà số liệu tính theo; null là địa giới nay.", examples=[None]
    )
    ratings: list[Name] = Field(description="Các mức đánh giá của quy chế.")
    total: TallyView
    open: int
    overdue: int
    months: list[MonthTally]
    agencies: list[AgencyTally]
    fields: list[FieldTally]
    steps: list[StepView]
    load: list[LoadView]
    rungs: list[RungView]


def tally_view(tally: Tally) -> TallyView:
    """Return a tally, without the cases that are open and overdue now."""
    return TallyView(
        received=tally.received,
        closed=tally.closed,
        answered=tally.answered,
        refused=tally.refused,
        ended_otherwise=tally.ended_otherwise,
        on_time=tally.on_time,
        late=tally.late,
        late_by_lead=tally.late_by_lead,
        on_time_share=tally.on_time_share,
        reopened=tally.reopened,
        ratings=tally.ratings,
        rated=tally.rated,
        satisfied=tally.satisfied,
        satisfied_share=tally.satisfied_share,
    )


def statistics_view(found: Statistics) -> StatisticsView:
    """Return the figures with their names."""
    span, counts, figures, names = found.span, found.counts, found.figures, found.names
    return StatisticsView(
        authority=Name(id=span.authority, name=names.procedure.authority.name),
        first=str(span.first),
        last=str(span.last),
        agency=_agency(names, span.agency),
        field=_field(names, span.field),
        borders=Name(id=span.borders.of, name=names.borders) if span.borders else None,
        ratings=[Name(id=rating.id, name=rating.name) for rating in names.procedure.ratings],
        total=tally_view(figures.total),
        open=figures.total.open,
        overdue=figures.total.overdue,
        months=[MonthTally(month=str(month), **vars(tally_view(each))) for month, each in figures.by_month.items()],
        agencies=[
            AgencyTally(agency=_agency(names, agency), open=each.open, overdue=each.overdue, **vars(tally_view(each)))
            for agency, each in sorted(
                figures.by_agency.items(), key=lambda one: (one[0] is None, names.agency(one[0]))
            )
        ],
        fields=[
            FieldTally(field=_field(names, field), **vars(tally_view(each)))
            for field, each in sorted(figures.by_field.items(), key=lambda one: (one[0] is None, names.field(one[0])))
        ],
        steps=[
            StepView(
                limit=_limit(names, step.limit),
                article=rule.source if (rule := names.limit(step.limit)) else None,
                internal=rule is not None and rule.is_internal,
                count=step.count,
                late=step.late,
                median_seconds=step.median,
                median_text=None if step.median is None else duration_text(step.median, rule),
            )
            for step in in_order(counts, names)
        ],
        load=[
            LoadView(
                agency=_agency(names, each.lead),
                officer=Name(id=each.officer, name=names.officer(each.officer)) if each.officer else None,
                open=each.open,
                overdue=each.overdue,
            )
            for each in sorted(counts.load, key=lambda one: -one.open)
        ],
        rungs=[
            RungView(
                limit=_limit(names, each.limit), agency=_agency(names, each.agency), rung=each.rungs, count=each.count
            )
            for each in sorted(counts.overdue, key=lambda one: (-one.rungs, one.limit, str(one.agency)))
        ],
    )


def _agency(names: FigureNames, agency: str | None) -> Name | None:
    return Name(id=agency, name=names.agency(agency)) if agency else None


def _field(names: FigureNames, field: str | None) -> Name | None:
    return Name(id=field, name=names.field(field)) if field else None


def _limit(names: FigureNames, limit_id: str) -> Name:
    rule = names.limit(limit_id)
    return Name(id=limit_id, name=rule.name if rule else limit_id)
