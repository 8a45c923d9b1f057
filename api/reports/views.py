"""Periodic reports as the API and the pages show them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from api.reports.reading import ComingReport, is_overdue
from documents.letters.periodic import Bar, shown_bars
from documents.tables.corrections import correction_of
from documents.tables.periodic import ReportNames, tables_of_report
from documents.tables.report_papers import bars_of, explanations_in
from documents.tables.table import Cell
from domain.actors import Actor
from domain.procedure import written_number
from domain.reports.acts import ReportActKind, acts_open_to
from domain.reports.report import (
    CasesExplained,
    ExplanationAsked,
    PeriodicReport,
    ReportRequested,
    ReportStatus,
)
from domain.reports.rules import ReportRule
from language.labels import REPORT_EVENT, local_time, role_name
from language.report_labels import REPORT_ACT, REPORT_STATUS, cycle_text, days_text
from records.reports.rows import KeptReport, ReportEntry, ReportFormat, WholeReport


class ReportLine(BaseModel):
    """Một báo cáo định kỳ trong danh sách."""

    code: str = Field(examples=["BD-department-month-2026-11"])
    authority: str = Field(examples=["binh-dinh"])
    series: str = Field(examples=["department-month"])
    name: str
    cycle: str = Field(description="Kỳ báo cáo.", examples=["hằng tháng, số liệu đến hết ngày 14"])
    agency: str | None = Field(description="Cơ quan lập, null nếu là trung tâm hoặc Sở.")
    first: date
    last: date
    days: str = Field(examples=["Từ ngày 15/10/2026 đến ngày 14/11/2026"])
    addressees: list[str]
    article: str = Field(examples=["Điều 12 khoản 6"])
    status: str = Field(
        description="coming: chưa hết kỳ; making, prepared, checked, signed, sent.", examples=["prepared"]
    )
    status_label: str = Field(examples=["chờ kiểm tra"])
    due_at: datetime
    due_text: str = Field(examples=["17:00 thứ Năm 19/11/2026"])
    overdue: bool = Field(description="Quá hạn gửi mà chưa gửi.")
    owing_agencies: int = Field(description="Số cơ quan còn nợ giải trình, của báo cáo chưa gửi.")
    edition: int


class ReportList(BaseModel):
    """Các báo cáo đã lập, kỳ mới nhất trước, và các báo cáo chưa hết kỳ."""

    items: list[ReportLine]
    coming: list[ReportLine]
    next: int | None = Field(description="Ghi vào `page` để xem trang sau; null nếu hết.")


class ReportTable(BaseModel):
    """Một bảng số liệu của báo cáo."""

    name: str
    columns: list[str]
    rows: list[list[str | int | float | None]]


class ReportBar(BaseModel):
    """Số hồ sơ của một cơ quan chủ trì trong biểu đồ."""

    name: str
    in_time: int = Field(description="Đã giải quyết đúng hạn.")
    late: int = Field(description="Đã giải quyết, có hạn bị trễ.")
    open_in_time: int = Field(description="Đang xử lý, trong hạn.")
    overdue: int = Field(description="Đang xử lý, quá hạn.")


class ReportEventView(BaseModel):
    """Một diễn biến của báo cáo."""

    kind: str
    label: str
    at: datetime
    at_text: str
    by: str | None = Field(description="Vai trò của người làm; null là hệ thống.")
    about: str | None = Field(description="Cơ quan hoặc hồ sơ mà diễn biến nói đến.")
    words: str | None


class ReportActView(BaseModel):
    """Một thao tác làm được lúc này."""

    kind: ReportActKind
    label: str


class ReportFileView(BaseModel):
    """Một tệp của báo cáo đã gửi."""

    edition: int
    format: ReportFormat
    address: str
    sha256: str
    size: int


class ReportSentView(BaseModel):
    """Một bản đã gửi."""

    edition: int
    number: str = Field(examples=["07/BC-STTTT"])
    sent_at: datetime
    sent_text: str


class ReportView(ReportLine):
    """Một báo cáo định kỳ với số liệu, diễn biến, thao tác và tệp."""

    reading: str | None
    correction: list[str] = Field(description="Của bản sửa: thay bản nào, vì sao, số liệu nào thay đổi.")
    explain_by: datetime | None
    explain_text: str | None
    owing: list[str] = Field(description="Cơ quan còn nợ giải trình.")
    plot: list[ReportBar] = Field(description="Các cơ quan nhiều hồ sơ nhất; trống nếu chỉ có một.")
    tables: list[ReportTable]
    own_late: list[str] = Field(description="Hồ sơ trễ hạn mà cơ quan của người xem chưa giải trình.")
    events: list[ReportEventView]
    acts: list[ReportActView]
    preview: str | None = Field(description="Địa chỉ bản PDF xem trước; không có khi đang lập số liệu hoặc đã gửi.")
    sent: list[ReportSentView]
    files: list[ReportFileView]


def line_of(kept: KeptReport, agencies: dict[str, str], at: datetime) -> ReportLine:
    """Return one report of the list."""
    report, procedure = kept.report, kept.procedure
    return ReportLine(
        code=report.code,
        authority=report.authority,
        status=report.status,
        status_label=REPORT_STATUS[report.status],
        due_at=kept.due_at,
        due_text=local_time(kept.due_at, procedure.authority.time_zone),
        overdue=is_overdue(kept, at),
        owing_agencies=0 if report.is_sent else len(report.owing),
        edition=report.edition,
        **_of_rule(report.rule, report.period.first, report.period.last, report.agency, agencies),
    )


def coming_line(coming: ComingReport, agencies: dict[str, str]) -> ReportLine:
    """Return a report whose period has not ended."""
    key = coming.key
    return ReportLine(
        code=key.code,
        authority=key.authority,
        status="coming",
        status_label=f"chưa hết kỳ, lập lúc {local_time(coming.made_at, coming.time_zone)}",
        due_at=coming.due_at,
        due_text=local_time(coming.due_at, coming.time_zone),
        overdue=False,
        owing_agencies=0,
        edition=0,
        **_of_rule(coming.rule, key.first, key.last, key.agency, agencies),
    )


def can_preview(report: PeriodicReport) -> bool:
    """Return whether the report has figures that stand and was not sent."""
    return report.status not in (ReportStatus.MAKING, ReportStatus.SENT)


def report_view(whole: WholeReport, names: ReportNames, actors: tuple[Actor, ...], at: datetime) -> ReportView:
    """Return a report as one of these actors sees it."""
    kept, report = whole.kept, whole.kept.report
    zone = kept.procedure.authority.time_zone
    line = line_of(kept, dict(names.agencies), at)
    figures = whole.editions[-1] if whole.editions else None
    tables = tables_of_report(figures, names, explanations_in(whole)) if figures else ()
    own = next((actor.agency for actor in actors if actor.agency), None)
    kinds = dict.fromkeys(kind for actor in actors for kind in acts_open_to(report, actor))
    return ReportView(
        **line.model_dump(),
        reading=report.rule.reading,
        correction=list(correction_of(whole, names)),
        explain_by=kept.explain_by,
        explain_text=local_time(kept.explain_by, zone) if kept.explain_by else None,
        owing=[names.agency(agency) for agency in report.owing],
        plot=[_bar(bar) for bar in shown_bars(bars_of(figures, names))] if figures else [],
        tables=[
            ReportTable(
                name=table.name, columns=list(table.columns), rows=[list(map(_cell, row)) for row in table.rows]
            )
            for table in tables
        ],
        own_late=list(report.unexplained(own)) if own else [],
        events=[_event_view(entry, names, zone) for entry in whole.entries],
        acts=[ReportActView(kind=kind, label=REPORT_ACT[kind]) for kind in kinds],
        preview=f"/api/v1/periodic-reports/{report.code}/preview.pdf" if can_preview(report) else None,
        sent=[
            ReportSentView(
                edition=each.edition,
                number=written_number(each.number, each.symbol),
                sent_at=each.sent_at,
                sent_text=local_time(each.sent_at, zone),
            )
            for each in whole.sent
        ],
        files=[
            ReportFileView(
                edition=each.edition,
                format=each.format,
                address=f"/api/v1/periodic-reports/{report.code}/{each.edition}.{each.format}",
                sha256=each.sha256,
                size=each.size,
            )
            for each in whole.files
        ],
    )


def _of_rule(rule: ReportRule, first: date, last: date, agency: str | None, agencies: dict[str, str]) -> dict[str, Any]:
    return {
        "series": rule.id,
        "name": rule.name,
        "cycle": cycle_text(rule),
        "agency": agencies.get(agency, agency) if agency else None,
        "first": first,
        "last": last,
        "days": days_text(first, last),
        "addressees": list(rule.addressees),
        "article": rule.source,
    }


def _bar(bar: Bar) -> ReportBar:
    in_time, late, open_in_time, overdue = bar.parts
    return ReportBar(name=bar.name, in_time=in_time, late=late, open_in_time=open_in_time, overdue=overdue)


def _event_view(entry: ReportEntry, names: ReportNames, zone: str) -> ReportEventView:
    event = entry.event
    about = next(_about(event, names), None)
    words = getattr(event, "words", None) or getattr(event, "reason", None)
    return ReportEventView(
        kind=event.kind,
        label=REPORT_EVENT[event.kind],
        at=event.at,
        at_text=local_time(event.at, zone),
        by=role_name(names.procedure, entry.by.role) if entry.by else None,
        about=about,
        words=words.sealed if words and words.sealed else None,
    )


def _about(event: object, names: ReportNames) -> Iterator[str]:
    match event:
        case ExplanationAsked():
            yield f"{names.agency(event.agency)}: {event.cases} hồ sơ"
        case CasesExplained():
            yield f"{names.agency(event.agency)}{f', {event.case}' if event.case else ''}"
        case ReportRequested():
            yield f"phải gửi trước hết ngày {event.wanted_by:%d/%m/%Y}"


def _cell(cell: Cell) -> str | int | float | None:
    match cell:
        case datetime():
            return f"{cell:%H:%M %d/%m/%Y}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case None | str() | int() | float():
            return cell
        case _:
            return str(cell)
