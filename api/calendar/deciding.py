"""Decide the calendar: put an official act about working days in force or withdraw it, and tell every open case.

An admin first sees what a change would move. Once a change is saved it is told to every open case. The background job starts
that rollout where Temporal does not answer at once.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import structlog
from starlette.concurrency import run_in_threadpool

from api.calendar.admins import administers_calendar
from api.web.identity.callers import Staff
from api.web.problems.kinds import ACT_IN_FORCE, ACT_NOT_IN_FORCE, UNKNOWN_CHANGE
from api.web.problems.problem import Problem
from calendars.filling import moves
from domain.complaint import Complaint
from domain.time.decisions import CalendarBook, ChangeKind, Decision, Edition, Reach
from domain.time.schedule import Schedule
from records.errors import ActInForce, ActNotInForce
from workflows.contract import ChangeProgress
from workflows.errors import WorkflowsUnavailable

MOST_SHOWN = 200
"""A preview shows at most this many of the cases that would move."""

_PAGE = 200
_PATIENCE = 5.0  # seconds for which an admin waits for Temporal; the background job waits as long as it takes
_log = structlog.get_logger(__name__)


class Books(Protocol):
    """The calendar's editions; `records.calendar.repository.Calendar` is the real one, here and below."""

    def book(self) -> CalendarBook: ...


class OpenCases(Protocol):
    """The cases that a change may move; `records.cases.repository.Cases` is the real one."""

    def open_complaints(self, after: str, limit: int, office: Reach) -> tuple[Complaint, ...]: ...


class Rollouts(Protocol):
    """The record of which changes were told to the open cases."""

    def mark_told(self, revision: int) -> None: ...

    def untold(self) -> tuple[int, ...]: ...


class CalendarKept(Books, Rollouts, Protocol):
    """The record as changes of the calendar need it."""

    def add(self, act: str, decisions: tuple[Decision, ...], *, source: str, by_account: str, at: datetime) -> int: ...

    def withdraw(self, act: str, reach: Reach, *, by_account: str, at: datetime) -> int: ...


class RolloutStarter(Protocol):
    """The way to the workflow that tells every open case; `workflows.gateway.Gateway` is the real one, here and below."""

    async def tell_calendar_change(self, revision: int) -> None: ...


class RolloutWatcher(Protocol):
    """The way to how far that workflow has come."""

    async def calendar_change(self, revision: int) -> ChangeProgress | None: ...


@dataclass(frozen=True)
class MovedCase:
    """An open case that a change would move: each limit by id, with the schedule that it would have."""

    complaint: Complaint
    schedules: tuple[tuple[str, Schedule], ...]


@dataclass(frozen=True)
class Preview:
    """The effect that a change would have.

    Of `open_cases` open cases, `total` would move. `moved` are the first of these by code. `already` is true if the act
    is in force with these very days, so that the change would do nothing.
    """

    act: str
    already: bool
    open_cases: int
    total: int
    moved: tuple[MovedCase, ...]


class ProgressState(StrEnum):
    """The state of a change's rollout."""

    WAITING = "waiting"
    TELLING = "telling"
    TOLD = "told"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True)
class Progress:
    """The progress of a change's rollout. `told` is None where Temporal knows nothing of it."""

    edition: Edition
    state: ProgressState
    told: ChangeProgress | None


def preview_addition(
    books: Books, cases: OpenCases, act: str, decisions: tuple[Decision, ...], at: datetime
) -> Preview:
    """Return what an act would move.

    Raises:
        Problem: the act is in force with other days.
    """
    book, reach = books.book(), decisions[0].reach
    in_force = {decision for decision in book.decisions if (decision.act, decision.reach) == (act, reach)}
    if in_force and in_force != set(decisions):
        raise Problem(ACT_IN_FORCE)
    if not in_force:
        book = book.with_next((*book.decisions, *decisions), change=ChangeKind.ADD, act=act, since=at, reach=reach)
    return _preview(cases, book, act, already=bool(in_force))


