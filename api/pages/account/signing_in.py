"""Staff sign in and out on pages; the session lies in a cookie that scripts cannot read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.cases.bodies.report import SignInBody
from api.pages.common.addresses import HOME, within
from api.pages.common.forms import Form, FormDep
from api.pages.common.kept import Kept, kept_in
from api.pages.common.rendering import page, see
from api.pages.common.visitors import Visitor, VisitorDep
from api.staff.sessions.known_devices import remember_device
from api.staff.sessions.routes import open_session
from api.web.front import FrontDep, fingerprint, front_of
from api.web.identity import cookies
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD, Problem

router = APIRouter()


@router.get("/dang-nhap")
def ask(
    request: Request, front: FrontDep, who: VisitorDep, tiep: Annotated[str, Query(max_length=2000)] = HOME
) -> Response:
    """The form to sign in; whoever is signed in goes on."""
    if who.staff:
        return see(within(tiep))
    return sign_in_page(request, who, Form(), within(tiep))


@router.post("/dang-nhap")
async def sign_in(request: Request, front: FrontDep, who: VisitorDep, form: FormDep) -> Response:
    """Open a session, or say beside the form why not."""
    back, kept = within(form.value("back")), kept_in(form)
    try:
        body = form.only("username", "password").read(SignInBody)
        token, expires_at, account = await open_session(front, body, request)
    except TOLD as error:
        wrong = form.wrong(error)
        return sign_in_page(request, who, wrong, back, kept, told=wrong.told)
    browser, signed_in = cookies.new_visitor(), replace(who, staff=Staff(account, fingerprint(token)))
    answer = see(back) if kept is None else again_page(request, signed_in, kept, browser)
    put_session(answer, token, expires_at - front.clock(), browser)
    remember_device(front.keys, request, answer, body.username)
    return answer


def sign_in_page(
    request: Request, who: Visitor, form: Form, back: str, kept: Kept | None = None, *, told: Problem | None = None
) -> Response:
    """The form to sign in, and what was typed into another that waits for it."""
    provider = front_of(request).provider
    return page(request, "sign_in.html.j2", who, told=told, form=form, back=back, provider=provider, kept=kept)


def again_page(
    request: Request, who: Visitor, kept: Kept, browser: str | None = None, *, told: Problem | None = None
) -> Response:
    """What was typed and not taken, to be sent again by whoever is signed in now."""
    return page(request, "kept.html.j2", who, told=told, browser=browser, kept=kept, why=told.on_page if told else "")


def put_session(answer: Response, token: str, keep: timedelta, browser: str | None = None) -> None:
    """Let this browser hold a session that has just begun, under another name."""
    cookies.put(answer, cookies.SESSION, token, keep)
    cookies.renew_visitor(answer, browser)


@router.post("/dang-xuat")
def sign_out(front: FrontDep, who: VisitorDep, _form: FormDep) -> Response:
    """End the session at once."""
    if who.staff:
        front.record.sessions.revoke(who.staff.token_fingerprint)
    answer = see("/")
    cookies.drop(answer, cookies.SESSION)
    cookies.renew_visitor(answer)
    return answer
