"""A worker that hangs while every other part works: it is noticed, shown and told, and so is its return."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from api.web.identity import cookies
from tests.support.stack.processes import eventually
from tests.support.stack.up import Up
from tests.support.system import Town

pytestmark = pytest.mark.slow

OPERATOR = "truc-may@vidu.vn"
BANNER = "Hệ thống nhắc hạn đang ngừng từ"


@pytest.fixture
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A running system whose operator has an e-mail address."""
    up = Up(tmp_path_factory.mktemp("watched"), HIENTRUONG_OPERATOR_EMAILS=OPERATOR).start()
    up.until("Ctrl-C")
    yield Town(up)
    up.process.terminate()
    up.process.communicate(timeout=120)


def _told(town: Town) -> list[str]:
    """Return the subjects of the e-mails to the operator."""
    kept: list[dict[str, Any]] = httpx2.get(f"http://127.0.0.1:{town.up.ports['inbox-port']}/messages.json").json()
    return [each["subject"] for each in kept if OPERATOR in str(each)]


def _page(town: Town) -> str:
    token = town.staff("trungtam")["Authorization"].removeprefix("Bearer ")
    address = f"http://127.0.0.1:{town.up.ports['port']}/can-bo"
    return httpx2.get(address, headers={"Cookie": f"{cookies.SESSION}={token}"}, timeout=60).text


@pytest.mark.fault("the worker is stopped, the disk is full, or code cannot replay")
def test_a_worker_that_hangs_is_shown_and_told_once_and_so_is_its_return(watched: Town) -> None:
    assert BANNER not in _page(watched)
    with watched.frozen("-m\0worker"):
        eventually(lambda: "worker" in watched.http.get("/ready").json()["degraded"])
        answer = watched.http.get("/ready")
        assert (answer.status_code, answer.json()["ready"]) == (200, True)
        eventually(lambda: BANNER in _page(watched))
        eventually(lambda: len(_told(watched)) == 1)
        assert watched.file().status == "submitted"
    eventually(lambda: watched.http.get("/ready").json()["degraded"] == [])
    eventually(lambda: len(_told(watched)) == 2)
    eventually(lambda: BANNER not in _page(watched))
    start, end = sorted(_told(watched), key=lambda subject: "chạy lại" in subject)
    assert start.startswith("Hệ thống nhắc hạn ngừng từ")
    assert end.startswith("Hệ thống nhắc hạn chạy lại từ")
