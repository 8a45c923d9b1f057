"""Tests that a report is taken in once, completely, and before anything else happens to its case."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from domain.actors import REPORTER
from domain.events import Filed
from records.cases.rows import Identity, Report, Taken
from records.engine import connect
from records.errors import CaseUnknown, ContinuedAlready, KeyReused, RecordOutOfStep, RecordsUnavailable, UnstorableText
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import FRIDAY, IDENTITY, KHANH_HOA, REPORT, Desk, filed, new_id, submission
from tests.support.records.furnishing import queued_notices
from tests.support.records.lossy import lossy_way

pytestmark = pytest.mark.slow

A_DAY_IN_2026 = date(2026, 11, 20)


def test_codes_count_up_for_each_authority_and_year(record: Record) -> None:
    def code(year: int, prefix: str = "KH") -> str:
        authority = replace(KHANH_HOA.authority, code_prefix=prefix)
        return record.intake.allocate_code(replace(KHANH_HOA, authority=authority), A_DAY_IN_2026.replace(year=year))

    assert [code(2026), code(2026), code(2027), code(2026, "DN"), code(2026)] == [
        "KH-2026-000001",
        "KH-2026-000002",
        "KH-2027-000001",
        "DN-2026-000001",
        "KH-2026-000003",
    ]


def test_codes_asked_for_at_once_differ(record: Record) -> None:
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: record.intake.allocate_code(KHANH_HOA, A_DAY_IN_2026), range(40)))
    assert len(set(codes)) == 40


def test_a_report_that_was_taken_in_is_there_as_it_was_sent(desk: Desk, record: Record) -> None:
    complaint = desk.take_in(submission("key-1"))
    case = record.cases.find(complaint.code)
    assert case is not None
    assert case.complaint == complaint
    assert case.report == REPORT
    assert case.received_at == FRIDAY
    assert not case.started
    assert case.result is None
    assert record.looks.identity(complaint.code, seen_by=None) == IDENTITY
    assert record.cases.tracking_hash(complaint.code) == "tracking"
    assert desk.record.intake.find("key-1") == (complaint.code, "body")
    entries = record.cases.entries(complaint.code)
    assert [entry.event.kind for entry in entries] == ["filed", "limit_opened", "limit_opened"]
    assert {entry.by for entry in entries} == {REPORTER}


def test_a_closed_case_and_the_one_that_goes_on_with_it_know_of_each_other(desk: Desk, record: Record) -> None:
    first = desk.take_in(submission("key-1"))
    later, (began, *limits) = filed(record.intake.allocate_code(KHANH_HOA, A_DAY_IN_2026))
    assert isinstance(began, Filed)
    later, events = replace(later, continues=first.code), (replace(began, continues=first.code), *limits)
    record.intake.take_in(submission("key-2"), later, events, by=REPORTER, act_id=new_id())
    cases = [record.cases.find(code) for code in (first.code, later.code)]
    assert [case and (case.complaint.continues, case.continued_by) for case in cases] == [
        (None, (later.code,)), (first.code, ()),
    ]  # fmt: skip


def test_of_many_who_go_on_with_a_case_at_once_one_does(desk: Desk, record: Record, sql: Sql) -> None:
    first = desk.take_in(submission("key-1"))

    def go_on(number: int) -> str:
        later, (began, *limits) = filed(f"KH-2026-0007{number:02}")
        assert isinstance(began, Filed)
        later, events = replace(later, continues=first.code), (replace(began, continues=first.code), *limits)
        try:
            return record.intake.take_in(submission(f"on-{number}"), later, events, by=REPORTER, act_id=new_id()).code
        except ContinuedAlready as error:
            return error.code

    with ThreadPoolExecutor(6) as pool:
        [code] = set(pool.map(go_on, range(6)))
    sql("UPDATE cases SET status = 'merged', merged_into = :first WHERE code = :code", first=first.code, code=code)
    assert go_on(7) == code  # the case that it was merged into is open
    sql("UPDATE cases SET status = 'closed' WHERE code = :first", first=first.code)
    assert go_on(8) != code


def test_nobody_knows_a_case_that_was_never_taken_in(desk: Desk, record: Record, engine: Engine) -> None:
    code = "KH-2026-000009"
    assert record.cases.find(code) is None
    assert record.looks.identity(code, seen_by=None) is None
    assert record.cases.tracking_hash(code) is None
    assert record.cases.entries(code) == ()
    assert queued_notices(engine, code) == ()
    assert desk.record.intake.find("key-9") is None


def test_the_same_report_sent_again_is_the_first_one(desk: Desk, sql: Sql) -> None:
    first = desk.take_in(submission("key-1"))
    another, events = filed("KH-2026-000777")
    again = desk.record.intake.take_in(submission("key-1"), another, events, by=REPORTER, act_id="again")
    assert again == Taken(first.code, first, new=False)
    assert sql("SELECT (SELECT count(*) FROM cases), (SELECT count(*) FROM reporters)") == [(1, 1)]


def test_the_same_report_sent_by_many_at_once_is_one_case(record: Record, sql: Sql) -> None:
    def send(number: int) -> Taken:
        complaint, events = filed(f"KH-2026-{number:06}")
        return record.intake.take_in(submission("key-1"), complaint, events, by=REPORTER, act_id=f"file-{number}")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(1, 9)))
    assert len({taken.code for taken in answers}) == 1
    assert sorted(taken.new for taken in answers) == [False] * 7 + [True]
    assert sql("SELECT count(*) FROM cases") == [(1,)]


def test_a_key_that_comes_again_with_another_report_is_refused(desk: Desk, sql: Sql) -> None:
    desk.take_in(submission("key-1"))
    another, events = filed("KH-2026-000777")
    with pytest.raises(KeyReused):
        desk.record.intake.take_in(
            submission("key-1", body_hash="another"), another, events, by=REPORTER, act_id="another"
        )
    assert sql("SELECT count(*) FROM cases") == [(1,)]


@pytest.mark.fault("the answer to a COMMIT is lost")
def test_when_the_answer_to_the_commit_is_lost_sending_again_gives_the_code(record: Record, database_url: str) -> None:
    complaint, events = filed("KH-2026-000001")
    another, other_events = filed("KH-2026-000002")
    with lossy_way(database_url) as way:
        engine = connect(way.database_url)
        lossy = Record(engine)
        try:
            assert lossy.intake.find("key-1") is None
            way.lose_next_commit()
            with pytest.raises(RecordsUnavailable):
                lossy.intake.take_in(submission("key-1"), complaint, events, by=REPORTER, act_id="file-1")
            again = lossy.intake.take_in(submission("key-1"), another, other_events, by=REPORTER, act_id="file-2")
        finally:
            engine.dispose()
    assert again == Taken(complaint.code, complaint, new=False)
    assert record.cases.find(another.code) is None


def test_a_case_must_stand_where_its_events_leave_it(record: Record) -> None:
    complaint, events = filed("KH-2026-000001")
    with pytest.raises(RecordOutOfStep):
        record.intake.take_in(submission(), complaint, events[:-1], by=REPORTER, act_id="file-1")


def test_what_was_typed_in_decomposed_letters_is_kept_composed(desk: Desk, record: Record) -> None:
    def decomposed(text: str) -> str:
        return unicodedata.normalize("NFD", text)

    typed = submission(
        report=Report(decomposed(REPORT.content), decomposed(REPORT.place), decomposed(REPORT.occurred_at)),
        identity=Identity(decomposed(IDENTITY.name), decomposed(IDENTITY.address), IDENTITY.phone, None),
    )
    assert typed.report != REPORT
    complaint = desk.take_in(typed)
    assert record.cases.find(complaint.code).report == REPORT
    assert record.looks.identity(complaint.code, seen_by=None) == replace(IDENTITY, email=None)


@pytest.mark.parametrize(
    "sent",
    [
        submission(report=replace(REPORT, content="trước\0sau")),
        submission(report=replace(REPORT, place="\0")),
        submission(identity=replace(IDENTITY, name="Ánh\0")),
        submission(identity=replace(IDENTITY, email="nửa \ud83d chữ")),
        submission("key\0"),
    ],
    ids=["content", "place", "name", "half a pair", "key"],
)
def test_what_the_database_cannot_keep_is_refused_by_name(desk: Desk, sql: Sql, sent: object) -> None:
    with pytest.raises(UnstorableText):
        desk.take_in(sent)  # type: ignore[arg-type]
    assert sql("SELECT count(*) FROM submissions") == [(0,)]


def test_a_long_report_is_kept_whole_and_begins_its_line_in_one_line(desk: Desk, record: Record) -> None:
    content = "Đường ngập\n\nsau mưa " * 5_000
    complaint = desk.take_in(submission(report=replace(REPORT, content=content)))
    case = record.cases.find(complaint.code)
    assert case is not None
    assert case.report.content == content


def test_a_reporters_identity_is_in_one_table_and_in_no_repr(desk: Desk, sql: Sql) -> None:
    desk.take_in()
    for name in ("Nguyễn Thị Ánh", "0905 000 001", "anh@example.vn", "12 Lê Hồng Phong"):
        holding = [
            table
            for (table,) in sql("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
            if sql(f"SELECT 1 FROM {table} AS t WHERE t::text LIKE :name", name=f"%{name}%")  # noqa: S608
        ]
        assert holding == ["reporters"]
        assert name not in repr(submission())


def test_what_was_committed_and_never_started_is_found_the_oldest_first(desk: Desk) -> None:
    first, second, third = (desk.take_in().code for _ in range(3))
    at_once = timedelta(0)
    assert desk.record.intake.unstarted(at_once, 10) == (first, second, third)
    assert desk.record.intake.unstarted(at_once, 2) == (first, second)
    assert desk.record.intake.unstarted(timedelta(minutes=5), 10) == ()
    desk.record.intake.mark_started(second)
    desk.record.intake.mark_started(second)
    assert desk.record.intake.unstarted(at_once, 10) == (first, third)
    assert desk.record.cases.find(second).started
    with pytest.raises(CaseUnknown):
        desk.record.intake.mark_started("KH-2026-999999")


def test_numbers_have_no_gaps_however_often_a_report_is_sent_at_once(record: Record, desk: Desk, sql: Sql) -> None:
    complaint, events = filed("")

    def sends(key: str) -> str:
        taken = record.intake.take_in_next(
            submission(key),
            complaint,
            events,
            by=REPORTER,
            act_id=new_id(),
            on=A_DAY_IN_2026,
            tracking_hash=lambda code: f"hash of {code}",
        )
        return taken.code

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(sends, [f"key-{n % 6}" for n in range(30)]))
    assert sorted(set(codes)) == [f"KH-2026-{n:06}" for n in range(1, 7)]
    assert len({code for n, code in enumerate(codes) if n % 6 == 0}) == 1
    assert record.cases.tracking_hash("KH-2026-000003") == "hash of KH-2026-000003"
    assert sql("SELECT last FROM code_numbers") == [(6,)]


def test_a_report_that_cannot_be_kept_uses_no_number(record: Record, desk: Desk, sql: Sql) -> None:
    complaint, events = filed("")
    broken = replace(submission("key-1"), report=replace(REPORT, content="một\0hai"))
    for sent in (broken, submission("key-1")):
        try:
            record.intake.take_in_next(
                sent,
                complaint,
                events,
                by=REPORTER,
                act_id=new_id(),
                on=A_DAY_IN_2026,
                tracking_hash=lambda code: code,
            )
        except UnstorableText:
            assert sent is broken
    assert sql("SELECT code FROM cases") == [("KH-2026-000001",)]
