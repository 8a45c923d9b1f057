"""Staff sign in and out on pages; the session lies in a cookie that scripts cannot read."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.bodies import SignInBody
from api.front import FrontDep
from api.known_devices import remember_device
from api.pages import cookies
from api.pages.forms import Form, FormDep
from api.pages.rendering import page, see
from api.pages.visitors import VisitorDep
from api.problems import TOLD, headers_of, problem_of
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
    return page(request, "sign_in.html.j2", who, form=Form(), back=within(tiep), provider=front.provider)


@router.post("/dang-nhap")
async def sign_in(request: Request, front: FrontDep, who: VisitorDep, form: FormDep) -> Response:
    """Open a session, or say beside the form why not."""
    back = within(form.value("back"))
    try:
        body = form.only("username", "password").read(SignInBody)
        token, expires_at, _ = await open_session(front, body, request)
    except TOLD as error:
        problem = problem_of(error)
        again = {"form": form.wrong(problem), "back": back, "provider": front.provider}
        asked = page(request, "sign_in.html.j2", who, status=problem.kind.status, **again)
        # To a browser a challenge says nothing: this form is how one signs in.
        asked.headers.update({name: value for name, value in headers_of(problem).items() if name != "WWW-Authenticate"})
        return asked
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
