"""Answers that are the same for everybody. A cache may keep one, and must ask by its ETag before it shows it again."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.utils import format_datetime

from fastapi import Request
from starlette.responses import Response

_ASK_AGAIN = "public, no-cache"
"""No cache may show a case for a minute after it was hidden."""


def cacheable(request: Request, answer: Response, *, changed_at: datetime | None = None) -> Response:
    """Return the answer, or 304 where the caller has it already.

    Only the ETag decides, not the date: a case that is hidden leaves a list without making anything in it newer.
    """
    tag = f'"{hashlib.sha256(bytes(answer.body)).hexdigest()[:32]}"'
    headers = {"Cache-Control": _ASK_AGAIN, "ETag": tag}
    if changed_at is not None:
        headers["Last-Modified"] = format_datetime(changed_at, usegmt=True)
    held = request.headers.get("if-none-match", "")
    if held == "*" or tag in [each.strip().removeprefix("W/") for each in held.split(",")]:
        return Response(status_code=304, headers=headers)
    answer.headers.update(headers)
    return answer
