"""The public's figures as tables: by agency, and by agency and month."""

from __future__ import annotations

from documents.tables.figures import Figures, Tally
from documents.tables.statistics import FigureNames, agencies_of, notes_of, percent
from documents.tables.table import Cell, Table
from records.figures.rows import Span

_COLUMNS = (
    "Tiếp nhận", "Đã giải quyết", "Đúng hạn", "Trễ hạn", "Tỷ lệ đúng hạn (%)", "Được đánh giá", "Hài lòng", "Tỷ lệ hài lòng (%)",
)  # fmt: skip


def public_tables(figures: Figures, span: Span, names: FigureNames) -> tuple[Table, Table]:
    """Return two tables: by agency and month, for programs that read it; and by agency with the present state."""
    notes = notes_of(span, names)
    in_order = sorted(figures.by_agency_and_month.items(), key=lambda one: (names.agency(one[0][0]), one[0][1]))
    monthly = [(names.agency(agency), month, *_cells(tally)) for (agency, month), tally in in_order]
    whole = [(name, *_cells(tally), tally.open, tally.overdue) for name, tally in agencies_of(figures, names)]
    return (
        Table("Theo cơ quan và tháng", ("Cơ quan chủ trì", "Tháng", *_COLUMNS), monthly, notes),
        Table("Theo cơ quan", ("Cơ quan chủ trì", *_COLUMNS, "Đang xử lý", "Đang quá hạn"), whole, notes),
    )


def _cells(tally: Tally) -> tuple[Cell, ...]:
    return (
        tally.received,
        tally.closed,
        tally.on_time,
        tally.late,
        percent(tally.on_time_share),
        tally.rated,
        tally.satisfied,
        percent(tally.satisfied_share),
    )
