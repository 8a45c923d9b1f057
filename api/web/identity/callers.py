"""The callers: staff by a token, a reporter by the tracking key of a case, or anybody else; and how each stands to a case."""

from __future__ import annotations

import hmac
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Protocol

from fastapi import Depends, Request
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from api.web.front import Clock, Front, FrontDep, fingerprint
from api.web.identity.machines import is_of_machine, machine_with
from api.web.identity.tracking import as_written
from api.web.merged import answering
from api.web.problems.kinds import PASSWORD_FIRST, SIGN_IN, STAFF_ONLY, UNKNOWN_CASE
from api.web.problems.problem import Problem
from api.web.problems.proofs import CODE_FIRST, ENROLMENT_FIRST
from api.web.throttle import Throttle, address_of
from domain.actors import REPORTER, Actor
from domain.complaint import Complaint
from domain.offices.delegations import can_stand_in, on_behalf_of
from domain.offices.machine_clients import MachineScope
from domain.visibility import Audience, is_public, scope_of
from records.cases.repository import Cases
from records.cases.rows import CaseRecord
from records.errors import RecordsError
from records.messages.rows import Addressee
from records.record import Record
from records.staff.rows import Account, Owed

_CODE = re.compile(r"[A-Z0-9]{1,12}-[0-9]{4}-[0-9]{1,12}")
_bearer = HTTPBearer(auto_error=False, scheme_name="staff", description="Mã truy cập từ `POST /api/v1/sessions`.")
_tracking = APIKeyHeader(
    name="X-Tracking-Key",
    auto_error=False,
    scheme_name="reporter",
    description="Mã tra cứu (tracking_key) nhận được khi gửi phản ánh.",
)


_FIRST = {Owed.PASSWORD: PASSWORD_FIRST, Owed.CODE: CODE_FIRST, Owed.ENROLMENT: ENROLMENT_FIRST}
_NOTED_EVERY = timedelta(minutes=1)
"""The time between two notes that a session is used, so that not every request writes."""


class SessionParts(Protocol):
    """The parts of the front that find a session; `api.web.front.Front` is the real one."""

    @property
    def record(self) -> Record: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def idle(self) -> timedelta: ...


def actor_of(account: Account) -> Actor:
    """Return the actor that this account is."""
    return Actor(account.role, authority=account.authority, agency=account.agency, account=account.id)


@dataclass(frozen=True)
class Staff:
    """A member of staff who is signed in, and the leaders who are away and for whom they stand in.

    Who still `owes` something may do nothing else before. `confirmed_at` is when they last proved who they are. `machine` holds
    what a machine client may do, None for a person.
    """

    account: Account
    token_fingerprint: str
    stands_in_for: tuple[Account, ...] = ()
    owes: Owed | None = None
    confirmed_at: datetime | None = None
    machine: frozenset[MachineScope] | None = None

    @property
    def actor(self) -> Actor:
        """The actor that this person is."""
        return actor_of(self.account)

    @property
    def stand_ins(self) -> tuple[Actor, ...]:
        """This person in the role of each leader who is away and whom they stand in for now."""
        leaders = map(actor_of, self.stands_in_for)
        return tuple(on_behalf_of(self.actor, leader) for leader in leaders if can_stand_in(self.actor, leader))


@dataclass(frozen=True)
class Caller:
    """A caller, as far as the request says who it is, and the address that the request came from."""

    staff: Staff | None
    tracking_key: str | None
    address: str

    @property
    def as_reporter(self) -> Caller:
        """The same person as a reporter, without their session."""
        return replace(self, staff=None)


@dataclass(frozen=True)
class Viewer:
    """The relation of a caller to one case. `machine` tells that the caller is a machine client."""

    audience: Audience
    actor: Actor | None
    stand_ins: tuple[Actor, ...] = ()
    machine: bool = False

    @property
    def actors(self) -> tuple[Actor, ...]:
        """All roles in which the caller may act, their own first."""
        return () if self.actor is None else (self.actor, *self.stand_ins)


PASSER_BY = Viewer(Audience.PUBLIC, None)


def any_caller(
    request: Request,
    front: FrontDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    tracking_key: Annotated[str | None, Depends(_tracking)],
) -> Caller:
    """Return who calls, even one who owes something. An expired token is an error, not an anonymous caller: the person must
    learn to sign in again."""
    if bearer is None:
        if "authorization" in request.headers:
            raise Problem(SIGN_IN)
        return Caller(None, tracking_key, address_of(request))
    if is_of_machine(bearer.credentials):
        token = machine_with(front, request, bearer.credentials)
        machine = Staff(token.account, fingerprint(bearer.credentials), machine=token.scopes)
        return Caller(machine, None, address_of(request))
    signed_in = staff_with(front, bearer.credentials)
    if signed_in is None:
        raise Problem(SIGN_IN)
    return Caller(signed_in, tracking_key, address_of(request))


