"""The one place where errors become answers: a status, a stable type and a sentence (RFC 9457)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import timedelta
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api.web.problems.kinds import (
    ACT_NOT_RECORDED,
    BAD_CURSOR,
    BROKEN_TEXT,
    CHANGED_MEANWHILE,
    INVALID,
    KEY_REUSED,
    MALFORMED,
    NOT_FOUND,
    NOT_IN_FORCE,
    NOT_IN_STORE,
    RECORDS_AWAY,
    SCANNER_AWAY,
    STORE_AWAY,
    TOO_LARGE,
    UNEXPECTED,
    WORKFLOWS_AWAY,
    WRONG_METHOD,
    Kind,
)
from api.web.problems.pairing_kinds import ANOTHER_FILING_RUNS
from api.web.problems.refusals import FIELD_OF, told
from api.web.problems.validation import FieldError, field_errors, is_unreadable
from api.web.request_ids import request_id
from attachments.errors import NotInStore, ScannerUnavailable, StoreUnavailable
from domain.procedure import Procedure
from domain.refusals import NOT_THEIRS, Refusal
from procedures import NoProcedure
from records.errors import BadCursor, ChangedMeanwhile, KeyReused, RecordsUnavailable, UnstorableText
from telemetry import metrics
from workflows.errors import ActNotRecorded, AnotherFilingRuns, WorkflowsUnavailable

MEDIA_TYPE = "application/problem+json"


class ProblemBody(BaseModel):
    """Một lỗi, theo RFC 9457."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "/problems/wrong-status",
                    "title": "Không đúng lúc",
                    "status": 409,
                    "detail": "Hồ sơ đang ở trạng thái “Chờ xác minh” nên chưa làm được thao tác này; hãy tải lại hồ sơ.",
                    "instance": "/api/v1/complaints/KH-2026-000001/acts",
                    "errors": [],
                    "request_id": "0f8fad5bd9cb469fa16570867728950e",
                }
            ]
        }
    )

    type: str = Field(description="Loại lỗi, không đổi giữa các phiên bản; chương trình dựa vào đây.")
    title: str = Field(description="Tên loại lỗi.")
    status: int = Field(description="Mã trạng thái HTTP.")
    detail: str = Field(description="Điều gì sai và nên làm gì tiếp.")
    instance: str = Field(description="Đường dẫn đã gọi.")
    errors: list[FieldError] = Field(default=[], description="Từng mục sai, nếu lỗi ở các mục của yêu cầu.")
    request_id: str = Field(description="Mã của lần gọi này, cũng ở tiêu đề X-Request-ID; hãy nêu khi báo lỗi.")


_BY_STATUS = {400: MALFORMED, 404: NOT_FOUND, 405: WRONG_METHOD, 413: TOO_LARGE}

_NAMED: dict[type[Exception], Kind] = {
    KeyReused: KEY_REUSED,
    BadCursor: BAD_CURSOR,
    UnstorableText: BROKEN_TEXT,
    ChangedMeanwhile: CHANGED_MEANWHILE,
    NoProcedure: NOT_IN_FORCE,
    RecordsUnavailable: RECORDS_AWAY,
    StoreUnavailable: STORE_AWAY,
    NotInStore: NOT_IN_STORE,
    ScannerUnavailable: SCANNER_AWAY,
    WorkflowsUnavailable: WORKFLOWS_AWAY,
    AnotherFilingRuns: ANOTHER_FILING_RUNS,
    ActNotRecorded: ACT_NOT_RECORDED,
}
"""The errors of the rooms below, and the problem that each is to the caller."""

_RETRY_AFTER = "5"  # seconds


class Problem(Exception):
    """A problem with which the caller is answered. `detail` replaces the kind's own sentence where there is a better one."""

    def __init__(
        self,
        kind: Kind,
        *,
        detail: str | None = None,
        errors: Sequence[FieldError] = (),
        allow: str | None = None,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(kind.slug)
        self.kind = kind
        self.detail = detail or kind.detail
        self.errors = tuple(errors)
        self.allow = allow
        self.retry_after = retry_after

    @property
    def on_page(self) -> str:
        """The sentence for a person at a page: what went wrong and what to do next."""
        return self.kind.on_page if self.kind.on_page and self.detail == self.kind.detail else self.detail


class BodyTooLarge(HTTPException):
    """The body is larger than its path takes.

    It is an HTTPException, because the framework lets no other error through while it reads a body.
    """

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind.status)
        self.kind = kind


def refused(refusal: Refusal, procedure: Procedure, *, to_staff: bool = False, main: str | None = None) -> Problem:
    """Return the core's refusal of an act: 403 where somebody else may do it, 409 where nobody may now. `main` is the case that
    the report was merged into, if it was."""
    status = 403 if refusal.kind in NOT_THEIRS else 409
    title, detail = told(refusal, procedure, to_staff=to_staff, main=main)
    beside = FIELD_OF.get(refusal.kind)
    errors = [FieldError(field=beside, message=detail)] if beside else []
    return Problem(Kind(refusal.kind.replace("_", "-"), status, title, detail), errors=errors)


def wrong_field(field: str, message: str) -> Problem:
    """Return the problem of one field that is wrong in a way that only the record or the procedure can tell."""
    return Problem(INVALID, detail=message, errors=[FieldError(field=field, message=message)])


def respond(problem: Problem, request: Request) -> JSONResponse:
    """Return the problem as a JSON answer to this request."""
    kind = problem.kind
    metrics.problem_told(kind.slug)
    body = ProblemBody(
        type=f"/problems/{kind.slug}",
        title=kind.title,
        status=kind.status,
        detail=problem.detail,
        instance=quote(request.scope["path"], errors="replace"),
        errors=list(problem.errors),
        request_id=request_id(request),
    )
    return JSONResponse(body.model_dump(), kind.status, headers_of(problem), MEDIA_TYPE)


def headers_of(problem: Problem) -> dict[str, str]:
    """Return the headers that the problem needs."""
    headers = {}
    if problem.kind.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.kind.status == 503:
        headers["Retry-After"] = _RETRY_AFTER
    if problem.retry_after:
        headers["Retry-After"] = str(math.ceil(problem.retry_after.total_seconds()))
    if problem.allow:
        headers["Allow"] = problem.allow
    return headers


def problem_of(error: Exception) -> Problem:
    """Return the problem that an error is to the caller."""
    match error:
        case Problem():
            return error
        case RequestValidationError():
            unreadable = any(is_unreadable(each) for each in error.errors())
            return Problem(MALFORMED) if unreadable else Problem(INVALID, errors=field_errors(error.errors()))
        case BodyTooLarge():
            return Problem(error.kind)
        case HTTPException():
            kind = _BY_STATUS.get(error.status_code, Kind("http", error.status_code, "Không làm được", error.detail))
            return Problem(kind, allow=(error.headers or {}).get("Allow"))
        case _:
            return Problem(next((kind for named, kind in _NAMED.items() if isinstance(error, named)), UNEXPECTED))


TOLD: tuple[type[Exception], ...] = (Problem, RequestValidationError, HTTPException, *_NAMED)
"""All errors that mean something to the caller."""

Answer = Callable[[Request, Problem], Response]
"""Makes the answer to a problem."""


def tell_problems(app: FastAPI, answer: Answer) -> None:
    """Answer every error that means something to the caller as a problem. The guard answers all others."""

    async def tell(request: Request, error: Exception) -> Response:
        return await run_in_threadpool(answer, request, problem_of(error))

    for kind in TOLD:
        app.add_exception_handler(kind, tell)
