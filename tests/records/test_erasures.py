"""An identity is erased once no rule keeps it. The case, its chain of hashes and all figures stay as they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import psycopg
import pytest
from sqlalchemy import Engine

from domain import acts
from domain.actors import REPORTER
from domain.acts import Sealed
from domain.complaint import Complaint
from records.personal_data.rows import Batch, RetentionOrder
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, FRIDAY, IDENTITY, KHANH_HOA, LEADER, OFFICER, Desk, dispatch

pytestmark = pytest.mark.slow

YEARS = timedelta(days=4 * 365)
ORDER = RetentionOrder("khanh-hoa", "KH", FRIDAY + YEARS, 5, "Điều 9")
ALL = 500


def ended(desk: Desk, at: datetime = FRIDAY) -> Complaint:
    """A case that its reporter withdrew at this instant."""
    return desk.act(desk.take_in(at=at), acts.Withdraw(), REPORTER, at)


def identity(record: Record, code: str) -> str:
    found = record.looks.identity(code, seen_by=None)
    assert found is not None
    return found.name + found.address + found.phone + (found.email or "")


def test_the_identity_of_a_case_that_ended_long_ago_goes_and_the_case_stays(desk: Desk, sql: Sql) -> None:
    record = desk.record
    complaint = ended(desk)
    sql("INSERT INTO devices (token, platform, reporter_of) VALUES ('t', 'android', :code)", code=complaint.code)
    before = record.cases.find(complaint.code)
    heads = sql("SELECT number, hash FROM events ORDER BY number")
    figures = sql("SELECT * FROM outcomes")
    assert record.erasures.of(complaint.code) is None

    assert record.erasures.erase_due(ORDER, "", ALL) == Batch((complaint.code,), None)

    assert identity(record, complaint.code) == ""
    assert sql("SELECT count(*) FROM devices") == [(0,)]
    assert record.cases.find(complaint.code) == before
    assert (sql("SELECT number, hash FROM events ORDER BY number"), sql("SELECT * FROM outcomes")) == (heads, figures)
    assert [each for case in record.audits.whole([complaint.code]) for each in record.audits.check(case)] == []
    erasure = record.erasures.of(complaint.code)
    assert erasure is not None
    assert (erasure.years, erasure.source, erasure.ended_at) == (5, "Điều 9", FRIDAY)


def test_an_erasure_is_done_once_and_its_record_is_never_changed(desk: Desk, sql: Sql, database_url: str) -> None:
    code = ended(desk).code
    desk.record.erasures.erase_due(ORDER, "", ALL)
    once = sql("SELECT * FROM identity_erasures")
    assert desk.record.erasures.erase_due(ORDER, "", ALL) == Batch((), None)
    assert (sql("SELECT * FROM identity_erasures"), once[0][0]) == (once, code)
    for change in ("UPDATE identity_erasures SET years = 1", "DELETE FROM identity_erasures"):
        with psycopg.connect(database_url) as connection, pytest.raises(psycopg.Error, match="append-only"):
            connection.execute(change)


def test_a_case_is_kept_while_it_is_open_and_through_the_years_after_its_end(desk: Desk) -> None:
    open_, young, other = desk.take_in(), ended(desk, FRIDAY + timedelta(days=1)), ended(desk)
    order = replace(ORDER, ended_before=FRIDAY + timedelta(hours=1))
    assert desk.record.erasures.erase_due(order, "", ALL).due == (other.code,)
    assert [identity(desk.record, each.code) != "" for each in (open_, young, other)] == [True, True, False]
    assert desk.record.erasures.erase_due(replace(ORDER, authority="hue"), "", ALL).due == ()


def test_an_answered_case_counts_from_the_end_of_its_course(desk: Desk) -> None:
    complaint = desk.take_in()
    for act, by in (
        (dispatch(), CENTRE),
        (acts.Accept(), OFFICER),
        (acts.SubmitResult(result=Sealed("Đã vá ổ gà")), OFFICER),
        (acts.Approve(), LEADER),
        (acts.Publish(), CENTRE),
    ):
        complaint = desk.act(complaint, act, by)
    assert desk.record.erasures.due(ORDER, "", ALL).due == ()  # the reporter may still rate
    desk.act(complaint, acts.Rate(rating="satisfied"), REPORTER)
    assert desk.record.erasures.due(ORDER, "", ALL).due == (complaint.code,)


def test_a_merged_report_is_kept_as_long_as_the_case_that_answers_it(desk: Desk, sql: Sql) -> None:
    main, report = desk.take_in(), desk.take_in()
    merged = desk.act(report, acts.Merge(into=main.code), CENTRE)
    assert merged.status.is_final
    assert desk.record.erasures.erase_due(ORDER, "", ALL).due == ()
    sql("UPDATE cases SET status = 'closed' WHERE code = :code", code=main.code)
    assert desk.record.erasures.erase_due(ORDER, "", ALL).due == (main.code, report.code)


def test_batches_follow_one_another_to_the_end(desk: Desk) -> None:
    codes = [ended(desk).code for _ in range(5)]
    first = desk.record.erasures.erase_due(ORDER, "", 2)
    assert first == Batch((codes[0], codes[1]), codes[1])
    second = desk.record.erasures.erase_due(ORDER, first.last or "", 2)
    assert second.due == (codes[2], codes[3])
    assert desk.record.erasures.due(ORDER, second.last or "", 2) == Batch((codes[4],), None)
    assert desk.record.erasures.erase_due(ORDER, second.last or "", 2) == Batch((codes[4],), None)


def test_two_processes_erase_each_identity_once(desk: Desk, engine: Engine, sql: Sql) -> None:
    codes = {ended(desk).code for _ in range(6)}
    with ThreadPoolExecutor(2) as pool:
        rounds = [pool.submit(Record(engine).erasures.erase_due, ORDER, "", ALL) for _ in range(2)]
        found = [code for each in rounds for code in each.result().due]
    found += desk.record.erasures.erase_due(ORDER, "", ALL).due  # what both left alone
    assert set(found) == codes
    assert sql("SELECT count(*) FROM identity_erasures") == [(6,)]
    assert {identity(desk.record, code) for code in codes} == {""}


def test_a_later_year_is_not_walked_over(desk: Desk) -> None:
    code = desk.take_in().code
    assert code.startswith(f"{KHANH_HOA.authority.code_prefix}-{FRIDAY.year}-")
    years_before = replace(ORDER, ended_before=FRIDAY - timedelta(days=400))
    assert desk.record.erasures.due(years_before, "", 1) == Batch((), None)
    assert desk.record.erasures.due(ORDER, "", 1) == Batch((), code)
    assert identity(desk.record, code) == IDENTITY.name + IDENTITY.address + IDENTITY.phone + (IDENTITY.email or "")
