"""The workflow that makes the monthly reports of one rule, month after month."""

from __future__ import annotations

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.contract import (
        MAKE_SUMMARY,
        MAKE_SUMMARY_TIMEOUT,
        NEXT_SUMMARY,
        NEXT_SUMMARY_TIMEOUT,
        SUMMARY_RETRY,
        MakeSummaryRequest,
        NextSummary,
        NextSummaryRequest,
        SummarySeries,
    )
    from workflows.contract import SUMMARIES_WORKFLOW


@workflow.defn(name=SUMMARIES_WORKFLOW)
class SummariesWorkflow:
    """Makes each month's report when it is due. The record says which reports exist, so a stopped series resumes and makes
    the reports that it missed. It ends when the regulation no longer requires the report."""

    @workflow.run
    async def run(self, series: SummarySeries) -> None:
        """Make one report after another."""
        while (due := await self._next(series)) is not None:
            waits = due.at - workflow.now()
            if waits > timedelta(0):
                # Then ask again, because a decision may have made that day a day off.
                await workflow.sleep(waits, summary=f"Báo cáo tháng {due.month}, lập lúc {due.at_text}")
                continue
            await self._make(series, due)
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(series)

    async def _next(self, series: SummarySeries) -> NextSummary | None:
        due: NextSummary | None = await workflow.execute_activity(
            NEXT_SUMMARY,
            NextSummaryRequest(series, workflow.now()),
            result_type=NextSummary | None,  # type: ignore[arg-type]
            start_to_close_timeout=NEXT_SUMMARY_TIMEOUT,
            retry_policy=SUMMARY_RETRY,
            summary="Tìm kỳ báo cáo kế tiếp",
        )
        return due

    async def _make(self, series: SummarySeries, due: NextSummary) -> None:
        await workflow.execute_activity(
            MAKE_SUMMARY,
            MakeSummaryRequest(series, due.month, workflow.now()),
            start_to_close_timeout=MAKE_SUMMARY_TIMEOUT,
            retry_policy=SUMMARY_RETRY,
            summary=f"Lập báo cáo tháng {due.month}",
        )
