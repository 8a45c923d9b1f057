"""The files that browsers and crawlers ask for at the root of every site."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, PlainTextResponse

router = APIRouter()
_ICON = Path(__file__).parent / "assets" / "favicon.ico"
_FOR_A_DAY = {"Cache-Control": "public, max-age=86400"}
# The longest rule that matches decides (RFC 9309). What is not named is closed, so that a new page for staff need not be named.
_ROBOTS = """\
User-agent: *
Disallow: /
Allow: /$
Allow: /gioi-thieu
Allow: /rieng-tu
Allow: /tiep-can
Allow: /cong-khai
Allow: /gui
Disallow: /gui/*/
Allow: /assets/
"""


@router.get("/favicon.ico")
def icon() -> FileResponse:
    """Return the icon, for browsers that ask for it without a page."""
    return FileResponse(_ICON, headers=_FOR_A_DAY, media_type="image/x-icon")


@router.get("/robots.txt")
def robots() -> PlainTextResponse:
    """Return which pages crawlers may read: the public ones, and none of a reporter's or of the staff's."""
    return PlainTextResponse(_ROBOTS, headers=_FOR_A_DAY)
