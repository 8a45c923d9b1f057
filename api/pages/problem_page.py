"""Problems on pages: the sentences of the JSON API, on a page that says where to go on."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from api.pages.account.signing_in import again_page, confirm_page, sign_in_page
from api.pages.common.forms import Form
from api.pages.common.kept import Kept, kept_of
from api.pages.common.rendering import page, see
from api.pages.common.visitors import OWED_AT, owed_first, sign_in_first, stranger, visitor_or_stranger
from api.web.problems.kinds import FORGED, RECORDS_AWAY, SIGN_IN, STAFF_ONLY, Kind
from api.web.problems.problem import Problem, respond
from api.web.problems.proofs import CONFIRM_FIRST, NOT_CONFIRMED
from api.web.request_ids import request_id

FOR_PROGRAMS = ("/api/", "/health", "/ready", "/docs", "/openapi.json", "/codec/", "/assets/")
"""Paths that programs call. Problems there are answered as JSON."""

_SENT_AGAIN = (SIGN_IN, STAFF_ONLY, FORGED, CONFIRM_FIRST, NOT_CONFIRMED)
_UNREAD = frozenset({400, 413, 500})
"""Statuses of a form that was not read to its end."""


def tell(request: Request, problem: Problem) -> Response:
    """Return the problem in the caller's format: a page for people, RFC 9457 for programs."""
    if request.url.path.startswith(FOR_PROGRAMS):
        return respond(problem, request)
    if problem.kind in OWED_AT:
        address = owed_first(request, problem.kind)
        return Response(status_code=204, headers={"HX-Redirect": address}) if _by_script(request) else see(address)
    kept = _kept(request, problem.kind)
    if problem.kind in (SIGN_IN, STAFF_ONLY):
        if _by_script(request):  # it asked for a part of a page; the whole page must be loaded again
            return Response(status_code=problem.kind.status, headers={"HX-Refresh": "true"})
        if kept is None:
            return see(sign_in_first(request))
        return sign_in_page(request, stranger(request), Form(), kept.page, kept, told=problem)
    if problem.kind in (CONFIRM_FIRST, NOT_CONFIRMED) and kept is not None:
        return confirm_page(request, visitor_or_stranger(request), kept, told=problem)
    visitor = stranger(request) if problem.kind is RECORDS_AWAY else visitor_or_stranger(request)
    if kept is not None:
        return again_page(request, visitor, kept, told=problem)
    return page(request, "problem.html.j2", visitor, told=problem, problem=problem, request_id=request_id(request))


def _by_script(request: Request) -> bool:
    return "hx-request" in request.headers


def _kept(request: Request, kind: Kind) -> Kept | None:
    """Return the form of the request where it can be sent again, or holds texts that must not be lost."""
    if kind.status in _UNREAD or (kept := kept_of(request)) is None:
        return None
    return kept if kind in _SENT_AGAIN or kind.status == 503 or kept.words else None
