"""The files of statistics and of monthly reports, as answers that a browser saves."""

from __future__ import annotations

from starlette.responses import Response

from api.figures.bodies import AskedTable
from api.figures.counting import statistics_seen_by
from api.figures.exporting import tables_for
from api.figures.reading_summaries import SummariesKept, summary_file
from api.web import media_types
from api.web.downloads import Form, download
from api.web.front import Front
from api.web.identity.callers import Staff
from records.summaries.rows import SummaryFormat

MEDIA_TYPES = {SummaryFormat.XLSX: media_types.XLSX, SummaryFormat.PDF: media_types.PDF}


def statistics_download(front: Front, staff: Staff, asked: AskedTable, form: Form) -> Response:
    """Return the statistics asked for, as a file for a spreadsheet.

    Raises:
        Problem: this member of staff may not see these statistics.
    """
    found = statistics_seen_by(front, staff, asked.months(), asked.authority, asked.agency, asked.field, asked.borders)
    name, tables = tables_for(found, form, asked.table)
    return download(name, form, *tables)


def summary_download(summaries: SummariesKept, staff: Staff, code: str, form: SummaryFormat) -> Response:
    """Return a file of the monthly report with this code.

    Raises:
        Problem: there is no such report that this member of staff may read.
    """
    kept, content = summary_file(summaries, staff, code, form)
    headers = {"Content-Disposition": f'attachment; filename="{kept.made.code}.{form}"'}
    return Response(content, headers=headers, media_type=MEDIA_TYPES[form])
