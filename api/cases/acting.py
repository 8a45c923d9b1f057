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
from structlog.contextvars import bind_contextvars

from api.cases.checking import check
from api.cases.gathering import gathering
from api.cases.going_over import going_over, is_due
from api.cases.parts import ActingParts
from api.cases.repeating import SentAct
from api.cases.succeeding import move_due
from api.web.front import Clock, Front
from api.web.identity.callers import Caller, Viewer, case_code, find_case
from api.web.merged import MergedCases, answering, is_merged, refused_to
from api.web.offices import own_limit
from api.web.problems.kinds import CASE_FROZEN, SIGN_IN, UNKNOWN_CASE
from api.web.problems.machine_kinds import NOT_FOR_MACHINES
from api.web.problems.problem import Problem, problem_of, refused
from domain.actors import Actor, sign
from domain.acts import Act, Dispatch, Forward, Merge, Unmerge, digest
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.merging import OWN_ACTS
from domain.offices.machine_clients import ACTS_OF_MACHINES
from domain.refusals import NOT_THEIRS, Refusal, RefusalKind
from domain.texts.known import filed_under
from domain.words import Role
from records.cases.rows import CaseRecord, Entry
from records.errors import RecordsUnavailable
from records.offices.repository import Offices
from telemetry import metrics
from workflows.contract import ActRequest
from workflows.errors import ActNotRecorded, ActRefused, CaseNotRunning, WorkflowsUnavailable

Shown = TypeVar("Shown")

PATIENCE = 9.0
"""Seconds after which a caller is answered, whatever is down."""

GATHERED_AT_ONCE = 100
"""Merges of one case that it learns of in one act."""

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
    """An act that was found to be in order.

    `record` is the case on which its caller acts, and `viewer` how they stand to it. `target` is the case that the act is done
    to: where a merged report's reporter acts, the one that the report is part of. `main` is the case whose reports the act
    changes, if any. `was_done` tells that the act was done before.
    """

    record: CaseRecord
    viewer: Viewer
    target: CaseRecord
    sent: SentAct
    main: str | None
    was_done: bool


@dataclass(frozen=True)
class _Move:
    """A case that must first leave an agency which has ended, and the act by which it does. Without an act, one that must first
    go over to another text."""

    case: CaseRecord
    sent: SentAct | None


async def perform(
    front: Front, code: str, act_id: str, act: Act, caller: Caller, show: Callable[[ActDone], Shown]
) -> Shown:
    """Do an act, once however often it is sent. Return what `show` makes of the case after it, read in one transaction. An act of
    a merged report's reporter is done to the case that the report is part of.

    Raises:
        Problem: the caller may not know of the case, the core refuses the act, or something it names does not exist.
        WorkflowsUnavailable: no answer in time. Sent again with the same act id, the act is not done twice.
        RecordsUnavailable: the same, for the record.
    """
    bind_contextvars(case=case_code(code), act=act_id)
    _require_for_machines(caller, act)
    with metrics.act_counted(act.kind, _outcome_of) as count:
        ready = await run_in_threadpool(_ready, front, code, act_id, act, caller)
        stays = False
        while isinstance(ready, _Move):
            moving = ready.sent or await run_in_threadpool(going_over, front, front.procedures, ready.case.complaint)
            if moving is None:
                stays = True  # the new text has no counterpart of the step that it stands in
            else:
                await do_once(front, ready.case, moving)
            ready = await run_in_threadpool(_ready, front, code, act_id, act, caller, stays=stays)
        if ready is None or ready.was_done:
            count.outcome = "repeated"
        if ready is None:
            return show(await run_in_threadpool(_done_before, front.record.cases, code, act_id, act, caller))
        if not ready.was_done:
            front.pairing.require()
            await _send(front, ready.target, ready.sent)
        if ready.main is not None:
            await _gather_if_possible(front, ready.main)
        return await run_in_threadpool(_after, front, ready, caller, show)


def _require_for_machines(caller: Caller, act: Act) -> None:
    """Raise Problem where a machine client does an act that is for people alone."""
    if caller.staff and caller.staff.machine is not None and act.kind not in ACTS_OF_MACHINES:
        raise Problem(NOT_FOR_MACHINES)


def _outcome_of(error: Exception) -> str:
    """Return the name under which metrics count an act that ended with this error."""
    status = problem_of(error).kind.status
    if status < 500:
        return "refused"
    return "unconfirmed" if status == 503 else "failed"


def itself(done: ActDone) -> ActDone:
    """Show nothing of the case after an act but the case itself."""
    return done


async def do_once(parts: ActingParts, record: CaseRecord, sent: SentAct) -> None:
    """Do an act unless it was done before. Raises as `perform` does."""
    cases = parts.record.cases
    entries = await run_in_threadpool(cases.act_entries, sent.code, sent.act_id)
    if await run_in_threadpool(_was_done, parts, record, sent, entries):
        return
    await _send(parts, record, sent)
    await run_in_threadpool(_require_done, cases, sent)


