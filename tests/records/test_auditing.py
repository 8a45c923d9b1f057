"""Tests that an audit names what was changed in the record behind the program's back, and finds nothing in any other record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import acts
from domain.actors import REPORTER
from domain.acts import Sealed
from domain.complaint import Complaint
from domain.proof.deviations import Deviation, DeviationKind
from records.letters.rows import LetterFormat
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, FRIDAY, LEADER, OFFICER, Desk, dispatch
from tests.support.records.town import Town

pytestmark = pytest.mark.slow

Found = tuple[DeviationKind, str | None, int | None, str]


def deviations(record: Record, *codes: str) -> list[Deviation]:
    return [found for case in record.audits.whole(codes) for found in record.audits.check(case)]


def tamper(sql: Sql, statement: str) -> None:
    """Change the record as its owner could, with every guard of it off."""
    sql("ALTER TABLE events DISABLE TRIGGER USER")
    sql(statement)
    sql("ALTER TABLE events ENABLE TRIGGER USER")


@pytest.fixture
def case(desk: Desk) -> Complaint:
    """A case that was answered late and rated."""
    complaint = desk.take_in()
    for days, act, by in (
        (0, dispatch(), CENTRE),
        (0, acts.Accept(), OFFICER),
        (30, acts.TimePassed(), None),
        (31, acts.SubmitResult(result=Sealed("Đã vá ổ gà")), OFFICER),
        (31, acts.Approve(), LEADER),
        (31, acts.Publish(), CENTRE),
        (31, acts.Rate(rating="satisfied"), REPORTER),
    ):
        complaint = desk.act(complaint, act, by, FRIDAY + timedelta(days=days))
    return complaint


def test_a_case_that_nobody_touched_contradicts_itself_nowhere(case: Complaint, record: Record) -> None:
    assert record.audits.codes("", 100) == (case.code,)
    assert record.audits.count() == 1
    assert deviations(record, case.code) == []
    assert record.audits.guards_off() == ()


def test_limits_that_were_missed_at_every_rung_contradict_nothing_in_any_province(record: Record) -> None:
    for name in ("khanh-hoa", "dien-bien", "lai-chau"):
        Town(record).files(name, "2026-03-02 08:00", "moi-truong").waits("2026-04-20 08:00")
    codes = record.audits.codes("", 100)
    assert len(codes) == 3
    assert deviations(record, *codes) == []


@pytest.mark.parametrize(
    ("statement", "kind", "number", "about"),
    [
        (
            """UPDATE events SET body = jsonb_set(body, '{result,sealed}', '"Không có ổ gà"') WHERE kind = 'result_submitted'""",
            DeviationKind.EVENT_CHANGED,
            "result_submitted",
            "result_submitted",
        ),
        (
            """UPDATE events SET body = jsonb_set(body, '{schedule,due}', '"2030-01-01T00:00:00Z"')
               WHERE kind = 'limit_opened' AND number = 2""",
            DeviationKind.EVENT_CHANGED,
            2,
            "limit_opened",
        ),
        ("UPDATE events SET by_account = 'another' WHERE kind = 'approved'", DeviationKind.EVENT_CHANGED, "approved", "approved"),
        ("UPDATE events SET at = at - interval '1 day' WHERE number = 1", DeviationKind.EVENT_INSTANT, 1, "at"),
        ("UPDATE events SET hash = NULL WHERE number = 3", DeviationKind.EVENT_UNCHAINED, 3, ""),
        ("UPDATE reports SET content = 'Không có gì'", DeviationKind.REPORT_CHANGED, None, ""),
        ("UPDATE cases SET head = sha256('other')", DeviationKind.HEAD, "last", ""),
        ("UPDATE cases SET status = 'withdrawn'", DeviationKind.STANDING, None, "status"),
        ("UPDATE cases SET received_at = received_at + interval '2 days'", DeviationKind.STANDING, None, "received_at"),
        ("UPDATE cases SET rings_at = now()", DeviationKind.STANDING, None, "rings_at"),
        (
            """UPDATE cases SET snapshot = jsonb_set(snapshot, '{moments,filed}', '"2026-11-23T03:00:00Z"')""",
            DeviationKind.STANDING,
            None,
            "moments.filed",
        ),
        ("UPDATE ratings SET rating = 'unsatisfied'", DeviationKind.FIGURES, None, "rating"),
        ("UPDATE outcomes SET missed = false", DeviationKind.FIGURES, None, "missed"),
        ("DELETE FROM ratings", DeviationKind.FIGURES, None, "ratings"),
        ("UPDATE steps SET missed = false WHERE missed", DeviationKind.FIGURES, None, "missed"),
        (
            "UPDATE procedures SET body = jsonb_set(body, '{id}', '\"other\"')",
            DeviationKind.REGULATION_CHANGED,
            None,
            "",
        ),
    ],
)  # fmt: skip
def test_each_change_behind_the_program_is_named_by_case_and_event(
    case: Complaint, engine, sql: Sql, statement: str, kind: DeviationKind, number: int | str | None, about: str
) -> None:
    numbers = {row.kind: row.number for row in sql("SELECT kind, number FROM events ORDER BY number")}
    tamper(sql, statement)
    found = [each for each in deviations(Record(engine), case.code) if each.kind is kind]
    assert [each for each in found if about in each.about], deviations(Record(engine), case.code)
    expected = {"last": case.number}.get(str(number), numbers.get(str(number), number))
    assert {each.number for each in found} == {expected}
    assert {each.code for each in found} == {case.code}


def test_only_the_changed_event_is_named_and_not_those_behind_it(case: Complaint, record: Record, sql: Sql) -> None:
    tamper(sql, "UPDATE events SET act_id = 'another' WHERE number = 4")
    assert [(each.kind, each.number) for each in deviations(record, case.code)] == [(DeviationKind.EVENT_CHANGED, 4)]


def test_an_event_that_was_taken_away_is_missed_wherever_it_was(case: Complaint, record: Record, sql: Sql) -> None:
    sql("DELETE FROM notices")
    tamper(sql, "DELETE FROM events WHERE number = (SELECT max(number) FROM events)")
    kinds = {(each.kind, each.number) for each in deviations(record, case.code)}
    assert (DeviationKind.EVENT_MISSING, case.number) in kinds


@pytest.mark.parametrize(
    ("statement", "guard"),
    [
        ("ALTER TABLE events DISABLE TRIGGER append_only", "events.append_only"),
        ("ALTER TABLE events DISABLE TRIGGER USER", "events.unchanged"),
        ("DROP TRIGGER append_only ON looks", "looks.append_only"),
    ],
)
def test_a_guard_that_is_off_is_named(record: Record, sql: Sql, statement: str, guard: str) -> None:
    sql(statement)
    assert guard in {each.about for each in record.audits.guards_off()}


def test_a_letter_whose_file_was_changed_or_lost_is_named(desk: Desk, record: Record, sql: Sql) -> None:
    complaint = desk.take_in()
    for act, by in (
        (dispatch(), CENTRE),
        (acts.Accept(), OFFICER),
        (acts.SubmitResult(result=Sealed("Đã vá ổ gà")), OFFICER),
        (acts.Approve(), LEADER),
        (acts.Publish(), LEADER),
    ):
        complaint = desk.act(complaint, act, by)
    [waiting] = record.letters.waiting(10)
    record.letters.keep(waiting, {LetterFormat.PDF: b"%PDF", LetterFormat.DOCX: b"PK"})
    assert deviations(record, complaint.code) == []
    for change in ("DISABLE", "ENABLE"):
        sql(f"ALTER TABLE letter_files {change} TRIGGER USER")
        if change == "DISABLE":
            sql("ALTER TABLE letter_files DROP CONSTRAINT letter_files_check")
            sql("UPDATE letter_files SET content = 'other' WHERE format = 'pdf'")
    [found] = deviations(record, complaint.code)
    assert (found.kind, found.number) == (DeviationKind.LETTER_CHANGED, waiting.event_number)
    sql("ALTER TABLE letter_files DISABLE TRIGGER USER")
    sql("DELETE FROM letter_files")
    [found] = deviations(record, complaint.code)
    assert (found.kind, found.number) == (DeviationKind.LETTER_MISSING, waiting.event_number)
