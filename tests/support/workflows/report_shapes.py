"""The courses of periodic reports, one for each shape; their histories are committed and replayed as those of cases are."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from temporalio.client import WorkflowHandle
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from calendars import official_decisions, working_calendar
from calendars.report_dates import report_dates
from domain.actors import Actor, sign
from domain.acts.base import Sealed
from domain.reports.acts import Check, CorrectReport, Explain, ReportAct, ReturnReport, SendReport, SignOff, digest_of
from domain.reports.dates import ReportDates
from domain.reports.key import ReportKey, key_of
from domain.reports.periods import period_of
from domain.reports.report import PeriodicReport, ReportStatus
from domain.words import Role
from procedures import all_procedures
from stack.time_skipping import skip_to
from tests.support.stack.processes import eventually
from tests.support.workflows.memory_reports import HEALTH, LATE_CASE, MemoryReports, memory_making
from tests.support.workflows.reports import ACTORS_KEY
from tests.support.workflows.sandbox import sandbox
from worker import build_report_maker
from workflows.reports.contract import ReportActRequest, report_workflow_id
from workflows.reports.gateway import ReportActRefused, ReportGateway

PROVINCE, SERIES = "binh-dinh", "department-month"
OPERATOR, LEADER = (Actor(role, authority=PROVINCE) for role in (Role.CENTRE_OPERATOR, Role.CENTRE_LEADER))
OFFICER = Actor(Role.AGENCY_OFFICER, PROVINCE, HEALTH)
WORDS = Sealed("Vật tư về chậm")
_A_WHILE = timedelta(minutes=2)
_PATIENCE = 10


class Course:
    """A report whose workflow runs, and the people who act on it."""

    def __init__(self, env: WorkflowEnvironment, reports: MemoryReports, gateway: ReportGateway) -> None:
        self._env, self._reports, self._gateway = env, reports, gateway
        procedure = all_procedures()[PROVINCE]
        zone, rule = ZoneInfo(procedure.authority.time_zone), procedure.report(SERIES)
        assert rule
        self.key: ReportKey = key_of(procedure, rule, period_of(rule, datetime.now(zone).date()))
        cal = working_calendar(procedure.office_hours, official_decisions(), zone=zone)
        self.dates: ReportDates = report_dates(cal, zone, rule, self.key.days)

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        return self._env.client.get_workflow_handle(report_workflow_id(self.key.code))

    @property
    def kinds(self) -> list[str]:
        whole = self._reports.whole(self.key.code)
        return [entry.event.kind for entry in whole.entries] if whole else []

    async def begins(self) -> None:
        await self._gateway.start(self.key)

    async def at(self, instant: datetime, *, sees: str) -> None:
        """Let time pass, and wait until the report has an event of this kind."""
        await skip_to(self._env, self.handle, instant)
        await asyncio.to_thread(eventually, lambda: sees in self.kinds)

    async def becomes(self, status: ReportStatus, edition: int) -> None:
        def there() -> bool:
            report = self._report()
            return report is not None and (report.status, report.edition) == (status, edition)

        await asyncio.to_thread(eventually, there)

    async def does(self, by: Actor, act: ReportAct) -> None:
        act_id = str(uuid.uuid4())
        signature = sign(ACTORS_KEY, code=self.key.code, act_id=act_id, act=digest_of(act), actor=by)
        await self._gateway.act(self.key, ReportActRequest(act_id=act_id, by=by, act=act, signature=signature))

    async def is_refused(self, by: Actor, act: ReportAct, reason: str) -> None:
        with pytest.raises(ReportActRefused) as refused:
            await self.does(by, act)
        assert refused.value.refusal.kind == reason

    async def ends(self) -> None:
        """Let the workflow of a report that was sent end."""
        while (await self.handle.describe()).close_time is None:
            with suppress(RPCError, TimeoutError):  # it may have ended in the meantime
                await asyncio.wait_for(self._env.fast_forward(self.handle, _A_WHILE), _PATIENCE)

    def _report(self) -> PeriodicReport | None:
        kept = self._reports.find(self.key.code)
        return kept.report if kept else None


async def sent(course: Course) -> None:
    """Prepared, explained, checked, given back, checked again, signed, sent; what comes too early is refused."""
    await course.begins()
    await course.at(course.dates.made_at, sees="explanation_asked")
    await course.is_refused(LEADER, SignOff(), "not_checked")
    await course.does(OFFICER, Explain(words=WORDS, case=LATE_CASE))
    await course.does(OPERATOR, Check(words=WORDS))
    await course.does(LEADER, ReturnReport(reason=WORDS))
    await course.does(OPERATOR, Check(words=WORDS))
    await course.is_refused(OPERATOR, SendReport(), "not_signed")
    await course.does(LEADER, SignOff())
    await course.does(OPERATOR, SendReport())
    await course.ends()


async def sent_late(course: Course) -> None:
    """Nobody explains and nobody sends it: all are reminded and told, rung by rung. Then it is sent."""
    await course.begins()
    dates = course.dates
    assert dates.remind_to_explain_at
    assert dates.explain_by
    await course.at(dates.made_at, sees="explanation_asked")
    await course.at(dates.remind_to_explain_at, sees="explanation_reminded")
    await course.at(dates.explain_by, sees="explanation_missed")
    await course.at(dates.remind_at, sees="report_reminded")
    await course.at(dates.due, sees="report_overdue")
    await course.at(dates.rungs[-1], sees="report_overdue")
    await asyncio.to_thread(eventually, lambda: course.kinds.count("report_overdue") == len(dates.rungs))
    for by, act in ((OPERATOR, Check()), (LEADER, SignOff()), (OPERATOR, SendReport())):
        await course.does(by, act)
    await course.ends()


async def corrected(course: Course) -> None:
    """A report that was sent is corrected in a second run of its workflow, which is the history."""
    await course.begins()
    await course.at(course.dates.made_at, sees="explanation_asked")
    for by, act in ((OPERATOR, Check()), (LEADER, SignOff()), (OPERATOR, SendReport())):
        await course.does(by, act)
    await course.ends()
    await course.does(LEADER, CorrectReport(reason=WORDS))
    await course.becomes(ReportStatus.PREPARED, 2)
    for by, act in ((OPERATOR, Check(words=WORDS)), (LEADER, SignOff()), (OPERATOR, SendReport())):
        await course.does(by, act)
    await course.ends()


REPORT_SHAPES: dict[str, Callable[[Course], Awaitable[None]]] = {
    "sent": sent,
    "sent_late": sent_late,
    "corrected": corrected,
}


@asynccontextmanager
async def running(env: WorkflowEnvironment) -> AsyncIterator[Course]:
    """Yield a report whose workflow a worker is there to run."""
    reports, queue = MemoryReports(), "report-histories"
    async with build_report_maker(env.client, memory_making(reports), task_queue=queue, runner=sandbox()):
        yield Course(env, reports, ReportGateway(env.client, queue))
