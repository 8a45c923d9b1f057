"""Tests that the record keeps every revision of the calendar and computes each limit under the latest one."""

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
from domain.complaint import Complaint
from domain.events import Event, LimitOpened, LimitRescheduled, schedules_of
from domain.time.decisions import EVERYWHERE, CalendarBook, ChangeKind, Half, Reach
from domain.words import Role
from language.labels import acts_of
from records.errors import ActInForce, ActNotInForce, CalendarChanged, CalendarMissing
from records.record import Record
from records.staff.rows import Account
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, FRIDAY, Desk, decided, dispatch, filed, new_id, submission

pytestmark = pytest.mark.slow

STORM = tuple(Decision(date(2026, 11, day), Effect.OFF, "25/CĐ-TTg", "Nghỉ tránh bão") for day in (25, 26))


@pytest.fixture
def admin(record: Record) -> Account:
    return record.accounts.add(
        username="admin", role=Role.ADMIN, authority=None, agency=None, display_name="Quản trị", password_hash="x"
    )


def adds(
    record: Record,
    admin: Account,
    decisions: tuple[Decision, ...] = STORM,
    *,
    at: datetime = FRIDAY,
    act: str = "25/CĐ-TTg",
) -> int:
    return record.calendar.add(act, decisions, source="Công điện", by_account=admin.id, at=at)


def test_a_record_begins_with_the_shipped_decisions_and_is_seeded_once(record: Record) -> None:
    assert record.calendar.seed(official_decisions(), at=FRIDAY) == ()
    book = record.calendar.book()
    assert book.revision == 1
    assert sorted(book.decisions, key=str) == sorted(official_decisions(), key=str)


def test_acts_of_a_newer_program_reach_a_record_that_was_seeded_before_as_one_revision(record: Record) -> None:
    newer = (*official_decisions(), *STORM, replace(STORM[0], act="26/CĐ-TTg", day=date(2026, 11, 27)))
    assert record.calendar.seed(newer, at=FRIDAY) == ("25/CĐ-TTg", "26/CĐ-TTg")
    latest = record.calendar.book().latest
    assert (latest.revision, latest.since, latest.change) == (2, FRIDAY, ChangeKind.ADD)
    assert acts_of([latest]) == "25/CĐ-TTg; 26/CĐ-TTg"
    assert sorted(latest.decisions, key=str) == sorted(newer, key=str)
    assert record.calendar.untold() == (2,)
    assert record.calendar.seed(newer, at=FRIDAY) == ()
    assert record.calendar.seed(official_decisions(), at=FRIDAY) == ()
    assert record.calendar.book().revision == 2


def test_an_act_that_a_person_withdrew_or_entered_stays_as_that_person_left_it(record: Record, admin: Account) -> None:
    [act, *_] = {each.act for each in official_decisions()}
    record.calendar.withdraw(act, by_account=admin.id, at=FRIDAY)
    adds(record, admin, STORM[:1])
    before = record.calendar.book().decisions
    assert record.calendar.seed((*official_decisions(), *STORM), at=FRIDAY) == ()
    assert record.calendar.book().decisions == before


def test_a_case_moves_by_an_act_of_a_newer_program_as_by_any_other(desk: Desk) -> None:
    complaint = desk.take_in()
    desk.record.calendar.seed((*official_decisions(), *STORM), at=FRIDAY)
    assert {limit_id for limit_id, _ in moves(complaint, desk.record.calendar.book())} == {"case"}


def test_a_record_that_was_never_seeded_computes_nothing(desk: Desk, sql: Sql) -> None:
    complaint = desk.take_in()
    sql("TRUNCATE calendar_revisions, calendar_decisions")
    with pytest.raises(CalendarMissing):
        desk.record.calendar.book()
    with pytest.raises(CalendarMissing):
        desk.append(complaint, decided(complaint, dispatch(), CENTRE), CENTRE)


def test_the_decisions_in_force_at_any_revision_are_read_back(record: Record, admin: Account) -> None:
    assert adds(record, admin) == 2
    assert record.calendar.withdraw("25/CĐ-TTg", by_account=admin.id, at=FRIDAY + timedelta(hours=1)) == 3
    assert adds(record, admin, STORM[:1], at=FRIDAY + timedelta(hours=2)) == 4
    in_force = [
        {each.day.day for each in edition.decisions if each.act == "25/CĐ-TTg"}
        for edition in record.calendar.book().editions
    ]
    assert in_force == [set(), {25, 26}, set(), {25}]
    assert [(each.change, each.act) for each in record.calendar.book().editions[1:]] == [
        (ChangeKind.ADD, "25/CĐ-TTg"),
        (ChangeKind.WITHDRAW, "25/CĐ-TTg"),
        (ChangeKind.ADD, "25/CĐ-TTg"),
    ]


def test_a_change_sent_twice_is_one_revision(record: Record, admin: Account) -> None:
    assert adds(record, admin) == adds(record, admin, at=FRIDAY + timedelta(hours=1)) == 2
    assert {record.calendar.withdraw("25/CĐ-TTg", by_account=admin.id, at=FRIDAY) for _ in range(2)} == {3}
    assert record.calendar.book().revision == 3


def test_editions_follow_one_another_whatever_the_clocks_say(record: Record, admin: Account) -> None:
    adds(record, admin)
    record.calendar.withdraw("25/CĐ-TTg", by_account=admin.id, at=FRIDAY - timedelta(days=1))
    assert [each.since for each in record.calendar.book().editions[1:]] == [FRIDAY, FRIDAY]


