"""Tests that every process tells the database's time, however wrong its machine's clock is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from records.engine import connect
from records.errors import RecordsUnavailable
from records.health.clock import DatabaseClock
from stack.ports import free_port
from tests.records.conftest import Sql

_NEAR = timedelta(seconds=5)  # this machine may be busy


def off_by(wrong: timedelta):
    return lambda: datetime.now(UTC) + wrong


@pytest.mark.slow
@pytest.mark.parametrize("wrong", [timedelta(hours=1), timedelta(), timedelta(days=-400)])
def test_a_wrong_machine_tells_the_databases_time(engine: Engine, sql: Sql, wrong: timedelta):
    clock = DatabaseClock(engine, off_by(wrong))
    clock.measure()
    assert abs(clock() - sql("SELECT clock_timestamp()")[0][0]) < _NEAR
    assert abs(clock.drift() - wrong) < _NEAR


@pytest.mark.slow
def test_the_time_goes_on_between_two_readings(engine: Engine):
    clock = DatabaseClock(engine)
    clock.measure()
    first = clock()
    assert clock() > first
    assert clock().tzinfo is UTC


def test_while_the_database_was_never_there_the_machine_is_believed():
    engine = connect(f"postgresql://nobody:secret@127.0.0.1:{free_port()}/nothing")
    clock = DatabaseClock(engine, off_by(timedelta(hours=1)))
    with pytest.raises(RecordsUnavailable):
        clock.measure()
    assert clock() - datetime.now(UTC) > timedelta(minutes=59)
    assert clock.drift() == timedelta()
