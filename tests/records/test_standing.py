"""Tests the counts of what waits and what is late, by the database's clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from domain.actors import REPORTER
from domain.acts import Withdraw
from records.record import Record
from tests.support.records.desk import CENTRE, Desk, dispatch, submission


@pytest.fixture
def record(engine: Engine) -> Record:
    return Record(engine)


def _sql(engine: Engine, statement: str, **given: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement), given)


def test_an_empty_record_has_every_queue_and_nothing_in_it(record: Record) -> None:
    waiting = {queue.name: (queue.waiting, queue.oldest_seconds) for queue in record.standing.queues()}
    assert waiting == dict.fromkeys(("letters", "messages", "notices", "starts"), (0, 0.0))
    assert record.standing.caseloads() == ()
    assert (record.standing.alarms().late, record.standing.alarms().lag_seconds) == (0, 0.0)


def test_reports_whose_workflow_was_not_started_wait_since_they_were_taken_in(record: Record, engine: Engine) -> None:
    desk = Desk(record)
    desk.take_in(submission())
    started = desk.take_in(submission())
    record.intake.mark_started(started.code)
    _sql(engine, "UPDATE cases SET taken_at = now() - interval '5 minutes' WHERE started_at IS NULL")
    (starts,) = (queue for queue in record.standing.queues() if queue.name == "starts")
    assert starts.waiting == 1
    assert timedelta(seconds=starts.oldest_seconds) >= timedelta(minutes=5)


def test_an_alarm_is_late_from_the_instant_at_which_it_should_have_rung(record: Record, engine: Engine) -> None:
    desk = Desk(record)
    codes = [desk.take_in(submission()).code for _ in range(3)]
    for code, ago in zip(codes, ("-1 hour", "2 minutes", "10 minutes"), strict=True):
        _sql(
            engine,
            "UPDATE cases SET rings_at = now() - CAST(:ago AS interval) WHERE code = :code",
            ago=ago,
            code=code,
        )
    alarms = record.standing.alarms()
    assert alarms.late == 2
    assert timedelta(minutes=10) <= timedelta(seconds=alarms.lag_seconds) < timedelta(minutes=20)


def test_the_cases_of_an_authority_are_open_until_their_end_and_overdue_by_the_clock(
    record: Record, engine: Engine
) -> None:
    desk = Desk(record)
    late, _in_time, gone = (desk.act(desk.take_in(submission()), dispatch(), CENTRE) for _ in range(3))
    desk.act(gone, Withdraw(), REPORTER)
    _sql(engine, "UPDATE cases SET due_in_law = now() + interval '1 day' WHERE due IS NOT NULL")
    _sql(engine, "UPDATE cases SET due_in_law = now() - interval '1 second' WHERE code = :code", code=late.code)
    (load,) = record.standing.caseloads()
    assert (load.authority, load.open, load.overdue) == ("khanh-hoa", 2, 1)


def test_a_trial_is_in_nobodys_caseload(record: Record, engine: Engine) -> None:
    Desk(record).take_in(submission())
    _sql(engine, "UPDATE cases SET test = true")
    assert record.standing.caseloads() == ()
