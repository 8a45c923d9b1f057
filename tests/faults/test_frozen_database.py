"""A PostgreSQL that exists and does not answer: nobody waits long, no thread is lost, and all goes on afterwards."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import Engine

from calendars import official_decisions
from procedures import provinces
from records.engine import connect
from records.errors import RecordsUnavailable
from records.migrations import upgrade
from records.record import Record
from stack.data_folder import temporary_folder
from stack.postgres import run_postgres
from tests.support.fronts.desk import MONDAY_8, REPORT
from tests.support.fronts.real_desk import RealDesk
from tests.support.in_thread import in_thread
from tests.support.stack.frozen import frozen, postmaster
from tests.support.stack.processes import eventually

pytestmark = [pytest.mark.slow, pytest.mark.fault("PostgreSQL is frozen")]

MOST_SECONDS = 10.0
"""The time within which everybody has an answer."""

LATER_SECONDS = 4.0
"""The slack for a machine that runs much else."""


@dataclass
class Cluster:
    """A PostgreSQL of the module's own, which can be frozen."""

    folder: Path
    engine: Engine

    def frozen(self) -> AbstractContextManager[None]:
        return frozen(postmaster(self.folder))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with temporary_folder() as folder, in_thread(lambda: run_postgres(folder)) as url:
        upgrade(url)
        engine = connect(url)
        record = Record(engine)
        record.calendar.seed(official_decisions(), at=MONDAY_8)
        for office in provinces().offices:
            record.offices.load(office, at=MONDAY_8)
        yield Cluster(folder, engine)
        engine.dispose()


def timed(ask: Callable[[], Response]) -> tuple[Response, float]:
    began = time.monotonic()
    return ask(), time.monotonic() - began


def test_everybody_hears_within_ten_seconds_that_the_database_does_not_answer(cluster: Cluster) -> None:
    desk = RealDesk(cluster.engine)
    code = desk.filed()
    asks: list[Callable[[], Response]] = [
        lambda: desk.sends(REPORT | {"content": REPORT["content"] + " và trơn trượt"}),
        lambda: desk.sees(code, "reporter"),
        lambda: desk.acts(code, "dispatch", "operator"),
        lambda: desk.client.get("/cong-khai"),
        lambda: desk.client.get("/api/v1/public/complaints"),
    ]
    with desk.client, ThreadPoolExecutor(60) as people:
        assert all(ask().status_code < 500 for ask in asks[3:])
        with cluster.frozen():
            answers = list(people.map(timed, asks * 12))
            # Those who come later are told at once: the threads do not pile up behind the frozen server.
            again = list(people.map(timed, asks * 12))
    for answer, seconds in answers + again:
        assert answer.status_code == 503, answer.text
        assert "chưa trả lời" in answer.text
        assert seconds < MOST_SECONDS + LATER_SECONDS
    assert sum(seconds for _, seconds in again) / len(again) < MOST_SECONDS / 2
    eventually(lambda: desk.sees(code, "reporter").status_code == 200)
    assert desk.acts(code, "dispatch", "operator").status_code == 200


def test_no_thread_is_left_behind(cluster: Cluster) -> None:
    record = Record(cluster.engine)
    record.is_alive()
    before = threading.active_count()
    with cluster.frozen(), ThreadPoolExecutor(20) as people:
        asked = [people.submit(record.is_alive) for _ in range(20)]
        assert all(isinstance(each.exception(timeout=30), RecordsUnavailable) for each in asked)
    assert threading.active_count() == before
    eventually(lambda: _is_alive(record))


def test_one_session_that_hangs_stops_nobody_else(cluster: Cluster) -> None:
    record = Record(cluster.engine)
    stuck, pid = cluster.engine.connect(), 0
    with stuck:
        pid = stuck.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with frozen(pid), ThreadPoolExecutor(1) as aside:
            hanging = aside.submit(stuck.exec_driver_sql, "SELECT 1")
            while not hanging.done():
                record.is_alive()
                time.sleep(0.1)
            assert "did not answer in time" in str(hanging.exception())
            record.is_alive()


def _is_alive(record: Record) -> bool:
    try:
        record.is_alive()
    except RecordsUnavailable:
        return False
    return True
