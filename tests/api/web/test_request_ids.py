"""Tests the id of a request: in its answer, in what it is told, and taken from nobody but a trusted proxy."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.web.request_ids import HEADER, TrustedProxies
from tests.support.fronts.desk import Desk

PROXY, STRANGER = "10.0.0.9", "203.0.113.7"
ITS_ID = "proxy-0123456789"


def _asked(desk: Desk, client: str, given: str) -> str:
    app = TrustedProxies(desk.client.app, PROXY)
    with TestClient(app, client=(client, 1234)) as browser:
        return browser.get("/api/v1/health", headers={HEADER: given}).headers[HEADER]


def test_an_answer_names_its_request_and_so_does_the_problem_in_it(desk: Desk) -> None:
    first, second = desk.sees("KH-2026-000001"), desk.sees("KH-2026-000001")
    for answer in (first, second):
        assert answer.json()["request_id"] == answer.headers[HEADER]
    assert first.headers[HEADER] != second.headers[HEADER]


def test_a_page_that_tells_of_a_problem_names_the_request(desk: Desk) -> None:
    answer = desk.client.get("/khong-co")
    assert answer.status_code == 404
    assert f"<code>{answer.headers[HEADER]}</code>" in answer.text


def test_an_id_from_a_trusted_proxy_is_kept(desk: Desk) -> None:
    assert _asked(desk, PROXY, ITS_ID) == ITS_ID


@pytest.mark.parametrize(
    ("client", "given"),
    [
        (STRANGER, ITS_ID),
        (PROXY, "short"),
        (PROXY, "x" * 65),
        (PROXY, "0905 123 456"),
        (PROXY, '","event":"forged'),
        (PROXY, ""),
    ],
    ids=["not from a proxy", "too short", "too long", "with blanks", "with marks", "empty"],
)
def test_any_other_id_is_replaced(desk: Desk, client: str, given: str) -> None:
    got = _asked(desk, client, given)
    assert got != given
    assert len(got) == 32
