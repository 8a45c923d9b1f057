"""Pages of the second factor: the code after the password, and one's own authenticator app."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.pages.account.signing_in import code_page, entered
from api.pages.common.addresses import HOME, within
from api.pages.common.forms import Form, FormDep
from api.pages.common.kept import kept_in
from api.pages.common.rendering import page, see
from api.pages.common.visitors import AnyVisitorDep, NewcomerPageDep, StaffPageDep, Visitor, VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT, ask_again
from api.staff.factors import enrolling, passing
from api.staff.factors.bodies import CodeBody
from api.staff.factors.passkeys import options_to_register
from api.staff.sessions.known_devices import agent_of
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff, require_owing_at_most
from api.web.problems.problem import TOLD
from api.web.throttle import address_of
from records.staff.rows import Owed

router = APIRouter()
OWN = "/tai-khoan/hai-lop"
_NextPath = Annotated[str, Query(alias="tiep", max_length=2000)]


@router.get("/dang-nhap/ma")
def ask_for_code(
    request: Request, visitor: AnyVisitorDep, staff: NewcomerPageDep, next_path: _NextPath = HOME
) -> Response:
    """Ask for the code that a session owes."""
    if staff.owes is not Owed.CODE:
        return see(within(next_path))
    return code_page(request, visitor, Form(), within(next_path))


@router.post("/dang-nhap/ma")
async def give_code(
    request: Request, front: FrontDep, visitor: AnyVisitorDep, staff: NewcomerPageDep, form: FormDep
) -> Response:
    """Take the code, and go on to the next page or with what was typed before the session ended."""
    back, kept = within(form.value("back")), kept_in(form)
    try:
        body = form.only("code").read(CodeBody)
        session = await passing.give_code(front, staff, body.code, address_of(request), agent_of(request))
    except TOLD as error:
        return await run_in_threadpool(code_page, request, visitor, form.wrong(error), back, kept)
    return await entered(request, front, visitor, session, back, kept)


@router.get(OWN)
def show(
    request: Request,
    front: FrontDep,
    visitor: AnyVisitorDep,
    staff: NewcomerPageDep,
    next_path: _NextPath = HOME,
    done: Annotated[str, Query(alias="xong", max_length=20)] = "",
) -> Response:
    """Show the second factor of one's own account, or how to enrol one."""
    require_owing_at_most(staff, Owed.ENROLMENT)
    return own_page(request, front, visitor, staff, Form(), within(next_path), done=done)


@router.post(OWN)
async def enrol(
    request: Request, front: FrontDep, visitor: AnyVisitorDep, staff: NewcomerPageDep, form: FormDep
) -> Response:
    """Put an authenticator app to use, and show the recovery codes once."""
    require_owing_at_most(staff, Owed.ENROLMENT)
    await ask_again(request, front, staff)
    back = within(form.value("back"))
    try:
        body = form.only("code").read(CodeBody)
        enrols = partial(enrolling.enrol, front, staff, body.code, address_of(request))
        codes = await run_in_threadpool(enrols)
    except TOLD as error:
        wrong = form.wrong(error)
        return await run_in_threadpool(own_page, request, front, visitor, staff, wrong, back)
    settled = replace(visitor, staff=replace(staff, owes=None))
    return page(request, "recovery_codes.html.j2", settled, status=201, codes=codes, back=back)


@router.post(OWN + "/ma-du-phong", dependencies=[PAGE_OF_WEIGHT])
def renew_codes(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, _form: FormDep
) -> Response:
    """Replace the recovery codes, and show the new ones once."""
    codes = enrolling.renew_codes(front, staff.account)
    return page(request, "recovery_codes.html.j2", visitor, status=201, codes=codes, back=HOME)


@router.post(OWN + "/tat", dependencies=[PAGE_OF_WEIGHT])
def switch_off(front: FrontDep, staff: StaffPageDep, _form: FormDep) -> Response:
    """Take the second factor off one's own account."""
    enrolling.switch_off(front, staff.account)
    return see(f"{OWN}?xong=tat")


def own_page(
    request: Request, front: Front, visitor: Visitor, staff: Staff, form: Form, back: str, *, done: str = ""
) -> Response:
    """Return the page of one's own second factor, or of how to set one up."""
    standing = enrolling.standing_of(front, staff.account)
    secret = None if standing.authenticator else enrolling.begin(front, staff.account)
    return page(
        request,
        "second_factor.html.j2",
        visitor,
        told=form.told,
        form=form,
        standing=standing,
        secret=secret.spoken if secret else "",
        picture=secret.picture(staff.account.username) if secret else "",
        register=options_to_register(front, staff.account, front.clock()),
        owed=staff.owes is Owed.ENROLMENT,
        back=back,
        done=done,
    )
