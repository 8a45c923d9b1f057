"""The activities of periodic reports, for those who have them done: names, requests, results, timeouts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field
from temporalio.common import RetryPolicy

from domain.actors import Actor
from domain.reports.acts import ReportAct, ReportRefusal
from domain.reports.key import ReportKey

ADVANCE_REPORT = "advance_report"
ADVANCE_TIMEOUT = timedelta(minutes=5)
"""The timeout of one attempt to bring a report up to date. The attempt may count the cases of a year and make three files."""

ACT_ON_REPORT = "act_on_report"
ACT_TIMEOUT = timedelta(seconds=20)

REPORT_RETRY = RetryPolicy(
    initial_interval=timedelta(seconds=1), backoff_coefficient=2.0, maximum_interval=timedelta(minutes=10)
)
"""Retried without end, because a report that the regulation orders must be made."""

NOT_SIGNED = "ReportActNotSigned"


@dataclass(frozen=True)
class AdvanceRequest:
    """Asks to bring a report up to date, as of `now`."""

    key: ReportKey
    now: datetime


@dataclass(frozen=True)
class ReportStanding:
    """The standing of a report: when something is due next, None where nothing is, and whether nothing more is to be done.

    `text` says in Vietnamese what comes next. `made` is false until the period is over.
    """

    next_at: datetime | None
    settled: bool
    text: str
    made: bool = True


@dataclass(frozen=True, kw_only=True)
class ReportActDone:
    """Asks to do an act that the front signed, as of `now`."""

    code: str
    act_id: str
    by: Actor
    act: Annotated[ReportAct, Field(discriminator="kind")]
    signature: str
    now: datetime


@dataclass(frozen=True)
class ReportActAnswer:
    """The number of the report's last event after an act, or why the act was refused."""

    number: int
    refusal: ReportRefusal | None = None
