"""Protects forms against forgery: a form must come from one of our own pages.

Where the browser holds a session or a key, the page must also have been shown to this very browser.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from starlette.requests import Request

from api.web.identity import cookies
from api.web.problems.kinds import FORGED
from api.web.problems.problem import Problem

FIELD = "csrf"
_OURS = frozenset({"same-origin", "none"})


def form_token(key: bytes, visitor: str | None) -> str:
    """Return the token that a form from the browser of this name must carry; empty for a browser without a name."""
    return hmac.new(key, visitor.encode(), hashlib.sha256).hexdigest() if visitor else ""


def refuse_forged(key: bytes, request: Request, token: str) -> None:
    """Check that this form comes from our own page.

    Raises:
        Problem: it comes from elsewhere, or was shown to somebody else in this browser.
    """
    if not _is_from_here(request):
        raise Problem(FORGED)
    holds_something = cookies.SESSION in request.cookies or cookies.KEYS in request.cookies
    if holds_something and not hmac.compare_digest(
        token.encode(), form_token(key, request.cookies.get(cookies.VISITOR)).encode() or b"\0"
    ):
        raise Problem(FORGED)


def is_surely_from_here(request: Request) -> bool:
    """Return whether the browser says that the form was sent from our own page."""
    return _is_from_here(request, unsaid=False)


def _is_from_here(request: Request, *, unsaid: bool = True) -> bool:
    """Return what the browser says in Sec-Fetch-Site or, if it is old, in Origin. Programs send neither: `unsaid` decides."""
    if (site := request.headers.get("sec-fetch-site")) is not None:
        return site in _OURS
    if (origin := request.headers.get("origin")) is not None:
        return host_in(origin) == request.headers.get("host")
    return unsaid


def host_in(address: str) -> str | None:
    """Return the host of an address from a browser, None where it is not an address."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None