def staff_with(parts: SessionParts, token: str, *, uses: bool = True) -> Staff | None:
    """Return whose session this token opens, None where it opens none, or the session has expired or was idle for too long.

    `uses` tells whether a person sent the request; a page that renews itself does not keep its session open.
    """
    known_as, now = fingerprint(token), parts.clock()
    since = now - parts.idle if parts.idle else None
    sessions = parts.record.sessions
    found = sessions.signed_in(known_as, now, since) if since else sessions.signed_in(known_as, now)
    if found is None:
        return None
    if uses and found.used_at and found.used_at <= now - _NOTED_EVERY:
        with suppress(RecordsError):  # to read must be possible where nothing can be written
            sessions.note_use(known_as, now)
    return Staff(found.account, known_as, found.stands_in_for, found.owes, found.confirmed_at)


def require_nothing_owed(staff: Staff | None) -> None:
    """Raise Problem for a member of staff who has to do something else first."""
    if staff and staff.owes:
        raise Problem(_FIRST[staff.owes])


def require_owing_at_most(staff: Staff, owed: Owed) -> None:
    """Raise Problem for a member of staff who has to do something else before this."""
    if staff.owes is not owed:
        require_nothing_owed(staff)


async def caller(anybody: Annotated[Caller, Depends(any_caller)]) -> Caller:
    """Return who calls. Raises Problem where they owe something first."""
    require_nothing_owed(anybody.staff)
    return anybody


CallerDep = Annotated[Caller, Depends(caller)]


async def staff(caller: CallerDep) -> Staff:
    """Return the member of staff who calls. Raises Problem for anybody else."""
    if caller.staff is None:
        raise Problem(STAFF_ONLY)
    return caller.staff


StaffDep = Annotated[Staff, Depends(staff)]


async def _newcomer(anybody: Annotated[Caller, Depends(any_caller)]) -> Staff:
    if anybody.staff is None:
        raise Problem(STAFF_ONLY)
    return anybody.staff


NewcomerDep = Annotated[Staff, Depends(_newcomer)]
"""A member of staff, even one who owes something."""


def case_code(given: str) -> str | None:
    """Return a case code in its canonical form, None for a text that cannot be one."""
    code = given.strip().upper()
    return code if _CODE.fullmatch(code) else None


def addressee(cases: Cases, throttle: Throttle, caller: Caller, code: str | None) -> Addressee:
    """Return whose notices the caller may read: those of the reporter whose tracking key it is, or of their own account."""
    if caller.tracking_key:
        known_as = case_code(code or "")
        if known_as is None or not _opens(cases, throttle, known_as, caller.tracking_key, caller.address):
            raise Problem(UNKNOWN_CASE)
        return Addressee(reporter_of=known_as)
    if caller.staff is None:
        raise Problem(SIGN_IN)
    return Addressee(account=caller.staff.account.id)


def find_case(front: Front, code: str, caller: Caller, act_id: str | None = None) -> tuple[CaseRecord, Viewer] | None:
    """Return the case and how the caller stands to it, None where there is none that the caller may know of.

    With `act_id`, what that act caused is among the case.
    """
    known_as = case_code(code)
    record = front.record.cases.find(known_as, act_id) if known_as else None
    if record is None:
        return None
    viewer = _viewer(front, record, caller)
    return (record, viewer) if viewer else None


def require_case(front: Front, code: str, caller: Caller) -> tuple[CaseRecord, Viewer]:
    """Return the case and how the caller stands to it.

    Raises:
        Problem: there is none that the caller may know of.
    """
    found = find_case(front, code, caller)
    if found is None:
        raise Problem(UNKNOWN_CASE)
    return found


def _viewer(front: Front, record: CaseRecord, caller: Caller) -> Viewer | None:
    if caller.tracking_key and _opens(
        front.record.cases, front.throttle, record.code, caller.tracking_key, caller.address
    ):
        return Viewer(Audience.REPORTER, REPORTER)
    if caller.staff and _may_know_of(front.record.cases, caller.staff, record):
        machine = caller.staff.machine is not None
        return Viewer(Audience.STAFF, caller.staff.actor, caller.staff.stand_ins, machine=machine)
    return PASSER_BY if is_public(record.complaint) else None


def _opens(cases: Cases, throttle: Throttle, code: str, tracking_key: str, address: str) -> bool:
    """Return whether the key opens the case. Only wrong keys are counted; after too many, a right one must wait as well."""
    tries = throttle.keys(code, address)
    tries.require_one()
    kept = cases.tracking_hash(code)
    opens = kept is not None and hmac.compare_digest(kept, fingerprint(as_written(tracking_key)))
    if not opens:
        tries.spend()
    return opens


def _may_know_of(cases: Cases, staff: Staff, record: CaseRecord) -> bool:
    """Return whether the case is within the scope of a member of staff. A merged report is evidence of the case that it is part
    of, so the people of that case may know of it."""
    return _within_scope(staff, record.complaint) or _within_scope(staff, answering(cases, record).complaint)


def _within_scope(staff: Staff, complaint: Complaint) -> bool:
    return complaint.was_filed_by(staff.actor) or scope_of(staff.actor).covers(
        authority=complaint.procedure.id,
        lead=complaint.lead,
        co_ordinating=complaint.co_ordinating,
        test=complaint.test,
    )
