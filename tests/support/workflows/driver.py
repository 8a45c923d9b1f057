"""Drives one case on a time-skipping server: acts by people, and time that passes when told to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from calendars import working_calendar
from calendars.filling import scheduled
from domain.actors import REPORTER, Actor, sign
from domain.acts import Act, File, digest
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.procedure import Procedure
from domain.refusals import Refusal
from domain.time.decisions import ChangeKind, Decision, Effect
from domain.words import Role
from records.cases.rows import NewEvents
from stack.time_skipping import now_in, skip_to
from tests.support.workflows.ledger import MemoryLedger
from tests.support.workflows.regulations import digest_of
from workflows.contract import ActRequest
from workflows.gateway import Gateway

ACTORS_KEY = b"a key of the tests, 32 bytes long"
NHA_TRANG = "ubnd-nha-trang"
HOLDS = ("content", "occurred_at", "place", "name", "address", "phone")


def staff(role: Role, agency: str | None = None, authority: str = "khanh-hoa") -> Actor:
    return Actor(role, authority, agency, account=f"{role}-1")


OPERATOR = staff(Role.CENTRE_OPERATOR)
OFFICER = staff(Role.AGENCY_OFFICER, NHA_TRANG)
LEADER = staff(Role.AGENCY_LEADER, NHA_TRANG)


def next_plain_monday(procedure: Procedure, now: datetime) -> datetime:
    """08:00 of the next Monday that four weeks without a day off follow, so that courses read the same in any year."""
    calendar = working_calendar(procedure.office_hours)
    zone = timedelta(hours=7)
    day = (now + zone).replace(hour=1, minute=0, second=0, microsecond=0) + timedelta(days=1)
    while day.weekday() or len(calendar.explain(day, day + timedelta(days=28))) > 8:
        day += timedelta(days=1)
    return day.astimezone(UTC)


@dataclass
class Case:
    """A running case; `does` is an act, `at` lets the server's clock jump."""

    env: WorkflowEnvironment
    gateway: Gateway
    ledger: MemoryLedger
    handle: WorkflowHandle[Any, Any]
    code: str
    filed_at: datetime

    @classmethod
    async def file(
        cls,
        env: WorkflowEnvironment,
        ledger: MemoryLedger,
        procedure: Procedure,
        task_queue: str,
        *,
        filed_at: datetime | None = None,
        by: Actor = REPORTER,
        **filing: Any,
    ) -> Case:
        """File a case, on the next plain Monday unless another instant is given, and start its workflow."""
        code = f"{procedure.authority.code_prefix}-{uuid.uuid4().hex[:8]}"
        filed_at = filed_at or next_plain_monday(procedure, datetime.now(UTC))
        act = replace(File(channel="portal", field="moi-truong", secret=False, holds=HOLDS), **filing)
        blank = Complaint(code=code, procedure=procedure)
        events = decide(blank, act, by=by, at=filed_at)
        assert not isinstance(events, Refusal), events
        events = scheduled(blank, events, ledger.book)
        complaint = apply_all(blank, events)
        ledger.take_in(complaint, events)
        gateway = Gateway(env.client, task_queue, digest_of)
        await gateway.start(complaint)
        case = cls(env, gateway, ledger, env.client.get_workflow_handle(code), code, filed_at)
        await case.at(filed_at)
        return case

    @property
    def complaint(self) -> Complaint:
        return self.ledger.cases[self.code]

    async def now(self) -> datetime:
        return await now_in(self.env, self.handle)

    async def at(self, instant: datetime) -> None:
        """Let time pass until the instant."""
        await skip_to(self.env, self.handle, instant)

    async def does(self, by: Actor, act: Act, act_id: str | None = None, *, seen: int = 0) -> None:
        act_id = act_id or str(uuid.uuid4())
        signature = sign(ACTORS_KEY, code=self.code, act_id=act_id, act=digest(act), actor=by)
        await self.gateway.act(self.code, ActRequest(act_id=act_id, by=by, act=act, signature=signature, seen=seen))

    async def records_unseen(self, by: Actor, act: Act, act_id: str | None = None) -> None:
        """Record an act that the workflow does not hear of, as a worker does that dies after the commit."""
        act_id = act_id or str(uuid.uuid4())
        events = decide(self.complaint, act, by=by, at=await self.now())
        assert not isinstance(events, Refusal), events
        new = NewEvents(
            code=self.code,
            base=self.complaint.number,
            act_id=act_id,
            by=by,
            events=events,
            act_digest=digest(act),
        )
        assert self.ledger.append(new, scheduled).events

    async def runs_once_more(self) -> None:
        """Start the case's workflow once more, as the front does for an act on a case that has ended."""
        await self.handle.result()
        await self.gateway.run_once_more(self.complaint)

    def decides(self, *days: date, act: str = "25/CĐ-TTg", since: datetime) -> int:
        """An act makes days off, by the record that every case of this ledger shares."""
        book = self.ledger.book
        decisions = (Decision(day, Effect.OFF, act, "Nghỉ tránh bão") for day in days)
        self.ledger.book = book.with_next((*book.decisions, *decisions), change=ChangeKind.ADD, act=act, since=since)
        return self.ledger.book.revision

    async def hears(self, revision: int) -> int:
        """The case hears of a change; gives how many of its limits moved."""
        return await self.gateway.calendar_changed(self.code, revision)

    @property
    def kinds(self) -> list[str]:
        return self.ledger.kinds(self.code)
