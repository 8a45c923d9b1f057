"""A running system, used over HTTP as people use it."""

from __future__ import annotations

import os
import signal
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from tests.support.stack.processes import PATIENCE_SECONDS, eventually
from tests.support.stack.up import Up

PASSWORD = "hientruong"

REPORT: dict[str, Any] = {
    "procedure": "khanh-hoa",
    "field": "moi-truong",
    "content": "Rác thải chất đống trên vỉa hè nhiều ngày chưa được thu gom, bốc mùi hôi.",
    "place": "Trước số 12 đường Trần Phú, Nha Trang",
    "occurred_at": "từ sáng thứ Hai",
    "reporter": {"name": "Nguyễn Thị Hoa", "address": "10 Trần Phú, Nha Trang", "phone": "0905 123 456"},
    "pledged": True,
}


@dataclass
class Town:
    """The API of one running `hientruong up`, and its processes."""

    up: Up
    _tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.http = httpx2.Client(base_url=f"http://127.0.0.1:{self.up.ports['port']}/api/v1", timeout=30)

    def staff(self, username: str) -> dict[str, str]:
        """Return the headers of a member of staff, signed in."""
        if username not in self._tokens:
            answer = self.http.post("/sessions", json={"username": username, "password": PASSWORD})
            assert answer.status_code == 201, answer.text
            self._tokens[username] = answer.json()["token"]
        return {"Authorization": f"Bearer {self._tokens[username]}"}

    def file(self, key: str | None = None, **changes: Any) -> Case:
        answer = self.http.post(
            "/complaints", json=REPORT | changes, headers={"Idempotency-Key": key or str(uuid.uuid4())}
        )
        assert answer.status_code == 201, answer.text
        return Case(self, answer.json()["code"], {"X-Tracking-Key": answer.json()["tracking_key"]})

    def pid(self, telling: str) -> int:
        """Return the process id of the one part whose command line contains these words."""
        found = [pid for pid, command in self.up.commands().items() if telling in command]
        assert len(found) == 1, f"{telling}: {found}"
        return found[0]

    def kill(self, telling: str) -> None:
        """Kill a part with SIGKILL. The supervisor starts it again."""
        victim = self.pid(telling)
        os.kill(victim, signal.SIGKILL)
        eventually(lambda: victim not in self.up.commands())

    @contextmanager
    def frozen(self, telling: str) -> Iterator[None]:
        """Stop a part while the block runs: it exists but does not answer."""
        victim = self.pid(telling)
        os.kill(victim, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(victim, signal.SIGCONT)


@contextmanager
def open_town(data: Path, *options: str) -> Iterator[Town]:
    """Run `hientruong up` on this folder with ports of its own."""
    up = Up(data, *options).start()
    up.until("Ctrl-C")
    try:
        yield Town(up)
    finally:
        assert up.process
        up.process.terminate()
        up.process.communicate(timeout=PATIENCE_SECONDS)


@dataclass(frozen=True)
class Case:
    """A case and its reporter's key."""

    town: Town
    code: str
    key: dict[str, str]

    def act(self, who: dict[str, str], act: str, act_id: str | None = None, **words: Any) -> httpx2.Response:
        body = {"act": act, "act_id": act_id or str(uuid.uuid4()), **words}
        return self.town.http.post(f"/complaints/{self.code}/acts", json=body, headers=who)

    def does(self, username: str, act: str, **words: Any) -> dict[str, Any]:
        """Do an act of a member of staff. It must succeed."""
        answer = self.act(self.town.staff(username), act, **words)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def seen_by(self, who: dict[str, str]) -> dict[str, Any]:
        answer = self.town.http.get(f"/complaints/{self.code}", headers=who)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @property
    def status(self) -> str:
        return self.seen_by(self.key)["status"]

    @property
    def kinds(self) -> list[str]:
        """Return the kinds of all events of the case, as the auditor sees them."""
        answer = self.town.http.get(f"/complaints/{self.code}/events", headers=self.town.staff("kiemtra"))
        assert answer.status_code == 200, answer.text
        return [event["kind"] for event in answer.json()["items"]]
