"""Acts of weight on pages: the page asks for the password in place, and goes on with the act.

The form that asks carries what was typed and goes to the same address, with the password or the proof of a passkey in one more
field.
"""

from __future__ import annotations

from fastapi import Depends, Request

from api.pages.common.forms import CONFIRMATION, CONFIRMATION_KEY, typed_into
from api.pages.common.visitors import StaffPageDep
from api.staff.factors import passkeys
from api.staff.sessions.confirming import confirm
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.identity.weight import is_confirmed
from api.web.problems.kinds import WRONG_PASSWORD
from api.web.problems.problem import Problem
from api.web.problems.proofs import CONFIRM_FIRST, NOT_CONFIRMED
from api.web.throttle import address_of


async def ask_again(request: Request, front: Front, staff: Staff) -> None:
    """Check that this member of staff proved a short while ago who they are, or does so with this very form.

    Raises:
        Problem: they did not, or what they gave is wrong, or was tried too often.
    """
    if is_confirmed(front, staff):
        return
    form = await typed_into(request)
    if passkey := form.value(CONFIRMATION_KEY):
        await passkeys.confirm(front, staff, passkey)
        return
    password = form.value(CONFIRMATION)
    if not password:
        raise Problem(CONFIRM_FIRST)
    try:
        await confirm(front, staff, password, address_of(request))
    except Problem as problem:
        raise Problem(NOT_CONFIRMED) if problem.kind is WRONG_PASSWORD else problem from problem


async def _of_weight(request: Request, front: FrontDep, staff: StaffPageDep) -> None:
    await ask_again(request, front, staff)


PAGE_OF_WEIGHT = Depends(_of_weight)
"""A page's form that does an act of weight."""
