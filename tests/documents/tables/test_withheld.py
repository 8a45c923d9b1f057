"""Tests the monthly report of cases that touch somebody's reputation (Buôn Ma Thuột, Mục II.2.3 điểm a): which, when, to whom.

Seven cases around March 2026 (31 days; 1 March is a Sunday, 31 March a Tuesday, 1 April a Wednesday that is worked):

| case | kept from the public | by the end of March | in February's | in March's | in April's |
|---|---|---|---|---|---|
| answered | 02/03 | answered 03/03 | – | new, answered | – |
| carried  | 26/02 | answered 03/03, late | new, open, overdue | carried over, answered, late | – |
| open     | 31/03 | with the focal point | – | new, open | carried over, overdue |
| found    | 04/03, at the answer | answered 04/03, late: due 03/03 16:00 | – | new, answered, late | – |
| public   | never | published | – | – | – |
| next     | 01/04 | not filed yet | – | – | new |
| afterwards | 02/04, a month after it was published | published 03/03 | – | – | new, answered |
"""

from __future__ import annotations

import io
from dataclasses import astuple, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader
from sqlalchemy import Engine

from activities.reports.contract import AdvanceRequest, ReportActDone
from activities.reports.making import ReportMaking
from domain import acts
from domain.accounts.period import Period
from domain.actors import Actor, sign
from domain.acts.base import Sealed
from domain.events import Event, Filed
from domain.messages import MessageChannel, MessageStatus
from domain.reports.acts import Check, CorrectReport, ReportAct, SendReport, SignOff, digest_of
from domain.reports.figures import WithheldFigures
from domain.reports.key import ReportKey, key_of
from domain.reports.periods import period_named
from domain.reports.withheld import withheld_cases
from domain.words import Role
from procedures import procedure_in_force
from records.messages.rows import Contact, MessageFilters
from records.record import Record
from records.reports.rows import ReportFormat, WholeReport
from tests.support.letters import docx_text, pdf_text
from tests.support.records.town import SECRET_CONTENT, SECRET_NAME, WORDS, Case, Town, local, result
from tests.support.workflows.reports import ACTORS_KEY, report_making

pytestmark = pytest.mark.slow

BMT = "buon-ma-thuot"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
AGENCY = "agency_officer of phong-noi-vu"
BY_EMAIL = (MessageChannel.EMAIL, MessageStatus.QUEUED)
OPERATOR, LEADER = (Actor(role, authority=BMT) for role in (Role.CENTRE_OPERATOR, Role.CENTRE_LEADER))


@pytest.fixture
def making(record: Record) -> ReportMaking:
    return report_making(record)


def as_a_trial(event: Event) -> Event:
    assert isinstance(event, Filed)
    return replace(event, test=True)


def kept_from_public(town: Town, at: str, since: str) -> Case:
    case = town.files(BMT, at, "cong-vu-cong-chuc")
    return case.does(since, "centre_operator", acts.Restrict(ground="reputation"))


def dispatched(case: Case, at: str) -> Case:
    case.does(at, "centre_operator", acts.Dispatch())
    return case.does(at, "focal_point", acts.Forward(lead="phong-noi-vu"))


@pytest.fixture
def cases(town: Town) -> dict[str, Case]:
    withhold = acts.Withhold(ground="reputation")
    answered = dispatched(kept_from_public(town, "2026-03-02 08:00", "2026-03-02 08:10"), "2026-03-02 08:30")
    answered.does("2026-03-03 10:00", AGENCY, result("2026-03-03"))
    answered.does("2026-03-03 11:00", "centre_operator", withhold)
    carried = dispatched(kept_from_public(town, "2026-02-23 08:00", "2026-02-26 08:00"), "2026-02-26 08:30")
    carried.does("2026-03-03 08:00", AGENCY, result("2026-03-02"))
    carried.does("2026-03-03 09:00", "centre_operator", withhold)
    opened = dispatched(kept_from_public(town, "2026-03-31 08:00", "2026-03-31 08:10"), "2026-03-31 09:00")
    opened.waits("2026-05-01 08:00")
    found = dispatched(town.files(BMT, "2026-03-02 08:00", "moi-truong"), "2026-03-02 08:30")
    found.does("2026-03-03 10:00", AGENCY, result("2026-03-03"))
    found.does("2026-03-04 08:00", "centre_operator", withhold)
    public = dispatched(town.files(BMT, "2026-03-02 08:00", "moi-truong"), "2026-03-02 08:30")
    public.does("2026-03-03 10:00", AGENCY, result("2026-03-03"))
    public.does("2026-03-03 11:00", "centre_operator", acts.Publish())
    afterwards = dispatched(town.files(BMT, "2026-03-02 08:00", "moi-truong"), "2026-03-02 08:30")
    afterwards.does("2026-03-03 10:00", AGENCY, result("2026-03-03"))
    afterwards.does("2026-03-03 11:00", "centre_operator", acts.Publish())
    afterwards.does("2026-04-02 08:00", "centre_operator", acts.Restrict(ground="reputation"))
    following = kept_from_public(
        town, "2026-04-01 08:00", "2026-04-01 08:10"
    )  # its alarms do not ring: late by the clock
    return {
        "answered": answered, "carried": carried, "open": opened, "found": found, "public": public, "next": following,
        "afterwards": afterwards,
    }  # fmt: skip


