"""Sealed words open in the Temporal Web UI for auditors and admins of the whole system, signed in here, each look on record."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from temporalio.api.common.v1 import Payload

from settings import KeyPurpose, derive_key
from tests.support.fronts.desk import STAFF, Desk
from tests.support.fronts.memory.gateway import SECRET
from workflows.sealing import Sealer

WEB_UI = "https://temporal.vidu.vn"
WORDS = "Đã vá ổ gà, mời ông Bình kiểm tra"


async def sealed(words: str = WORDS, secret: bytes = SECRET) -> dict[str, Any]:
    """A payload as the Web UI reads it in a history and sends it on."""
    data = json.dumps({"result": {"sealed": words}}, ensure_ascii=False).encode()
    [payload] = await Sealer([derive_key(secret, KeyPurpose.SEALED_WORDS)]).encode(
        [Payload(metadata={"encoding": b"json/plain"}, data=data)]
    )
    assert words.encode() not in payload.data
    return {
        "metadata": {name: base64.b64encode(value).decode() for name, value in payload.metadata.items()},
        "data": base64.b64encode(payload.data).decode(),
    }


@pytest.fixture
def client(desk: Desk) -> TestClient:
    desk.has(site=replace(desk.app.state.front.site, web_ui=WEB_UI))
    return TestClient(desk.app, base_url="https://pakn.vidu.vn")


def asks(client: TestClient, who: str, *payloads: Any, origin: str | None = WEB_UI) -> Response:
    headers = {"Content-Type": "application/json", "X-Namespace": "default"}
    if who != "nobody":
        headers["Cookie"] = f"__Host-session=token-{who}"
    if origin:
        headers["Origin"] = origin
    return client.post("/codec/decode", content=json.dumps({"payloads": payloads}), headers=headers)


async def test_an_auditor_reads_the_words_and_the_look_is_on_record(desk: Desk, client: TestClient) -> None:
    plain = {"metadata": {"encoding": base64.b64encode(b"json/plain").decode()}, "data": "e30="}
    answer = asks(client, "auditor", await sealed(), plain, await sealed())
    assert answer.status_code == 200
    first, second, _ = answer.json()["payloads"]
    assert json.loads(base64.b64decode(first["data"])) == {"result": {"sealed": WORDS}}
    assert first["metadata"] == plain["metadata"]
    assert second == plain
    assert answer.headers["access-control-allow-origin"] == WEB_UI
    assert answer.headers["access-control-allow-credentials"] == "true"
    assert desk.record.looks_ == [("id-auditor", "sealed_words", None, 2)]


@pytest.mark.parametrize("who", [*STAFF, "nobody"])
async def test_who_may_open_sealed_words(desk: Desk, client: TestClient, who: str) -> None:
    answer = asks(client, who, await sealed())
    assert answer.status_code == (200 if who in ("auditor", "admin") else 401 if who == "nobody" else 403)
    if answer.status_code != 200:
        assert answer.json()["detail"]
        assert answer.headers["access-control-allow-origin"] == WEB_UI  # else the Web UI could not say why
        assert desk.record.looks_ == []


@pytest.mark.parametrize("origin", ["https://elsewhere.vn", "null", None])
async def test_another_sites_page_is_nobody_though_its_browser_is_signed_in(
    desk: Desk, client: TestClient, origin: str | None
) -> None:
    answer = asks(client, "auditor", await sealed(), origin=origin)
    assert (answer.status_code, "access-control-allow-origin" in answer.headers) == (401, False)
    assert desk.record.looks_ == []


async def test_what_holds_no_sealed_words_is_no_look(desk: Desk, client: TestClient) -> None:
    assert asks(client, "auditor", {"metadata": {}, "data": "e30="}).status_code == 200
    assert desk.record.looks_ == []


async def test_words_of_another_key_stay_closed(client: TestClient) -> None:
    answer = asks(client, "auditor", await sealed(secret=b"another"))
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/seal-broken")


@pytest.mark.parametrize("body", ["", "[]", "{", '{"payloads": 1}', '{"payloads": [{"data": "é"}]}', '"\\ud800"'])
def test_what_is_no_payload_is_told_so(client: TestClient, body: str) -> None:
    headers = {"Cookie": "__Host-session=token-auditor", "Origin": WEB_UI}
    answer = client.post("/codec/decode", content=body.encode(), headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed-body")


def test_a_browser_may_ask_before_for_the_web_ui_alone(client: TestClient) -> None:
    headers = {"Origin": WEB_UI, "Access-Control-Request-Method": "POST"}
    allowed = client.options("/codec/decode", headers=headers).headers
    assert allowed["access-control-allow-origin"] == WEB_UI
    assert "x-namespace" in allowed["access-control-allow-headers"]
    refused = client.options("/codec/decode", headers=headers | {"Origin": "https://elsewhere.vn"}).headers
    assert "access-control-allow-origin" not in refused
