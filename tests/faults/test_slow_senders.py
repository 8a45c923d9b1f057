"""Requests that never arrive whole hold no connection for long, and too large ones are told so in words."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse

import pytest

from api.web.serving.connections import ConnectionLimits
from stack.ports import LOOPBACK
from tests.support.fronts.desk import REPORT, Desk
from tests.support.fronts.served import Served, served
from tests.support.stack.processes import eventually

pytestmark = [pytest.mark.slow, pytest.mark.fault("many half-open requests, many public reads")]

ANOTHER_ADDRESS = "127.0.0.9"
LIMITS = ConnectionLimits(header_seconds=2, body_seconds=2, of_address=100)
HEAD = b"POST /api/v1/complaints HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nIdempotency-Key: 7f1c\r\n"


@pytest.fixture
def front() -> Iterator[Served]:
    with served(Desk().app, LIMITS) as server:
        yield server


def opened(front: Served, first: bytes = b"") -> socket.socket:
    line = socket.create_connection((LOOPBACK, front.port), timeout=30)
    line.sendall(first)
    return line


def heard(line: socket.socket) -> bytes:
    """Return all that the server says until it closes the connection."""
    said = b""
    try:
        while more := line.recv(65536):
            said += more
    except ConnectionResetError:
        pass
    return said


def health(front: Served, source: str = LOOPBACK) -> HTTPResponse:
    client = HTTPConnection(LOOPBACK, front.port, timeout=30, source_address=(source, 0))
    client.request("GET", "/health")
    return client.getresponse()


def sends_a_byte(line: socket.socket) -> bool:
    """Return whether the connection still takes one."""
    time.sleep(0.2)
    try:
        line.sendall(b" ")
    except OSError:
        return False
    return True


def test_half_open_headers_are_bounded_by_address_and_end_by_themselves(front: Served) -> None:
    half = [opened(front, b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ") for _ in range(300)]
    eventually(lambda: front.open_connections <= LIMITS.of_address)
    assert health(front, ANOTHER_ADDRESS).status == 200
    eventually(lambda: front.open_connections == 0)
    kept = [said for said in map(heard, half) if said]
    assert kept
    assert all(said.startswith(b"HTTP/1.1 408") and "quá chậm".encode() in said for said in kept)
    assert health(front).status == 200


def test_a_trusted_proxy_may_hold_any_number() -> None:
    with served(Desk().app, ConnectionLimits(of_address=2, trusted="10.0.0.0/8, 127.0.0.1")) as front:
        lines = [opened(front) for _ in range(20)]
        eventually(lambda: front.open_connections == 20)
        assert health(front).status == 200
        for line in lines:
            line.close()


def test_a_body_that_stops_is_told_that_it_is_too_slow(front: Served) -> None:
    line = opened(front, HEAD + b"Content-Length: 1000\r\n\r\n{")
    said = heard(line)
    assert said.startswith(b"HTTP/1.1 408")
    assert "hãy gửi lại" in said.decode()


def test_a_body_that_trickles_is_cut_too(front: Served) -> None:
    line = opened(front, HEAD + b"Content-Length: 100000\r\n\r\n")
    eventually(lambda: not sends_a_byte(line))


def test_headers_that_trickle_after_an_answer_are_cut_too(front: Served) -> None:
    line = opened(front, b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
    assert line.recv(65536).startswith(b"HTTP/1.1 200")
    line.sendall(b"GET /health HTTP/1.1\r\nHost: ")
    assert heard(line).startswith(b"HTTP/1.1 408")


def test_a_slow_and_steady_body_arrives(front: Served) -> None:
    body = json.dumps(REPORT).encode()
    line = opened(front, HEAD + f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode())
    for at in range(0, len(body), 40):  # over more seconds than a body may stop for, at some 800 bytes a second
        line.sendall(body[at : at + 40])
        time.sleep(0.05)
    said = heard(line)
    assert said.startswith(b"HTTP/1.1 201"), said


@pytest.mark.parametrize("chunked", [False, True], ids=["length named", "in chunks"])
@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [
        ("/api/v1/complaints", "application/problem+json", "vượt quá 64 KB"),
        ("/dang-nhap", "text/html", "vượt quá 64 KB"),
    ],
)
def test_who_sends_too_much_can_read_why(front: Served, path: str, kind: str, words: str, chunked: bool) -> None:
    client = HTTPConnection(LOOPBACK, front.port, timeout=60)
    pieces = [b"x" * 1_000_000] * 20
    headers = {"Content-Type": "application/json" if "api" in path else "application/x-www-form-urlencoded"}
    if not chunked:
        headers["Content-Length"] = str(sum(map(len, pieces)))
    # The whole body first, then the answer: so do browsers.
    client.request("POST", path, body=iter(pieces), headers=headers, encode_chunked=chunked)
    answer = client.getresponse()
    assert answer.status == 413
    assert answer.headers.get_content_type() == kind
    assert words in answer.read().decode()
