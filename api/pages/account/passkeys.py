"""Pages of passkeys: sign in with one, add one to one's own account, revoke one."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from api.pages.account.second_factor import OWN, own_page
from api.pages.account.signing_in import entered, sign_in_page
from api.pages.common.addresses import within
from api.pages.common.forms import Form, FormDep
from api.pages.common.kept import kept_in
from api.pages.common.rendering import see
from api.pages.common.visitors import AnyVisitorDep, NewcomerPageDep, StaffPageDep
from api.pages.common.weight import PAGE_OF_WEIGHT, ask_again
from api.staff.factors import passkeys
from api.staff.sessions.known_devices import agent_of
from api.web.front import FrontDep
from api.web.identity.callers import require_owing_at_most
from api.web.problems.problem import TOLD
from api.web.texts import Line
from records.staff.rows import Owed

router = APIRouter()


class _NameBody(BaseModel):
    """Tên của một khóa truy cập."""

    name: Line = ""


@router.post("/dang-nhap/khoa-truy-cap")
async def sign_in(request: Request, front: FrontDep, visitor: AnyVisitorDep, form: FormDep) -> Response:
    """Begin a session for the owner of a passkey, and go on as after a password."""
    back, kept = within(form.value("back")), kept_in(form)
    waiting = visitor.staff if visitor.staff and visitor.staff.owes is Owed.CODE else None
    try:
        session = await passkeys.sign_in(front, form.value("credential"), agent_of(request), waiting)
    except TOLD as error:
        wrong = Form().wrong(error)
        return await run_in_threadpool(sign_in_page, request, visitor, wrong, back, kept, told=wrong.told)
    return await entered(request, front, visitor, session, back, kept)


@router.post(OWN + "/khoa-truy-cap")
async def register(
    request: Request, front: FrontDep, visitor: AnyVisitorDep, staff: NewcomerPageDep, form: FormDep
) -> Response:
    """Add a passkey to one's own account."""
    require_owing_at_most(staff, Owed.ENROLMENT)
    await ask_again(request, front, staff)
    try:
        name = form.only("name").read(_NameBody).name
        await run_in_threadpool(passkeys.register, front, staff, form.value("credential"), name)
    except TOLD as error:
        wrong = form.only("name").wrong(error)
        return await run_in_threadpool(own_page, request, front, visitor, staff, wrong, within(form.value("back")))
    return see(f"{OWN}?xong=khoa")


@router.post(OWN + "/go-khoa", dependencies=[PAGE_OF_WEIGHT])
def revoke(front: FrontDep, staff: StaffPageDep, form: FormDep) -> Response:
    """Revoke a passkey of one's own account."""
    passkeys.revoke(front, staff.account, form.value("passkey"))
    return see(f"{OWN}?xong=go-khoa")