def preview_withdrawal(books: Books, cases: OpenCases, act: str, reach: Reach, at: datetime) -> Preview:
    """Return what the withdrawal of an act of this reach would move.

    Raises:
        Problem: no such act is in force.
    """
    book = books.book()
    remaining = tuple(each for each in book.decisions if (each.act, each.reach) != (act, reach))
    if len(remaining) == len(book.decisions):
        raise Problem(ACT_NOT_IN_FORCE)
    after = book.with_next(remaining, change=ChangeKind.WITHDRAW, act=act, since=at, reach=reach)
    return _preview(cases, after, act, already=False)


async def decide(
    calendar: CalendarKept,
    gateway: RolloutStarter,
    act: str,
    decisions: tuple[Decision, ...],
    *,
    source: str,
    by_account: str,
    at: datetime,
) -> int:
    """Put an act in force and have every open case told. Return the calendar's revision.

    Raises:
        Problem: the act is in force with other days.
    """
    try:
        revision = await run_in_threadpool(
            lambda: calendar.add(act, decisions, source=source, by_account=by_account, at=at)
        )
    except ActInForce as error:
        raise Problem(ACT_IN_FORCE) from error
    await _roll_out(calendar, gateway, act, revision)
    return revision


async def withdraw(
    calendar: CalendarKept, gateway: RolloutStarter, act: str, reach: Reach, *, by_account: str, at: datetime
) -> int:
    """Take an act of this reach out of force and have every open case told. Return the calendar's revision.

    Raises:
        Problem: no such act was ever in force.
    """
    try:
        revision = await run_in_threadpool(lambda: calendar.withdraw(act, reach, by_account=by_account, at=at))
    except ActNotInForce as error:
        raise Problem(ACT_NOT_IN_FORCE) from error
    await _roll_out(calendar, gateway, act, revision)
    return revision


async def progress(calendar: CalendarKept, gateway: RolloutWatcher, staff: Staff, revision: int) -> Progress:
    """Return how many open cases have been told of a change that this admin may decide.

    Raises:
        Problem: a person made no such change, or this admin may not know which cases it concerns.
        WorkflowsUnavailable: Temporal is away and may know more than the record.
    """
    book = await run_in_threadpool(calendar.book)
    edition = next((each for each in book.editions if each.revision == revision), None)
    may_know = edition is not None and administers_calendar(staff, edition.reach.authority)
    if edition is None or edition.change is ChangeKind.SEED or not may_know:
        raise Problem(UNKNOWN_CHANGE)
    try:
        told = await gateway.calendar_change(revision)
    except WorkflowsUnavailable:
        if revision not in await run_in_threadpool(calendar.untold):
            raise
        told = None  # never begun, as the record knows without asking Temporal
    state = await run_in_threadpool(_state, calendar, revision, told)
    return Progress(edition, state, told)


def _state(rollouts: Rollouts, revision: int, told: ChangeProgress | None) -> ProgressState:
    if told is None:
        return ProgressState.WAITING if revision in rollouts.untold() else ProgressState.FORGOTTEN
    return ProgressState.TOLD if told.finished else ProgressState.TELLING


async def _roll_out(rollouts: Rollouts, gateway: RolloutStarter, act: str, revision: int) -> None:
    try:
        async with asyncio.timeout(_PATIENCE):
            await gateway.tell_calendar_change(revision)
        await run_in_threadpool(rollouts.mark_told, revision)
    except (WorkflowsUnavailable, TimeoutError):
        _log.warning("telling left to the sweeper", revision=revision)
    _log.info("calendar changed", revision=revision, act=act)


def _preview(cases: OpenCases, book: CalendarBook, act: str, *, already: bool) -> Preview:
    """Go through the open cases that the book's latest edition concerns, and return which of them it would move."""
    office = book.latest.reach
    moved: list[MovedCase] = []
    total, seen, after = 0, 0, ""
    while page := cases.open_complaints(after, _PAGE, office):
        for complaint in page:
            if schedules := moves(complaint, book):
                total += 1
                if len(moved) < MOST_SHOWN:
                    moved.append(MovedCase(complaint, schedules))
        seen, after = seen + len(page), page[-1].code
    return Preview(act, already, seen, total, tuple(moved))
