"""A gateway without workflows: the core itself does the acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from calendars.filling import moves
from domain.actors import is_signed
from domain.acts import FollowCalendar, TimePassed, digest
from domain.complaint import Complaint
from domain.decide import decide
from domain.refusals import Refusal
from language.labels import acts_of
from settings import KeyPurpose, derive_key
from tests.support.fronts.memory.record import MemoryRecord
from workflows.contract import ActRequest, ChangeProgress
from workflows.errors import ActRefused, AnotherFilingRuns, CaseNotRunning, WorkflowsUnavailable

SECRET = b"the master secret of the tests"


@dataclass
class CoreGateway:
    """Runs the core on the case in the record, as the workflow does. With `away` set, Temporal does not answer."""

    record: MemoryRecord
    clock: Callable[[], datetime]
    running: set[str] = field(default_factory=set)
    done: dict[tuple[str, str], int] = field(default_factory=dict)
    requests: list[ActRequest] = field(default_factory=list)
    changes: dict[int, ChangeProgress] = field(default_factory=dict)
    away: bool = False
    without_worker: bool = False
    loses_answers: bool = False
    broken: Exception | None = None
    strangers: set[str] = field(default_factory=set)

    async def start(self, complaint: Complaint) -> None:
        self._answer()
        if complaint.code in self.strangers:
            raise AnotherFilingRuns
        self.running.add(complaint.code)

    async def start_in_place(self, complaint: Complaint) -> None:
        self.strangers.discard(complaint.code)
        await self.start(complaint)

    async def run_once_more(self, complaint: Complaint) -> None:
        self._answer()
        self.running.add(complaint.code)

    async def act(self, code: str, request: ActRequest) -> None:
        self._answer()
        self.requests.append(request)
        signed = is_signed(
            derive_key(SECRET, KeyPurpose.ACTORS),
            request.signature,
            code=code,
            act_id=request.act_id,
            act=digest(request.act),
            actor=request.by,
        )
        assert signed
        if code in self.strangers:
            raise AnotherFilingRuns
        complaint = self.record.complaints[code]
        if code not in self.running:
            raise CaseNotRunning
        if (code, request.act_id) not in self.done:
            self._do(code, complaint, request)
        if self.loses_answers:
            raise WorkflowsUnavailable

    async def tell_calendar_change(self, revision: int) -> None:
        """Tell every open case at once."""
        self._answer()
        told = moved = 0
        book = self.record.book
        for code, complaint in self.record.complaints.items():
            if complaint.status.is_final:
                continue
            told += 1
            if found := moves(complaint, book):
                moved += 1
                act = FollowCalendar(moved=found, decided_by=acts_of((book.latest,)))
                events = decide(complaint, act, by=None, at=self.clock())
                assert not isinstance(events, Refusal)
                self.record.cases.append(code, f"calendar-{revision}", None, events)
        self.changes[revision] = ChangeProgress(revision, told, moved, told, finished=True)

    async def calendar_change(self, revision: int) -> ChangeProgress | None:
        self._answer()
        return self.changes.get(revision)

    async def is_reachable(self) -> bool:
        return not self.away

    async def has_worker(self) -> bool:
        return not self.without_worker

    def let_time_pass(self, code: str) -> None:
        """Let the alarms that are due ring."""
        events = decide(self.record.complaints[code], TimePassed(), by=None, at=self.clock())
        assert not isinstance(events, Refusal)
        self.record.cases.append(code, f"time-{self.clock():%s}", None, events)

    def _do(self, code: str, complaint: Complaint, request: ActRequest) -> None:
        events = decide(complaint, request.act, by=request.by, at=self.clock())
        if isinstance(events, Refusal):
            raise ActRefused(events)
        self.record.cases.append(code, request.act_id, request.by, events, digest(request.act))
        if self.record.complaints[code].status.is_final:
            self.running.discard(code)
        self.done[code, request.act_id] = len(events)

    def _answer(self) -> None:
        if self.broken is not None:
            raise self.broken
        if self.away:
            raise WorkflowsUnavailable
