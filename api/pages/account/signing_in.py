"""Pages on which staff sign in and out. The session is kept in a cookie that scripts cannot read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.pages.common.addresses import HOME, within
from api.pages.common.forms import Form, FormDep
from api.pages.common.kept import Kept, kept_in
from api.pages.common.rendering import page, see
from api.pages.common.visitors import AnyVisitorDep, Visitor, VisitorDep
from api.pages.staff.case import shown_again
from api.staff.factors.passkeys import options_to_sign_in
from api.staff.sessions import ending, signing_in
from api.staff.sessions.bodies import SignInBody
from api.staff.sessions.known_devices import client_of, remember_device
from api.staff.sessions.signing_in import NewSession
from api.web.front import Front, FrontDep, fingerprint, front_of
from api.web.identity import cookies
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD, Problem
from records.staff.rows import Owed

router = APIRouter()


@router.get("/dang-nhap")
def ask(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    next_path: Annotated[str, Query(alias="tiep", max_length=2000)] = HOME,
) -> Response:
    """Show the form to sign in. A person who is signed in goes on to the next page."""
    if visitor.staff:
        return see(within(next_path))
    return sign_in_page(request, visitor, Form(), within(next_path))


@router.post("/dang-nhap")
async def sign_in(request: Request, front: FrontDep, visitor: VisitorDep, form: FormDep) -> Response:
    """Begin a session, or say beside the form why not."""
    back, kept = within(form.value("back")), kept_in(form)
    if kept is not None and visitor.staff and not form.value("username"):
        # This person signed in elsewhere, as with the provider, while the page with the words stayed open.
        return await run_in_threadpool(
            taken_up, request, front, visitor, kept, request.cookies.get(cookies.VISITOR, "")
        )
    try:
        body = form.only("username", "password").read(SignInBody)
        client = client_of(front.keys, request, body.username)
        session = await signing_in.sign_in(front, body.username, body.password, client)
    except TOLD as error:
        wrong = form.wrong(error)
        return sign_in_page(request, visitor, wrong, back, kept, told=wrong.told)
    answer = await entered(request, front, visitor, session, back, kept)
    remember_device(front.keys, request, answer, body.username)
    return answer


async def entered(
    request: Request, front: Front, visitor: Visitor, session: NewSession, back: str, kept: Kept | None
) -> Response:
    """Let the browser hold a session that has just begun. Return the page on which its owner goes on: the one for the code that
    the session owes, the one for what was typed before, or else `back`."""
    browser = cookies.new_visitor()
    signed_in = replace(visitor, staff=Staff(session.account, fingerprint(session.token)))
    if session.owes is Owed.CODE:
        answer = await run_in_threadpool(code_page, request, signed_in, Form(), back, kept, browser)
    elif kept is None or session.owes:
        answer = see(back)
    else:
        answer = await run_in_threadpool(taken_up, request, front, signed_in, kept, browser)
    put_session(answer, session.token, session.expires_at - front.clock(), browser)
    return answer


def taken_up(request: Request, front: Front, signed_in: Visitor, kept: Kept, browser: str) -> Response:
    """Return the page on which a person goes on with what was typed before the session ended: the case's own page where the
    form was an act's, with the form as it was."""
    on_its_page = shown_again(request, front, signed_in, kept, browser)
    return on_its_page or again_page(request, signed_in, kept, browser)


def sign_in_page(
    request: Request, visitor: Visitor, form: Form, back: str, kept: Kept | None = None, *, told: Problem | None = None
) -> Response:
    """Return the form to sign in. It keeps what was typed into another form, to be sent after signing in."""
    front = front_of(request)
    return page(
        request,
        "sign_in.html.j2",
        visitor,
        told=told,
        form=form,
        back=back,
        provider=front.provider,
        kept=kept,
        ended=request.method == "GET" and cookies.SESSION in request.cookies,
        passkey=options_to_sign_in(front, None, front.clock()),
        idle_minutes=int(front.idle.total_seconds() // 60),
    )


def code_page(
    request: Request, visitor: Visitor, form: Form, back: str, kept: Kept | None = None, browser: str | None = None
) -> Response:
    """Return the form that asks for the code after the password. It carries what was typed into another form."""
    return page(
        request,
        "code.html.j2",
        visitor,
        told=form.told,
        browser=browser,
        form=form,
        back=back,
        kept=kept,
        passkey=_passkey_of(request, visitor),
    )


def again_page(
    request: Request, visitor: Visitor, kept: Kept, browser: str | None = None, *, told: Problem | None = None
) -> Response:
    """Return what was typed and not taken, to be sent again by the person who is signed in now."""
    return page(
        request, "kept.html.j2", visitor, told=told, browser=browser, kept=kept, why=told.on_page if told else ""
    )


def confirm_page(request: Request, visitor: Visitor, kept: Kept, *, told: Problem) -> Response:
    """Return the page that asks for the password again and goes on with what was typed."""
    return page(
        request,
        "confirm.html.j2",
        visitor,
        told=told,
        kept=kept,
        form=Form().wrong(told),
        provider=front_of(request).provider,
        passkey=_passkey_of(request, visitor),
        minutes=int(front_of(request).confirmed_for.total_seconds() // 60),
    )


def _passkey_of(request: Request, visitor: Visitor) -> str:
    """Return what a page needs for this visitor to prove a passkey, empty where they have none."""
    front = front_of(request)
    return options_to_sign_in(front, visitor.staff.account, front.clock()) if visitor.staff else ""


def put_session(answer: Response, token: str, keep: timedelta, browser: str | None = None) -> None:
    """Let this browser hold a session that has just begun. The browser gets a new name to bind its forms to."""
    cookies.put(answer, cookies.SESSION, token, keep)
    cookies.renew_visitor(answer, browser)


@router.post("/dang-xuat")
def sign_out(front: FrontDep, visitor: AnyVisitorDep, _form: FormDep) -> Response:
    """End the session at once."""
    if visitor.staff:
        ending.sign_out(front.record.sessions, visitor.staff)
    answer = see("/")
    cookies.drop(answer, cookies.SESSION)
    cookies.renew_visitor(answer)
    return answer
