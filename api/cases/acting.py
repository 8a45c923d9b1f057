"""An act of somebody on a case: found for the caller, done unless it was done before, checked, and sent to the case's
workflow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar

import structlog
from starlette.concurrency import run_in_threadpool

from api.cases.checking import check
from api.cases.parts import ActingParts
from api.cases.repeating import SentAct
from api.web.front import Clock, Front
from api.web.identity.callers import Caller, Viewer, case_code, find_case
from api.web.offices import own_limit
from api.web.problems.kinds import SIGN_IN, UNKNOWN_CASE
from api.web.problems.problem import Problem, refused
from domain.actors import Actor, sign
from domain.acts import Act, Dispatch, Forward, digest
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.refusals import Refusal, RefusalKind
from records.cases.rows import CaseRecord, Entry
from records.offices.repository import Offices
from workflows.contract import ActRequest
from workflows.errors import ActNotRecorded, ActRefused, CaseNotRunning, WorkflowsUnavailable

Shown = TypeVar("Shown")

PATIENCE = 9.0
"""Seconds after which a caller is answered, whatever is down."""

_NOT_THEIR_ROLE = frozenset({RefusalKind.WRONG_ROLE, RefusalKind.WRONG_AGENCY, RefusalKind.WRONG_AUTHORITY})
_log = structlog.get_logger(__name__)


class Cases(Protocol):
    """The record as acting needs it; `records.cases.repository.Cases` is the real one."""

    def find(self, code: str, act_id: str | None = None) -> CaseRecord | None:
        """Return a case as it stands, None for an unknown code. With `act_id`, what that act caused is among it."""
        ...

    def entries(self, code: str) -> tuple[Entry, ...]:
        """Return all that has happened to a case, in order."""
        ...

    def act_entries(self, code: str, act_id: str) -> tuple[Entry, ...]:
        """Return what one act brought about, in order; nothing when it was not recorded."""
        ...


@dataclass(frozen=True)
class ActDone:
    """A case after an act was done.

    `seen` is the case as it stands now and how the caller stands to it. It is None where the act took the case out of the
    caller's sight; then `complaint` is the case as the act left it, for the caller may not know what came after.
    """

    complaint: Complaint
    seen: tuple[CaseRecord, Viewer] | None


@dataclass(frozen=True)
class _Ready:
    """An act that was found to be in order: on which case, how its caller stands to it, and whether it was done before."""

    record: CaseRecord
    viewer: Viewer
    sent: SentAct
    was_done: bool


async def perform(
    front: Front, code: str, act_id: str, act: Act, caller: Caller, show: Callable[[ActDone], Shown]
) -> Shown:
    """Do an act, once however often it is sent. Return what `show` makes of the case after it, read in one transaction.

    Raises:
        Problem: the caller may not know of the case, the core refuses the act, or something it names does not exist.
        WorkflowsUnavailable: no answer in time. Sent again with the same act id, the act is not done twice.
        RecordsUnavailable: the same, for the record.
    """
    ready = await run_in_threadpool(_ready, front, code, act_id, act, caller)
    if ready is None:
        return show(await run_in_threadpool(_done_before, front.record.cases, code, act_id, act, caller))
    if not ready.was_done:
        await _send(front, ready.record, ready.sent)
    return await run_in_threadpool(_after, front, ready, caller, show)


def itself(done: ActDone) -> ActDone:
    """Show nothing of the case after an act but the case itself."""
    return done


async def do_once(parts: ActingParts, record: CaseRecord, sent: SentAct) -> None:
    """Do an act unless it was done before. `record` holds what the record has under its id. Raises as `perform` does."""
    if await run_in_threadpool(_was_done, parts, record, sent):
        return
    await _send(parts, record, sent)
    await run_in_threadpool(_require_done, parts.record.cases, sent)


def _ready(front: Front, code: str, act_id: str, act: Act, caller: Caller) -> _Ready | None:
    """Read and check all that comes before the act. None where there is no case that the caller may know of."""
    with front.record.reading():
        found = find_case(front, code, caller, act_id)
        if found is None:
            return None
        record, viewer = found
        if viewer.actor is None:
            raise onlooker(record, caller)
        act = _with_own_limit(front.record.offices, record.complaint, act)
        by = _in_whose_role(record.complaint, act, viewer.actor, viewer.stand_ins, front.clock())
        sent = SentAct(record.code, act_id, act, by)
        return _Ready(record, viewer, sent, _was_done(front, record, sent))


def _was_done(parts: ActingParts, record: CaseRecord, sent: SentAct) -> bool:
    """Return whether the act was done before. If not, check what it names."""
    if sent.was_recorded(record.act):
        return True
    check(parts.record, parts.clock, record.complaint, sent.by, sent.act)
    return False


def _require_done(cases: Cases, sent: SentAct) -> None:
    """Check that the act that was done is this one. When two different acts are sent at once under one id, one is done; the
    caller of the other must hear that theirs was not."""
    sent.was_recorded(cases.act_entries(sent.code, sent.act_id))


def onlooker(record: CaseRecord, caller: Caller) -> Problem:
    """Return why a caller who only sees a public case may not act on it."""
    if caller.staff is None:
        return Problem(SIGN_IN)
    procedure = record.complaint.procedure
    is_ours = caller.staff.actor.authority == procedure.id
    return refused(Refusal(RefusalKind.WRONG_AGENCY if is_ours else RefusalKind.WRONG_AUTHORITY), procedure)


def _with_own_limit(offices: Offices, complaint: Complaint, act: Act) -> Act:
    """Return the act with the own limit of the agency to which it sends the case, where that agency has one."""
    if not isinstance(act, Dispatch | Forward):
        return act
    return replace(act, agency_limit=own_limit(offices, complaint.procedure.id, act.lead))


def _in_whose_role(complaint: Complaint, act: Act, own: Actor, stand_ins: tuple[Actor, ...], at: datetime) -> Actor:
    """Return the role in which the caller acts: their own, unless only the role of a leader who is away may do the act.

    Where no role may do it now, the first role that might at another time acts, and its refusal says why not now.
    """
    if not stand_ins:
        return own
    decided = [(actor, decide(complaint, act, by=actor, at=at)) for actor in (own, *stand_ins)]
    may = (actor for actor, outcome in decided if not isinstance(outcome, Refusal))
    might = (
        actor for actor, outcome in decided if not isinstance(outcome, Refusal) or outcome.kind not in _NOT_THEIR_ROLE
    )
    return next(may, next(might, own))


async def _send(parts: ActingParts, record: CaseRecord, sent: SentAct) -> None:
    """Send the act to the case's workflow and wait until it is recorded."""
    signature = sign(parts.keys.actors, code=sent.code, act_id=sent.act_id, act=digest(sent.act), actor=sent.by)
    request = ActRequest(act_id=sent.act_id, by=sent.by, act=sent.act, signature=signature)
    try:
        async with asyncio.timeout(PATIENCE):
            try:
                await parts.gateway.act(sent.code, request)
            except CaseNotRunning:
                await _start_and_send(parts, sent.code, request)
    except TimeoutError as late:
        raise WorkflowsUnavailable("no answer in time") from late
    except ActNotRecorded:
        # What the act names may have changed between the check and the record; if so, the check now says what.
        await run_in_threadpool(check, parts.record, parts.clock, record.complaint, sent.by, sent.act)
        raise
    except ActRefused as error:
        # An earlier try whose answer was lost may have done the act; the core then refuses this one for coming after it.
        if not sent.was_recorded(await run_in_threadpool(parts.record.cases.act_entries, sent.code, sent.act_id)):
            raise refused(error.refusal, record.complaint.procedure) from error
    by = sent.by
    _log.info("act done", case=sent.code, act=sent.act.kind, role=by.role, stands_in=by.on_behalf_of is not None)


