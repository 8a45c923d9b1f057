"""The drill of an operator: everything of a machine is lost, and the system comes back from a backup and the secret."""

from __future__ import annotations

import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.attachments.pictures import photo
from tests.support.stack.processes import PATIENCE_SECONDS, eventually
from tests.support.stack.up import HIENTRUONG, Up
from tests.support.system import Case, Town

pytestmark = pytest.mark.slow

OFFICER, CENTRE = "canbo.ubnd-nha-trang", "trungtam"


def typed(up: Up, *words: str) -> str:
    """Run a command on the data folder of a system. Return what it prints."""
    done = subprocess.run(
        [HIENTRUONG, *words, "--data", str(up.data)], capture_output=True, text=True, env=up.environment, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def agrees(up: Up) -> bool:
    """Return whether every workflow stands where the record does. Another comparison may be under way."""
    done = subprocess.run(
        [HIENTRUONG, "reconcile", "--deep", "--data", str(up.data)],
        capture_output=True,
        text=True,
        env=up.environment,
        timeout=300,
    )
    return done.returncode == 0 and "khớp với sổ hồ sơ" in done.stdout


def started(data: Path) -> Town:
    up = Up(data).start()
    up.until("Ctrl-C")
    return Town(up)


def stopped(town: Town) -> None:
    town.http.close()
    assert town.up.process
    if town.up.process.poll() is None:
        town.up.process.terminate()
        town.up.process.communicate(timeout=PATIENCE_SECONDS)


def pictured(case: Case) -> None:
    files = {"files": ("rac.jpg", photo(), "image/jpeg")}
    answer = case.town.http.post(f"/complaints/{case.code}/attachments", files=files, headers=case.key)
    assert answer.status_code == 201, answer.text


def pictures(case: Case) -> list[bytes]:
    """Return what the reporter sees of each photo of a case."""
    answer = case.town.http.get(f"/complaints/{case.code}/attachments", headers=case.key)
    assert answer.status_code == 200, answer.text
    origin = f"http://127.0.0.1:{case.town.up.ports['port']}"
    found = [case.town.http.get(origin + each["address"], headers=case.key) for each in answer.json()["items"]]
    assert all(each.status_code == 200 for each in found)
    return [each.content for each in found]


def is_consistent(case: Case) -> bool:
    """Return whether events, standing and limits of a case tell one story."""
    answer = case.town.http.get(f"/complaints/{case.code}/events", headers=case.town.staff("kiemtra")).json()["items"]
    numbers = [event["number"] for event in answer]
    return numbers == list(range(1, len(numbers) + 1))


def test_after_the_loss_of_everything_the_system_goes_on_from_its_backup(tmp_path: Path):
    town = started(tmp_path / "data")
    saved, secret = tmp_path / "saved", tmp_path / "secret"
    try:
        cases = [town.file() for _ in range(4)]
        for case in cases[:2]:
            case.does(CENTRE, "dispatch", lead="ubnd-nha-trang")
        pictured(cases[0])
        seen = pictures(cases[0])
        limits = {case.code: case.seen_by(case.key)["limits"] for case in cases}
        assert "4 hồ sơ" in typed(town.up, "backup", str(saved))
        shutil.copy(town.up.data / "secret", secret)

        town.staff(CENTRE)
        with ThreadPoolExecutor(4) as people:
            lost = list(people.map(lambda _: town.file(), range(48)))
        cases[0].does(OFFICER, "accept")
        cases[2].does(CENTRE, "dispatch", lead="ubnd-nha-trang")
        assert town.up.process
        town.up.process.kill()
        town.up.process.communicate(timeout=PATIENCE_SECONDS)
    finally:
        stopped(town)
    eventually(lambda: not (town.up.data / "postgres" / "postmaster.pid").exists())
    shutil.rmtree(town.up.data)

    town.up.data.mkdir()
    shutil.copy(secret, town.up.data / "secret")
    told = typed(town.up, "restore", str(saved))
    manifest = json.loads((saved / "manifest.json").read_text())
    [kept] = (town.up.data / "restores").iterdir()
    assert json.loads(kept.read_text())["lost_since"][:19] == manifest["latest"][:19]
    assert "Mất mọi điều ghi sau" in told
    back = started(town.up.data)
    try:
        again = [Case(back, case.code, case.key) for case in cases]
        assert [case.status for case in again] == ["dispatched", "dispatched", "submitted", "submitted"]
        assert {case.code: case.seen_by(case.key)["limits"] for case in again} == limits
        assert pictures(again[0]) == seen
        assert back.http.get(f"/complaints/{lost[0].code}", headers=lost[0].key).status_code == 404
        # The workflows are there again: acts are done, by the sweeper's or the reconciler's work.
        eventually(lambda: again[0].act(back.staff(OFFICER), "accept").status_code in (200, 409), within=300)
        eventually(lambda: again[0].status == "processing", within=300)
        again[2].does(CENTRE, "dispatch", lead="ubnd-nha-trang")
        assert all(is_consistent(case) for case in again)
        assert again[0].kinds.count("accepted") == 1
        new = back.file()
        assert new.code not in {case.code for case in lost}
        assert new.does(CENTRE, "dispatch", lead="ubnd-nha-trang")["status"] == "dispatched"
        eventually(lambda: agrees(back.up), within=300)
    finally:
        stopped(back)
