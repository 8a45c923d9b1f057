"""The activity by which a schedule in Temporal compares all open cases with their workflows."""

from __future__ import annotations

from collections.abc import Callable

from temporalio import activity

from activities.contract import RECONCILE, ReconcileResult
from activities.reconciling import AnotherReconciles, ForeignTemporal, Progress, Reconciler


class Reconciling:
    """The activity of the regular comparison. `reconciler` returns a reconciler that tells its progress as it is told to."""

    def __init__(self, reconciler: Callable[[Progress], Reconciler]) -> None:
        self._reconciler = reconciler

    @activity.defn(name=RECONCILE)
    async def reconcile(self) -> ReconcileResult:
        """Compare once and mend. Where another process compares, return an empty result."""
        try:
            report = await self._reconciler(
                lambda stage, done, total: activity.heartbeat(stage, done, total)
            ).reconcile()
        except (AnotherReconciles, ForeignTemporal):
            return ReconcileResult()
        return ReconcileResult(
            report.compared, report.found, len(report.started), len(report.reloaded), len(report.failed)
        )
