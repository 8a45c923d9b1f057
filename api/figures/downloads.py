"""The files of statistics, as answers that a browser saves."""

from __future__ import annotations

from starlette.responses import Response

from api.figures.bodies import AskedTable
from api.figures.counting import statistics_seen_by
from api.figures.exporting import tables_for
from api.web.downloads import Form, download
from api.web.front import Front
from api.web.identity.callers import Staff


def statistics_download(front: Front, staff: Staff, asked: AskedTable, form: Form) -> Response:
    """Return the statistics asked for, as a file for a spreadsheet.

    Raises:
        Problem: this member of staff may not see these statistics.
    """
    found = statistics_seen_by(front, staff, asked.months(), asked.authority, asked.agency, asked.field, asked.borders)
    name, tables = tables_for(found, form, asked.table)
    return download(name, form, *tables)
