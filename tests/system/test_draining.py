"""A front that is told to stop: not ready at once, a request in flight is answered, then nothing listens."""

from __future__ import annotations

import json
import socket
import uuid
from pathlib import Path

import pytest

from stack.ports import LOOPBACK
from tests.support.fronts.desk import REPORT
from tests.support.stack.front_process import FrontProcess, front_process
from tests.support.stack.processes import PATIENCE_SECONDS, eventually

pytestmark = pytest.mark.slow

_BODY = json.dumps(REPORT).encode()


def half_a_report(front: FrontProcess) -> socket.socket:
    """Begin to send a report, and stop in the middle."""
    line = socket.create_connection((LOOPBACK, front.port), timeout=PATIENCE_SECONDS)
    head = f"POST /api/v1/complaints HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nIdempotency-Key: {uuid.uuid4()}"
    line.sendall(f"{head}\r\nContent-Length: {len(_BODY)}\r\n\r\n".encode() + _BODY[:100])
    return line


def ready(front: FrontProcess) -> tuple[int, dict[str, str]]:
    """Return the status of /ready, and what it says of the front itself."""
    status, text = front.get("/ready") or (0, '{"parts": {"front": {}}}')
    return status, json.loads(text)["parts"]["front"]


def test_a_front_that_stops_is_not_ready_at_once_and_answers_what_is_in_flight(
    database_url: str, tmp_path: Path
) -> None:
    settings = {"HIENTRUONG_DRAIN_SECONDS": "6", "HIENTRUONG_FINISH_SECONDS": "30"}
    with front_process(database_url, tmp_path, **settings) as front:
        assert ready(front)[1]["state"] == "up"
        line = half_a_report(front)
        front.process.terminate()

        eventually(lambda: ready(front)[1]["state"] == "down")
        status, said = ready(front)
        assert status == 503
        assert "đang dừng" in said["sentence"]
        assert front.get("/health") is not None  # the load balancer has not noticed yet

        eventually(lambda: front.get("/health") is None)
        assert front.process.poll() is None
        line.sendall(_BODY[100:])
        answer = line.recv(65536)
        assert answer.startswith(b"HTTP/1.1 201"), answer
        assert front.process.wait(PATIENCE_SECONDS) in (0, -15)


def test_a_second_signal_ends_the_pause(database_url: str, tmp_path: Path) -> None:
    with front_process(database_url, tmp_path, HIENTRUONG_DRAIN_SECONDS="3600") as front:
        front.process.terminate()
        eventually(lambda: ready(front)[1]["state"] == "down")
        front.process.terminate()
        assert front.process.wait(PATIENCE_SECONDS) in (0, -15)