async def _start_and_send(parts: ActingParts, code: str, request: ActRequest) -> None:
    """Start the workflow that does not run, and send the act to it.

    Either the report came in while Temporal was away, or the case has ended. A case that has ended runs once more for an act
    that its regulation still allows.
    """
    complaint = await run_in_threadpool(_still_open_to, parts.record.cases, parts.clock, code, request)
    if complaint.status.is_final:
        await parts.gateway.run_once_more(complaint)
    else:
        await parts.gateway.start(complaint)
        await run_in_threadpool(parts.record.intake.mark_started, code)
    try:
        await parts.gateway.act(code, request)
    except CaseNotRunning as error:
        await run_in_threadpool(_still_open_to, parts.record.cases, parts.clock, code, request)
        raise WorkflowsUnavailable("the case's workflow does not run") from error


def _still_open_to(cases: Cases, clock: Clock, code: str, request: ActRequest) -> Complaint:
    """Return the case as it stands. Raises ActRefused where it has ended and this act may no longer be done."""
    record = cases.find(code)
    if record is None:
        raise ActRefused(Refusal(RefusalKind.CASE_CLOSED))
    complaint = record.complaint
    if complaint.status.is_final:
        decided = decide(complaint, request.act, by=request.by, at=clock())
        if isinstance(decided, Refusal):
            raise ActRefused(decided)
    return complaint


def _done_before(cases: Cases, code: str, act_id: str, act: Act, caller: Caller) -> ActDone:
    """Return the answer to a repeated act by which a member of staff gave the case out of their own sight.

    Raises:
        Problem: the caller knows of no such case and did no such act.
    """
    known_as = case_code(code)
    if caller.staff is None or known_as is None:
        raise Problem(UNKNOWN_CASE)
    sent = SentAct(known_as, act_id, act, caller.staff.actor)
    if not sent.is_in(cases.act_entries(known_as, act_id)):
        raise Problem(UNKNOWN_CASE)
    return _out_of_sight(cases, known_as, act_id)


def _after(front: Front, ready: _Ready, caller: Caller, show: Callable[[ActDone], Shown]) -> Shown:
    """Show the case after the act, as far as its caller may still know."""
    sent, cases = ready.sent, front.record.cases
    with front.record.reading():
        found = find_case(front, sent.code, caller, sent.act_id)
        if found is None or found[1].audience is not ready.viewer.audience:
            _require_done(cases, sent)
            return show(_out_of_sight(cases, sent.code, sent.act_id))
        sent.was_recorded(found[0].act)
        return show(ActDone(found[0].complaint, found))


def _out_of_sight(cases: Cases, code: str, act_id: str) -> ActDone:
    """Return the case as the act left it."""
    record = cases.find(code)
    if record is None:
        raise Problem(UNKNOWN_CASE)
    last = max(entry.number for entry in cases.act_entries(code, act_id))
    events = [entry.event for entry in cases.entries(code) if entry.number <= last]
    unfiled = Complaint(code=code, procedure=record.complaint.procedure)
    return ActDone(apply_all(unfiled, events), None)
