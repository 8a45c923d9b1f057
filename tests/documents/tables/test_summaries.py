"""The monthly report of cases that touch somebody's reputation (Buôn Ma Thuột, Mục II.2.3 điểm a): which cases, when, to whom.

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
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import Engine

from activities.contract import MakeSummaryRequest, NextSummaryRequest, SummarySeries
from activities.summarising import Summarising
from domain import acts
from domain.events import Event, Filed
from domain.messages import MessageChannel, MessageStatus
from domain.procedure import Procedure
from domain.summaries import summary_of
from domain.time.months import Month
from domain.words import Role
from procedures import procedure_in_force
from records.messages.rows import Addressee, Contact, MessageFilters
from records.record import Record
from records.summaries.rows import KeptSummary, SummaryFormat
from tests.support.letters import pdf_text
from tests.support.records.town import SECRET_CONTENT, SECRET_NAME, WORDS, Case, Town, local, result

pytestmark = pytest.mark.slow

BMT = "buon-ma-thuot"
SERIES = SummarySeries(BMT, "reputation")
AGENCY = "agency_officer of phong-noi-vu"


@pytest.fixture
def summarising(engine: Engine, record: Record) -> Summarising:
    return Summarising(record.summaries, record.offices, record.calendar.book, procedure_in_force)


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


def test_trials_never_count(cases: dict[str, Case], engine: Engine) -> None:
    procedure = procedure_in_force(BMT, date(2026, 3, 1))
    [rule] = procedure.summaries
    courses = Record(engine).summaries.courses(procedure, rule, local("2026-04-01 00:00"))
    trials = {code: (pinned, (as_a_trial(events[0]), *events[1:])) for code, (pinned, events) in courses.items()}
    assert summary_of(procedure, rule, Month(2026, 3), courses).lines
    assert summary_of(procedure, rule, Month(2026, 3), trials).lines == ()


def made(summarising: Summarising, record: Record, month: str) -> KeptSummary:
    summarising.make(MakeSummaryRequest(SERIES, month, local("2026-06-01 07:00")))
    kept = record.summaries.find(f"BMT-reputation-{month}")
    assert kept
    return kept


def sheet(record: Record, kept: KeptSummary, name: str) -> list[tuple[object, ...]]:
    content = record.summaries.content(kept.made.code, SummaryFormat.XLSX)
    assert content
    return list(openpyxl.load_workbook(io.BytesIO(content))[name].iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("month", "of", "counts"),
    [
        ("2026-01", (), (0, 0, 0, 0, 0, 0, 0)),
        ("2026-02", ("carried",), (0, 1, 0, 0, 1, 0, 1)),
        ("2026-03", ("answered", "carried", "found", "open"), (1, 3, 3, 0, 1, 0, 2)),
        ("2026-04", ("open", "next", "afterwards"), (1, 2, 1, 0, 2, 2, 2)),
    ],
)
def test_a_month_counts_its_new_cases_and_those_carried_over(
    summarising: Summarising,
    record: Record,
    cases: dict[str, Case],
    month: str,
    of: tuple[str, ...],
    counts: tuple[int, ...],
) -> None:
    kept = made(summarising, record, month)
    names = ("carried_over", "new", "answered", "ended_otherwise", "open", "overdue", "late")
    assert kept.made.counts == dict(zip(names, counts, strict=True))
    listed = {row[0] for row in sheet(record, kept, "Hồ sơ")[4:]}
    assert listed == {cases[name].code for name in of}


def test_the_report_names_its_addressee_and_article_and_nobody_whom_a_case_speaks_of(
    summarising: Summarising, record: Record, cases: dict[str, Case]
) -> None:
    kept = made(summarising, record, "2026-03")
    said = " ".join(str(cell) for name in ("Tổng hợp", "Hồ sơ") for row in sheet(record, kept, name) for cell in row)
    for expected in (
        "Ủy ban nhân dân tỉnh Đắk Lắk",
        "Mục II.2.3 điểm a",
        "tháng 03/2026",
        "Phòng Nội vụ",
    ):
        assert expected in said
    assert datetime(2026, 3, 3, 11, 0) in {cell for row in sheet(record, kept, "Hồ sơ") for cell in row}  # noqa: DTZ001
    for secret in (SECRET_NAME, SECRET_CONTENT, "Bị Nêu Tên", "0905", WORDS.sealed):
        assert secret not in said


@pytest.mark.parametrize(
    ("now", "month", "at"),
    [
        ("2026-02-23 09:00", "2026-02", "2026-03-02 07:00"),  # 1 March 2026 is a Sunday
        ("2026-12-31 09:00", "2026-02", "2026-03-02 07:00"),  # however late the question comes
    ],
)
def test_a_report_is_due_when_the_first_session_opens_after_its_month(
    summarising: Summarising, town: Town, now: str, month: str, at: str
) -> None:
    town.files(BMT, "2026-02-23 08:00", "moi-truong")
    due = summarising.next(NextSummaryRequest(SERIES, local(now)))
    assert due
    assert (due.month, due.at) == (month, local(at))


def test_the_next_report_is_for_the_month_after_the_last_one_and_waits_for_a_working_day(
    summarising: Summarising, record: Record, cases: dict[str, Case]
) -> None:
    for month, at in (
        ("2026-03", "2026-04-01 07:00"),
        ("2026-04", "2026-05-04 07:00"),
        ("2026-12", "2027-01-04 07:00"),
    ):
        made(summarising, record, str(previous := month[:5] + f"{int(month[5:]) - 1:02}"))
        due = summarising.next(NextSummaryRequest(SERIES, local("2026-06-01 07:00")))
        assert due, previous
        assert (due.month, due.at) == (month, local(at))


def test_where_nothing_was_filed_the_present_month_is_the_first(summarising: Summarising) -> None:
    due = summarising.next(NextSummaryRequest(SERIES, datetime(2026, 11, 30, 17, 30, tzinfo=UTC)))  # 00:30, 1 December
    assert due
    assert (due.month, due.at) == ("2026-12", local("2027-01-04 07:00"))


def test_a_month_is_reported_by_its_own_regulation_also_after_a_newer_one_came(
    engine: Engine, record: Record, cases: dict[str, Case]
) -> None:
    then = procedure_in_force(BMT, date(2026, 12, 31))
    since = replace(then, valid_from=date(2027, 1, 1), summaries=())

    def in_force(_: str, on: date) -> Procedure:
        return since if on >= since.valid_from else then

    summarising, asked = (
        Summarising(record.summaries, record.offices, record.calendar.book, in_force),
        local("2027-01-04 08:00"),
    )
    made(summarising, record, "2026-11")
    december = summarising.next(NextSummaryRequest(SERIES, asked))
    assert december
    assert (december.month, december.at) == ("2026-12", local("2027-01-04 07:00"))
    made(summarising, record, "2026-12")
    assert summarising.next(NextSummaryRequest(SERIES, asked)) is None


def test_a_report_that_no_regulation_asks_for_is_never_due(summarising: Summarising) -> None:
    for series in (SummarySeries(BMT, "weather"), SummarySeries("da-nang", "reputation")):
        assert summarising.next(NextSummaryRequest(series, local("2026-06-01 07:00"))) is None


def test_the_recipients_of_the_rule_are_notified_once_on_the_portal_and_by_email(
    engine: Engine, summarising: Summarising, record: Record, town: Town, cases: dict[str, Case]
) -> None:
    people = {
        role: town.record.accounts.add(
            username=str(role), role=role, authority=BMT, agency=None, display_name=str(role), password_hash="-",
            contact=Contact(f"{role}@vidu.vn"),
        )
        for role in (Role.AUDITOR, Role.CENTRE_LEADER, Role.FOCAL_POINT)
    }  # fmt: skip
    outbox, mailbox = Record(engine).outbox, Record(engine).mailbox
    while outbox.address(500):
        pass
    made(summarising, record, "2026-03")
    made(summarising, record, "2026-03")
    outbox.address(500)
    told = mailbox.page(BMT, MessageFilters(code="BMT-reputation-2026-03"), None, 50).lines
    assert {(line.told.role, line.channel, line.status, line.kind) for line in told} == {
        (role, MessageChannel.EMAIL, MessageStatus.QUEUED, "summary_made")
        for role in (Role.AUDITOR, Role.CENTRE_LEADER)
    }
    for role, account in people.items():
        shown = mailbox.shown_to(Addressee(account=account.id), unread=True, cursor=None, limit=50).notices
        of_report = [notice for notice in shown if notice.code == "BMT-reputation-2026-03"]
        assert len(of_report) == (role is not Role.FOCAL_POINT)
    waiting = [each for each in outbox.waiting(500) if each.code == "BMT-reputation-2026-03"]
    assert {(each.kind, each.channel) for each in waiting} == {("summary_made", MessageChannel.EMAIL)}
    outgoing = outbox.begin(waiting[0].id)
    assert outgoing
    assert outgoing.occasion.code == "BMT-reputation-2026-03"


def test_the_document_to_sign_has_the_same_content_and_is_accessible(
    summarising: Summarising, record: Record, cases: dict[str, Case]
) -> None:
    kept = made(summarising, record, "2026-03")
    content = record.summaries.content(kept.made.code, SummaryFormat.PDF)
    assert content
    said = pdf_text(content)
    for expected in ("Kính gửi: Ủy ban nhân dân tỉnh Đắk Lắk", "Đắk Lắk, ngày 01 tháng 6 năm 2026", cases["open"].code):
        assert expected in said
    assert SECRET_NAME not in said
    root: Any = PdfReader(io.BytesIO(content)).root_object
    assert root["/MarkInfo"]["/Marked"]


def test_a_report_once_made_never_changes(
    summarising: Summarising, record: Record, engine: Engine, cases: dict[str, Case]
) -> None:
    first = made(summarising, record, "2026-03")
    kept_before = record.summaries.content(first.made.code, SummaryFormat.XLSX)
    summarising.make(MakeSummaryRequest(SERIES, "2026-03", local("2027-01-01 07:00")))
    again = record.summaries.find(first.made.code)
    assert again == first
    assert record.summaries.content(first.made.code, SummaryFormat.XLSX) == kept_before
