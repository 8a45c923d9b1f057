"""Export statistics: the tables that go into a file for a spreadsheet."""

from __future__ import annotations

from api.figures.counting import Statistics
from documents.tables.statistics import tables_of
from documents.tables.table import Table, TableFormat

TABLES = ("agencies", "months", "fields", "steps", "load", "rungs")
"""The tables by name, in the order of `tables_of`. A CSV file holds one of them."""


def tables_for(found: Statistics, form: TableFormat, table: str) -> tuple[str, tuple[Table, ...]]:
    """Return the name of the file and what goes into it: the table of this name for CSV, every table for XLSX."""
    tables = tables_of(found.figures, found.counts, found.span, found.names)
    if form is TableFormat.CSV:
        return f"thong-ke-{table}", (tables[TABLES.index(table)],)
    return "thong-ke", tables
