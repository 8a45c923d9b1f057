"""Addresses that come from a form or a browser."""

from __future__ import annotations

from fastapi import Request
from starlette.routing import Match

HOME = "/can-bo"


def within(address: str, otherwise: str = HOME) -> str:
    """Return the address where it is on this site, `otherwise` where not, so that no link to our forms leads elsewhere."""
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_ours else otherwise


def opened_again_at(request: Request) -> str:
    """Return the address of this page. For the answer to a form, return the nearest address above it that can be opened."""
    if request.method == "GET":
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    path: str = request.scope["path"]
    while path and not _can_be_opened(request, path):
        path = path.rpartition("/")[0]
    return path or "/"


def _can_be_opened(request: Request, path: str) -> bool:
    asked = {**request.scope, "method": "GET", "path": path}
    return any(route.matches(asked)[0] is Match.FULL for route in request.app.routes)
