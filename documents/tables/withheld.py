"""The tables of a report of cases withheld from the public. They contain no words of a report and no person's name."""

from __future__ import annotations

from collections.abc import Callable

from documents.tables.table import Cell, Table, local
from domain.reports.figures import WithheldFigures
from domain.reports.withheld import WithheldCase
from language.labels import STATUS
from language.report_labels import WITHHELD_COUNT

COLUMNS = (
    "Mã hồ sơ", "Lĩnh vực", "Cơ quan chủ trì", "Tiếp nhận lúc", "Không công khai từ", "Trạng thái cuối kỳ",
    "Trả lời, kết thúc lúc", "Đang quá hạn", "Có bước trễ hạn",
)  # fmt: skip


def tables_of_withheld(figures: WithheldFigures, zone: str, agency: Callable[[str], str]) -> tuple[Table, Table]:
    """Return the counts, and the cases one a row. `agency` gives the name of an agency."""
    flows = (figures.counts, figures.before, figures.year_ago)
    counts = tuple((label, *(getattr(flow, name) for flow in flows)) for name, label in WITHHELD_COUNT.items())
    return (
        Table("Tổng hợp", ("Chỉ tiêu", "Kỳ này", "Kỳ trước", "Cùng kỳ năm trước"), counts),
        Table("Hồ sơ", COLUMNS, tuple(_cells(case, zone, agency) for case in figures.cases)),
    )


def _cells(case: WithheldCase, zone: str, agency: Callable[[str], str]) -> tuple[Cell, ...]:
    return (
        case.code,
        case.field or "",
        agency(case.lead) if case.lead else "",
        local(case.received_at, zone),
        local(case.kept_since, zone),
        STATUS[case.status],
        local(case.ended_at, zone),
        "có" if case.overdue else "",
        "có" if case.late else "",
    )
