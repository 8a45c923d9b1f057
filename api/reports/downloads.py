"""The files of periodic reports, as answers that a browser saves."""

from __future__ import annotations

from starlette.responses import Response

from api.reports.reading import report_file
from api.reports.showing import preview_for
from api.web import media_types
from api.web.front import Front
from api.web.identity.callers import Staff
from records.reports.rows import ReportFormat

MEDIA_TYPES = {
    ReportFormat.PDF: media_types.PDF,
    ReportFormat.DOCX: media_types.DOCX,
    ReportFormat.XLSX: media_types.XLSX,
}


def report_download(front: Front, staff: Staff, code: str, edition: int, form: ReportFormat) -> Response:
    """Return a file of an edition that was sent.

    Raises:
        Problem: there is no such file that this person reads.
    """
    content = report_file(front.record.reports, front.record.offices, staff, code, edition, form)
    headers = {"Content-Disposition": f'attachment; filename="{code}-{edition}.{form}"'}
    return Response(content, headers=headers, media_type=MEDIA_TYPES[form])


def preview_download(front: Front, staff: Staff, code: str) -> Response:
    """Return the PDF as it would be sent now, for the browser to show.

    Raises:
        Problem: there is no such report that this person reads, or nothing to preview.
    """
    headers = {"Content-Disposition": f'inline; filename="{code}-xem-truoc.pdf"'}
    return Response(preview_for(front, staff, code), headers=headers, media_type=media_types.PDF)
