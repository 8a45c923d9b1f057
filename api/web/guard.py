"""The outermost middleware: refuses requests that are too large, answers every error, logs one line for each request."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import nullcontext, suppress

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars

from api.web.identity.callers import case_code
from api.web.path_templates import template_of
from api.web.problems.kinds import TOO_LARGE, UNEXPECTED, UPLOAD_TOO_LARGE, Kind
from api.web.problems.problem import Answer, BodyTooLarge, Problem
from api.web.request_ids import HEADER, begin
from records.offices.cache import offices_read_once
from telemetry import metrics

LARGEST_BODY = 64 * 1024
LARGER_BODIES = {
    "/codec/decode": 4 * 1024 * 1024,  # the input of a case's workflow holds its whole procedure
    "/quan-tri/nhap-bo-may": 12 * 1024 * 1024,  # a table of an office
    "/quan-tri/nhap-tai-khoan": 12 * 1024 * 1024,  # a table of accounts
    "/quan-tri/nhap-ho-so": 12 * 1024 * 1024,  # a table of cases
}
LARGEST_UPLOAD = 150 * 1024 * 1024
UPLOADS = re.compile(r"/api/v1/complaints/[^/]+/attachments|/gui/[^/]+|/tep/[^/]+|(/can-bo)?/ho-so/[^/]+(/.*)?")
"""Paths that take files, as multipart forms. The form parser keeps those on disk, not in memory."""
_TOO_LARGE = 413
_LARGEST_DISCARDED = 1024 * 1024 * 1024
_DISCARDING_SECONDS, _SILENT_SECONDS = 120.0, 5.0
"""The time and the number of bytes that a caller may go on sending after the answer that it is too much."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "frame-ancestors 'none'",
}
_log = structlog.get_logger(__name__)


class Guard:
    """Wraps the whole app, the framework included. The framework's own limit is not used: it answers in its own words."""

    def __init__(self, app: ASGIApp, answer: Answer) -> None:
        self._app, self._answer = app, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await _Exchange(self._app, self._answer, scope, receive, send).run()
        else:
            await self._app(scope, receive, send)


class _Exchange:
    """A request and its answer."""

    def __init__(self, app: ASGIApp, answer: Answer, scope: Scope, receive: Receive, send: Send) -> None:
        self._app, self._answer = app, answer
        self._scope, self._receive, self._send = scope, receive, send
        self._read = 0
        self._unread = True  # until the body's end was received
        self._largest, self._too_large = _allowance(scope)
        self._status: int | None = None
        self._id = begin(scope)

    async def run(self) -> None:
        """Answer the request, with its id on every line that is logged meanwhile."""
        clear_contextvars()
        bind_contextvars(request_id=self._id)
        await self._run()

    async def _run(self) -> None:
        began = time.perf_counter()
        try:
            if self._says_too_large():
                await self._tell(Problem(self._too_large))
            else:
                with offices_read_once() if self._only_reads() else nullcontext():
                    await self._app(self._scope, self._receive_some, self._send_with_headers)
        except Exception:
            _log.exception("unexpected error")
            if self._status is not None:
                raise
            await self._tell(Problem(UNEXPECTED))
        finally:
            # The route, not the path: a path may hold what a person typed.
            route = template_of(self._scope)
            seconds = time.perf_counter() - began
            metrics.request_answered(self._scope["method"], route, self._status, seconds)
            took = round(seconds * 1000, 1)
            case = {"case": code} if (code := self._case()) else {}
            _log.info("request", method=self._scope["method"], route=route, status=self._status, ms=took, **case)

    def _case(self) -> str | None:
        """Return the case that the path names. A path that names none may hold anything."""
        return case_code(str(self._scope.get("path_params", {}).get("code", "")))

    def _only_reads(self) -> bool:
        return self._scope["method"] in ("GET", "HEAD")

    def _says_too_large(self) -> bool:
        length = Headers(scope=self._scope).get("content-length", "")
        return length.isdecimal() and (len(length) > 10 or int(length) > self._largest)

    async def _receive_some(self) -> Message:
        message = await self._receive()
        self._note(message)
        self._read += len(message.get("body", b""))
        if self._read > self._largest:
            raise BodyTooLarge(self._too_large)
        return message

    async def _tell(self, problem: Problem) -> None:
        answer = await run_in_threadpool(self._answer, Request(self._scope), problem)
        await answer(self._scope, self._receive, self._send_with_headers)

    async def _send_with_headers(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers[HEADER] = self._id
            if self._status == _TOO_LARGE:
                headers["Connection"] = "close"
        elif self._status == _TOO_LARGE and self._unread and not message.get("more_body"):
            # Closing a connection on which bytes arrive resets it, and the caller never reads the answer. So its end is held
            # back until the caller has sent what it sends, or has gone.
            await self._send({**message, "more_body": True})
            await self._discard()
            message = {"type": "http.response.body", "body": b""}
        await self._send(message)

    async def _discard(self) -> None:
        left = _LARGEST_DISCARDED
        with suppress(TimeoutError):
            async with asyncio.timeout(_DISCARDING_SECONDS):
                while self._unread and left > 0:
                    async with asyncio.timeout(_SILENT_SECONDS):
                        message = await self._receive()
                    self._note(message)
                    left -= len(message.get("body", b""))

    def _note(self, message: Message) -> None:
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            self._unread = False


def _allowance(scope: Scope) -> tuple[int, Kind]:
    """Return how many bytes this request may bring, and the problem of bringing more."""
    is_form = Headers(scope=scope).get("content-type", "").startswith("multipart/form-data")
    if is_form and scope["method"] == "POST" and UPLOADS.fullmatch(scope["path"]):
        return LARGEST_UPLOAD, UPLOAD_TOO_LARGE
    return LARGER_BODIES.get(scope["path"], LARGEST_BODY), TOO_LARGE
