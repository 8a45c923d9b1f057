"""The calendar in the record: every revision kept, each limit computed under the latest."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Event as Signal

import pytest

from calendars import Decision, Effect, official_book, official_decisions
from calendars.filling import moves, scheduled
from domain.actors import REPORTER
from domain.citing import acts_of
from domain.complaint import Complaint
from domain.decisions import CalendarBook, ChangeKind
from domain.events import Event, LimitOpened, LimitRescheduled, schedules_of
from domain.words import Role
from records.errors import ActInForce, ActNotInForce, CalendarChanged, CalendarMissing
from records.reading import Reader
from records.rows import Account
from records.writing import Records
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, FRIDAY, Desk, decided, dispatch, filed, new_id, submission

pytestmark = pytest.mark.slow

STORM = tuple(Decision(date(2026, 11, day), Effect.OFF, "25/CĐ-TTg", "Nghỉ tránh bão") for day in (25, 26))


@pytest.fixture
def admin(records: Records) -> Account:
    return records.add_account(
        username="admin", role=Role.ADMIN, authority=None, agency=None, display_name="Quản trị", password_hash="x"
    )


def adds(
    records: Records,
    admin: Account,
    decisions: tuple[Decision, ...] = STORM,
    *,
    at: datetime = FRIDAY,
    act: str = "25/CĐ-TTg",
) -> int:
    return records.add_decisions(act, decisions, source="Công điện", by_account=admin.id, at=at)


def test_a_record_begins_with_the_shipped_decisions_and_is_seeded_once(records: Records, reader: Reader) -> None:
    assert records.seed_calendar(official_decisions(), at=FRIDAY) == ()
    book = reader.calendar()
    assert book.revision == 1
    assert sorted(book.decisions, key=str) == sorted(official_decisions(), key=str)


def test_acts_of_a_newer_program_reach_a_record_that_was_seeded_before_as_one_revision(
    records: Records, reader: Reader
) -> None:
    newer = (*official_decisions(), *STORM, replace(STORM[0], act="26/CĐ-TTg", day=date(2026, 11, 27)))
    assert records.seed_calendar(newer, at=FRIDAY) == ("25/CĐ-TTg", "26/CĐ-TTg")
    latest = reader.calendar().latest
    assert (latest.revision, latest.since, latest.change) == (2, FRIDAY, ChangeKind.ADD)
    assert acts_of([latest]) == "25/CĐ-TTg; 26/CĐ-TTg"
    assert sorted(latest.decisions, key=str) == sorted(newer, key=str)
    assert records.untold() == (2,)
    assert records.seed_calendar(newer, at=FRIDAY) == ()
    assert records.seed_calendar(official_decisions(), at=FRIDAY) == ()
    assert reader.calendar().revision == 2


def test_an_act_that_a_person_withdrew_or_entered_stays_as_that_person_left_it(
    records: Records, reader: Reader, admin: Account
) -> None:
    [act, *_] = {each.act for each in official_decisions()}
    records.withdraw_decisions(act, by_account=admin.id, at=FRIDAY)
    adds(records, admin, STORM[:1])
    before = reader.calendar().decisions
    assert records.seed_calendar((*official_decisions(), *STORM), at=FRIDAY) == ()
    assert reader.calendar().decisions == before


def test_a_case_moves_by_an_act_of_a_newer_program_as_by_any_other(desk: Desk) -> None:
    complaint = desk.take_in()
    desk.records.seed_calendar((*official_decisions(), *STORM), at=FRIDAY)
    assert {limit_id for limit_id, _ in moves(complaint, desk.reader.calendar())} == {"case"}


def test_a_record_that_was_never_seeded_computes_nothing(desk: Desk, sql: Sql) -> None:
    complaint = desk.take_in()
    sql("TRUNCATE calendar_revisions, calendar_decisions")
    with pytest.raises(CalendarMissing):
        desk.reader.calendar()
    with pytest.raises(CalendarMissing):
        desk.append(complaint, decided(complaint, dispatch(), CENTRE), CENTRE)


def test_the_decisions_in_force_at_any_revision_are_read_back(records: Records, reader: Reader, admin: Account) -> None:
    assert adds(records, admin) == 2
    assert records.withdraw_decisions("25/CĐ-TTg", by_account=admin.id, at=FRIDAY + timedelta(hours=1)) == 3
    assert adds(records, admin, STORM[:1], at=FRIDAY + timedelta(hours=2)) == 4
    in_force = [
        {each.day.day for each in edition.decisions if each.act == "25/CĐ-TTg"}
        for edition in reader.calendar().editions
    ]
    assert in_force == [set(), {25, 26}, set(), {25}]
    assert [(each.change, each.act) for each in reader.calendar().editions[1:]] == [
        (ChangeKind.ADD, "25/CĐ-TTg"),
        (ChangeKind.WITHDRAW, "25/CĐ-TTg"),
        (ChangeKind.ADD, "25/CĐ-TTg"),
    ]


def test_a_change_sent_twice_is_one_revision(records: Records, reader: Reader, admin: Account) -> None:
    assert adds(records, admin) == adds(records, admin, at=FRIDAY + timedelta(hours=1)) == 2
    assert {records.withdraw_decisions("25/CĐ-TTg", by_account=admin.id, at=FRIDAY) for _ in range(2)} == {3}
    assert reader.calendar().revision == 3


def test_editions_follow_one_another_whatever_the_clocks_say(records: Records, reader: Reader, admin: Account) -> None:
    adds(records, admin)
    records.withdraw_decisions("25/CĐ-TTg", by_account=admin.id, at=FRIDAY - timedelta(days=1))
    assert [each.since for each in reader.calendar().editions[1:]] == [FRIDAY, FRIDAY]


def test_an_act_in_force_with_other_days_and_one_not_in_force_are_refused(records: Records, admin: Account) -> None:
    adds(records, admin)
    with pytest.raises(ActInForce):
        adds(records, admin, STORM[:1])
    with pytest.raises(ActNotInForce):
        records.withdraw_decisions("1/KHONG-CO", by_account=admin.id, at=FRIDAY)


def test_hours_and_names_come_back_as_they_were(records: Records, reader: Reader, admin: Account) -> None:
    swap = Decision(date(2026, 11, 28), Effect.WORKED, "1/QĐ", "Làm bù", date(2026, 11, 1), decided=False, hours_of=4)
    adds(records, admin, (swap,), act="1/QĐ")
    assert [each for each in reader.calendar().decisions if each.act == "1/QĐ"] == [swap]


def test_a_new_limit_is_computed_under_the_latest_decisions_by_every_process(
    desk: Desk, admin: Account, engine: object
) -> None:
    other = Records(engine)  # type: ignore[arg-type]
    complaint = desk.take_in()
    desk.append(complaint, decided(complaint, dispatch(), CENTRE), CENTRE)
    adds(other, admin)
    late = filed(desk.records.allocate_code(complaint.procedure, FRIDAY.date()))[0]
    unfiled = Complaint(code=late.code, procedure=late.procedure)
    with pytest.raises(CalendarChanged):
        desk.records.take_in(submission(), late, filed(late.code)[1], by=REPORTER, act_id=new_id())
    events = scheduled(unfiled, tuple(_bare(filed(late.code)[1])), desk.reader.calendar())
    assert {each.calendar for each in schedules_of(events)} == {2}


def _bare(events: tuple[Event, ...]) -> Iterator[Event]:
    for event in events:
        yield replace(event, schedule=None) if isinstance(event, LimitOpened | LimitRescheduled) else event


def test_a_change_waits_for_whoever_is_computing_a_limit(desk: Desk, admin: Account) -> None:
    complaint = desk.take_in()
    bare = decided(complaint, dispatch(), CENTRE)
    computing, go_on = Signal(), Signal()

    def slowly(before: Complaint, events: tuple[Event, ...], book: CalendarBook) -> tuple[Event, ...]:
        computing.set()
        go_on.wait(3)
        return scheduled(before, events, book)

    with ThreadPoolExecutor(2) as pool:
        appended = pool.submit(
            desk.records.append, complaint.code, base=complaint.number, act_id="a", by=CENTRE, events=bare, fill=slowly
        )
        assert computing.wait(3)
        changed = pool.submit(adds, desk.records, admin)
        assert not changed.done()
        go_on.set()
        assert {each.calendar for each in schedules_of(appended.result())} == {1}
        assert changed.result() == 2


def test_open_cases_are_gone_through_by_code(desk: Desk, reader: Reader) -> None:
    codes = [desk.take_in().code for _ in range(5)]
    closed = desk.take_in()
    from domain import acts

    desk.act(closed, acts.Withdraw(), REPORTER)
    assert reader.open_codes("", 3) == tuple(codes[:3])
    assert reader.open_codes(codes[2], 3) == tuple(codes[3:])
    assert [one.code for one in reader.open_complaints(codes[2], 3)] == codes[3:]
    assert reader.count_open() == 5


def test_what_is_read_back_moves_as_the_core_says(desk: Desk, reader: Reader, admin: Account) -> None:
    complaint = desk.take_in()
    adds(desk.records, admin)
    kept = reader.complaint(complaint.code)
    assert kept == complaint
    before, after = official_book(), reader.calendar()
    assert moves(complaint, before) == ()
    assert {limit_id for limit_id, _ in moves(complaint, after)} == {"case"}


def test_what_was_not_told_is_known_until_it_is(records: Records, admin: Account) -> None:
    assert records.untold() == ()
    revision = adds(records, admin)
    assert records.untold() == (revision,)
    records.mark_told(revision)
    records.mark_told(revision)
    assert records.untold() == ()
