"""The logs: JSON lines with a case's code, never a person's words."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import structlog

import logs
from tests.support.fronts.desk import REPORT, Desk

WORDS = ("Ổ gà", "Hồng Phong", "Nguyễn", "Hoa", "Trần Phú", "0905", "token-", "khóa-bí-mật", "tìm-kiếm")


@contextmanager
def _written(capsys: pytest.CaptureFixture[str]) -> Iterator[list[str]]:
    """Collect the lines that are logged while the block runs, as the front writes them."""
    root, lines = logging.getLogger(), list[str]()
    handlers, level = root.handlers[:], root.level
    logs.configure("DEBUG")
    try:
        yield lines
        lines.extend(capsys.readouterr().out.splitlines())
    finally:
        root.handlers[:], root.level = handlers, level
        structlog.reset_defaults()


def test_no_log_line_holds_what_somebody_wrote(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    with _written(capsys) as lines:
        code = desk.filed()
        desk.acts(code, "dispatch", "operator", note="Nguyễn Thị Hoa gọi lại")
        desk.sees(code, "reporter")
        desk.gets("/complaints", "operator", text="tìm-kiếm")
        desk.sends(REPORT | {"reporter": {"phone": "0905 sai"}})
        desk.client.get("/0905123456/Nguyễn")
        desk.acts(code, "verify", "operator")
        desk.gateway.away = True
        desk.sends()
    # Without the time of day: its digits may look like a telephone number.
    ours = [line | {"timestamp": ""} for line in map(json.loads, lines) if line["logger"].startswith("api")]
    assert len(ours) >= 10
    assert not any(word in json.dumps(ours, ensure_ascii=False) for word in (*WORDS, desk.keys[code]))


def test_a_request_is_one_line_with_route_status_and_time(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    with _written(capsys) as lines:
        desk.client.get(f"/api/v1/complaints/KH-2026-000001?x={uuid.uuid4()}")
    line = next(line for line in map(json.loads, lines) if line["event"] == "request")
    assert (line["event"], line["method"], line["status"], line["level"]) == ("request", "GET", 404, "info")
    assert str(line["route"]).endswith("/{code}")
    assert line["ms"]


def test_an_error_is_logged_by_its_place_and_not_by_its_words(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_asked: object) -> None:
        raise RuntimeError("Nguyễn Thị Hoa 0905123456")

    monkeypatch.setattr(desk.record.cases, "find", fail)
    with _written(capsys) as lines:
        desk.sees("KH-2026-000001")
        logging.getLogger("uvicorn.error").error("boom", exc_info=RuntimeError("Nguyễn"))
    assert not any("Nguyễn" in line for line in lines)
    error = next(line for line in map(json.loads, lines) if line["event"] == "unexpected error")
    assert error["exception"] == "builtins.RuntimeError"
    assert any("test_logs.py" in str(frame) for frame in error["raised_at"])
