"""A list of cases as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable

from api.cases.views.lines import CaseLineView
from api.web.offices import zone_of
from documents.tables.table import Cell, Table, local

_COLUMNS = (
    "Mã hồ sơ", "Trạng thái", "Lĩnh vực", "Quy trình", "Cơ quan chủ trì", "Cơ quan phối hợp", "Cán bộ", "Tiếp nhận lúc",
    "Đến hạn", "Hạn nội bộ", "Quá hạn", "Tạm dừng", "Gộp vào", "Thử nghiệm", "Nội dung",
)  # fmt: skip


def case_table(lines: Iterable[CaseLineView]) -> Table:
    """Return the table, one row for each case. It never shows who reported."""
    return Table("Hồ sơ", _COLUMNS, map(_cells, lines))


def _cells(line: CaseLineView) -> tuple[Cell, ...]:
    zone = zone_of(line.authority)
    return (
        line.code,
        line.status_label,
        line.field.name if line.field else "",
        line.urgency_label,
        line.lead.name if line.lead else "",
        "; ".join(agency.name for agency in line.co_ordinating),
        line.officer.name if line.officer else "",
        local(line.received_at, zone),
        local(line.due, zone),
        _yes(line.due_internal),
        _yes(line.overdue),
        _yes(line.paused),
        line.merged_into or "",
        _yes(line.test),
        line.excerpt,
    )


def _yes(value: bool) -> str:
    return "có" if value else ""
