"""The ways in which a reporter comes back to a case: by code and key, by the private link, or by a cookie of this browser."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.cases.views.case import CaseView, case_view
from api.pages.account.signing_in import again_page
from api.pages.common.forms import Form, FormDep
from api.pages.common.kept import Kept, kept_in
from api.pages.common.rendering import page, see
from api.pages.common.visitors import Visitor, VisitorDep
from api.pages.public.following import followed_cases
from api.web.front import Front, FrontDep
from api.web.identity import cookies
from api.web.identity.callers import Caller, find_case
from api.web.identity.tracking import as_shown
from api.web.problems.kinds import UNKNOWN_CASE
from api.web.problems.problem import TOLD, Problem
from domain.visibility import Audience

router = APIRouter(prefix="/theo-doi")
_NO_SUCH_CASE = "Không có hồ sơ nào mang mã này với mã tra cứu này; hãy kiểm tra lại từng mã."


@router.get("")
def ask(request: Request, front: FrontDep, visitor: VisitorDep) -> Response:
    """Ask for code and key, and show the cases that this browser follows."""
    return follow_page(request, front, visitor, Form())


@router.post("")
async def follow(request: Request, front: FrontDep, visitor: VisitorDep, form: FormDep) -> Response:
    """Let this browser follow a case."""
    code, key, kept = form.value("code").strip().upper(), form.value("key").strip(), kept_in(form)
    try:
        return await run_in_threadpool(_followed, request, front, visitor, code, key, kept)
    except TOLD as error:
        return await run_in_threadpool(follow_page, request, front, visitor, form.only("code").wrong(error), kept)


@router.post("/quen")
def forget(request: Request, form: FormDep) -> Response:
    """Stop this browser from following a case, as on a computer that others use too."""
    answer = see("/theo-doi")
    cookies.drop_tracking_key(request, answer, form.value("code"))
    return answer


@router.get("/{code}/{key}")
def by_private_link(request: Request, front: FrontDep, visitor: VisitorDep, code: str, key: str) -> Response:
    """Open the private link of a reporter: move the key from the address into a cookie."""
    try:
        return _followed(request, front, visitor, code.strip().upper(), key)
    except Problem as problem:
        if problem.kind is not UNKNOWN_CASE:
            raise
        return follow_page(request, front, visitor, Form().wrong(problem))


def _followed(
    request: Request, front: Front, visitor: Visitor, code: str, key: str, kept: Kept | None = None
) -> Response:
    found = find_case(front, code, Caller(None, key, visitor.address)) if code and key else None
    if found is None or found[1].audience is not Audience.REPORTER:
        raise Problem(UNKNOWN_CASE, detail=_NO_SUCH_CASE)
    if kept is None:
        answer = see(f"/ho-so/{code}")
        answer.headers["Referrer-Policy"] = "no-referrer"
    else:
        browser = request.cookies.get(cookies.VISITOR) or cookies.new_visitor()
        answer = again_page(request, visitor, kept, browser)
        cookies.renew_visitor(answer, browser)
    cookies.add_tracking_key(request, answer, code, as_shown(key))
    return answer


def follow_page(request: Request, front: Front, visitor: Visitor, form: Form, kept: Kept | None = None) -> Response:
    """Return the page that asks for code and key, with the cases that this browser follows, the latest first."""
    followed = [view for code in reversed(visitor.tracking_keys) if (view := _seen(front, visitor, code))]
    return page(
        request,
        "citizen/follow.html.j2",
        visitor,
        told=form.told,
        form=form,
        followed=followed,
        public=followed_cases(request, front, visitor.address),
        kept=kept,
    )


def _seen(front: Front, visitor: Visitor, code: str) -> CaseView | None:
    try:
        found = find_case(front, code, visitor.caller(code).as_reporter)
    except Problem:  # after too many wrong keys; the cases are shown again when the wait is over
        return None
    if found is None or found[1].audience is not Audience.REPORTER:
        return None
    return case_view(front.record, *found, front.clock())
