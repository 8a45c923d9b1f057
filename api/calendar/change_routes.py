"""An admin adds or withdraws an official decision: shown first, then saved, then told to every open case."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Body, Depends, Path, Response
from starlette.concurrency import run_in_threadpool

from api.calendar.bodies import DecisionBody, WithdrawalBody
from api.calendar.change_views import (
    MOST_SHOWN,
    STATES,
    ChangeView,
    DecisionList,
    MovedCaseView,
    MovesView,
    ProgressState,
    ProgressView,
    RevisionView,
    act_view,
    moved_case,
)
from api.web.front import FrontDep
from api.web.gateway import Gateway
from api.web.identity.callers import Staff, StaffDep
from api.web.openapi import DECISION_EXAMPLES, FOR_ANYBODY, problems
from api.web.problems.kinds import ACT_IN_FORCE, ACT_NOT_IN_FORCE, ADMIN_ONLY, UNKNOWN_CHANGE
from api.web.problems.problem import Problem
from calendars import decisions_of
from calendars.filling import moves
from domain.time.decisions import CalendarBook, ChangeKind, Decision
from domain.words import Role
from records.calendar.repository import Calendar
from records.cases.repository import Cases
from records.errors import ActInForce, ActNotInForce
from records.record import Record
from workflows.contract import ChangeProgress
from workflows.errors import WorkflowsUnavailable

router = APIRouter(prefix="/calendar", tags=["Lịch làm việc"])

_PAGE = 200
_PATIENCE = 5.0  # seconds for which an admin waits for Temporal; the sweeper has more
_log = structlog.get_logger(__name__)


def admin_of_all(who: StaffDep) -> Staff:
    """An admin of the whole system, for the calendar is every authority's."""
    if who.account.role is not Role.ADMIN or who.account.authority is not None:
        raise Problem(ADMIN_ONLY)
    return who


AdminDep = Annotated[Staff, Depends(admin_of_all)]


@router.get(
    "/decisions",
    summary="Các văn bản về ngày nghỉ, ngày làm việc",
    responses=problems(503),
    openapi_extra=FOR_ANYBODY,
)
def listing(front: FrontDep) -> DecisionList:
    """The acts in force by their first day, and every change of the calendar."""
    book = front.record.calendar.book()
    acts: dict[str, list[Decision]] = {}
    for decision in book.decisions:
        acts.setdefault(decision.act, []).append(decision)
    return DecisionList(
        revision=book.revision,
        acts=[act_view(number, decisions) for number, decisions in acts.items()],
        changes=[
            RevisionView(revision=each.revision, since=each.since, change=each.change, act=each.act)
            for each in book.editions
        ],
    )


@router.post(
    "/decisions",
    summary="Thêm một văn bản về ngày nghỉ, ngày làm việc",
    description=(
        "Mặc định chỉ xem trước (`dry_run`): hồ sơ nào đổi hạn, từ lúc nào sang lúc nào. Với `dry_run` false thì lưu, "
        "trả lời 202, rồi báo từng hồ sơ đang mở; gửi lại y như cũ thì báo lại và không đổi gì thêm."
    ),
    responses=problems(400, 401, 403, 409, 413, 422, 503) | {202: {"model": ChangeView, "description": "Đã lưu."}},
)
async def decide(
    body: Annotated[DecisionBody, Body(openapi_examples=DECISION_EXAMPLES)],
    front: FrontDep,
    who: AdminDep,
    response: Response,
) -> ChangeView:
    """Show what an act would move, or put it in force and have every open case told."""
    decisions, at = tuple(decisions_of(body.table())), front.clock()
    if body.dry_run:
        return await run_in_threadpool(_previewed_addition, front.record, body.number, decisions, at)
    try:
        revision = await run_in_threadpool(
            lambda: front.record.calendar.add(
                body.number, decisions, source=body.source, by_account=who.account.id, at=at
            )
        )
    except ActInForce as error:
        raise Problem(ACT_IN_FORCE) from error
    return await _saved(front.record.calendar, front.gateway, body.number, revision, response)


