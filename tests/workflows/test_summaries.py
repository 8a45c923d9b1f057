"""Monthly reports over several months, on a server that skips time, with the real record and calendar."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from activities.contract import SummarySeries
from calendars import Decision, working_calendar
from domain.acts import Restrict
from domain.time.decisions import Effect
from domain.time.months import Month
from domain.words import Role
from procedures import procedure_in_force
from records.record import Record
from stack.time_skipping import skip_to
from tests.support.records.town import ZONE, Town
from tests.support.stack.processes import eventually
from tests.support.workflows.reports import report_making
from tests.support.workflows.sandbox import sandbox
from worker import build_report_maker
from workflows.contract import summaries_id
from workflows.summary_starter import SummaryStarter

pytestmark = pytest.mark.slow

BMT, QUEUE = "buon-ma-thuot", "reports"
SERIES = SummarySeries(BMT, "reputation")
OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass
class Series:
    """A running series of monthly reports, and the record it reports from."""

    env: WorkflowEnvironment
    record: Record
    starter: SummaryStarter

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        return self.env.client.get_workflow_handle(summaries_id(BMT, "reputation"))

    def opens_after(self, month: Month) -> datetime:
        """Return when the offices first open after a month, by the calendar of the record."""
        hours = procedure_in_force(BMT, month.last_day).office_hours
        return working_calendar(hours, self.record.calendar.book().decisions).next_opening(month.ends(OFFICE))

    async def at(self, instant: datetime) -> None:
        """Skip time until this instant."""
        await skip_to(self.env, self.handle, instant)

    def is_made(self, month: Month) -> bool:
        return self.record.summaries.find(f"BMT-reputation-{month}") is not None

    async def has_made(self, month: Month) -> None:
        await asyncio.to_thread(eventually, lambda: self.is_made(month))

    def counts(self, month: Month) -> dict[str, int]:
        kept = self.record.summaries.find(f"BMT-reputation-{month}")
        assert kept
        return kept.made.counts


@pytest.fixture
async def series(env: WorkflowEnvironment, engine: Engine) -> AsyncIterator[Series]:
    record = Record(engine)
    async with build_report_maker(
        env.client,
        record.summaries,
        record.offices,
        record.calendar.book,
        making=report_making(record),
        task_queue=QUEUE,
        runner=sandbox(),
    ):
        series = Series(env, record, SummaryStarter(lambda: [SERIES], env.client, QUEUE))
        yield series
        await series.handle.terminate("the test is over")


def a_case_of_now(record: Record) -> Month:
    """File a case and restrict it now. Return the month of its filing."""
    now = f"{datetime.now(ZONE):%Y-%m-%d %H:%M}"
    case = Town(record).files(BMT, now, "cong-vu-cong-chuc")
    case.does(now, "centre_operator", Restrict(ground="reputation"))
    return Month.of(case.at, ZONE)


async def test_each_month_is_reported_on_when_the_offices_first_open_after_it(series: Series) -> None:
    month = a_case_of_now(series.record)
    await series.starter.start()
    due = series.opens_after(month)
    await series.at(due - timedelta(minutes=1))
    assert not series.is_made(month)
    await series.at(due)
    await series.has_made(month)
    assert (series.counts(month)["carried_over"], series.counts(month)["new"]) == (0, 1)
    await series.at(series.opens_after(month.following))
    await series.has_made(month.following)
    assert (series.counts(month.following)["carried_over"], series.counts(month.following)["new"]) == (1, 0)


async def test_a_day_that_is_decided_off_meanwhile_puts_the_report_off(series: Series) -> None:
    month = a_case_of_now(series.record)
    await series.starter.start()
    planned = series.opens_after(month)
    await series.at(planned - timedelta(minutes=1))
    day = planned.astimezone(ZONE).date()
    account = series.record.accounts.add(
        username="quantri", role=Role.ADMIN, authority=None, agency=None, display_name="Quản trị", password_hash="-"
    )
    storm = Decision(day, Effect.OFF, "25/CĐ-TTg", "Nghỉ tránh bão")
    series.record.calendar.add(
        "25/CĐ-TTg", (storm,), source="Công điện 25/CĐ-TTg", by_account=account.id, at=datetime.now(UTC)
    )
    put_off = series.opens_after(month)
    assert put_off > planned
    await series.at(put_off - timedelta(minutes=1))
    assert not series.is_made(month)
    await series.at(put_off)
    await series.has_made(month)


async def test_a_series_that_was_stopped_goes_on_where_it_was_and_makes_up_for_what_it_missed(series: Series) -> None:
    month = a_case_of_now(series.record)
    await series.starter.start()
    await series.at(series.opens_after(month))
    await series.has_made(month)
    await series.handle.terminate("by hand")
    await series.starter.start()
    await series.starter.start()  # a running series is not started again
    await series.at(series.opens_after(month.following.following))
    await series.has_made(month.following.following)
    assert series.is_made(month.following)
