"""Tests that a running system notices by itself that Temporal lost its storage, and that every limit rings all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.complaint import Complaint
from domain.events import Event, LimitPassed
from records.engine import connect as connect_records
from records.record import Record
from settings import KeyPurpose, derive_key
from stack.data_folder import secret_of
from stack.running import running_database, temporal_address
from tests.support.faulty_stack import take_in
from tests.support.stack.processes import eventually
from tests.support.system import Town, open_town
from workflows.connection import connect
from workflows.roll_call import RollCall

pytestmark = pytest.mark.slow

A_LONG_TIME = timedelta(hours=2)
WITHIN = 240.0


@contextmanager
def record_of(data: Path) -> Iterator[Record]:
    database = running_database(data)
    assert database
    engine = connect_records(database)
    yield Record(engine)
    engine.dispose()


def runs(data: Path, record: Record, code: str) -> bool:
    """Return whether the workflow of a case runs and stands where the record does."""

    async def look() -> bool:
        key = derive_key(secret_of(data).encode(), KeyPurpose.SEALED_WORDS)
        client = await connect(temporal_address(data, None), "default", [key])
        calls = RollCall(client, "complaints", record.regulations.digest_of)
        complaint = record.cases.complaint(code)
        seen = await calls.look_at(code, complaint)
        await asyncio.sleep(0.3)
        return complaint is not None and seen.same and seen.number == complaint.number

    return asyncio.run(look())


def started(record: Record, *cases: Complaint) -> bool:
    found = [record.cases.find(case.code) for case in cases]
    return all(case is not None and case.started for case in found)


def of_kind(record: Record, code: str, kind: str) -> list[Event]:
    return [entry.event for entry in record.cases.entries(code) if entry.event.kind == kind]


def lose_temporals_storage(town: Town, data: Path) -> None:
    """Delete the files under the running server, then kill it. The supervisor starts it again."""
    for file in data.glob("temporal.db*"):
        file.unlink()
    town.kill("start-dev")


@pytest.mark.fault("Temporal's storage is lost")
def test_a_running_system_starts_every_case_again_and_each_limit_rings_once_with_the_reason(tmp_path: Path):
    data = tmp_path / "data"
    with open_town(data) as town, record_of(data) as record:
        eventually(lambda: record.reconciliation.last() is not None, WITHIN)  # the schedule is made after it
        later, passing = take_in(record, A_LONG_TIME), take_in(record, timedelta(seconds=60))
        eventually(lambda: started(record, later, passing), WITHIN)
        filed = town.file()
        due = passing.running("verify_and_dispatch").schedule.due
        with town.frozen("-m\0worker"):
            lose_temporals_storage(town, data)
            eventually(lambda: datetime.now(UTC) > due + timedelta(seconds=5), WITHIN)
        eventually(lambda: of_kind(record, passing.code, "escalated"), WITHIN)
        [passed] = of_kind(record, passing.code, "limit_passed")
        assert isinstance(passed, LimitPassed)
        assert passed.outage
        assert passed.outage.covers(due)
        assert len(of_kind(record, passing.code, "reminded")) <= 1
        eventually(lambda: runs(data, record, later.code), WITHIN)
        eventually(lambda: runs(data, record, filed.code), WITHIN)
        filed.does("trungtam", "dispatch", lead="ubnd-nha-trang")
        page = town.http.get(
            f"http://127.0.0.1:{town.up.ports['port']}/api/v1/complaints/{passing.code}/events",
            headers=town.staff("kiemtra"),
        )
        [shown] = [each for each in page.json()["items"] if each["kind"] == "limit_passed"]
        assert shown["outage_since_text"]
        assert shown["outage_until_text"]