def test_trials_never_count(cases: dict[str, Case], record: Record) -> None:
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    courses = record.withheld_courses.courses(BMT, "reputation", local("2026-04-01 00:00"))
    trials = {code: (pinned, (as_a_trial(events[0]), *events[1:])) for code, (pinned, events) in courses.items()}
    assert withheld_cases("reputation", march, ZONE, courses)
    assert withheld_cases("reputation", march, ZONE, trials) == ()


def key_for(month: str) -> ReportKey:
    procedure = procedure_in_force(BMT, date(2026, 3, 1))
    rule = procedure.report("reputation")
    assert rule
    return key_of(procedure, rule, period_named(rule, month))


def made(making: ReportMaking, record: Record, month: str, at: str = "2026-06-01 07:00") -> WholeReport:
    key = key_for(month)
    making.advance(AdvanceRequest(key, local(at)))
    whole = record.reports.whole(key.code)
    assert whole
    return whole


def figures(whole: WholeReport) -> WithheldFigures:
    last = whole.editions[-1]
    assert isinstance(last, WithheldFigures)
    return last


def does(making: ReportMaking, code: str, at: str, by: Actor, act: ReportAct) -> None:
    act_id = f"{act.kind} {at}"
    signature = sign(ACTORS_KEY, code=code, act_id=act_id, act=digest_of(act), actor=by)
    answer = making.act(ReportActDone(code=code, act_id=act_id, by=by, act=act, signature=signature, now=local(at)))
    assert answer.refusal is None


def sent(making: ReportMaking, record: Record, month: str) -> WholeReport:
    code = made(making, record, month).kept.report.code
    does(making, code, "2026-06-01 08:00", OPERATOR, Check(words=Sealed("Không có vướng mắc")))
    does(making, code, "2026-06-01 09:00", LEADER, SignOff())
    does(making, code, "2026-06-01 10:00", OPERATOR, SendReport())
    return made(making, record, month, "2026-06-01 10:01")


def sheet(record: Record, whole: WholeReport, name: str) -> list[tuple[object, ...]]:
    content = record.reports.content(whole.kept.report.code, 1, ReportFormat.XLSX)
    assert content
    return list(openpyxl.load_workbook(io.BytesIO(content))[name].iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("month", "of", "counts", "before"),
    [
        ("2026-01", (), (0, 0, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0, 0)),
        ("2026-02", ("carried",), (0, 1, 0, 0, 1, 0, 1), (0, 0, 0, 0, 0, 0, 0)),
        ("2026-03", ("answered", "carried", "found", "open"), (1, 3, 3, 0, 1, 0, 2), (0, 1, 0, 0, 1, 0, 1)),
        ("2026-04", ("open", "next", "afterwards"), (1, 2, 1, 0, 2, 2, 2), (1, 3, 3, 0, 1, 0, 2)),
    ],
)
def test_a_month_counts_its_new_cases_and_those_carried_over_beside_the_month_before(
    making: ReportMaking,
    record: Record,
    cases: dict[str, Case],
    month: str,
    of: tuple[str, ...],
    counts: tuple[int, ...],
    before: tuple[int, ...],
) -> None:
    found = figures(made(making, record, month))
    assert astuple(found.counts) == counts
    assert astuple(found.before) == before
    assert astuple(found.year_ago) == (0,) * 7
    assert {case.code for case in found.cases} == {cases[name].code for name in of}
    assert found.counts.adds_up
    assert found.counts.carried_over == found.before.open


def test_the_report_names_its_addressee_and_article_and_nobody_whom_a_case_speaks_of(
    making: ReportMaking, record: Record, cases: dict[str, Case]
) -> None:
    whole = sent(making, record, "2026-03")
    said = " ".join(str(cell) for name in ("Tổng hợp", "Hồ sơ") for row in sheet(record, whole, name) for cell in row)
    for expected in (
        "Ủy ban nhân dân tỉnh Đắk Lắk",
        "Mục II.2.3 điểm a",
        "Từ ngày 01/03/2026 đến ngày 31/03/2026",
        "Phòng Nội vụ",
    ):
        assert expected in said
    assert datetime(2026, 3, 3, 11, 0) in {cell for row in sheet(record, whole, "Hồ sơ") for cell in row}  # noqa: DTZ001
    for secret in (SECRET_NAME, SECRET_CONTENT, "Bị Nêu Tên", "0905", WORDS.sealed):
        assert secret not in said


