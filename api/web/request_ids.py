"""The id of a request: in every log line of it, in its answer, and on the page that tells what went wrong."""

from __future__ import annotations

import re
import uuid

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

HEADER = "X-Request-ID"
_KEY = "hientruong.request_id"
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")
"""The ids that are taken from a proxy. Anything else could be a text that somebody wants to see in a log."""


class TrustedProxies(ProxyHeadersMiddleware):
    """Takes the caller's address, as uvicorn does, and the id of a request from the proxies that are trusted."""

    def __init__(self, app: ASGIApp, trusted_hosts: str) -> None:
        super().__init__(app, trusted_hosts)  # type: ignore[arg-type]  # the same protocol in other words

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        client = scope.get("client")
        if scope["type"] == "http" and client and client[0] in self.trusted_hosts:
            given = Headers(scope=scope).get(HEADER, "")
            if _WELL_FORMED.fullmatch(given):
                scope[_KEY] = given
        await super().__call__(scope, receive, send)  # type: ignore[arg-type]


def begin(scope: Scope) -> str:
    """Return the id of a request that begins: its proxy's, or a new one."""
    if _KEY not in scope:
        scope[_KEY] = uuid.uuid4().hex
    return str(scope[_KEY])


def request_id(request: Request) -> str:
    """Return the id of a request that the guard let in."""
    return str(request.scope.get(_KEY, ""))
