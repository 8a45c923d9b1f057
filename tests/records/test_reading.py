"""Tests that a block reads in one transaction, and that what is written within it is kept at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.event import listen

from domain.allowances import Allowance
from records import liveness
from records.engine import connect
from records.errors import RecordsUnavailable, UnstorableText
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import FRIDAY, Desk

pytestmark = pytest.mark.slow

_CUT = (
    "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def cut_all(database_url: str) -> None:
    """End every other session, as a server that restarts does."""
    surgeon = connect(database_url, pool_size=1)
    with surgeon.begin() as connection:
        connection.execute(text(_CUT))
    surgeon.dispose()


def test_a_block_takes_one_connection_once(desk: Desk, record: Record, engine: Engine) -> None:
    code, taken = desk.take_in().code, []
    listen(engine, "checkout", lambda *_: taken.append(1))
    with record.reading():
        assert record.cases.find(code)
        with record.reading():
            assert record.cases.entries(code)
        assert record.calendar.book()
    assert taken == [1]


def test_a_wrong_key_is_counted_whatever_becomes_of_the_block(record: Record, sql: Sql) -> None:
    def spend_and_fail() -> None:
        with record.reading():
            record.calendar.book()
            record.tries.spend({"mine": Allowance(3, timedelta(minutes=3))}, FRIDAY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        spend_and_fail()
    assert sql("SELECT key FROM tries") == [("mine",)]


def test_a_block_goes_on_after_a_read_that_failed(desk: Desk, record: Record) -> None:
    code = desk.take_in().code
    with record.reading():
        with pytest.raises(UnstorableText):
            record.cases.find("a\0b")
        assert record.cases.find(code)


def test_a_connection_that_is_cut_within_a_block_is_unavailable_and_the_next_block_reads(
    desk: Desk, record: Record, database_url: str
) -> None:
    code = desk.take_in().code

    def read_and_be_cut() -> None:
        with record.reading():
            assert record.cases.find(code)
            cut_all(database_url)
            record.cases.find(code)

    with pytest.raises(RecordsUnavailable):
        read_and_be_cut()
    with record.reading():
        assert record.cases.find(code)


def test_the_server_is_asked_after_a_long_time_without_use(
    record: Record, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that vanished without a word does not close its connections, so their sockets do not tell."""
    record.is_alive()
    monkeypatch.setattr(liveness, "_was_closed", lambda _connection: False)
    cut_all(database_url)
    with pytest.raises(RecordsUnavailable):
        record.is_alive()
    record.is_alive()
    monkeypatch.setattr(liveness, "_UNUSED_SECONDS", 0.0)
    cut_all(database_url)
    record.is_alive()
