"""Periodic reports from their making to their sending, on a server that skips time, with the real record and calendar."""

from __future__ import annotations

import asyncio
import io
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from sqlalchemy import Engine
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from calendars import working_calendar
from calendars.report_dates import report_dates
from domain.actors import Actor, sign
from domain.acts.base import Sealed
from domain.reports.acts import Check, CorrectReport, Explain, ReportAct, SendReport, SignOff, digest_of
from domain.reports.key import ReportKey, key_of
from domain.reports.periods import period_of
from domain.reports.report import ReportStatus
from domain.words import Role
from procedures import all_procedures
from records.record import Record
from records.reports.rows import ReportFormat, WholeReport
from stack.time_skipping import skip_to
from tests.support.letters import pdf_text
from tests.support.records.town import Town
from tests.support.stack.processes import eventually
from tests.support.workflows.reports import ACTORS_KEY, report_making
from tests.support.workflows.sandbox import sandbox
from worker import build_report_maker
from workflows.reports.contract import ReportActRequest, report_workflow_id
from workflows.reports.gateway import ReportActRefused, ReportGateway
from workflows.reports.starter import ReportStarter

pytestmark = pytest.mark.slow

QUEUE = "periodic-reports"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PROCEDURE = all_procedures()["binh-dinh"]
OPERATOR = Actor(Role.CENTRE_OPERATOR, authority="binh-dinh")
LEADER = Actor(Role.CENTRE_LEADER, authority="binh-dinh")
WORDS = Sealed("Vật tư về chậm")


@dataclass
class Office:
    """A running worker of reports, and the record it reports from."""

    env: WorkflowEnvironment
    record: Record
    gateway: ReportGateway

    def handle(self, key: ReportKey) -> WorkflowHandle[Any, Any]:
        return self.env.client.get_workflow_handle(report_workflow_id(key.code))

    async def at(self, key: ReportKey, instant: datetime) -> None:
        await skip_to(self.env, self.handle(key), instant)

    def whole(self, key: ReportKey) -> WholeReport:
        whole = self.record.reports.whole(key.code)
        assert whole
        return whole

    async def until(self, key: ReportKey, status: ReportStatus, edition: int = 1) -> None:
        def there() -> bool:
            kept = self.record.reports.find(key.code)
            return kept is not None and (kept.report.status, kept.report.edition) == (status, edition)

        await asyncio.to_thread(eventually, there)

    async def until_filed(self, key: ReportKey, edition: int) -> None:
        await asyncio.to_thread(
            eventually, lambda: sum(file.edition == edition for file in self.whole(key).files) == len(ReportFormat)
        )

    async def does(self, key: ReportKey, by: Actor, act: ReportAct, act_id: str = "") -> None:
        act_id = act_id or str(uuid.uuid4())
        signature = sign(ACTORS_KEY, code=key.code, act_id=act_id, act=digest_of(act), actor=by)
        request = ReportActRequest(act_id=act_id, by=by, act=act, signature=signature)
        await self.gateway.act(key, request)


@pytest.fixture
async def office(env: WorkflowEnvironment, engine: Engine) -> AsyncIterator[Office]:
    record = Record(engine)
    async with build_report_maker(
        env.client,
        report_making(record),
        task_queue=QUEUE,
        runner=sandbox(),
    ):
        yield Office(env, record, ReportGateway(env.client, QUEUE))


def dates_of(record: Record, key: ReportKey):
    cal = working_calendar(PROCEDURE.office_hours, record.calendar.book().decisions, zone=ZONE)
    rule = PROCEDURE.report(key.series)
    assert rule
    return report_dates(cal, ZONE, rule, key.days)


def report_of_now(series: str) -> ReportKey:
    rule = PROCEDURE.report(series)
    assert rule
    return key_of(PROCEDURE, rule, period_of(rule, datetime.now(ZONE).date()))


async def test_a_report_is_made_when_its_period_ends_goes_from_hand_to_hand_and_stays_as_it_was_sent(
    office: Office,
) -> None:
    key = report_of_now("department-month")
    Town(office.record).files("binh-dinh", f"{datetime.now(ZONE):%Y-%m-%d %H:%M}", "y-te")
    starter = ReportStarter(office.record.reports, office.record.offices, office.gateway, lambda: datetime.now(ZONE))
    assert key in starter.wanted()
    await office.gateway.start(key)
    dates = dates_of(office.record, key)
    await office.at(key, dates.made_at - timedelta(minutes=1))
    assert office.record.reports.find(key.code) is None
    await office.at(key, dates.made_at)
    await office.until(key, ReportStatus.PREPARED)
    assert office.whole(key).editions[0].account.total.received == 1
    with pytest.raises(ReportActRefused) as refused:
        await office.does(key, LEADER, SignOff())
    assert refused.value.refusal.kind == "not_checked"
    with pytest.raises(ReportActRefused) as refused:
        await office.does(key, Actor(Role.AGENCY_OFFICER, "binh-dinh", "so-y-te"), Explain(words=WORDS))
    assert refused.value.refusal.kind == "nothing_late"
    checked = str(uuid.uuid4())
    await office.does(key, OPERATOR, Check(words=WORDS), checked)
    await office.does(key, OPERATOR, Check(words=WORDS), checked)
    await office.does(key, LEADER, SignOff())
    await office.does(key, OPERATOR, SendReport())
    await office.until_filed(key, 1)
    whole = office.whole(key)
    assert [entry.event.kind for entry in whole.entries if entry.by] == [
        "report_checked",
        "report_signed",
        "report_sent",
    ]
    assert [(sent.number, sent.symbol) for sent in whole.sent] == [(1, "BC-STTTT")]
    content = {form: office.record.reports.content(key.code, 1, form) for form in ReportFormat}
    said = pdf_text(content[ReportFormat.PDF] or b"")
    assert "01/BC-STTTT" in said
    assert "Vật tư về chậm" in said
    sheet = openpyxl.load_workbook(io.BytesIO(content[ReportFormat.XLSX] or b""))["Tổng hợp"]
    assert ("Tiếp nhận trong kỳ", 1, 0, 0) in list(sheet.iter_rows(values_only=True))
    # It is corrected: what was sent stays, and the next edition says why.
    await office.does(key, LEADER, CorrectReport(reason=Sealed("Sót một hồ sơ")))
    await office.until(key, ReportStatus.PREPARED, edition=2)
    for by, act in ((OPERATOR, Check(words=WORDS)), (LEADER, SignOff()), (OPERATOR, SendReport())):
        await office.does(key, by, act)
    await office.until_filed(key, 2)
    assert office.record.reports.content(key.code, 1, ReportFormat.PDF) == content[ReportFormat.PDF]
    second = pdf_text(office.record.reports.content(key.code, 2, ReportFormat.PDF) or b"")
    assert "Bản sửa, thay Báo cáo số 01/BC-STTTT. Lý do: Sót một hồ sơ" in second


async def test_a_report_that_nobody_sends_reminds_and_climbs_its_ladder(office: Office) -> None:
    key = report_of_now("centre-week")
    await office.gateway.start(key)
    dates = dates_of(office.record, key)
    await office.at(key, dates.rungs[-1])
    await asyncio.to_thread(eventually, lambda: office.whole(key).kept.report.rungs_climbed == len(dates.rungs))
    kinds = [entry.event.kind for entry in office.whole(key).entries]
    assert kinds == ["report_made", "report_reminded", "report_overdue", "report_overdue"]
    await office.handle(key).terminate("the test is over")
