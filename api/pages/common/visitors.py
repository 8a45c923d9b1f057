"""The visitor of a page, as far as the cookies say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request

from api.pages.common.addresses import opened_again_at
from api.pages.common.languages import Language
from api.web.front import Front, front_of
from api.web.identity import cookies
from api.web.identity.callers import Caller, Staff, require_nothing_owed, staff_with
from api.web.problems.kinds import PASSWORD_FIRST, SIGN_IN, Kind
from api.web.problems.problem import Problem
from api.web.problems.proofs import CODE_FIRST, ENROLMENT_FIRST
from api.web.throttle import address_of
from records.errors import RecordsUnavailable
from records.messages.mailbox import Mailbox
from records.messages.rows import Addressee

OWED_AT = {
    PASSWORD_FIRST: "/tai-khoan/mat-khau",
    CODE_FIRST: "/dang-nhap/ma",
    ENROLMENT_FIRST: "/tai-khoan/hai-lop",
}
"""The pages on which one gives what a session owes."""


@dataclass(frozen=True)
class Visitor:
    """A visitor of a page: their language, who is signed in, and their address.

    `tracking_keys` are the keys of the cases that this browser may follow as their reporter. `unread` is the number of a member
    of staff's unread notices; MOST_UNREAD stands for so many or more.
    """

    language: Language
    staff: Staff | None
    tracking_keys: dict[str, str]
    address: str
    unread: int = 0

    def caller(self, code: str | None = None) -> Caller:
        """Return the visitor as the caller of a use case, with the tracking key of this case if they hold it."""
        return Caller(self.staff, self.tracking_keys.get(code) if code else None, self.address)


def any_visitor(request: Request) -> Visitor:
    """Return who visits this page, even one who owes something. An expired session makes a stranger, whom staff pages ask to
    sign in."""
    front = front_of(request)
    signed_in = _signed_in(front, request)
    unread = _unread(front.record.mailbox, request, signed_in)
    return Visitor(_language(request), signed_in, cookies.tracking_keys(request), address_of(request), unread)


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
"""A member of staff, even one who owes something."""


def sign_in_first(request: Request) -> str:
    """Return the address where one signs in and then comes back to this page, or to the page whose form this request sent."""
    return f"/dang-nhap?tiep={quote(opened_again_at(request), safe='')}"


def owed_first(request: Request, kind: Kind) -> str:
    """Return the address where one gives what the session owes, and then comes back to this page."""
    return f"{OWED_AT[kind]}?tiep={quote(opened_again_at(request), safe='')}"


def _language(request: Request) -> Language:
    chosen = request.cookies.get(cookies.LANGUAGE, "")
    return Language(chosen) if chosen in set(Language) else Language.VIETNAMESE


def _signed_in(front: Front, request: Request) -> Staff | None:
    held = request.cookies.get(cookies.SESSION)
    return staff_with(front, held, uses=not _renews_itself(request)) if held else None


def _unread(mailbox: Mailbox, request: Request, staff: Staff | None) -> int:
    """Count unread notices for the head of the page. A picture or a part of a page has no head."""
    whole = request.headers.get("sec-fetch-dest", "document") == "document" and "hx-request" not in request.headers
    return mailbox.count_unread(Addressee(account=staff.account.id)) if staff and whole else 0


def _renews_itself(request: Request) -> bool:
    """Return whether a page asks by itself for what is new, without a person."""
    return request.method == "GET" and "hx-request" in request.headers
