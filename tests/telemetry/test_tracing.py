"""Tests the traces: none unless a setting asks for them, without a word of anybody, and one act as one trace."""

from __future__ import annotations

import subprocess
import sys
import uuid

import pytest
from fastapi.testclient import TestClient
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import Engine

from api.app import create_app
from api.web.front import now
from attachments.store import open_store
from cli.up.parts import kinds_of_search_attributes
from known_regulations import learn_regulations
from stack.temporal import TemporalPlan, run_temporal
from telemetry.tracing import Tracing
from tests.support.collector import Collector, collecting
from tests.support.fronts.apps import SITE, front
from tests.support.fronts.desk import NHA_TRANG, REPORT, Desk
from tests.support.fronts.real_desk import RealDesk
from worker import build_worker
from workflows.connection import connect
from workflows.gateway import Gateway

NOTE = "Ghi chú không ai được thấy"


def test_without_a_setting_nothing_is_traced_and_no_library_is_loaded() -> None:
    code = (
        "import sys, api.__main__, worker; from telemetry.tracing import Tracing; t = Tracing('x', None)\n"
        "with t.running(): assert not t.interceptors() and t.of_requests(print) is print\n"
        "sys.exit([m for m in sys.modules if m.startswith(('opentelemetry.sdk', 'opentelemetry.exporter'))] or 0)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr


def test_a_request_is_a_span_of_its_route_and_status_and_nothing_else(desk: Desk) -> None:
    with collecting() as collector:
        tracing = Tracing("tried", collector.address)
        with tracing.running(), TestClient(tracing.of_requests(desk.client.app)) as client:
            client.get(
                "/api/v1/complaints/KH-2026-000001?text=Nguyễn", headers={"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
            )
            client.get("/Nguyen-Thi-Hoa")
            client.post("/api/v1/complaints", json=REPORT | {"reporter": {"phone": "0905 sai"}})
    names = {(service, span.name) for service, span in collector.spans}
    assert names == {
        ("tried", "GET /api/v1/complaints/{code}"),
        ("tried", "GET other"),
        ("tried", "POST /api/v1/complaints"),
    }
    (span,) = collector.named("GET /api/v1/complaints/{code}")
    assert [(each.key, each.value.int_value) for each in span.attributes] == [("http.response.status_code", 404)]
    assert span.trace_id != bytes.fromhex("a" * 32)
    assert not any(word in collector.bytes_sent for word in (b"Nguy", b"0905"))


def test_the_words_of_an_error_are_in_no_span() -> None:
    async def fail(_scope: object, _receive: object, _send: object) -> None:
        raise RuntimeError("Nguyễn Thị Hoa")

    with collecting() as collector:
        tracing = Tracing("tried", collector.address)
        with tracing.running():
            TestClient(tracing.of_requests(fail), raise_server_exceptions=False).get("/")
    (span,) = collector.named("GET other")
    assert span.status.code == span.status.STATUS_CODE_ERROR
    assert not span.events
    assert "Nguyễn".encode() not in collector.bytes_sent


@pytest.mark.slow
async def test_one_act_is_one_trace_from_the_front_to_the_record(engine: Engine) -> None:
    desk, queue = RealDesk(engine), "traced"
    learn_regulations(desk.record.regulations)
    with collecting() as collector:
        tracing = Tracing("tried", collector.address)
        with tracing.running():
            async with run_temporal(plan=TemporalPlan(search_attributes=kinds_of_search_attributes())) as address:
                client = await connect(address, "default", [b"k" * 32], interceptors=tracing.interceptors())
                gateway = Gateway(client, queue, desk.record.regulations.digest_of)
                parts = front(desk.record, gateway, now, open_store("memory:///"))
                worker = build_worker(
                    client,
                    desk.record.cases,
                    desk.record.calendar.book,
                    task_queue=queue,
                    actors_key=parts.keys.actors,
                    digest_of=desk.record.regulations.digest_of,
                )
                app = tracing.of_requests(create_app(parts))
                async with worker, AsyncClient(transport=ASGITransport(app), base_url=SITE, timeout=60) as http:
                    filed = await http.post(
                        "/api/v1/complaints", json=REPORT, headers={"Idempotency-Key": str(uuid.uuid4())}
                    )
                    code = filed.json()["code"]
                    acted = await http.post(
                        f"/api/v1/complaints/{code}/acts",
                        json={"act": "dispatch", "act_id": str(uuid.uuid4()), "lead": NHA_TRANG, "note": NOTE},
                        headers=desk.headers("operator"),
                    )
    assert acted.status_code == 200, acted.text
    _hangs_together(collector, code)
    written = (REPORT["content"], REPORT["place"], NOTE, *REPORT["reporter"].values())
    assert [words for words in written if words.encode() in collector.bytes_sent] == []


def _hangs_together(collector: Collector, code: str) -> None:
    """Check that each of these spans is the child of the one before, and that the ids are those of the case."""
    chain = [
        "POST /api/v1/complaints/{code}/acts",
        "StartWorkflowUpdate:dispatch",
        "StartActivity:record",
        "RunActivity:record",
    ]
    spans = {span.span_id: span for _, span in collector.spans}
    (act,) = collector.named(chain[0])
    (span,) = (each for each in collector.named(chain[-1]) if each.trace_id == act.trace_id)
    found = [span.name]
    while span.parent_span_id:
        span = spans[span.parent_span_id]
        found.append(span.name)
    assert found[::-1] == chain
    (update,) = collector.named("HandleUpdate:dispatch")
    assert spans[update.parent_span_id].name == "StartWorkflowUpdate:dispatch"
    assert update.trace_id == act.trace_id
    assert code in {each.value.string_value for each in update.attributes if each.key == "temporalWorkflowID"}
