"""Tests the ledger's fast path: it saves round trips and stores nothing that the slow path would not have stored.

`here` and `there` are two workers on one database, each with a memory of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest
from sqlalchemy import Engine, text

from calendars import Decision, Effect, official_book
from calendars.filling import scheduled
from domain import acts
from domain.actors import REPORTER
from domain.complaint import Complaint, apply_all
from domain.events import schedules_of
from domain.words import Role
from records.cases.memory import CaseMemory, KnownCase
from records.cases.rows import Appended
from records.engine import connect
from records.errors import CaseNotOpen, OthersWaitToo, RecordsFault, RecordsUnavailable
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, FRIDAY, KHANH_HOA, OFFICER, Desk, decided, dispatch
from tests.support.records.lossy import lossy_way

STORM = (Decision(date(2026, 11, 23), Effect.OFF, "25/CĐ-TTg", "Nghỉ tránh bão"),)


@pytest.fixture
def here(engine: Engine) -> Desk:
    return Desk(Record(engine))


@pytest.fixture
def there(engine: Engine) -> Desk:
    return Desk(Record(engine))


@pytest.fixture
def trips(database_url: str, tmp_path: Path) -> Iterator[tuple[Desk, Callable[[], int]]]:
    """A worker with one connection, and a function that counts the round trips on it since the last call."""
    engine = connect(database_url, pool_size=1)
    wire = (tmp_path / "wire").open("w+b")
    with engine.connect() as connection:
        driven = connection.connection.driver_connection
    assert isinstance(driven, psycopg.Connection)
    driven.pgconn.trace(wire.fileno())

    def count() -> int:
        driven.pgconn.untrace()  # writes what the library still holds
        said = (tmp_path / "wire").read_text(errors="replace")
        wire.truncate(0)
        wire.seek(0)
        driven.pgconn.trace(wire.fileno())
        # A trip ends where the client speaks again after an answer. What it asks a pooled connection first is no part of it.
        spoken = "".join(re.findall(r"\t([FB])\t\d+\t(?!Query\t \";\"|EmptyQuery)", said))
        return len(re.findall("F+B+", spoken))

    yield Desk(Record(engine)), count
    driven.pgconn.untrace()
    engine.dispose()
    wire.close()


def dispatched(desk: Desk) -> Complaint:
    """Return a case that this worker has dispatched, and so remembers."""
    return desk.act(desk.take_in(), dispatch(), CENTRE)


def is_recorded(desk: Desk, complaint: Complaint) -> None:
    """Require that the record holds this very case, and each of its events once."""
    stored = desk.record.cases.entries(complaint.code)
    assert [entry.number for entry in stored] == list(range(1, complaint.number + 1))
    unfiled = Complaint(complaint.code, complaint.procedure)
    assert apply_all(unfiled, [entry.event for entry in stored]) == complaint
    assert desk.record.cases.complaint(complaint.code) == complaint


def accept(desk: Desk, complaint: Complaint, act_id: str = "accept-1") -> Appended:
    return desk.append(complaint, decided(complaint, acts.Accept(), OFFICER), OFFICER, act_id=act_id)


@pytest.mark.slow
def test_an_act_on_a_remembered_case_needs_one_round_trip_and_stores_the_same(
    trips: tuple[Desk, Callable[[], int]], there: Desk
) -> None:
    here, count = trips
    complaint = dispatched(here)
    count()
    complaint = here.act(complaint, acts.Accept(), OFFICER)
    in_one = count()
    is_recorded(here, complaint)
    other = there.act(dispatched(there), acts.Accept(), OFFICER)
    assert in_one == 1
    assert replace(complaint, code=other.code) == other


@pytest.mark.slow
def test_two_workers_that_take_turns_record_each_act_once(here: Desk, there: Desk) -> None:
    complaint = dispatched(here)
    for turn in range(3):
        complaint = there.act(complaint, acts.Comment(text=acts.Sealed(f"Ý kiến {turn}")), OFFICER)
        complaint = here.act(complaint, acts.Comment(text=acts.Sealed(f"Trả lời {turn}")), CENTRE)
    is_recorded(here, complaint)


@pytest.mark.slow
def test_a_worker_whose_memory_is_behind_is_told_what_happened_elsewhere(here: Desk, there: Desk) -> None:
    complaint = dispatched(here)
    accepted = there.act(complaint, acts.Accept(), OFFICER)
    late = here.append(complaint, decided(complaint, acts.Return(reason=acts.Sealed("Không thuộc")), OFFICER), OFFICER)
    assert not late.events
    assert apply_all(complaint, [entry.event for entry in late.ahead]) == accepted
    is_recorded(here, accepted)


@pytest.mark.slow
def test_another_case_at_the_same_number_is_not_taken_for_the_remembered_one(here: Desk, sql: Sql) -> None:
    complaint = dispatched(here)
    # As after a restore: the database stands at the same number with other contents.
    sql(
        "UPDATE cases SET snapshot = jsonb_set(snapshot, '{field}', '\"moi-truong\"') WHERE code = :code",
        code=complaint.code,
    )
    accept(here, complaint)
    found = here.record.cases.complaint(complaint.code)
    assert found is not None
    assert (found.field, complaint.field) == ("moi-truong", "giao-thong")


@contextmanager
def locked(engine: Engine, statement: str, **parameters: str) -> Iterator[Callable[[int], None]]:
    """Hold a lock. The function waits until so many sessions wait for it."""
    with engine.connect() as holder, engine.connect().execution_options(isolation_level="AUTOCOMMIT") as watch:
        holder.execute(text(statement), parameters)

        def wait_for(waiting: int) -> None:
            until = monotonic() + 4
            while watch.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")) < waiting:
                assert monotonic() < until
                sleep(0.01)

        yield wait_for


def _outcome(tried: Future[Appended]) -> str:
    return "appended" if tried.result().events else "told"


@pytest.mark.slow
@pytest.mark.parametrize("same", [True, False], ids=["the same act", "rivals"])
def test_of_two_workers_that_append_at_once_one_is_told_the_others_act(
    here: Desk, there: Desk, engine: Engine, same: bool
) -> None:
    complaint = dispatched(here)  # so one has it in memory, and the other must read it
    with ThreadPoolExecutor(2) as pool, locked(engine, "SELECT FROM cases FOR UPDATE") as wait_for:
        tries = [pool.submit(accept, here, complaint)]
        wait_for(1)
        tries.append(pool.submit(accept, there, complaint, "accept-1" if same else "accept-2"))
        wait_for(2)
    assert sorted(map(_outcome, tries)) == ["appended", "told"]
    is_recorded(here, apply_all(complaint, next(each.result().events for each in tries if each.result().events)))


@pytest.mark.slow
def test_an_act_sent_by_many_at_once_happens_once(here: Desk, there: Desk) -> None:
    complaint = dispatched(here)
    with ThreadPoolExecutor(8) as pool:
        tries = [pool.submit(accept, (here, there)[number % 2], complaint) for number in range(8)]
    assert sorted(map(_outcome, tries)) == ["appended", *["told"] * 7]
    is_recorded(there, apply_all(complaint, next(each.result().events for each in tries if each.result().events)))


@pytest.mark.slow
@pytest.mark.fault("the answer to a COMMIT is lost")
def test_when_the_answer_to_the_one_round_trip_is_lost_the_retry_finds_the_act_recorded(
    here: Desk, database_url: str
) -> None:
    with lossy_way(database_url) as way:
        engine = connect(way.database_url)
        behind = Desk(Record(engine))
        try:
            complaint = dispatched(behind)
            way.lose_next_commit()
            with pytest.raises(RecordsUnavailable):
                accept(behind, complaint)
            assert way.lost == 1
            again = accept(behind, complaint)
        finally:
            engine.dispose()
    assert not again.events
    assert {entry.act_id for entry in again.ahead} == {"accept-1"}
    is_recorded(here, apply_all(complaint, [entry.event for entry in again.ahead]))


def _decides(record: Record) -> None:
    admin = record.accounts.add(
        username="admin", role=Role.ADMIN, authority=None, agency=None, display_name="Quản trị", password_hash="x"
    )
    record.calendar.add("25/CĐ-TTg", STORM, source="Công điện", by_account=admin.id, at=FRIDAY)


@pytest.mark.slow
def test_an_act_after_a_decision_counts_by_it(here: Desk, there: Desk) -> None:
    complaint = dispatched(here)
    bare = decided(complaint, acts.Accept(), OFFICER)
    _decides(there.record)
    recorded = here.append(complaint, bare, OFFICER).events
    assert {schedule.calendar for schedule in schedules_of(recorded)} == {2}
    assert recorded == scheduled(complaint, bare, there.record.calendar.book())
    assert recorded != scheduled(complaint, bare, official_book())
    is_recorded(here, apply_all(complaint, recorded))


@pytest.mark.slow
def test_an_act_that_comes_while_a_decision_is_written_waits_and_counts_by_it(
    here: Desk, there: Desk, engine: Engine
) -> None:
    complaint = dispatched(here)
    with ThreadPoolExecutor(2) as pool:
        with locked(engine, "SELECT FROM cases FOR UPDATE") as wait_for:
            tried = pool.submit(accept, here, complaint)
            wait_for(1)
            _decides(there.record)  # the act was completed under the old calendar, and waits for its case
        assert {schedule.calendar for schedule in schedules_of(tried.result().events)} == {2}
    is_recorded(here, apply_all(complaint, tried.result().events))


@pytest.mark.slow
def test_a_remembered_case_is_merged_and_taken_back_only_as_the_locks_allow(here: Desk) -> None:
    kept, late, ended = dispatched(here), here.take_in(), here.take_in()
    ended = here.act(ended, acts.Verify(), CENTRE)
    late = here.act(late, acts.Verify(), CENTRE)
    into_ended = decided(late, acts.Merge(into=ended.code), CENTRE)
    here.act(ended, acts.Withdraw(), REPORTER)
    with pytest.raises(CaseNotOpen):
        here.append(late, into_ended, CENTRE)
    here.act(late, acts.Merge(into=kept.code), CENTRE)
    with pytest.raises(OthersWaitToo):
        here.act(kept, acts.Withdraw(), REPORTER)
    is_recorded(here, kept)


@pytest.mark.slow
def test_two_merges_that_cross_wait_for_each_other_and_do_not_deadlock(here: Desk, there: Desk, engine: Engine) -> None:
    one, two = here.take_in(), here.take_in()

    def merge(desk: Desk, complaint: Complaint, into: Complaint) -> str:
        try:
            desk.append(
                complaint, decided(complaint, acts.Merge(into=into.code), CENTRE), CENTRE, act_id=complaint.code
            )
        except CaseNotOpen:
            return "refused"
        return "merged"

    with ThreadPoolExecutor(2) as pool:
        with locked(engine, "SELECT FROM cases FOR UPDATE") as wait_for:
            tries = [pool.submit(merge, here, one, two), pool.submit(merge, there, two, one)]
            wait_for(2)
        assert sorted(each.result() for each in tries) == ["merged", "refused"]


@pytest.mark.slow
def test_a_failed_act_leaves_nothing_and_the_next_one_is_recorded(here: Desk, sql: Sql) -> None:
    complaint = dispatched(here)
    sql("ALTER TABLE outcomes ADD CONSTRAINT broken CHECK (status <> 'processing') NOT VALID")
    with pytest.raises(RecordsFault):
        accept(here, complaint)
    is_recorded(here, complaint)
    sql("ALTER TABLE outcomes DROP CONSTRAINT broken")
    is_recorded(here, apply_all(complaint, accept(here, complaint).events))


def known(code: str) -> KnownCase:
    return KnownCase(Complaint(code, KHANH_HOA), "fingerprint", b"head")


def test_a_case_is_remembered_until_it_is_taken_or_others_came_after_it() -> None:
    memory = CaseMemory(most=2)
    for code in ("A", "B", "A", "C"):
        memory.keep(known(code))
    assert [memory.take(code, 0) for code in ("A", "B", "C")] == [known("A"), None, known("C")]
    assert memory.take("A", 0) is None


def test_a_case_that_stands_elsewhere_is_not_remembered() -> None:
    memory = CaseMemory()
    memory.keep(known("A"))
    assert memory.take("A", 1) is None
