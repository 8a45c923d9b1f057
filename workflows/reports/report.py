"""The workflow of one periodic report: it is made when its period ends, goes from hand to hand, and is sent in time.

Acts arrive as updates, reminders and rungs are durable timers, and one lock serialises both. The record decides and keeps; the
workflow knows when to look next.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.reports.contract import (
        ACT_ON_REPORT,
        ACT_TIMEOUT,
        ADVANCE_REPORT,
        ADVANCE_TIMEOUT,
        REPORT_RETRY,
        AdvanceRequest,
        ReportActAnswer,
        ReportActDone,
        ReportStanding,
    )
    from domain.reports.key import ReportKey
    from workflows.reports.contract import REPORT_ACT, REPORT_REFUSED, REPORT_WORKFLOW, ReportActRequest

_ONE_ACT = timedelta(minutes=1)
"""The time that the workflow of a report that was sent waits for an act. The front sends it right after the start."""

_LONGEST = timedelta(days=1)
"""The longest time between two looks at a report that was made, because a decision may move the day on which it is due."""


@workflow.defn(name=REPORT_WORKFLOW)
class ReportWorkflow:
    """Runs one report. It ends once the report was sent, and is started again to correct it."""

    @workflow.init
    def __init__(self, key: ReportKey) -> None:
        self._key = key
        self._door = asyncio.Lock()
        self._acts = 0

    @workflow.run
    async def run(self, _key: ReportKey) -> None:
        """Wait for acts and alarms until the report was sent."""
        while True:
            seen = self._acts
            standing = await self._advance()
            workflow.set_current_details(standing.text)
            if standing.settled and not await self._has_act(seen, _ONE_ACT, "Chờ thao tác trên báo cáo đã gửi"):
                break
            if not standing.settled:
                await self._has_act(seen, self._wait(standing), standing.text)
            if workflow.info().is_continue_as_new_suggested():
                await workflow.wait_condition(workflow.all_handlers_finished)
                workflow.continue_as_new(self._key)
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.update(name=REPORT_ACT, description="Một thao tác trên báo cáo.")
    async def act(self, request: ReportActRequest) -> int:
        """Do an act and record it. Return the number of the report's last event; a repeated act returns one, too.

        Raises:
            ApplicationError: of type ReportActRefused, with the ReportRefusal.
        """
        async with self._door:
            answer: ReportActAnswer = await workflow.execute_activity(
                ACT_ON_REPORT,
                ReportActDone(
                    code=self._key.code,
                    act_id=request.act_id,
                    by=request.by,
                    act=request.act,
                    signature=request.signature,
                    now=workflow.now(),
                ),
                result_type=ReportActAnswer,
                start_to_close_timeout=ACT_TIMEOUT,
                retry_policy=REPORT_RETRY,
                summary=f"Ghi thao tác {request.act.kind}",
            )
        self._acts += 1
        if answer.refusal is not None:
            raise ApplicationError("refused", answer.refusal, type=REPORT_REFUSED, non_retryable=True)
        return answer.number

    async def _advance(self) -> ReportStanding:
        async with self._door:
            standing: ReportStanding = await workflow.execute_activity(
                ADVANCE_REPORT,
                AdvanceRequest(self._key, workflow.now()),
                result_type=ReportStanding,
                start_to_close_timeout=ADVANCE_TIMEOUT,
                retry_policy=REPORT_RETRY,
                summary="Lập, nhắc, gửi những gì đã đến lúc",
            )
        return standing

    def _wait(self, standing: ReportStanding) -> timedelta:
        if standing.next_at is None:
            return _LONGEST
        waits = max(standing.next_at - workflow.now(), timedelta(0))
        return min(waits, _LONGEST) if standing.made else waits

    async def _has_act(self, seen: int, within: timedelta, summary: str) -> bool:
        """Wait for an act after `seen` ones. Return false where none came in time."""
        try:
            await workflow.wait_condition(lambda: self._acts > seen, timeout=within, timeout_summary=summary)
        except TimeoutError:
            return False
        return True
