"""The visitor of a page, as far as the cookies say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request

from api.pages.common.addresses import opened_again_at
from api.pages.common.languages import Language
from api.web.front import Clock, front_of
from api.web.identity import cookies
from api.web.identity.callers import Caller, Staff, require_nothing_owed, staff_with
from api.web.problems.kinds import SIGN_IN
from api.web.problems.problem import Problem
from api.web.throttle import address_of
from records.errors import RecordsUnavailable
from records.staff.sessions import Sessions

OWN_PASSWORD = "/tai-khoan/mat-khau"  # noqa: S105 - an address


@dataclass(frozen=True)
class Visitor:
    """A visitor of a page: their language, who is signed in, and their address.

    `tracking_keys` are the keys of the cases that this browser may follow as their reporter.
    """

    language: Language
    staff: Staff | None
    tracking_keys: dict[str, str]
    address: str

    def caller(self, code: str | None = None) -> Caller:
        """Return the visitor as the caller of a use case, with the tracking key of this case if they hold it."""
        return Caller(self.staff, self.tracking_keys.get(code) if code else None, self.address)


def any_visitor(request: Request) -> Visitor:
    """Return who visits this page, even one who owes a password. An expired session makes a stranger, whom staff pages ask to
    sign in."""
    front = front_of(request)
    signed_in = _signed_in(front.record.sessions, front.clock, request)
    return Visitor(_language(request), signed_in, cookies.tracking_keys(request), address_of(request))


def visitor(request: Request) -> Visitor:
    """Return who visits this page. Raises Problem where they owe something first."""
    found = any_visitor(request)
    require_nothing_owed(found.staff)
    return found


def stranger(request: Request) -> Visitor:
    """Return the visitor without asking the record, for a page that says the record is unavailable."""
    return Visitor(_language(request), None, {}, address_of(request))


def visitor_or_stranger(request: Request) -> Visitor:
    """Return who visits a page that must be shown even while the record is unavailable."""
    try:
        return any_visitor(request)
    except RecordsUnavailable:
        return stranger(request)


VisitorDep = Annotated[Visitor, Depends(visitor)]
AnyVisitorDep = Annotated[Visitor, Depends(any_visitor)]


async def staff(visitor: VisitorDep) -> Staff:
    """Return the member of staff who visits this page. Anybody else is asked to sign in."""
    if visitor.staff is None:
        raise Problem(SIGN_IN)
    return visitor.staff


StaffPageDep = Annotated[Staff, Depends(staff)]


async def _newcomer(visitor: AnyVisitorDep) -> Staff:
    return await staff(visitor)


NewcomerPageDep = Annotated[Staff, Depends(_newcomer)]
"""A member of staff, even one who owes a password."""


def sign_in_first(request: Request) -> str:
    """Return the address where one signs in and then comes back to this page, or to the page whose form this request sent."""
    return f"/dang-nhap?tiep={quote(opened_again_at(request), safe='')}"


def password_first(request: Request) -> str:
    """Return the address where one chooses a password of one's own and then comes back to this page."""
    return f"{OWN_PASSWORD}?tiep={quote(opened_again_at(request), safe='')}"


def _language(request: Request) -> Language:
    chosen = request.cookies.get(cookies.LANGUAGE, "")
    return Language(chosen) if chosen in set(Language) else Language.VIETNAMESE


def _signed_in(sessions: Sessions, clock: Clock, request: Request) -> Staff | None:
    held = request.cookies.get(cookies.SESSION)
    return staff_with(sessions, clock, held) if held else None
