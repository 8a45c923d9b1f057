"""Tests that a silent process and an alarm that did not ring are found, by the database's clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from records.errors import RecordsFault
from records.health.rows import Interrupted, ProcessKind
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import Desk

pytestmark = pytest.mark.slow

GRACE = timedelta(seconds=30)
SECOND = timedelta(seconds=1)


def test_a_worker_that_never_ran_has_no_heartbeat_whatever_fronts_do(record: Record) -> None:
    record.health.beat("front-1", ProcessKind.FRONT)
    assert record.health.silence_of(ProcessKind.WORKER) is None


def test_the_silence_of_workers_is_that_of_the_one_that_wrote_last(record: Record, sql: Sql) -> None:
    for worker in ("old", "young"):
        record.health.beat(worker, ProcessKind.WORKER)
    sql("UPDATE heartbeats SET beat_at = now() - interval '1 hour' WHERE process = 'old'")
    sql("UPDATE heartbeats SET beat_at = now() - interval '50 seconds' WHERE process = 'young'")
    silence = record.health.silence_of(ProcessKind.WORKER)
    assert silence is not None
    assert timedelta(seconds=50) <= silence < timedelta(minutes=50)
    record.health.beat("old", ProcessKind.WORKER)
    assert (record.health.silence_of(ProcessKind.WORKER) or silence) < timedelta(seconds=50)


def test_a_heartbeat_keeps_since_when_the_process_runs(record: Record, sql: Sql) -> None:
    record.health.beat("worker-1", ProcessKind.WORKER)
    before = sql("SELECT started_at FROM heartbeats")
    record.health.beat("worker-1", ProcessKind.WORKER)
    assert sql("SELECT started_at FROM heartbeats") == before
    assert sql("SELECT beat_at > started_at FROM heartbeats") == [(True,)]


def test_a_process_that_ended_long_ago_is_forgotten(record: Record, sql: Sql) -> None:
    for process in ("ended", "running"):
        record.health.beat(process, ProcessKind.WORKER)
    sql("UPDATE heartbeats SET beat_at = now() - interval '8 days' WHERE process = 'ended'")
    record.health.forget_silent(timedelta(days=7))
    assert sql("SELECT process FROM heartbeats") == [("running",)]


def test_a_record_that_cannot_be_written_has_no_heartbeat(record: Record, sql: Sql) -> None:
    sql(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$"
    )
    read_only = Record(record._engine)
    record._engine.dispose()
    with pytest.raises(RecordsFault):
        read_only.health.beat("front-1", ProcessKind.FRONT)


@pytest.mark.parametrize(
    ("alarms", "late"),
    [
        ({}, None),
        ({1: "NULL"}, None),
        ({1: "now() + interval '1 hour'"}, None),
        ({1: "now() - interval '20 seconds'"}, None),
        ({1: "now() - interval '40 seconds'"}, timedelta(seconds=40)),
        ({1: "now() - interval '1 hour'", 2: "now() - interval '3 hours'", 3: "NULL"}, timedelta(hours=3)),
    ],
)
def test_the_lag_is_the_age_of_the_oldest_alarm_that_did_not_ring(
    desk: Desk, sql: Sql, alarms: dict[int, str], late: timedelta | None
) -> None:
    for at in alarms.values():
        code = desk.take_in().code
        sql(f"UPDATE cases SET rings_at = {at} WHERE code = :code", code=code)  # noqa: S608 - of the table above
    lag = desk.record.health.alarm_lag(GRACE)
    if late is None:
        assert lag == timedelta()
    else:
        assert late <= lag < late + timedelta(minutes=5)


AGE, SILENCE = timedelta(minutes=10), timedelta(seconds=45)


def test_of_two_processes_that_notice_one_interruption_it_is_kept_once_with_its_beginning(record: Record) -> None:
    health = record.health
    health.open_interruption(Interrupted.WORKER, AGE, "front-1")
    [first] = health.interruptions()
    health.open_interruption(Interrupted.WORKER, SECOND, "worker-1")
    health.open_interruption(Interrupted.ALARMS, SECOND, "worker-1")
    assert [each.part for each in health.interruptions()] == [Interrupted.WORKER, Interrupted.ALARMS]
    assert health.interruptions()[0] == first
    health.close_interruption(Interrupted.WORKER, "worker-1", SILENCE)
    assert [each.part for each in health.interruptions()] == [Interrupted.ALARMS]
    health.open_interruption(Interrupted.WORKER, SECOND, "front-1")
    assert len(health.interruptions()) == 2


@pytest.mark.parametrize(
    ("by", "noticer", "ended"),
    [
        ("front-1", "alive", True),
        ("worker-1", "alive", False),
        ("worker-1", "gone", True),
        ("worker-1", "silent", True),
    ],
)
def test_a_process_that_reaches_temporal_does_not_end_what_another_one_notices(
    record: Record, sql: Sql, by: str, noticer: str, ended: bool
) -> None:
    if noticer != "gone":
        record.health.beat("front-1", ProcessKind.FRONT)
    if noticer == "silent":
        sql("UPDATE heartbeats SET beat_at = now() - interval '46 seconds'")
    record.health.open_interruption(Interrupted.TEMPORAL, AGE, "front-1")
    record.health.close_interruption(Interrupted.TEMPORAL, by, SILENCE)
    assert (record.health.interruptions() == ()) is ended


def test_start_and_end_are_told_in_this_order_and_each_by_one_process(record: Record, sql: Sql) -> None:
    health = record.health
    assert health.next_telling() is None
    health.open_interruption(Interrupted.WORKER, AGE, "front-1")
    start = health.next_telling()
    assert start is not None
    assert (start.part, start.ended_at) == (Interrupted.WORKER, None)
    assert health.next_telling() is None, "another process is telling it"
    sql("UPDATE interruptions SET telling_until = now() - interval '1 second'")  # that process died
    health.close_interruption(Interrupted.WORKER, "front-1", SILENCE)
    assert health.next_telling() == start, "the start is told before the end"
    health.told(start.id, end=False)
    end = health.next_telling()
    assert end is not None
    assert end.ended_at is not None
    health.told(end.id, end=True)
    assert health.next_telling() is None