def _ready(
    front: Front, code: str, act_id: str, act: Act, caller: Caller, *, stays: bool = False
) -> _Ready | _Move | None:
    """Read and check all that comes before the act. None where there is no case that the caller may know of, and a move where
    the case must first leave an agency which has ended, or go over to another text, unless it `stays` under its own."""
    cases = front.record.cases
    with front.record.reading():
        found = find_case(front, code, caller, act_id)
        if found is None:
            return None
        record, viewer = found
        if viewer.actor is None:
            raise onlooker(record, caller)
        act = _with_own_limit(front.record.offices, record.complaint, act)
        by = _in_whose_role(record.complaint, act, viewer.actor, viewer.stand_ins, front.clock())
        target, by = _lands_on(cases, record, by, act)
        if not target.frozen and (moving := move_due(front.record, target.complaint)):
            return _Move(target, moving)
        if not target.frozen and not stays and is_due(front.record, target.complaint):
            return _Move(target, None)
        main = _changes_reports_of(cases, record, act)
        sent = SentAct(target.code, act_id, act, by)
        entries = record.act if target is record else cases.act_entries(target.code, act_id)
        return _Ready(record, viewer, target, sent, main, _was_done(front, target, sent, entries))


def _was_done(parts: ActingParts, record: CaseRecord, sent: SentAct, entries: tuple[Entry, ...]) -> bool:
    """Return whether the act was done before. If not, check what it names. `entries` is what the record has under its id."""
    if sent.was_recorded(entries):
        return True
    if record.frozen:
        raise Problem(CASE_FROZEN)
    check(parts.record, parts.clock, record.complaint, sent.by, sent.act)
    return False


def _require_done(cases: Cases, sent: SentAct) -> None:
    """Check that the act that was done is this one. When two different acts are sent at once under one id, one is done; the
    caller of the other must hear that theirs was not."""
    sent.was_recorded(cases.act_entries(sent.code, sent.act_id))


async def gather(parts: ActingParts, main: str) -> None:
    """Let a case learn of the reports that were merged into it or taken out of it. Doing it again changes nothing.

    Raises:
        WorkflowsUnavailable, RecordsUnavailable: the case goes on waiting for it.
    """
    cases = parts.record.cases
    found = await run_in_threadpool(gathering, cases, main, GATHERED_AT_ONCE)
    if found is None:
        return
    if found.act is not None:
        await do_once(parts, found.case, SentAct(found.case.code, found.act_id, found.act, found.by))
    await run_in_threadpool(cases.gathered, main, found.reports)


async def _gather_if_possible(parts: ActingParts, main: str) -> None:
    """Gather, and leave it to the background job where that fails: the merge itself is done."""
    try:
        await gather(parts, main)
    except (Problem, WorkflowsUnavailable, RecordsUnavailable, ActNotRecorded) as error:
        _log.info("gathering left to the sweeper", case=main, error=type(error).__name__)


def _lands_on(cases: MergedCases, record: CaseRecord, by: Actor, act: Act) -> tuple[CaseRecord, Actor]:
    """Return the case that an act is done to, and who does it there."""
    if by.role is not Role.REPORTER or not is_merged(record.complaint) or act.kind in OWN_ACTS:
        return record, by
    return answering(cases, record), replace(by, report=record.code)


def _changes_reports_of(cases: MergedCases, record: CaseRecord, act: Act) -> str | None:
    """Return the case that a report joins or leaves by this act."""
    match act:
        case Merge():
            return act.into
        case Unmerge() if is_merged(record.complaint):
            return cases.main_of(record.code)
        case _:
            return None


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
    might = (actor for actor, outcome in decided if not isinstance(outcome, Refusal) or outcome.kind not in NOT_THEIRS)
    return next(may, next(might, own))


async def _send(parts: ActingParts, record: CaseRecord, sent: SentAct) -> None:
    """Send the act to the case's workflow and wait until it is recorded."""
    signature = sign(parts.keys.actors, code=sent.code, act_id=sent.act_id, act=digest(sent.act), actor=sent.by)
    seen = record.complaint.number
    request = ActRequest(
        act_id=sent.act_id,
        by=sent.by,
        act=sent.act,
        signature=signature,
        seen=seen,
        filing=record.complaint.filing,
    )
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
            raise refused_to(parts.record.cases, record.complaint, sent.by, error.refusal) from error
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
    cases, code, sent = front.record.cases, ready.record.code, ready.sent
    with front.record.reading():
        found = find_case(front, code, caller, sent.act_id)
        if found is not None and sent.code == code:
            sent.was_recorded(found[0].act)
        else:
            _require_done(cases, sent)
        if found is None or found[1].audience is not ready.viewer.audience:
            return show(_out_of_sight(cases, code, sent.act_id))
        return show(ActDone(found[0].complaint, found))


def _out_of_sight(cases: Cases, code: str, act_id: str) -> ActDone:
    """Return the case as the act left it."""
    record = cases.find(code)
    if record is None:
        raise Problem(UNKNOWN_CASE)
    last = max(entry.number for entry in cases.act_entries(code, act_id))
    events = [entry.event for entry in cases.entries(code) if entry.number <= last]
    unfiled = Complaint(code=code, procedure=filed_under(record.complaint.procedure))
    return ActDone(apply_all(unfiled, events), None)
