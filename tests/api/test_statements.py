"""Tests how many statements a request sends to the database, and in how many transactions it reads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bench.support.statements import Statements
from records.engine import connect
from records.record import Record
from tests.support.fronts.desk import WALK
from tests.support.fronts.real_desk import RealDesk, RecordingGateway

pytestmark = pytest.mark.slow


@pytest.fixture
def elsewhere(database_url: str) -> Iterator[Engine]:
    """Another way to the same database, for what worker and workflows do there."""
    engine = connect(database_url)
    yield engine
    engine.dispose()


def test_a_request_sends_few_statements(engine: Engine, elsewhere: Engine) -> None:
    desk = RealDesk(engine)
    desk.has(gateway=RecordingGateway(Record(elsewhere), desk.clock))
    desk.walked("rate")  # fills the caches
    desk.filed()  # finds the regulation committed
    sent = Statements().of(engine)
    code = desk.filed()
    assert len(sent.take()) <= 10
    for act, who in WALK:
        assert desk.acts(code, act, who).status_code == 200
        assert len(sent.take()) <= 9, act  # one of them asks whether an agency of the case has ended
    assert desk.sees(code, "operator").status_code == 200
    assert len(sent.take()) <= 5
    assert desk.sees(code).status_code == 200
    assert len(sent.take()) <= 3  # the case, its mask, its agencies
    assert desk.gets("/complaints", "operator").status_code == 200
    assert len(sent.take()) <= 6


def test_nothing_is_asked_before_a_connection_is_used_again(engine: Engine) -> None:
    record, sent = Record(engine), Statements().of(engine)
    record.is_alive()
    record.is_alive()
    assert sent.take() == ["SELECT 1", "SELECT 1"]
