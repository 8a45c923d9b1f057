"""Staff sign in and out on pages; the session lies in a cookie that scripts cannot read."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.bodies import SignInBody
from api.front import Front, FrontDep
from api.known_devices import remember_device
from api.pages import cookies
from api.pages.forms import Form, FormDep
from api.pages.rendering import page, see
from api.pages.visitors import Visitor, VisitorDep
from api.problems import TOLD
from api.sessions import open_session

router = APIRouter()
HOME = "/can-bo"


def within(address: str, otherwise: str = HOME) -> str:
    """An address on this site, so that nobody is led elsewhere by a link to one of our forms."""
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_ours else otherwise


@router.get("/dang-nhap")
def ask(
    request: Request, front: FrontDep, who: VisitorDep, tiep: Annotated[str, Query(max_length=2000)] = HOME
) -> Response:
    """The form to sign in; whoever is signed in goes on."""
    if who.staff:
        return see(within(tiep))
    return _asked(request, front, who, Form(), within(tiep))


@router.post("/dang-nhap")
async def sign_in(request: Request, front: FrontDep, who: VisitorDep, form: FormDep) -> Response:
    """Open a session, or say beside the form why not."""
    back = within(form.value("back"))
    try:
        body = form.only("username", "password").read(SignInBody)
        token, expires_at, _ = await open_session(front, body, request)
    except TOLD as error:
        return _asked(request, front, who, form.wrong(error), back)
    answer = see(back)
    put_session(answer, token, expires_at - front.clock())
    remember_device(front, request, answer, body.username)
    return answer


def put_session(answer: Response, token: str, keep: timedelta) -> None:
    """Let this browser hold a session that has just begun."""
    cookies.put(answer, cookies.SESSION, token, keep)
    cookies.renew_visitor(answer)


@router.post("/dang-xuat")
def sign_out(front: FrontDep, who: VisitorDep, _form: FormDep) -> Response:
    """End the session at once."""
    if who.staff:
        front.records.revoke_session(who.staff.token_fingerprint)
    answer = see("/")
    cookies.drop(answer, cookies.SESSION)
    cookies.renew_visitor(answer)
    return answer


def _asked(request: Request, front: Front, who: Visitor, form: Form, back: str) -> Response:
    return page(request, "sign_in.html.j2", who, told=form.told, form=form, back=back, provider=front.provider)
