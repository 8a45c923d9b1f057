"""An act on a case: who may know, whether it was done before, what the record can check, and then the case's workflow."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

import structlog
from starlette.concurrency import run_in_threadpool

from api.cases.bodies import ActBody
from api.cases.checking import check
from api.cases.parts import ActingParts
from api.cases.views.case import CaseView, case_view, outline
from api.web.front import Clock, Front
from api.web.identity.callers import Caller, Viewer, case_code, find_case
from api.web.offices import own_limit
from api.web.problems.kinds import ACT_ID_TAKEN, SIGN_IN, UNKNOWN_CASE
from api.web.problems.problem import Problem, refused
from domain.actors import Actor, sign
from domain.acts import Act, Dispatch, Forward, digest
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.events import Dispatched, Forwarded
from domain.refusals import Refusal, RefusalKind
from domain.visibility import Audience
from records.cases.cases import Cases
from records.cases.rows import CaseRecord, Entry
from records.offices.offices import Offices
from workflows.contract import ActRequest
from workflows.errors import ActNotRecorded, ActRefused, CaseNotRunning, WorkflowsUnavailable

PATIENCE = 9.0
"""Seconds within which a person hears something, whatever is down."""

_NOT_THEIR_ROLE = frozenset({RefusalKind.WRONG_ROLE, RefusalKind.WRONG_AGENCY, RefusalKind.WRONG_AUTHORITY})
_log = structlog.get_logger(__name__)


async def perform(front: Front, code: str, body: ActBody, who: Caller) -> CaseView:
    """Do an act, once, and say where the case then stands.

    Raises:
        Problem: the caller may not know of the case, the core refuses the act, or something it names does not exist.
        WorkflowsUnavailable: no answer in time. Sent again with the same act id, the act is not done twice.
        RecordsUnavailable: the same, for the record.
    """
    act, act_id = body.to_act(), str(body.act_id)
    found = await run_in_threadpool(find_case, front, code, who)
    if found is None:
        if (
            answer := await run_in_threadpool(_done_before_by_staff, front.record.cases, code, who, act_id, act)
        ) is not None:
            return answer
        raise Problem(UNKNOWN_CASE)
    record, viewer = found
    if viewer.actor is None:
        raise onlooker(record, who)
    act = await run_in_threadpool(_with_own_limit, front.record.offices, record.complaint, act)
    by = _in_whose_role(record.complaint, act, viewer.actor, viewer.stand_ins, front.clock())
    await do_once(front, record, by, act_id, act)
    return await run_in_threadpool(_answer, front, record.code, who, viewer, act_id)


def _with_own_limit(offices: Offices, complaint: Complaint, act: Act) -> Act:
    """A case sent to an agency goes with that agency's own limit, where it has one."""
    if not isinstance(act, Dispatch | Forward):
        return act
    return replace(act, agency_limit=own_limit(offices, complaint.procedure.id, act.lead))


async def do_once(parts: ActingParts, record: CaseRecord, by: Actor, act_id: str, act: Act) -> None:
    """Have an act done that may have been done before. Raises as `perform` does."""
    if await run_in_threadpool(_is_done, parts.record.cases, record.code, by, act_id, act):
        return
    await run_in_threadpool(check, parts.record, parts.clock, record.complaint, by, act)
    await _have_done(parts, record, by, act_id, act)
    # Of two different acts sent at once under one id, one is done; the other must not be told that it was.
    await run_in_threadpool(_is_done, parts.record.cases, record.code, by, act_id, act)
    _log.info("act done", case=record.code, act=act.kind, role=by.role, stands_in=by.on_behalf_of is not None)


def _in_whose_role(complaint: Complaint, act: Act, own: Actor, stand_ins: tuple[Actor, ...], at: datetime) -> Actor:
    """The caller's own role, unless that may not do the act and the role of a leader who is away may.

    Where neither may now, the one that might at another time says why not.
    """
    if not stand_ins:
        return own
    decided = [(actor, decide(complaint, act, by=actor, at=at)) for actor in (own, *stand_ins)]
    may = (actor for actor, outcome in decided if not isinstance(outcome, Refusal))
    might = (
        actor for actor, outcome in decided if not isinstance(outcome, Refusal) or outcome.kind not in _NOT_THEIR_ROLE
    )
    return next(may, next(might, own))


