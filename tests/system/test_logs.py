"""Tests the logs of a running system: JSON to the last line, and one act to be followed from the front into the worker."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from tests.support.stack.processes import eventually
from tests.support.system import REPORT, Town

pytestmark = pytest.mark.slow


def _lines(town: Town, process: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (town.up.data / "logs" / f"{process}.log").read_text("utf-8").splitlines()]


def test_an_act_is_found_in_the_lines_of_front_and_worker_which_are_all_json(town: Town):
    case, act = town.file(), str(uuid.uuid4())
    answer = case.act(town.staff("trungtam"), "dispatch", act, lead="ubnd-nha-trang")
    assert answer.status_code == 200

    def said(process: str, event: str) -> list[dict[str, Any]]:
        return [line for line in _lines(town, process) if (line["event"], line.get("act")) == (event, act)]

    eventually(lambda: said("front", "request") and said("worker", "activity"))
    (request,), (activity,) = said("front", "request"), said("worker", "activity")
    assert request["request_id"] == answer.headers["X-Request-ID"]
    assert request["case"] == activity["case"] == case.code
    assert activity["activity"] == "record"


def test_no_line_holds_what_a_reporter_wrote(town: Town):
    town.file()
    written = (REPORT["content"], REPORT["place"], *REPORT["reporter"].values())
    for process in ("front", "worker"):
        assert _lines(town, process)
        log = (town.up.data / "logs" / f"{process}.log").read_text("utf-8")
        assert not [words for words in written if words in log]
