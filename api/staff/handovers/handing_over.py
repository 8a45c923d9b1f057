"""Hand an officer's open cases over to another of the same agency.

The cases go one by one, each by an act of its own. What is not done while the caller waits is done by a background job.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import structlog
from starlette.concurrency import run_in_threadpool

from api.cases.acting import do_once
from api.cases.parts import ActingParts
from api.cases.repeating import SentAct
from api.office.admins import administers
from api.office.problems import HAND_OVER_FOR_ANOTHER, NO_LEADER, UNKNOWN_HANDOVER
from api.web.front import Front
from api.web.identity.callers import Staff, actor_of
from api.web.problems.kinds import ACT_NOT_RECORDED
from api.web.problems.problem import Problem, wrong_field
from domain.actors import Actor
from domain.acts import Assign
from domain.offices.delegations import on_behalf_of
from domain.words import Role
from records.errors import HandoverUnknown, KeyReused, RecordsUnavailable
from records.staff.rows import Account, Handover, HandoverCase, HandoverState, LeftBehind
from workflows.errors import ActNotRecorded, WorkflowsUnavailable

PATIENCE = 8.0
"""The caller waits for this many seconds; the background job does the rest."""

_AT_ONCE = 4
_ALL = 100_000
_NAMESPACE = uuid.UUID("f0b2a9d4-6b0a-4a4c-8a57-5c3e1d7f2b90")
_log = structlog.get_logger(__name__)


async def hand_over(
    front: Front, staff: Staff, *, from_account: str, to_account: str, reason: str, key: str
) -> Handover:
    """Hand an officer's open cases over, and return the handover as far as it has come.

    Sending it again with the same key goes on with the same handover.

    Raises:
        Problem: the accounts do not fit, or this member of staff may not hand over for that agency.
        KeyReused: the key came before with another handover.
    """
    handover_id = uuid.uuid5(_NAMESPACE, f"{staff.account.id} {key}").hex
    handover = await run_in_threadpool(_begin, front, staff, handover_id, from_account, to_account, reason)
    await carry_out(front, handover)
    return await run_in_threadpool(front.record.handovers.find, handover_id)


async def carry_out(parts: ActingParts, handover: Handover) -> None:
    """Hand over the cases of a handover that was begun. The background job does what takes longer than the caller waits."""
    try:
        async with asyncio.timeout(PATIENCE):
            await _move(parts, handover, _ALL)
    except (TimeoutError, WorkflowsUnavailable, RecordsUnavailable) as error:
        _log.info("handover left to the sweeper", handover=handover.id, error=type(error).__name__)


def begin_leaving(front: Front, staff: Staff, source: Account, target: Account | None, reason: str) -> Handover:
    """Put on record that an account's open cases go to a colleague, or for None back to their agency, because the account
    leaves. Return the handover with its cases.

    An admin acts on behalf of the agency's leader or, where nobody else leads it, on behalf of the account itself.
    """
    leader = next((each for each in _leaders(front, source) if each.id != source.id), source)
    handover = Handover(
        id=uuid.uuid4().hex,
        authority=source.authority or "",
        agency=source.agency or "",
        from_account=source.id,
        to_account=target.id if target else None,
        reason=reason,
        by=on_behalf_of(staff.actor, actor_of(leader)),
        at=front.clock(),
    )
    front.record.handovers.begin(handover)
    return front.record.handovers.find(handover.id)


def begin_returns(parts: ActingParts, grace: timedelta) -> None:
    """Put on record that what is left with accounts that no longer work on it goes back to its agency.

    An act may be recorded just after its author was switched off, so that no handover knew of the case. Several workers may
    begin the same return at the same time: its id is made of the cases and of the change by which the account left.
    """
    for held in parts.record.handovers.left_behind(parts.clock() - grace):
        handover = _return_of(parts, held)
        with suppress(KeyReused):  # begun before, when somebody else led the agency
            parts.record.handovers.begin(handover)


def _return_of(parts: ActingParts, held: LeftBehind) -> Handover:
    account = parts.record.accounts.find(held.account)
    role = account.role if account and account.role.of_agency else Role.AGENCY_OFFICER
    holder = Actor(role, authority=held.authority, agency=held.agency, account=held.account)
    leader = next(_leaders_of(parts, held.authority, held.agency), None)
    by = actor_of(leader) if leader else holder
    if held.by_account and held.by_account != by.account:
        by = on_behalf_of(Actor(Role.ADMIN, account=held.by_account), by)
    return Handover(
        id=uuid.uuid5(_NAMESPACE, " ".join((held.account, held.agency, str(held.change), *held.codes))).hex,
        authority=held.authority,
        agency=held.agency,
        from_account=held.account,
        to_account=None,
        reason=reason_of_leaving(active=account is not None and account.active),
        by=by,
        at=parts.clock(),
    )


def reason_of_leaving(*, active: bool) -> str:
    """Return the reason that a handover states for an account that leaves its work."""
    return "Chuyển vị trí công tác" if active else "Tài khoản ngừng hoạt động"


async def go_on(parts: ActingParts, most: int) -> bool:
    """Go on with up to `most` cases of a handover that was begun and not finished. Return whether more may wait.

    Raises:
        WorkflowsUnavailable: Temporal is away; the cases go on waiting.
        RecordsUnavailable: the record is away; the cases go on waiting.
    """
    begun = await run_in_threadpool(parts.record.handovers.unfinished, 1)
    for handover_id in begun:
        more = await _move(parts, await run_in_threadpool(parts.record.handovers.find, handover_id), most)
        _log.info("handover goes on", handover=handover_id, more=more)
    return bool(begun)


def handover_seen_by(front: Front, staff: Staff, handover_id: str) -> Handover:
    """Return a handover, for the agency's leader and for the authority's admins and auditors.

    Raises:
        Problem: there is no such handover that this member of staff may see.
    """
    try:
        handover = front.record.handovers.find(handover_id)
    except HandoverUnknown as error:
        raise Problem(UNKNOWN_HANDOVER) from error
    account = staff.account
    watches = account.role is Role.AUDITOR and account.authority in (None, handover.authority)
    leads = _as_leader(handover.authority, handover.agency, staff) is not None
    if not (watches or leads or administers(staff, handover.authority)):
        raise Problem(UNKNOWN_HANDOVER)
    return handover


def _begin(front: Front, staff: Staff, handover_id: str, from_account: str, to_account: str, reason: str) -> Handover:
    """Put the handover on record, and return it with its cases."""
    source, target = front.record.accounts.find(from_account), front.record.accounts.find(to_account)
    by = _giver(front, source, staff)
    if source is None or source.agency is None:
        raise wrong_field("from", "Không có cán bộ này ở cơ quan xử lý nào; hãy chọn một cán bộ.")
    is_colleague = target is not None and (target.authority, target.agency) == (source.authority, source.agency)
    if target is None or not is_colleague or not target.active or target.id == source.id:
        raise wrong_field("to", "Người nhận phải là cán bộ khác đang làm việc ở cùng cơ quan.")
    handover = Handover(
        id=handover_id,
        authority=source.authority or "",
        agency=source.agency,
        from_account=source.id,
        to_account=target.id,
        reason=reason,
        by=by,
        at=front.clock(),
    )
    front.record.handovers.begin(handover)
    return front.record.handovers.find(handover_id)


def _giver(front: Front, source: Account | None, staff: Staff) -> Actor:
    """Return who hands over: the agency's leader, a delegate of that leader, or an admin on behalf of one.

    An admin has no part in cases of its own, so the record says for which leader the admin acts.
    """
    if source is not None and source.agency is not None:
        if leader := _as_leader(source.authority, source.agency, staff):
            return leader
        if administers(staff, source.authority):
            answers = next(_leaders(front, source), None)
            if answers is None:
                raise Problem(NO_LEADER)
            return on_behalf_of(staff.actor, actor_of(answers))
    if staff.account.role is Role.ADMIN:
        raise wrong_field("from", "Không có cán bộ này ở cơ quan xử lý nào của địa phương; hãy chọn một cán bộ.")
    raise Problem(HAND_OVER_FOR_ANOTHER)


def _leaders(front: Front, account: Account) -> Iterator[Account]:
    """Yield the active leaders of an account's agency."""
    yield from _leaders_of(front, account.authority, account.agency)


