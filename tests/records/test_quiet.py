"""Tests that a mark moves over the cases that something happened to: each is found once after its last event."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import acts
from domain.actors import Actor
from domain.complaint import Complaint, apply_all
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, OFFICER, Desk, decided, dispatch

pytestmark = pytest.mark.slow

AT_ONCE, A_WHILE = timedelta(0), timedelta(minutes=5)


def acted(desk: Desk, case: Complaint, act: acts.Act, by: Actor) -> Complaint:
    """Do an act as the front sends it, with its digest."""
    return apply_all(case, desk.append(case, decided(case, act, by), by, act_digest=acts.digest(act)).events)


def codes(record: Record, quiet: timedelta = AT_ONCE, limit: int = 10) -> list[tuple[str, int]]:
    """Return the cases of the next batch with their numbers, and move the mark behind it."""
    batch = record.quiet.next(quiet, limit)
    record.quiet.move_on(batch)
    return [(case.code, case.number) for case in batch.cases]


def test_a_case_is_found_once_after_its_last_event(desk: Desk, record: Record) -> None:
    case = acted(desk, desk.take_in(), dispatch(), CENTRE)
    assert codes(record) == [(case.code, case.number)]
    assert codes(record) == []
    case = acted(desk, case, acts.Accept(), OFFICER)
    assert codes(record) == [(case.code, case.number)]


def test_a_case_that_was_only_filed_is_left_out_and_one_that_time_passed_in_is_not(desk: Desk, record: Record) -> None:
    desk.take_in()
    late = desk.take_in()
    late = desk.act(late, acts.TimePassed(), None, late.limits[0].schedule.due)  # type: ignore[union-attr]
    assert codes(record) == [(late.code, late.number)]


def test_a_case_waits_until_it_has_been_quiet_for_a_while(desk: Desk, record: Record) -> None:
    case = acted(desk, desk.take_in(), dispatch(), CENTRE)
    assert codes(record, A_WHILE) == []
    assert codes(record) == [(case.code, case.number)]


def test_batches_follow_one_another_in_the_order_of_recording(desk: Desk, record: Record) -> None:
    cases = [acted(desk, desk.take_in(), dispatch(), CENTRE) for _ in range(3)]
    first = record.quiet.next(AT_ONCE, 2)
    assert (first.full, [case.code for case in first.cases]) == (True, [cases[0].code, cases[1].code])
    record.quiet.move_on(first)
    assert codes(record, limit=2) == [(cases[2].code, cases[2].number)]


def test_the_mark_never_moves_back(desk: Desk, record: Record) -> None:
    before = record.quiet.next(AT_ONCE, 10)
    case = acted(desk, desk.take_in(), dispatch(), CENTRE)
    assert codes(record) == [(case.code, case.number)]
    record.quiet.move_on(before)
    assert codes(record) == []


def test_cases_with_events_of_the_same_instant_are_all_found(desk: Desk, record: Record, sql: Sql) -> None:
    cases = [acted(desk, desk.take_in(), dispatch(), CENTRE) for _ in range(3)]
    sql("ALTER TABLE events DISABLE TRIGGER USER")
    sql("UPDATE events SET recorded_at = (SELECT max(recorded_at) FROM events)")
    found = [*codes(record, limit=2), *codes(record, limit=2)]
    assert found == [(case.code, case.number) for case in cases]