@pytest.mark.parametrize(
    ("month", "made_at", "due"),
    [
        ("2026-02", "2026-03-02 07:00", "2026-03-03 17:00"),  # 1 March 2026 is a Sunday
        ("2026-03", "2026-04-01 07:00", "2026-04-02 17:00"),
        ("2026-04", "2026-05-04 07:00", "2026-05-05 17:00"),  # 30 April and 1 May are holidays, a Thursday and a Friday
        ("2026-12", "2027-01-04 07:00", "2027-01-05 17:00"),
    ],
)
def test_a_report_is_made_when_the_first_session_opens_after_its_month_and_sent_in_two_days(
    making: ReportMaking, record: Record, month: str, made_at: str, due: str
) -> None:
    waits = making.advance(AdvanceRequest(key_for(month), local("2026-01-05 09:00")))
    assert (waits.next_at, waits.made) == (local(made_at), False)
    assert made(making, record, month, made_at).kept.due_at == local(due)


def test_a_month_is_reported_by_its_own_regulation_also_after_a_newer_one_came(record: Record) -> None:
    then = procedure_in_force(BMT, date(2026, 12, 31))
    since = replace(then, valid_from=date(2027, 1, 1), reports=())
    making = report_making(record, in_force=lambda _, on: since if on >= since.valid_from else then)
    assert made(making, record, "2026-12", "2027-01-04 08:00").kept.report.edition == 1
    assert making.advance(AdvanceRequest(key_for("2027-01"), local("2027-02-01 07:00"))).settled
    assert record.reports.find(key_for("2027-01").code) is None


def test_those_who_prepare_it_hear_that_it_was_made_and_the_province_that_it_was_sent(
    engine: Engine, making: ReportMaking, record: Record, town: Town, cases: dict[str, Case]
) -> None:
    for role in (Role.AUDITOR, Role.CENTRE_LEADER, Role.FOCAL_POINT):
        town.record.accounts.add(
            username=str(role), role=role, authority=BMT, agency=None, display_name=str(role), password_hash="-",
            contact=Contact(f"{role}@vidu.vn"),
        )  # fmt: skip
    outbox, mailbox = record.outbox, record.mailbox
    while outbox.address(500):
        pass
    sent(making, record, "2026-03")
    while outbox.address(500):
        pass
    told = mailbox.page(BMT, MessageFilters(code="BMT-reputation-2026-03"), None, 50).lines
    heard = {(line.told.role, line.kind) for line in told if (line.channel, line.status) == BY_EMAIL}
    assert (Role.CENTRE_LEADER, "report_made") in heard
    assert (Role.AUDITOR, "report_sent") in heard
    assert not [role for role, _ in heard if role is Role.FOCAL_POINT]


def test_its_documents_have_the_same_content_and_the_pdf_is_accessible(
    making: ReportMaking, record: Record, cases: dict[str, Case]
) -> None:
    code = sent(making, record, "2026-03").kept.report.code
    content = record.reports.content(code, 1, ReportFormat.PDF)
    word = record.reports.content(code, 1, ReportFormat.DOCX)
    assert content
    assert word
    for said in (pdf_text(content), docx_text(word)):
        for expected in ("Ủy ban nhân dân tỉnh Đắk Lắk", "Đắk Lắk, ngày 01 tháng 6 năm 2026"):
            assert expected in said
        assert "06/BC-DAKLAKIOC" in said.replace(" ", "")  # after five letters; a line may break after a hyphen
        assert SECRET_NAME not in said
    assert cases["open"].code in pdf_text(content)
    assert cases["open"].code in {cell.text for table in Document(io.BytesIO(word)).tables for cell in table._cells}
    root: Any = PdfReader(io.BytesIO(content)).root_object
    assert root["/MarkInfo"]["/Marked"]


def test_a_corrected_edition_names_the_counts_that_changed_and_what_was_sent_stays(
    making: ReportMaking, record: Record, cases: dict[str, Case]
) -> None:
    code = sent(making, record, "2026-03").kept.report.code
    before = record.reports.content(code, 1, ReportFormat.XLSX)
    does(making, code, "2026-06-02 08:00", LEADER, CorrectReport(reason=Sealed("Kiểm tra lại")))
    made(making, record, "2026-03", "2026-06-02 08:01")
    for by, act in ((OPERATOR, Check()), (LEADER, SignOff()), (OPERATOR, SendReport())):
        does(making, code, "2026-06-02 09:00", by, act)
    made(making, record, "2026-03", "2026-06-02 09:01")
    said = pdf_text(record.reports.content(code, 2, ReportFormat.PDF) or b"")
    assert "Bản sửa, thay Báo cáo số 06/BC-DAKLAKIOC. Lý do: Kiểm tra lại" in said
    assert "Số liệu tổng hợp không thay đổi." in said
    assert record.reports.content(code, 1, ReportFormat.XLSX) == before
