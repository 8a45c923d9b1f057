"""Tests that the record raises its own errors while the database is down, busy or refuses, and works again afterwards."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from calendars import official_decisions
from domain.actors import REPORTER
from records.engine import connect, driver, take_up_to, transaction
from records.errors import RecordsFault, RecordsUnavailable, UnstorableText
from records.migrations import upgrade
from records.patience import PATIENCE_SECONDS, PatientConnection
from records.record import Record
from stack.data_folder import temporary_folder
from stack.ports import free_port
from stack.postgres import postgres_server
from tests.support.records.desk import CENTRE, FRIDAY, IDENTITY, Desk, decided, dispatch, filed, submission

pytestmark = pytest.mark.slow


async def test_after_a_crash_of_the_database_the_same_engine_goes_on_with_every_case() -> None:
    with temporary_folder() as folder:
        # Durable, because otherwise a killed server may lose what it has confirmed.
        server = await postgres_server(folder)
        async with server:
            await asyncio.to_thread(upgrade, server.address)
            engine = connect(server.address)
            desk = Desk(Record(engine))
            await asyncio.to_thread(desk.record.calendar.seed, official_decisions(), at=FRIDAY)
            complaint = await asyncio.to_thread(desk.take_in)

            await server.kill()
            for call in (desk.record.is_alive, lambda: desk.record.cases.find(complaint.code), desk.take_in):
                with pytest.raises(RecordsUnavailable):
                    await asyncio.to_thread(call)

            await server.start()
            case = await asyncio.to_thread(desk.record.cases.find, complaint.code)
            assert case is not None
            assert case.complaint == complaint
            after = await asyncio.to_thread(desk.act, complaint, dispatch(), CENTRE)
            assert (await asyncio.to_thread(desk.record.cases.find, complaint.code)).complaint == after
            engine.dispose()


def test_a_server_that_was_never_there_is_unavailable_at_once() -> None:
    engine = connect(f"postgresql://nobody:secret@127.0.0.1:{free_port()}/nothing")
    began = time.monotonic()
    with pytest.raises(RecordsUnavailable) as away:
        Record(engine).is_alive()
    assert time.monotonic() - began < 4
    assert "secret" not in str(away.value)


def test_when_every_connection_is_busy_the_record_is_unavailable(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("records.engine._POOL_SECONDS", 0.1)
    engine = connect(database_url, pool_size=1)
    with engine.connect(), pytest.raises(RecordsUnavailable, match="busy"):
        Record(engine).is_alive()
    Record(engine).is_alive()
    engine.dispose()


def test_who_waits_too_long_for_a_case_is_told_so_and_may_try_again(desk: Desk, database_url: str) -> None:
    complaint = desk.take_in()
    holder = connect(database_url, pool_size=1)
    bare = decided(complaint, dispatch(), CENTRE)
    with holder.begin() as connection:
        connection.execute(text("SELECT 1 FROM cases FOR UPDATE"))
        began = time.monotonic()
        with pytest.raises(RecordsUnavailable, match="lock"):
            desk.append(complaint, bare, CENTRE, act_id="dispatch-1")
        assert time.monotonic() - began < 8
    holder.dispose()
    assert len(desk.append(complaint, bare, CENTRE, act_id="dispatch-1").events) == len(bare)


def test_an_append_waits_for_the_one_before_it_and_then_goes_on(desk: Desk, database_url: str) -> None:
    complaint = desk.take_in()
    bare = decided(complaint, dispatch(), CENTRE)
    holder = connect(database_url, pool_size=1)
    answers: list[Any] = []
    waiting = threading.Thread(target=lambda: answers.append(desk.append(complaint, bare, CENTRE)))
    with holder.begin() as connection:
        connection.execute(text("SELECT 1 FROM cases FOR UPDATE"))
        waiting.start()
        waiting.join(0.5)
        assert waiting.is_alive()
    waiting.join(5)
    holder.dispose()
    assert len(answers[0].events) == len(bare)


def test_what_the_database_refuses_is_named_without_the_reporters_data(desk: Desk) -> None:
    desk.take_in(submission("key-1"))
    complaint, events = filed("KH-2026-000001")
    with pytest.raises(RecordsFault, match="_pkey") as refused:
        desk.record.intake.take_in(submission("key-2"), complaint, events, by=REPORTER, act_id="file-2")
    assert refused.value.__suppress_context__
    for secret in (IDENTITY.name, IDENTITY.phone, "key-2", "KH-2026-000001"):
        assert secret not in str(refused.value)


@pytest.mark.parametrize(
    "ask",
    [
        lambda record, asked: record.accounts.find(asked),
        lambda record, asked: record.handovers.find(asked),
        lambda record, asked: record.offices.agencies(asked),
    ],
    ids=["account", "handover", "agencies"],
)
def test_a_question_with_a_character_that_cannot_be_kept_is_named(
    record: Record, ask: Callable[[Record, str], object]
) -> None:
    with pytest.raises(UnstorableText):
        ask(record, "a\0b")


@pytest.mark.parametrize("call", [Record.is_alive, lambda record: record.offices.agencies("khanh-hoa")])
def test_a_connection_that_was_cut_while_idle_is_replaced_unnoticed(
    record: Record, database_url: str, call: Callable[[Record], object]
) -> None:
    call(record)
    surgeon = connect(database_url, pool_size=1)
    with surgeon.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    surgeon.dispose()
    call(record)


def test_what_no_caller_waits_for_may_take_longer_and_the_next_transaction_has_the_usual_bounds(engine: Engine) -> None:
    with transaction(engine) as session:
        take_up_to(session, timedelta(minutes=5))
        session.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": PATIENCE_SECONDS + 0.5})
    with transaction(engine) as session:
        assert session.scalar(text("SHOW statement_timeout")) == "8s"
        connection = driver(session)
        assert isinstance(connection, PatientConnection)
        assert connection.patience <= PATIENCE_SECONDS
