"""Tests the spans of the database: their names hold a verb and a table, never a value, and there are none outside a trace."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from records.engine import connect, driver, transaction
from telemetry.round_trips import named
from telemetry.tracing import Tracing
from tests.support.collector import collecting


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("SELECT code FROM cases WHERE code = %s", "SELECT cases"),
        ("\n  select extract(epoch FROM now() - min(at)) FROM events", "SELECT events"),
        ("SELECT substring(words FROM 'Nguyễn Thị Hoa') FROM reports", "SELECT reports"),
        ("INSERT INTO tries (key) VALUES (%(key)s)", "INSERT tries"),
        ("UPDATE cases SET due = NULL", "UPDATE cases"),
        ("WITH late AS (SELECT 1 FROM Cases) DELETE FROM notices", "WITH cases"),
        ("SELECT 'Nguyễn Thị Hoa'", "SELECT"),
        ("COMMIT", "COMMIT"),
        ("", ""),
    ],
)
def test_a_span_is_named_by_verb_and_table(statement: str, name: str) -> None:
    assert named(statement) == name


@pytest.mark.slow
def test_each_round_trip_within_a_request_is_a_span_without_a_value(database_url: str) -> None:
    async def app(_scope: object, _receive: object, send) -> None:
        with transaction(engine) as session:
            session.execute(text("SELECT code FROM cases WHERE code = :name"), {"name": "Nguyễn Thị Hoa"})
            with driver(session).pipeline():
                driver(session).execute("SELECT 1 FROM events WHERE code = %s", ("0905123456",))
                driver(session).execute("SELECT 1 FROM notices")
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    with collecting() as collector:
        tracing = Tracing("tried", collector.address)
        with tracing.running():
            engine = connect(database_url, pool_size=1)
            with transaction(engine) as session:  # outside any request
                session.execute(text("SELECT code FROM cases"))
            TestClient(tracing.of_requests(app)).get("/")
            engine.dispose()
    (request,) = collector.named("GET other")
    names = {span.name for _, span in collector.spans if span.parent_span_id == request.span_id}
    assert names >= {"SELECT cases", "pipeline", "COMMIT"}
    assert all(
        span.trace_id == request.trace_id and not span.attributes for _, span in collector.spans if span != request
    )
    assert not any(words in collector.bytes_sent for words in ("Nguyễn".encode(), b"0905123456"))
