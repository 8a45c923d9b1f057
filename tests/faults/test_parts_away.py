"""Parts of a running system are killed or full while people use it."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psycopg
import pytest

from stack.ports import free_port
from stack.running import running_database
from tests.support.attachments.pictures import photo
from tests.support.small_disk import small_disk
from tests.support.stack.processes import PATIENCE_SECONDS, eventually
from tests.support.system import PASSWORD, REPORT, Case, Town

pytestmark = pytest.mark.slow

OFFICER, CENTRE = "canbo.ubnd-nha-trang", "trungtam"


def sends(town: Town, key: str) -> httpx2.Response | None:
    """Send a report under this key; None where the connection broke."""
    try:
        return town.http.post("/complaints", json=REPORT, headers={"Idempotency-Key": key})
    except httpx2.TransportError:
        return None


def taken(town: Town, key: str) -> Case | None:
    """Send a report under this key. Return its case; None where it has to be sent again."""
    answer = sends(town, key)
    if answer is None or answer.status_code == 503:
        return None
    assert answer.status_code == 201, answer.text
    return Case(town, answer.json()["code"], {"X-Tracking-Key": answer.json()["tracking_key"]})


def taken_at_last(town: Town, key: str) -> Case:
    found: list[Case] = []

    def try_it() -> bool:
        if case := taken(town, key):
            found.append(case)
        return bool(found)

    eventually(try_it, within=180)
    return found[0]


def is_dispatched(case: Case, act_id: str) -> bool:
    return case.act(case.town.staff(CENTRE), "dispatch", act_id, lead="ubnd-nha-trang").status_code == 200


def answers(town: Town, path: str = "/ready") -> bool:
    try:
        return town.http.get(path).status_code == 200
    except httpx2.TransportError:
        return False


@pytest.mark.fault("PostgreSQL is killed amid reports")
def test_a_database_killed_amid_reports_loses_none_and_takes_none_twice(town: Town):
    keys = [str(uuid.uuid4()) for _ in range(20)]
    with ThreadPoolExecutor(8) as people:
        first = [people.submit(sends, town, key) for key in keys]
        eventually(lambda: any(sent.done() for sent in first))
        town.kill("listen_addresses")
        early = {key: sent.result() for key, sent in zip(keys, first, strict=True)}
    assert {answer.status_code for answer in early.values() if answer} <= {201, 503}
    cases = {key: taken_at_last(town, key) for key in keys}
    assert len({case.code for case in cases.values()}) == len(keys)
    for key, answer in early.items():
        if answer and answer.status_code == 201:
            assert answer.json()["code"] == cases[key].code


@pytest.mark.fault("the front is killed between commit and start")
def test_a_report_whose_front_died_before_its_workflow_began_is_started_by_the_sweeper(town: Town):
    key = str(uuid.uuid4())
    database = running_database(town.up.data)
    assert database
    with psycopg.connect(database, autocommit=True) as record, ThreadPoolExecutor(1) as people:

        def is_committed() -> bool:
            return bool(record.execute("SELECT FROM submissions WHERE idempotency_key LIKE %s", (f"%{key}%",)).rowcount)

        with town.frozen("start-dev"):
            sent = people.submit(sends, town, key)
            eventually(is_committed)
            town.kill("-m\0api")
            sent.result()
    eventually(lambda: answers(town), within=180)
    case = taken_at_last(town, key)
    act_id = str(uuid.uuid4())
    eventually(lambda: is_dispatched(case, act_id), within=180)
    assert case.kinds.count("dispatched") == 1
    assert taken_at_last(town, key).code == case.code


@pytest.mark.fault("Temporal is killed with open cases")
def test_a_killed_temporal_comes_back_with_the_open_cases(town: Town):
    cases = [town.file() for _ in range(3)]
    ids = [str(uuid.uuid4()) for _ in cases]
    town.staff(CENTRE)
    town.kill("start-dev")
    for case, act_id in zip(cases, ids, strict=True):
        eventually(lambda case=case, act_id=act_id: is_dispatched(case, act_id), within=180)  # type: ignore[misc]
        assert case.kinds.count("dispatched") == 1


@pytest.mark.fault("the disk of photos or data is full")
def test_a_full_disk_of_photos_refuses_the_photo_in_a_sentence_and_takes_it_afterwards(town: Town):
    case = town.file()

    def adds() -> httpx2.Response:
        files = {"files": ("rac.jpg", photo(), "image/jpeg")}
        return town.http.post(f"/complaints/{case.code}/attachments", files=files, headers=case.key)

    store = town.up.data / "attachments"
    with small_disk(store, kilobytes=8) as disk:
        disk.fill()
        refused = adds()
        assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
        assert refused.json()["detail"]
        assert town.file().status == "submitted"
    assert adds().status_code == 201


class Second:
    """A second front and a second worker beside those of the running system, on the same database and Temporal."""

    def __init__(self, town: Town, log: Path) -> None:
        database = running_database(town.up.data)
        assert database
        self._port = free_port()
        self._environment = {
            **os.environ,
            "DATABASE_URL": database,
            "TEMPORAL_ADDRESS": f"127.0.0.1:{town.up.ports['temporal-port']}",
            "HIENTRUONG_SECRET": (town.up.data / "secret").read_text(),
            "HIENTRUONG_DEMO": "true",
            "HIENTRUONG_DATA_DIR": str(town.up.data),
            "HIENTRUONG_FRONT_PORT": str(self._port),
        }
        self._log = log
        self.http = httpx2.Client(base_url=f"http://127.0.0.1:{self._port}/api/v1", timeout=30)

    @contextmanager
    def running(self) -> Iterator[Second]:
        with self._log.open("wb") as log:
            parts = [
                subprocess.Popen([sys.executable, "-P", "-m", part], stdout=log, stderr=log, env=self._environment)
                for part in ("api", "worker")
            ]
            try:
                eventually(self._is_ready, within=240)
                yield self
            finally:
                for part in parts:
                    part.terminate()
                for part in parts:
                    part.wait(PATIENCE_SECONDS)
                self.http.close()

    def _is_ready(self) -> bool:
        try:
            return self.http.get("/ready").status_code == 200 and "worker ready" in self._log.read_text()
        except httpx2.TransportError:
            return False


@pytest.mark.fault("two fronts and two workers on one database")
def test_two_fronts_share_sessions_throttles_keys_and_act_ids(town: Town, tmp_path: Path):
    with Second(town, tmp_path / "second.log").running() as second:
        fronts, key, act_id = (town.http, second.http), str(uuid.uuid4()), str(uuid.uuid4())
        centre = town.staff(CENTRE)
        assert second.http.get("/me/sessions", headers=centre).status_code == 200
        with ThreadPoolExecutor(6) as people:
            sent = people.map(
                lambda at: fronts[at % 2].post("/complaints", json=REPORT, headers={"Idempotency-Key": key}), range(6)
            )
            codes = {answer.json()["code"] for answer in sent}
            assert len(codes) == 1
            [code] = codes
            body = {"act": "dispatch", "act_id": act_id, "lead": "ubnd-nha-trang"}
            acts = people.map(
                lambda at: fronts[at % 2].post(f"/complaints/{code}/acts", json=body, headers=centre), range(6)
            )
            assert [answer.status_code for answer in acts] == [200] * 6
        events = second.http.get(f"/complaints/{code}/events", headers=town.staff("kiemtra")).json()["items"]
        assert [event["kind"] for event in events].count("dispatched") == 1

        wrong = {"username": "khong.co.nguoi.nay", "password": "sai"}
        tries = [fronts[at % 2].post("/sessions", json=wrong).status_code for at in range(12)]
        assert tries == [401] * 10 + [429] * 2
        mine = second.http.post("/sessions", json={"username": OFFICER, "password": PASSWORD}).json()["token"]
        headers = {"Authorization": f"Bearer {mine}"}
        assert town.http.delete("/sessions/current", headers=headers).status_code == 204
        assert second.http.get("/me/sessions", headers=headers).status_code == 401