def _leaders_of(parts: ActingParts, authority: str | None, agency: str | None) -> Iterator[Account]:
    for each in parts.record.accounts.of_authority(authority):
        if each.active and each.role is Role.AGENCY_LEADER and each.agency == agency:
            yield each


def _as_leader(authority: str | None, agency: str, staff: Staff) -> Actor | None:
    """Return the member of staff as a leader of this agency, by their own role or for a leader who is away."""
    leads = (Role.AGENCY_LEADER, authority, agency)
    actors = (staff.actor, *staff.stand_ins)
    return next((each for each in actors if (each.role, each.authority, each.agency) == leads), None)


async def _move(parts: ActingParts, handover: Handover, most: int) -> bool:
    """Hand over up to `most` of the cases that wait. Return whether more wait."""
    waiting = [case for case in handover.cases if case.state is HandoverState.WAITING]
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one(code: str) -> None:
        async with turns:
            case = await _handed_over(parts, handover, code)
            await run_in_threadpool(parts.record.handovers.settle_case, handover.id, case)

    results = await asyncio.gather(*(one(case.code) for case in waiting[:most]), return_exceptions=True)
    for failed in results:
        if isinstance(failed, BaseException):
            raise failed
    return len(waiting) > most


async def _handed_over(parts: ActingParts, handover: Handover, code: str) -> HandoverCase:
    """Hand one case over, and return what became of it.

    The act's id is made of the handover's id and the case's code, so trying again repeats the same act.
    """
    act_id = str(uuid.uuid5(uuid.UUID(handover.id), code))
    record = await run_in_threadpool(parts.record.cases.find, code, act_id)
    if record is not None and record.act:
        return HandoverCase(code, HandoverState.DONE)
    if record is None or record.complaint.officer != handover.from_account:
        return HandoverCase(code, HandoverState.LEFT, "Hồ sơ không còn là việc của cán bộ này.")
    try:
        await do_once(parts, record, SentAct(code, act_id, Assign(officer=handover.to_account), handover.by))
    except Problem as refused:
        return HandoverCase(code, HandoverState.LEFT, refused.detail)
    except ActNotRecorded:
        return HandoverCase(code, HandoverState.LEFT, ACT_NOT_RECORDED.detail)
    return HandoverCase(code, HandoverState.DONE)
