"""Who calls: staff by bearer token, a reporter by the case's tracking key, anybody else; and what of a case each may know."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from api.web.front import Clock, Front, FrontDep, fingerprint
from api.web.identity.tracking import as_written
from api.web.problems.kinds import SIGN_IN, STAFF_ONLY, UNKNOWN_CASE
from api.web.problems.problem import Problem
from api.web.throttle import Throttle, address_of
from domain.actors import REPORTER, Actor
from domain.complaint import Complaint
from domain.delegations import can_stand_in, on_behalf_of
from domain.visibility import Audience, is_public, scope_of
from records.cases.repository import Cases
from records.cases.rows import CaseRecord
from records.messages.rows import Addressee
from records.staff.rows import Account
from records.staff.sessions import Sessions

_CODE = re.compile(r"[A-Z0-9]{1,12}-[0-9]{4}-[0-9]{1,12}")
_bearer = HTTPBearer(auto_error=False, scheme_name="staff", description="Mã truy cập từ `POST /api/v1/sessions`.")
_tracking = APIKeyHeader(
    name="X-Tracking-Key",
    auto_error=False,
    scheme_name="reporter",
    description="Mã tra cứu (tracking_key) nhận được khi gửi phản ánh.",
)


def actor_of(account: Account) -> Actor:
    """Who acts when this account does."""
    return Actor(account.role, authority=account.authority, agency=account.agency, account=account.id)


@dataclass(frozen=True)
class Staff:
    """A member of staff who is signed in."""

    account: Account
    token_fingerprint: str

    @property
    def actor(self) -> Actor:
        """Who acts when this person does."""
        return actor_of(self.account)


@dataclass(frozen=True)
class Caller:
    """Who calls, as far as the request says, and from where."""

    staff: Staff | None
    tracking_key: str | None
    address: str

    @property
    def as_reporter(self) -> Caller:
        """The same person as anybody who reports, signed in or not."""
        return replace(self, staff=None)


@dataclass(frozen=True)
class Viewer:
    """How a caller stands to one case. The public looks on; `actor` is who acts if the caller does, `stand_ins` whose role
    the caller may act with beside its own, for leaders who are away."""

    audience: Audience
    actor: Actor | None
    stand_ins: tuple[Actor, ...] = ()

    @property
    def actors(self) -> tuple[Actor, ...]:
        """All the roles in which the caller may act, its own first."""
        return () if self.actor is None else (self.actor, *self.stand_ins)


PASSER_BY = Viewer(Audience.PUBLIC, None)


def caller(
    request: Request,
    front: FrontDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    tracking_key: Annotated[str | None, Depends(_tracking)],
) -> Caller:
    """Who calls. A token that no longer holds is a problem rather than a stranger, so that people know to sign in again."""
    if bearer is None:
        if "authorization" in request.headers:
            raise Problem(SIGN_IN)
        return Caller(None, tracking_key, address_of(request))
    signed_in = staff_with(front.record.sessions, front.clock, bearer.credentials)
    if signed_in is None:
        raise Problem(SIGN_IN)
    return Caller(signed_in, tracking_key, address_of(request))


def staff_with(sessions: Sessions, clock: Clock, token: str) -> Staff | None:
    """Whose session this token holds; None for one that holds none, or no longer."""
    known_as = fingerprint(token)
    account = sessions.account_of(known_as, clock())
    return Staff(account, known_as) if account else None


CallerDep = Annotated[Caller, Depends(caller)]


def staff(who: CallerDep) -> Staff:
    """The member of staff who calls; nobody else passes."""
    if who.staff is None:
        raise Problem(STAFF_ONLY)
    return who.staff


StaffDep = Annotated[Staff, Depends(staff)]


def case_code(given: str) -> str | None:
    """A code in the form that cases bear, None for what cannot be one."""
    code = given.strip().upper()
    return code if _CODE.fullmatch(code) else None


def addressee(cases: Cases, throttle: Throttle, who: Caller, code: str | None) -> Addressee:
    """To whom notices go that the caller may read: the reporter of the case that the tracking key opens, or who is signed in."""
    if who.tracking_key:
        known_as = case_code(code or "")
        if known_as is None or not _opens(cases, throttle, known_as, who.tracking_key, who.address):
            raise Problem(UNKNOWN_CASE)
        return Addressee(reporter_of=known_as)
    if who.staff is None:
        raise Problem(SIGN_IN)
    return Addressee(account=who.staff.account.id)


def find_case(front: Front, code: str, who: Caller) -> tuple[CaseRecord, Viewer] | None:
    """The case and how the caller stands to it; None where there is none that the caller may know of."""
    known_as = case_code(code)
    record = front.record.cases.find(known_as) if known_as else None
    if record is None:
        return None
    viewer = _viewer(front, record, who)
    return (record, viewer) if viewer else None


def require_case(front: Front, code: str, who: Caller) -> tuple[CaseRecord, Viewer]:
    """The case and how the caller stands to it.

    Raises:
        Problem: there is none that the caller may know of.
    """
    found = find_case(front, code, who)
    if found is None:
        raise Problem(UNKNOWN_CASE)
    return found


def _viewer(front: Front, record: CaseRecord, who: Caller) -> Viewer | None:
    if who.tracking_key and _opens(front.record.cases, front.throttle, record.code, who.tracking_key, who.address):
        return Viewer(Audience.REPORTER, REPORTER)
    if who.staff and _within_scope(who.staff, record.complaint):
        return Viewer(Audience.STAFF, who.staff.actor, stand_ins(front, who.staff))
    return PASSER_BY if is_public(record.complaint) else None


def stand_ins(front: Front, who: Staff) -> tuple[Actor, ...]:
    """The caller as whoever stands in, now, for each leader who is away."""
    leaders = map(actor_of, front.record.delegations.stood_in_for(who.account.id, front.clock()))
    return tuple(on_behalf_of(who.actor, leader) for leader in leaders if can_stand_in(who.actor, leader))


def _opens(cases: Cases, throttle: Throttle, code: str, tracking_key: str, address: str) -> bool:
    """Whether the key is the case's. Only wrong ones are counted, and after too many of them a right one waits too."""
    tries = throttle.keys(code, address)
    tries.require_one()
    kept = cases.tracking_hash(code)
    opens = kept is not None and hmac.compare_digest(kept, fingerprint(as_written(tracking_key)))
    if not opens:
        tries.spend()
    return opens


def _within_scope(who: Staff, complaint: Complaint) -> bool:
    return scope_of(who.actor).covers(
        authority=complaint.procedure.id,
        lead=complaint.lead,
        co_ordinating=complaint.co_ordinating,
        test=complaint.test,
    )
