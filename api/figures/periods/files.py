"""The files of accounts, as answers that a browser saves."""

from __future__ import annotations

from starlette.responses import Response

from api.figures.counting import CountingParts
from api.figures.periods.accounting import OverdueShares, PeriodAccount, late_steps_of
from api.web.downloads import large_download
from documents.tables.accounts import late_table, notes_for, notes_of, share_table, tables_of
from documents.tables.table import TableFormat
from records.figures.accounts import Asked


def account_file(parts: CountingParts, found: PeriodAccount, form: TableFormat) -> Response:
    """Return the account for a spreadsheet: every table as XLSX, the totals as CSV."""
    tables = tables_of(found.compared, found.names, late_steps_of(parts, found))
    return large_download(_name("so-lieu", found.asked), form, *(tables if form is TableFormat.XLSX else tables[:1]))


def late_file(parts: CountingParts, found: PeriodAccount, form: TableFormat) -> Response:
    """Return all late steps of the account for a spreadsheet, however many they are."""
    notes = notes_of(found.compared.account, found.names)
    return large_download(
        _name("tre-han", found.asked), form, late_table(late_steps_of(parts, found), found.names, notes)
    )


def overdue_file(found: OverdueShares, form: TableFormat) -> Response:
    """Return the table of overdue shares for a spreadsheet."""
    notes = notes_for(found.asked.period, found.asked.agency, found.names)
    table = share_table(found.table, found.names, found.by, notes)
    return large_download(_name("ty-le-qua-han", found.asked), form, table)


def _name(what: str, asked: Asked) -> str:
    return f"{what}-{asked.period.first}-{asked.period.last}"
