"""An export as an HTTP answer."""

from __future__ import annotations

from fastapi import Response

from api.web import media_types
from api.web.identity.callers import case_code


def zipped(code: str, content: bytes) -> Response:
    """Return an export for download."""
    headers = {
        "Content-Disposition": f'attachment; filename="{case_code(code)}.zip"',
        "Cache-Control": "private, no-store",
    }
    return Response(content, headers=headers, media_type=media_types.ZIP)