def onlooker(record: CaseRecord, who: Caller) -> Problem:
    """Why somebody who may look at a public case may not act on it."""
    if who.staff is None:
        return Problem(SIGN_IN)
    procedure = record.complaint.procedure
    is_ours = who.staff.actor.authority == procedure.id
    return refused(Refusal(RefusalKind.WRONG_AGENCY if is_ours else RefusalKind.WRONG_AUTHORITY), procedure)


def _is_done(cases: Cases, code: str, by: Actor, act_id: str, act: Act) -> bool:
    """Whether this very act is in the record. Another one with its id is a problem."""
    entries = cases.act_entries(code, act_id)
    if not entries:
        return False
    if not _is_theirs(entries, by, act):
        raise Problem(ACT_ID_TAKEN)
    return True


def _is_theirs(entries: tuple[Entry, ...], by: Actor, act: Act) -> bool:
    """Whether these entries record this act, in the same words, of this person: in the same role, or for a leader away then."""
    first = entries[0]
    same_person = first.by == by or (
        first.by is not None and first.by.account == by.account and None not in (by.account, first.by.on_behalf_of)
    )
    return same_person and first.act_digest == digest(_with_limit_of_then(entries, act))


def _with_limit_of_then(entries: tuple[Entry, ...], act: Act) -> Act:
    """The act with the agency's own limit as it was recorded. Nobody says it: an admin may have changed it between two tries."""
    if not isinstance(act, Dispatch | Forward):
        return act
    sent = (entry.event for entry in entries if isinstance(entry.event, Dispatched | Forwarded))
    return replace(act, agency_limit=next((event.agency_limit for event in sent), None))


def _done_before_by_staff(cases: Cases, code: str, who: Caller, act_id: str, act: Act) -> CaseView | None:
    """The answer to a repeated act by which the caller gave the case out of its own hands."""
    known_as = case_code(code)
    if who.staff is None or known_as is None:
        return None
    entries = cases.act_entries(known_as, act_id)
    if not entries or not _is_theirs(entries, who.staff.actor, act):
        return None
    return _outline_after(cases, known_as, act_id)


async def _have_done(parts: ActingParts, record: CaseRecord, by: Actor, act_id: str, act: Act) -> None:
    signature = sign(parts.keys.actors, code=record.code, act_id=act_id, act=digest(act), actor=by)
    request = ActRequest(act_id=act_id, by=by, act=act, signature=signature)
    try:
        async with asyncio.timeout(PATIENCE):
            try:
                await parts.gateway.act(record.code, request)
            except CaseNotRunning:
                await _start_and_do(parts, record.code, request)
    except TimeoutError as late:
        raise WorkflowsUnavailable("no answer in time") from late
    except ActNotRecorded:
        # What the act names may have changed between the check and the record; if so, that is the answer.
        await run_in_threadpool(check, parts.record, parts.clock, record.complaint, by, act)
        raise
    except ActRefused as error:
        # A try whose answer was lost may have done it, and refused the second try for coming after the first.
        if not await run_in_threadpool(_is_done, parts.record.cases, record.code, by, act_id, act):
            raise refused(error.refusal, record.complaint.procedure) from error


async def _start_and_do(parts: ActingParts, code: str, request: ActRequest) -> None:
    """No workflow runs: either the case has ended, or its report came in while Temporal was away.

    A case that has ended runs once more for an act that its regulation still lets be done.
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
    """The case, as long as it has not ended for this act. Raises ActRefused."""
    record = cases.find(code)
    if record is None:
        raise ActRefused(Refusal(RefusalKind.CASE_CLOSED))
    complaint = record.complaint
    if complaint.status.is_final:
        decided = decide(complaint, request.act, by=request.by, at=clock())
        if isinstance(decided, Refusal):
            raise ActRefused(decided)
    return complaint


def _answer(front: Front, code: str, who: Caller, viewer: Viewer, act_id: str) -> CaseView:
    """The case after the act, for whoever did it."""
    found = find_case(front, code, who)
    if found is None or found[1].audience is not viewer.audience:
        return _outline_after(front.record.cases, code, act_id)
    return case_view(front.record, *found, front.clock())


def _outline_after(cases: Cases, code: str, act_id: str) -> CaseView:
    """Where the act left the case. What became of it since is no longer the caller's to know."""
    record = cases.find(code)
    if record is None:
        raise Problem(UNKNOWN_CASE)
    last = max(entry.number for entry in cases.act_entries(code, act_id))
    events = [entry.event for entry in cases.entries(code) if entry.number <= last]
    unfiled = Complaint(code=code, procedure=record.complaint.procedure)
    return outline(apply_all(unfiled, events), Audience.STAFF)
