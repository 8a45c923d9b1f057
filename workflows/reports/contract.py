"""The names and inputs of the workflow of a periodic report, for those who call it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from domain.actors import Actor
from domain.reports.acts import ReportAct

REPORT_WORKFLOW = "PeriodicReport"
REPORT_ACT = "report_act"
REPORT_REFUSED = "ReportActRefused"
"""The error type by which the workflow refuses an act. Its only detail is the ReportRefusal."""


@dataclass(frozen=True, kw_only=True)
class ReportActRequest:
    """An act of one person on a report, signed by the front. A request with the same `act_id` is a retry of the same act."""

    act_id: str
    by: Actor
    act: Annotated[ReportAct, Field(discriminator="kind")]
    signature: str


def report_workflow_id(code: str) -> str:
    """Return the id of the workflow of a report."""
    return f"report-{code}"


def reports_queue(task_queue: str) -> str:
    """Return the task queue of reports beside that of cases."""
    return f"{task_queue}-reports"
