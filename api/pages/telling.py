"""Problems on pages: the same sentences as the JSON API's, on a page that says where to go on."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from api.pages.rendering import page, see
from api.pages.visitors import sign_in_first, stranger, visitor_or_stranger
from api.problem_kinds import RECORDS_AWAY, SIGN_IN, STAFF_ONLY
from api.problems import Problem, respond

_FOR_PROGRAMS = ("/api/", "/health", "/ready", "/docs", "/openapi.json", "/codec/", "/assets/")


def tell(request: Request, problem: Problem) -> Response:
    """The problem as whoever called can take it in: a page for people, RFC 9457 for programs."""
    if request.url.path.startswith(_FOR_PROGRAMS):
        return respond(problem, request.scope["path"])
    if problem.kind in (SIGN_IN, STAFF_ONLY):
        if "hx-request" in request.headers:  # a part of a page asks: the page as a whole has to
            return Response(status_code=problem.kind.status, headers={"HX-Refresh": "true"})
        return see(sign_in_first(request))
    who = stranger(request) if problem.kind is RECORDS_AWAY else visitor_or_stranger(request)
    return page(request, "problem.html.j2", who, told=problem, problem=problem)
