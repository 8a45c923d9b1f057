"""End to end over HTTP: an official decision is previewed, put in force, told to every open case, and withdrawn."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from activities.contract import TELL_HEARTBEAT
from calendars import Decision, Effect, official_decisions
from records.engine import connect
from records.record import Record
from stack.running import running_database
from tests.support.stack.processes import PATIENCE_SECONDS, eventually
from tests.support.stack.up import HIENTRUONG
from tests.support.system import PASSWORD, Case, Town

pytestmark = pytest.mark.slow


def posts(town: Town, path: str, **body: Any) -> Any:
    return town.http.post(f"/calendar/decisions{path}", json=body, headers=town.staff("quantri"))


def is_told(town: Town, saved: dict[str, Any]) -> bool:
    answer = town.http.get(f"/calendar/changes/{saved['revision']}", headers=town.staff("quantri"))
    return answer.status_code == 200 and answer.json()["state"] == "told"


def whole(case: Case) -> dict[str, Any]:
    """Return the limit of the whole case: six and a half working days, so it covers a working day in the future."""
    return next(limit for limit in case.seen_by(case.key)["limits"] if limit["kind"] == "case")


@pytest.mark.fault("a decision about Tết is edited later")
def test_a_day_off_moves_the_open_cases_and_its_withdrawal_brings_them_back(town: Town):
    case = town.file()
    before = whole(case)
    day_due = before["due"][:10]
    act = {
        "number": "25/CĐ-TTg",
        "source": "Công điện 25/CĐ-TTg",
        "days": [{"why": "Nghỉ tránh bão", "off": [day_due]}],
    }
    shown = posts(town, "", **act).json()
    moved = {each["code"]: each["limits"] for each in shown["moves"]["items"]}
    limit = next(each for each in moved[case.code] if each["limit"]["id"] == before["id"])
    assert limit["due_before"] == before["due"]
    assert whole(case)["due"] == before["due"]

    saved = posts(town, "", **act, dry_run=False)
    assert saved.status_code == 202
    eventually(lambda: is_told(town, saved.json()))
    assert whole(case)["due"] == limit["due_after"] > before["due"]
    events = town.http.get(f"/complaints/{case.code}/events", headers=case.key).json()["items"]
    event = next(each for each in events if each["kind"] == "limit_rescheduled" and each["limit"]["id"] == before["id"])
    assert (event["previous_due"], event["due"], event["decided_by"]) == (
        before["due"],
        limit["due_after"],
        "25/CĐ-TTg",
    )
    assert whole(town.file())["due"] >= limit["due_after"]  # it was filed a little later

    back = posts(town, "/withdraw", number="25/CĐ-TTg", dry_run=False)
    eventually(lambda: is_told(town, back.json()))
    assert whole(case)["due"] == before["due"]
    assert case.kinds.count("limit_rescheduled") == 2


def test_telling_the_cases_survives_a_killed_worker(town: Town):
    cases = [town.file() for _ in range(20)]
    day_due = whole(cases[0])["due"][:10]
    act = {"number": "26/CĐ-TTg", "source": "Công điện", "days": [{"why": "Nghỉ tránh bão", "off": [day_due]}]}
    before = [whole(case)["due"] for case in cases]
    saved = posts(town, "", **act, dry_run=False)
    assert saved.status_code == 202
    town.kill("-m\0worker")
    # A worker killed in the middle of a page counts as dead only after its heartbeat timeout.
    eventually(lambda: is_told(town, saved.json()), within=TELL_HEARTBEAT.total_seconds() + PATIENCE_SECONDS)
    assert all(whole(case)["due"] > due for case, due in zip(cases, before, strict=True))
    assert [case.kinds.count("limit_rescheduled") for case in cases] == [1] * 20


def test_an_act_of_a_newer_program_is_told_to_the_open_cases_too(town: Town):
    case = town.file()
    before = whole(case)
    off = Decision(date.fromisoformat(before["due"][:10]), Effect.OFF, "28/CĐ-TTg", "Nghỉ tránh bão")
    engine = connect(running_database(town.up.data) or "", pool_size=1)
    acts = Record(engine).calendar.seed((*official_decisions(), off), at=datetime.now(UTC))
    engine.dispose()
    assert acts == ("28/CĐ-TTg",)
    eventually(lambda: whole(case)["due"] > before["due"])
    assert case.kinds.count("limit_rescheduled") == 1
    assert posts(town, "/withdraw", number="28/CĐ-TTg", dry_run=False).status_code == 202


def hientruong(town: Town, *words: str, password: str = PASSWORD, says: str = "") -> subprocess.CompletedProcess[str]:
    api = f"http://127.0.0.1:{town.up.ports['port']}"
    return subprocess.run(
        [str(HIENTRUONG), "calendar", *words, "--api", api],
        env=os.environ | {"HIENTRUONG_PASSWORD": password, "COLUMNS": "120"},
        input=says,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_an_admin_decides_and_withdraws_on_the_command_line(town: Town, tmp_path: Path):
    case = town.file()
    before = whole(case)
    file = tmp_path / "bao.toml"
    file.write_text(
        '[[act]]\nnumber = "27/CĐ-TTg"\nstatus = "decided"\nsource = "Công điện"\n'
        f'[[act.days]]\nwhy = "Nghỉ tránh bão"\noff = [{before["due"][:10]}]\n'
    )
    refused = hientruong(town, "decide", str(file), says="n\n")
    assert refused.returncode == 1
    assert case.code in refused.stdout or "hồ sơ khác" in refused.stdout
    assert whole(case)["due"] == before["due"]

    done = hientruong(town, "decide", str(file), "--yes")
    assert done.returncode == 0, done.stderr
    assert "hồ sơ đổi hạn" in done.stdout
    assert whole(case)["due"] > before["due"]

    back = hientruong(town, "withdraw", "27/CĐ-TTg", "--yes")
    assert back.returncode == 0, back.stderr
    assert whole(case)["due"] == before["due"]


@pytest.mark.parametrize(
    ("words", "password", "sentence"),
    [
        (("withdraw", "1/KHONG-CO", "--yes"), PASSWORD, "Không có văn bản nào mang số này"),
        (("withdraw", "1/KHONG-CO", "--yes"), "sai", "Tên đăng nhập hoặc mật khẩu không đúng"),
        (
            ("withdraw", "1/KHONG-CO", "--yes", "--username", "trungtam"),
            PASSWORD,
            "do quản trị toàn hệ thống quyết định",
        ),
        (("decide", "/khong/co.toml"), PASSWORD, "Không đọc được"),
        (("decide", __file__), PASSWORD, "không đúng dạng"),
    ],
)
def test_a_wrong_request_is_one_sentence_on_the_command_line(
    town: Town, words: tuple[str, ...], password: str, sentence: str
):
    refused = hientruong(town, *words, password=password)
    assert refused.returncode == 2
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr
