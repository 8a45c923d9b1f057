"""The files of monthly reports, as answers that a browser saves."""

from __future__ import annotations

from starlette.responses import Response

from api.web import media_types
from records.summaries.rows import SummaryFormat

MEDIA_TYPES = {SummaryFormat.XLSX: media_types.XLSX, SummaryFormat.PDF: media_types.PDF}


def summary_download(code: str, form: SummaryFormat, content: bytes) -> Response:
    """Return a file of the monthly report with this code."""
    headers = {"Content-Disposition": f'attachment; filename="{code}.{form}"'}
    return Response(content, headers=headers, media_type=MEDIA_TYPES[form])
