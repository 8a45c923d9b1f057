"""A front and a worker whose machine is an hour fast: both say so, the front is not ready, and all that is recorded goes by the
database's time, or by that of Temporal's server."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine, text

from domain.events import Escalated, LimitPassed, Reminded
from stack.ports import LOOPBACK
from tests.support.faulty_stack import STEP, FaultyStack
from tests.support.fronts.desk import REPORT
from tests.support.fronts.real_desk import RealDesk
from tests.support.stack.front_process import FrontProcess, front_process
from tests.support.stack.processes import eventually
from tests.support.stack.worker_process import WorkerProcess

_FAKED = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.fault("the clock of a front is wrong"),
    pytest.mark.skipif(_FAKED is None, reason="libfaketime is not installed; `make fault-tools` brings it on Debian"),
]

AN_HOUR_FAST = {"LD_PRELOAD": str(_FAKED), "FAKETIME": "+1h", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


@pytest.fixture(scope="session")
def database_template(furnished_template: str) -> str:
    return furnished_template


@pytest.fixture
def fast(database_url: str, tmp_path: Path) -> Iterator[FrontProcess]:
    with front_process(database_url, tmp_path, **AN_HOUR_FAST) as front:
        yield front


def clock_of(front: FrontProcess) -> dict[str, Any]:
    _, said = front.get("/ready") or (0, "{}")
    return json.loads(said)["parts"]["clock"]


def send(front: FrontProcess, path: str, body: dict[str, Any]) -> int:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    return httpx2.post(
        f"http://{LOOPBACK}:{front.port}/api/v1{path}", json=body, headers=headers, timeout=60
    ).status_code


def test_it_says_so_and_is_not_ready(fast: FrontProcess) -> None:
    eventually(lambda: clock_of(fast)["state"] == "down")
    assert "nhanh hơn" in clock_of(fast)["sentence"]
    assert "NTP" in clock_of(fast)["sentence"]
    status, _ = fast.get("/ready") or (0, "")
    assert status == 503
    assert "the machine's clock is wrong" in fast.log.read_text()


def test_a_report_is_filed_at_the_databases_time(fast: FrontProcess, engine: Engine) -> None:
    assert send(fast, "/complaints", REPORT) == 201
    with engine.connect() as connection:
        late = connection.execute(text("SELECT max(abs(extract(epoch FROM now() - at))) FROM events")).scalar_one()
    assert late < 600


def test_wrong_passwords_there_lock_nobody_out_elsewhere_for_longer(fast: FrontProcess, engine: Engine) -> None:
    RealDesk(engine)
    for _ in range(12):
        status = send(fast, "/sessions", {"username": "operator", "password": "sai"})
    assert status == 429
    with engine.connect() as connection:
        longest = connection.execute(
            text("SELECT extract(epoch FROM max(spent_until) - now()) FROM tries")
        ).scalar_one()
    assert longest < 16 * 60  # a quarter of an hour, not one more hour


async def test_a_worker_that_is_an_hour_fast_rings_no_limit_early(faulty: FaultyStack, tmp_path: Path) -> None:
    worker = await WorkerProcess.start(tmp_path / "worker.log", faulty.env | AN_HOUR_FAST)
    try:
        await faulty.soon(lambda: worker.is_ready)
        ringing, later = (
            await faulty.files(due_in=timedelta(seconds=3)),
            await faulty.files(due_in=timedelta(minutes=30)),
        )
        await faulty.soon(lambda: "escalated" in faulty.kinds(ringing.code))
        await faulty.soon(lambda: "the machine's clock is wrong" in worker.log.read_text())
    finally:
        await worker.ends()
    due = ringing.running(STEP).schedule.due
    now = faulty.record.now()
    rung = [event for event in faulty.events(ringing.code) if isinstance(event, LimitPassed | Escalated)]
    assert all(due <= event.at <= now for event in rung)
    assert not any(isinstance(event, Reminded | LimitPassed | Escalated) for event in faulty.events(later.code))
