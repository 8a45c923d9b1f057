"""A backlog comes into the record whole, once, and without a flood of messages."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from api.backlog.checking import Backlog, backlog_of, check
from api.backlog.importing import Outcome, import_case
from api.web.offices import ProceduresInForce
from domain.actors import Actor
from domain.backlog.course import first_told
from domain.words import Role
from procedures import provinces
from records.messages.rows import Contact
from records.offices.rows import ChangedBy
from records.record import Record
from tests.support.backlog import ANSWERED, LETTER_OF_DIEN_BIEN, SENT, as_csv

pytestmark = pytest.mark.slow

APRIL = datetime(2024, 4, 15, 2, tzinfo=UTC)
ADMIN = Actor(Role.ADMIN, "dien-bien", None, "admin-1")
LETTER = LETTER_OF_DIEN_BIEN.read_bytes()
SOME = b"\n".join(LETTER.splitlines()[:25])
"""The first 24 cases of the letter: none of them was answered."""


@pytest.fixture
def record(engine: Engine) -> Record:
    record = Record(engine)
    for post in next(each for each in provinces().offices if each.authority == "dien-bien").staff:
        record.accounts.add(
            username=post.username,
            role=post.role,
            authority="dien-bien",
            agency=post.agency,
            display_name=post.display_name,
            password_hash="none",
            contact=Contact(email=f"{post.username}@example.vn"),
            change=ChangedBy(None, APRIL),
        )
    return record


def backlog(record: Record) -> Backlog:
    return backlog_of(record.offices, ProceduresInForce(record.offices), "dien-bien", source="so-cu.csv", now=APRIL)


def imported(record: Record, content: bytes, most: int | None = None) -> Counter[Outcome]:
    """Check a file and import up to `most` of its rows."""
    those = backlog(record)
    checked = check(those, content, record.intake, record.calendar.book())
    assert checked.faults == ()
    return Counter(import_case(record, those, row, ADMIN, lambda: APRIL) for row in checked.rows[:most])


def count(engine: Engine, query: str) -> int:
    with engine.begin() as connection:
        return int(connection.execute(text(query)).scalar_one())


def test_the_backlog_of_dien_bien_comes_in_once_however_often_and_wherever_it_was_interrupted(
    record: Record, engine: Engine
) -> None:
    preview = check(backlog(record), LETTER, record.intake, record.calendar.book()).preview
    assert (preview.total, preview.new, preview.open, preview.ended, preview.overdue) == (130, 130, 123, 7, 123)
    assert sum(each.cases for each in preview.by_limit if each.limit == "Giải quyết") == 123
    assert all(each.article for each in preview.by_limit)
    some = SOME + b"\n" + as_csv(ANSWERED, headings=LETTER.decode().splitlines()[0].split(",")).splitlines()[-1]
    assert imported(record, some, most=10) == {Outcome.NEW: 10}
    assert imported(record, some) == {Outcome.AGAIN: 10, Outcome.NEW: 15}
    assert imported(record, some) == {Outcome.AGAIN: 25}
    assert count(engine, "SELECT count(*) FROM cases") == 25
    assert count(engine, "SELECT count(*) FROM cases WHERE overdue") == 24
    assert count(engine, "SELECT count(*) FROM outcomes WHERE overdue AND received_at < '2024-04-01'") == 24
    # A closed case needs no workflow; the background job starts the others.
    assert len(record.intake.unstarted(timedelta(0), 1000)) == 24
    codes = record.audits.codes("", 1000)
    assert [found for case in record.audits.whole(codes) for found in record.audits.check(case)] == []


def test_each_person_gets_one_digest_and_no_reporter_and_no_letter_is_queued(record: Record, engine: Engine) -> None:
    imported(record, SOME)
    assert count(engine, "SELECT count(*) FROM notices WHERE NOT late OR role = 'reporter'") == 0
    assert count(engine, "SELECT count(*) FROM letters") == 0
    while record.outbox.address(1000):
        pass
    with engine.begin() as connection:
        connection.execute(text("UPDATE messages SET queued_at = queued_at - interval '2 min'"))
    record.outbox.gather()
    ready = record.outbox.waiting(1000)
    people = count(
        engine,
        "SELECT count(DISTINCT (account, channel)) FROM messages WHERE status = 'queued' AND account IS NOT NULL",
    )
    assert len(ready) == people > 5
    carried = [record.outbox.begin(each.id) for each in ready]
    assert max(len(each.others) for each in carried if each) > 10


def test_a_row_that_differs_from_what_was_imported_is_told_and_changes_nothing(record: Record) -> None:
    assert imported(record, as_csv(SENT)) == {Outcome.NEW: 1}
    [code] = record.audits.codes("", 10)
    before = record.cases.find(code)
    preview = check(backlog(record), as_csv(ANSWERED), record.intake, record.calendar.book()).preview
    assert [(each.row, each.old_code, each.code) for each in preview.differing] == [(2, "PA-1", code)]
    assert preview.new == 0
    assert imported(record, as_csv(ANSWERED)) == {Outcome.DIFFERS: 1}
    assert record.cases.find(code) == before


def test_the_record_says_from_where_when_and_by_whom_a_case_was_imported(record: Record, engine: Engine) -> None:
    imported(record, as_csv(ANSWERED | {"Họ tên người gửi": "Lò Thị Mẫu", "Điện thoại": "0900 000 009"}))
    [code] = record.audits.codes("", 10)
    assert code == "DB-2024-000001"
    entries = record.cases.entries(code)
    place = first_told(tuple(entry.event for entry in entries))
    event = entries[place - 1].event
    assert (event.kind, event.at, entries[place - 1].by) == ("imported", APRIL, ADMIN)
    assert (getattr(event, "old_code", ""), getattr(event, "source", "")) == ("PA-1", "so-cu.csv")
    assert count(engine, "SELECT count(*) FROM events WHERE body::text LIKE '%Lò Thị Mẫu%'") == 0
    assert count(engine, "SELECT count(*) FROM cases WHERE snapshot::text LIKE '%Lò Thị Mẫu%'") == 0
    assert count(engine, "SELECT count(*) FROM reporters WHERE name = 'Lò Thị Mẫu'") == 1
    # What the agency did in time counts for the agency.
    assert count(engine, "SELECT count(*) FROM steps WHERE limit_id = 'process' AND agency = 'ubnd-muong-nhe'") == 1


def test_a_file_with_one_fault_writes_nothing_and_tells_what_the_regulation_does_not_know(record: Record) -> None:
    early = SENT | {"Mã ở hệ thống cũ": "PA-2", "Ngày giờ nhận": "04/03/2019"}
    checked = check(backlog(record), as_csv(SENT, early), record.intake, record.calendar.book())
    [fault] = checked.faults
    assert (checked.rows, fault.row, fault.column) == ((), 3, "Ngày giờ nhận")
    assert "trước ngày quy chế có hiệu lực (19/04/2023)" in fault.sentence
