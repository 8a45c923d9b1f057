"""Runs situations through the workflow on a time-skipping server, each as a case of its own on one worker."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from temporalio import activity
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from api.office.rehearsal.running import in_force
from calendars import official_book
from domain.actors import sign
from domain.acts import digest
from domain.complaint import Complaint
from domain.decide import decide
from domain.refusals import Refusal
from domain.time.decisions import CalendarBook
from procedures.situations import Situation, Step
from procedures.situations.course import Passage
from stack.time_skipping import skip_to, start_time_skipping
from tests.support.rulings.elsewhen import Elsewhen, ElsewhenInterceptor
from tests.support.workflows.driver import ACTORS_KEY
from tests.support.workflows.ledger import MemoryLedger
from tests.support.workflows.regulations import digest_of
from tests.support.workflows.sandbox import sandbox
from worker import build_worker
from workflows.connection import data_converter
from workflows.contract import ActRequest
from workflows.errors import ActRefused
from workflows.gateway import Gateway
from workflows.search_attributes import SEARCH_ATTRIBUTES

_TASK_QUEUE = "rulings"
_AT_ONCE = timedelta(seconds=20)
"""The time that the workflow may take to record the events of time. It takes milliseconds."""


@dataclass
class Ledger(MemoryLedger):
    """A record in which each case has its own calendar: a decision in one ruling moves no other."""

    books: dict[str, CalendarBook] = field(default_factory=dict)

    def calendar(self) -> CalendarBook:
        """The book of the case whose activity asks."""
        return self.books[activity.info().workflow_id or ""]


@dataclass(frozen=True)
class Town:
    """The server, its worker and its record. Every ruling files its case here."""

    env: WorkflowEnvironment
    gateway: Gateway
    ledger: Ledger
    elsewhen: dict[str, Elsewhen]

    async def run(self, situation: Situation, expected: list[Passage]) -> list[Passage]:
        """Return the course of the case. It ends early at the first step that differs from `expected`, the course in
        the core."""
        filing = expected[0]
        if filing.refusal:
            return [filing]
        case = _Case(self, situation, filing.after.code)
        await case.is_filed(filing)
        try:
            course = [filing]
            for passage in expected[1:]:
                course.append(await case.takes(passage))
                if course[-1] != passage:
                    break
            return course
        finally:
            await case.ends()


@asynccontextmanager
async def town() -> AsyncIterator[Town]:
    """Start everything."""
    elsewhen: dict[str, Elsewhen] = {}
    ledger = Ledger()
    converter = data_converter([b"k" * 32])
    async with await start_time_skipping(search_attributes=list(SEARCH_ATTRIBUTES), data_converter=converter) as env:
        config = env.client.config()
        config["interceptors"] = [*config["interceptors"], ElsewhenInterceptor(elsewhen)]
        client = Client(**config)
        async with build_worker(
            client,
            ledger,
            ledger.calendar,
            task_queue=_TASK_QUEUE,
            actors_key=ACTORS_KEY,
            digest_of=digest_of,
            runner=sandbox(),
        ):
            yield Town(env, Gateway(client, _TASK_QUEUE, digest_of), ledger, elsewhen)


class _Case:
    """A running case."""

    def __init__(self, town: Town, situation: Situation, code: str) -> None:
        self.town, self.code = town, code
        self.elsewhen = Elsewhen(situation.steps[0].at, datetime.now(UTC))
        self.times = [step.at for step in situation.steps]
        self.elsewhen.knows(self.times)
        self.handle = town.env.client.get_workflow_handle(code)

    @property
    def complaint(self) -> Complaint:
        return self.town.ledger.cases[self.code]

    async def is_filed(self, filing: Passage) -> None:
        """File as the front does: decide and record, then start the workflow."""
        self.town.elsewhen[self.code] = self.elsewhen
        self.town.ledger.books[self.code] = official_book()
        self.town.ledger.take_in(filing.after, filing.events)
        await self.town.gateway.start(self.elsewhen.on_the_server(filing.after))

    async def takes(self, expected: Passage) -> Passage:
        step, before = expected.step, self.complaint
        await self._let_time_pass(step.at)
        await self._has_recorded(before.number + len(expected.rang))
        if step.decided:
            await self._hears(step)
        refusal = await self._refuses(step)
        await self._has_recorded(before.number + len(expected.events))
        happened = self.town.ledger.events(self.code)[before.number :]
        return Passage(step, before, happened[: len(expected.rang)], happened[len(expected.rang) :], refusal)

    async def _let_time_pass(self, until: datetime) -> None:
        if self.complaint.status.is_final:
            return
        await skip_to(self.town.env, self.handle, self.elsewhen.on_the_server(until))

    async def _has_recorded(self, number: int) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_AT_ONCE.total_seconds()):
                while self.complaint.number < number:  # noqa: ASYNC110 - the record is written in threads
                    await asyncio.sleep(0.005)

    async def _hears(self, step: Step) -> None:
        books = self.town.ledger.books
        books[self.code] = in_force(books[self.code], step)
        await self.town.gateway.calendar_changed(self.code, books[self.code].revision)

    async def _refuses(self, step: Step) -> Refusal | None:
        if step.act is None or step.by is None:
            return None
        if self.complaint.status.is_final:
            decided = decide(self.complaint, step.act, by=step.by, at=step.at)
            if isinstance(decided, Refusal):
                return decided
            await self._runs_once_more(step)
        act, act_id = self.elsewhen.on_the_server(step.act), uuid.uuid4().hex
        signature = sign(ACTORS_KEY, code=self.code, act_id=act_id, act=digest(act), actor=step.by)
        try:
            await self.town.gateway.act(self.code, ActRequest(act_id=act_id, by=step.by, act=act, signature=signature))
        except ActRefused as refused:
            return self._in_the_ruling(refused.refusal)
        return None

    async def _runs_once_more(self, step: Step) -> None:
        """Start the workflow again, as the front does for an act on a case that has ended."""
        await self.handle.result()
        self.elsewhen = self.town.elsewhen[self.code] = Elsewhen.now(step.at, datetime.now(UTC))
        self.elsewhen.knows(self.times)
        await self.town.gateway.run_once_more(self.elsewhen.on_the_server(self.complaint))

    def _in_the_ruling(self, refusal: Refusal) -> Refusal:
        """Move the day that a refusal is about to the ruling's days."""
        try:
            day = date.fromisoformat(refusal.about)
        except ValueError:
            return refusal
        return replace(refusal, about=self.elsewhen.in_the_ruling(day).isoformat())

    async def ends(self) -> None:
        if self.complaint.status.is_final:
            assert await self.handle.result() == self.complaint.status
        else:
            with suppress(RPCError):
                await self.handle.terminate("the ruling is over")