@router.post(
    "/decisions/withdraw",
    summary="Thu hồi một văn bản đã thêm",
    description="Như khi thêm: mặc định chỉ xem trước, với `dry_run` false thì lưu và báo từng hồ sơ đang mở.",
    responses=problems(400, 401, 403, 404, 413, 422, 503) | {202: {"model": ChangeView, "description": "Đã lưu."}},
)
async def withdraw(body: WithdrawalBody, front: FrontDep, who: AdminDep, response: Response) -> ChangeView:
    """Show what the withdrawal of an act would move, or take it out of force and have every open case told."""
    at = front.clock()
    if body.dry_run:
        return await run_in_threadpool(_previewed_withdrawal, front.record, body.number, at)
    try:
        revision = await run_in_threadpool(
            lambda: front.record.calendar.withdraw(body.number, by_account=who.account.id, at=at)
        )
    except ActNotInForce as error:
        raise Problem(ACT_NOT_IN_FORCE) from error
    return await _saved(front.record.calendar, front.gateway, body.number, revision, response)


@router.get(
    "/changes/{revision}",
    summary="Việc báo các hồ sơ đã đến đâu",
    responses=problems(401, 403, 404, 422, 503),
)
async def progress(
    revision: Annotated[int, Path(description="Lần thay đổi lịch.", examples=[2], ge=1, le=1_000_000)],
    front: FrontDep,
    _who: AdminDep,
) -> ProgressView:
    """How many open cases have been told of a change."""
    book = await run_in_threadpool(front.record.calendar.book)
    edition = next((each for each in book.editions if each.revision == revision), None)
    if edition is None or edition.change is ChangeKind.SEED:
        raise Problem(UNKNOWN_CHANGE)
    try:
        told = await front.gateway.calendar_change(revision)
    except WorkflowsUnavailable:
        if revision not in await run_in_threadpool(front.record.calendar.untold):
            raise
        told = None  # never begun, as the record knows without asking Temporal
    state = await run_in_threadpool(_state, front.record.calendar, revision, told)
    return ProgressView(
        revision=revision,
        change=edition.change,
        act=edition.act,
        state=state,
        state_label=STATES[state],
        told=told.told if told else None,
        moved=told.moved if told else None,
        total=told.total if told else None,
        unreached=list(told.unreached) if told else [],
    )


def _state(calendar: Calendar, revision: int, told: ChangeProgress | None) -> ProgressState:
    if told is None:
        return ProgressState.WAITING if revision in calendar.untold() else ProgressState.FORGOTTEN
    return ProgressState.TOLD if told.finished else ProgressState.TELLING


async def _saved(calendar: Calendar, gateway: Gateway, act: str, revision: int, response: Response) -> ChangeView:
    """The change is in the record; the sweeper starts the telling where Temporal does not answer at once."""
    try:
        async with asyncio.timeout(_PATIENCE):
            await gateway.tell_calendar_change(revision)
        await run_in_threadpool(calendar.mark_told, revision)
    except (WorkflowsUnavailable, TimeoutError):
        _log.warning("telling left to the sweeper", revision=revision)
    _log.info("calendar changed", revision=revision, act=act)
    response.status_code = 202
    where = f"/api/v1/calendar/changes/{revision}"
    return ChangeView(dry_run=False, act=act, already=False, revision=revision, progress=where)


def _previewed_addition(record: Record, act: str, decisions: tuple[Decision, ...], at: datetime) -> ChangeView:
    book = record.calendar.book()
    in_force = {decision for decision in book.decisions if decision.act == act}
    if in_force and in_force != set(decisions):
        raise Problem(ACT_IN_FORCE)
    after = (
        book if in_force else book.with_next((*book.decisions, *decisions), change=ChangeKind.ADD, act=act, since=at)
    )
    return ChangeView(dry_run=True, act=act, already=bool(in_force), moves=_moves(record.cases, after))


def _previewed_withdrawal(record: Record, act: str, at: datetime) -> ChangeView:
    book = record.calendar.book()
    left = tuple(decision for decision in book.decisions if decision.act != act)
    if len(left) == len(book.decisions):
        raise Problem(ACT_NOT_IN_FORCE)
    after = book.with_next(left, change=ChangeKind.WITHDRAW, act=act, since=at)
    return ChangeView(dry_run=True, act=act, already=False, moves=_moves(record.cases, after))


def _moves(cases: Cases, book: CalendarBook) -> MovesView:
    """What the book's latest edition would move, all open cases gone through."""
    items: list[MovedCaseView] = []
    total, seen, after = 0, 0, ""
    while page := cases.open_complaints(after, _PAGE):
        for complaint in page:
            if moved := moves(complaint, book):
                total += 1
                if len(items) < MOST_SHOWN:
                    items.append(moved_case(complaint, moved))
        seen, after = seen + len(page), page[-1].code
    return MovesView(open_cases=seen, total=total, items=items)