def test_an_act_in_force_with_other_days_and_one_not_in_force_are_refused(record: Record, admin: Account) -> None:
    adds(record, admin)
    with pytest.raises(ActInForce):
        adds(record, admin, STORM[:1])
    with pytest.raises(ActNotInForce):
        record.calendar.withdraw("1/KHONG-CO", by_account=admin.id, at=FRIDAY)


def test_hours_and_names_come_back_as_they_were(record: Record, admin: Account) -> None:
    swap = Decision(date(2026, 11, 28), Effect.WORKED, "1/QĐ", "Làm bù", date(2026, 11, 1), decided=False, hours_of=4)
    adds(record, admin, (swap,), act="1/QĐ")
    assert [each for each in record.calendar.book().decisions if each.act == "1/QĐ"] == [swap]


def test_a_new_limit_is_computed_under_the_latest_decisions_by_every_process(
    desk: Desk, admin: Account, engine: object
) -> None:
    other = Record(engine)  # type: ignore[arg-type]
    complaint = desk.take_in()
    desk.append(complaint, decided(complaint, dispatch(), CENTRE), CENTRE)
    adds(other, admin)
    late = filed(desk.record.intake.allocate_code(complaint.procedure, FRIDAY.date()))[0]
    unfiled = Complaint(code=late.code, procedure=late.procedure)
    with pytest.raises(CalendarChanged):
        desk.record.intake.take_in(submission(), late, filed(late.code)[1], by=REPORTER, act_id=new_id())
    events = scheduled(unfiled, tuple(_bare(filed(late.code)[1])), desk.record.calendar.book())
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
        appended = pool.submit(desk.append, complaint, bare, CENTRE, fill=slowly)
        assert computing.wait(3)
        changed = pool.submit(adds, desk.record, admin)
        assert not changed.done()
        go_on.set()
        assert {each.calendar for each in schedules_of(appended.result().events)} == {1}
        assert changed.result() == 2


def test_open_cases_are_gone_through_by_code(desk: Desk, record: Record) -> None:
    codes = [desk.take_in().code for _ in range(5)]
    closed = desk.take_in()
    from domain import acts

    desk.act(closed, acts.Withdraw(), REPORTER)
    assert record.cases.open_codes("", 3) == tuple(codes[:3])
    assert record.cases.open_codes(codes[2], 3) == tuple(codes[3:])
    assert [one.code for one in record.cases.open_complaints(codes[2], 3)] == codes[3:]
    assert record.cases.count_open() == 5


def test_what_is_read_back_moves_as_the_core_says(desk: Desk, record: Record, admin: Account) -> None:
    complaint = desk.take_in()
    adds(desk.record, admin)
    kept = record.cases.complaint(complaint.code)
    assert kept == complaint
    before, after = official_book(), record.calendar.book()
    assert moves(complaint, before) == ()
    assert {limit_id for limit_id, _ in moves(complaint, after)} == {"case"}


def test_what_was_not_told_is_known_until_it_is(record: Record, admin: Account) -> None:
    assert record.calendar.untold() == ()
    revision = adds(record, admin)
    assert record.calendar.untold() == (revision,)
    record.calendar.mark_told(revision)
    record.calendar.mark_told(revision)
    assert record.calendar.untold() == ()
    record.reconciliation.hand_over_again()  # Temporal lost its storage, perhaps amid the telling
    assert record.calendar.untold() == (revision,)


def test_days_of_one_office_are_kept_as_its_own_and_may_share_their_number(record: Record, admin: Account) -> None:
    own, other = Reach("khanh-hoa", "ubnd-nha-trang"), Reach("lai-chau")

    def of(reach: Reach) -> tuple[Decision, ...]:
        return tuple(replace(each, authority=reach.authority, agency=reach.agency, half=Half.MORNING) for each in STORM)

    assert [adds(record, admin, of(reach)) for reach in (own, other, own)] == [2, 3, 2]
    book = record.calendar.book()
    assert [each.reach for each in book.editions] == [EVERYWHERE, own, other]
    assert {each.half for each in book.of(own).decisions if each.act == "25/CĐ-TTg"} == {Half.MORNING}
    assert not [each for each in book.of(Reach("dien-bien")).decisions if each.act == "25/CĐ-TTg"]
    assert record.calendar.withdraw("25/CĐ-TTg", own, by_account=admin.id, at=FRIDAY) == 4
    with pytest.raises(ActNotInForce):
        record.calendar.withdraw("25/CĐ-TTg", by_account=admin.id, at=FRIDAY)
    assert {each.reach for each in record.calendar.book().decisions if each.act == "25/CĐ-TTg"} == {other}


def test_the_cases_that_an_offices_days_may_move_are_found(desk: Desk, record: Record) -> None:
    undispatched = desk.take_in(submission("key-1")).code
    taken = desk.take_in(submission("key-2"))
    dispatched = taken.code
    desk.append(taken, decided(taken, dispatch(), CENTRE), CENTRE)
    complaint = record.cases.complaint(dispatched)
    assert complaint is not None
    assert complaint.lead is not None
    found = {
        reach: record.cases.open_codes("", 10, reach)
        for reach in (EVERYWHERE, Reach("khanh-hoa"), Reach("khanh-hoa", complaint.lead), Reach("lai-chau"))
    }
    both = tuple(sorted((undispatched, dispatched)))
    assert list(found.values()) == [both, both, (dispatched,), ()]
    assert [record.cases.count_open(reach) for reach in found] == [2, 2, 1, 0]
    assert [one.code for one in record.cases.open_complaints("", 10, Reach("khanh-hoa", complaint.lead))] == [
        dispatched
    ]
