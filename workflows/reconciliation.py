"""Compares the open cases with their workflows again and again: a schedule, and the workflow that it starts."""

from __future__ import annotations

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.contract import (
        RECONCILE,
        RECONCILE_HEARTBEAT,
        RECONCILE_RETRY,
        RECONCILE_TIMEOUT,
        ReconcileResult,
    )
    from workflows.contract import RECONCILIATION_WORKFLOW


@workflow.defn(name=RECONCILIATION_WORKFLOW)
class ReconciliationWorkflow:
    """Makes one comparison. The schedule starts the next one."""

    @workflow.run
    async def run(self) -> ReconcileResult:
        """Compare, and mend what can be mended."""
        result: ReconcileResult = await workflow.execute_activity(
            RECONCILE,
            result_type=ReconcileResult,
            start_to_close_timeout=RECONCILE_TIMEOUT,
            schedule_to_close_timeout=RECONCILE_TIMEOUT + timedelta(minutes=5),
            heartbeat_timeout=RECONCILE_HEARTBEAT,
            retry_policy=RECONCILE_RETRY,
            summary="Đối chiếu hồ sơ đang mở với quy trình",
        )
        return result
