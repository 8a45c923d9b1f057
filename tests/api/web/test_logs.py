"""The logs: JSON lines with a case's code, never a person's words."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
import structlog

import logs
from tests.support.fronts.desk import REPORT, Desk

WORDS = ("Ổ gà", "Hồng Phong", "Nguyễn", "Hoa", "Trần Phú", "0905", "token-", "khóa-bí-mật", "tìm-kiếm")


@dataclass(frozen=True)
class CoreLine:
    """A line as Temporal's core hands it over."""

    target: str
    message: str
    fields: dict[str, Any]
    level: int = logging.WARNING
    time: float = field(default_factory=time.time)


@contextmanager
def _written(
    capsys: pytest.CaptureFixture[str], level: str = "DEBUG", form: logs.LogFormat = "json"
) -> Iterator[list[str]]:
    """Collect the lines that are logged while the block runs, as the front writes them."""
    root, lines = logging.getLogger(), list[str]()
    handlers, former = root.handlers[:], root.level
    logs.configure(level, form)
    try:
        yield lines
        lines.extend(capsys.readouterr().out.splitlines())
    finally:
        root.handlers[:], root.level = handlers, former
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
    assert line["route"] == "/api/v1/complaints/{code}"
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


def test_every_line_of_a_request_holds_its_id_its_case_and_its_act(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    code = desk.filed()
    with _written(capsys) as lines:
        desk.acts(code, "dispatch", "operator")
        desk.gateway.away = True
        desk.sends()
    ours = [line for line in map(json.loads, lines) if line["logger"].startswith("api")]
    acted, filed = (
        line for line in ours if line.get("route") in ("/api/v1/complaints", "/api/v1/complaints/{code}/acts")
    )
    left = next(line for line in ours if line["event"] == "start left to the sweeper")
    assert (acted["event"], acted["case"], len(acted["act"])) == ("request", code, 36)
    assert (left["request_id"], left["case"]) == (filed["request_id"], filed["case"])
    assert acted["request_id"] != filed["request_id"]
    assert "act" not in filed


def test_a_case_is_named_only_where_the_path_holds_a_code(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    with _written(capsys) as lines:
        desk.client.get("/api/v1/complaints/Nguyễn Thị Hoa")
        desk.acts("Nguyễn Thị Hoa", "dispatch", "operator")
    ours = [line for line in map(json.loads, lines) if line["event"] == "request"]
    assert len(ours) == 2
    assert all(line.get("case") is None for line in ours)


def test_lines_of_temporals_core_are_ours_without_what_they_quote(capsys: pytest.CaptureFixture[str]) -> None:
    fields = {"run_id": "r1", "failure": "Nguyễn Thị Hoa", "task_queue": "complaints"}
    said = CoreLine("temporalio_sdk_core::worker", "Failing workflow task", fields)
    forwarding = logs.of_temporal_core().forwarding
    assert forwarding
    with _written(capsys) as lines:
        forwarding._on_logs([cast(Any, said)])
    (line,) = map(json.loads, lines)
    assert line.pop("timestamp")
    assert line == {
        "event": "Failing workflow task",
        "level": "warning",
        "logger": "temporalio.core",
        "target": "temporalio_sdk_core::worker",
        "run_id": "r1",
        "task_queue": "complaints",
    }


def test_a_process_says_that_it_is_ready_at_every_level(capsys: pytest.CaptureFixture[str]) -> None:
    with _written(capsys, "ERROR") as lines:
        structlog.get_logger(logs.START).info("worker ready")
        structlog.get_logger("api").info("request")
    assert [json.loads(line)["event"] for line in lines] == ["worker ready"]


def test_lines_for_a_person_are_no_json_and_quote_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    with _written(capsys, form="console") as lines:
        logging.getLogger("uvicorn.error").error("boom", exc_info=RuntimeError("Nguyễn"))
    said = "\n".join(lines)
    assert "boom" in said
    assert "builtins.RuntimeError" in said
    assert not said.startswith("{")
    assert "Nguyễn" not in said


def test_an_error_that_nothing_catches_is_a_line_without_its_words() -> None:
    code = "import logs; logs.configure('WARNING'); raise RuntimeError('Nguyễn Thị Hoa')"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert ended.stderr == ""
    assert json.loads(ended.stdout)["exception"] == "builtins.RuntimeError"
    assert "Nguyễn" not in ended.stdout
