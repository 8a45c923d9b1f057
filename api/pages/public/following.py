"""Pages on which a person follows a public case that another person reported. Only a cookie of the browser knows of it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.cases.views.case import CaseView, case_view
from api.pages.common.forms import FormDep
from api.pages.common.rendering import see
from api.pages.common.visitors import VisitorDep
from api.web.front import Front, FrontDep
from api.web.identity import cookies
from api.web.identity.callers import Caller, find_case
from api.web.problems.kinds import UNKNOWN_CASE
from api.web.problems.problem import Problem

router = APIRouter(prefix="/cong-khai/ho-so")


@router.post("/{code}/theo-doi")
def follow(request: Request, front: FrontDep, visitor: VisitorDep, _form: FormDep, code: str) -> Response:
    """Add the case to those that this browser follows."""
    found = find_case(front, code, Caller(None, None, visitor.address))
    if found is None:
        raise Problem(UNKNOWN_CASE)
    code = found[0].code
    answer = see(f"/cong-khai/ho-so/{code}")
    cookies.keep_followed(answer, [*(each for each in cookies.followed(request) if each != code), code])
    return answer


@router.post("/{code}/thoi-theo-doi")
def stop(request: Request, _form: FormDep, code: str) -> Response:
    """Remove the case from those that this browser follows."""
    answer = see("/theo-doi")
    cookies.keep_followed(answer, (each for each in cookies.followed(request) if each != code))
    return answer


def followed_cases(request: Request, front: Front, address: str) -> list[CaseView]:
    """Return the public cases that this browser follows, the latest first. Cases that are no longer public are left out."""
    found = (find_case(front, code, Caller(None, None, address)) for code in reversed(cookies.followed(request)))
    return [case_view(front.record, *each, front.clock()) for each in found if each is not None]
