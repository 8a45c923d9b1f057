"""The monthly report of cases withheld from the public, as tables. It contains no words of a report and no person's name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from documents.tables.table import Cell, Table, local
from domain.summaries import Summary, SummaryLine
from language.labels import STATUS, SUMMARY_COUNT, local_time

COLUMNS = (
    "Mã hồ sơ", "Lĩnh vực", "Cơ quan chủ trì", "Tiếp nhận lúc", "Không công khai từ", "Trạng thái cuối tháng",
    "Trả lời, kết thúc lúc", "Đang quá hạn", "Có bước trễ hạn",
)  # fmt: skip


def tables_of(summary: Summary, agencies: Mapping[str, str]) -> tuple[Table, Table]:
    """Return the counts, and the cases one a row; `agencies` maps ids to names."""
    heading = heading_of(summary)
    numbers = tuple((SUMMARY_COUNT[count], number) for count, number in summary.counts.items())
    lines = tuple(_cells(summary, line, agencies) for line in summary.lines)
    counts = Table("Tổng hợp", ("Chỉ tiêu", "Số hồ sơ"), numbers, heading)
    cases = Table("Hồ sơ", COLUMNS, lines, heading)
    return counts, cases


def heading_of(summary: Summary) -> tuple[str, ...]:
    """Return the heading: what the report is, for whom, and by which article."""
    return (
        f"{summary.rule.name}, tháng {summary.month.in_vietnamese}",
        f"Kính gửi: {summary.rule.addressee}. Đơn vị lập: {summary.procedure.authority.centre}.",
        basis_of(summary),
    )


def basis_of(summary: Summary) -> str:
    """Return the act and article of the report, and the note of what it leaves out."""
    basis = f"{summary.procedure.legal_basis.act}, {summary.rule.source}"
    return f"Căn cứ: {basis}. Không nêu nội dung phản ánh và danh tính người gửi."


def line_of(summary: Summary, line: SummaryLine, agencies: Mapping[str, str]) -> tuple[str, ...]:
    """Return one case as a row of `COLUMNS` in words, for a document."""
    zone = summary.procedure.authority.time_zone
    cells = _cells(summary, line, agencies)
    return tuple(local_time(cell, zone) if isinstance(cell, datetime) else str(cell or "") for cell in cells)


def _cells(summary: Summary, line: SummaryLine, agencies: Mapping[str, str]) -> tuple[Cell, ...]:
    zone = summary.procedure.authority.time_zone
    return (
        line.code,
        line.field or "",
        agencies.get(line.lead, line.lead) if line.lead else "",
        local(line.received_at, zone),
        local(line.kept_since, zone),
        STATUS[line.status],
        local(line.ended_at, zone),
        "có" if line.overdue else "",
        "có" if line.late else "",
    )
