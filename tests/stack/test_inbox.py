"""The local inbox stores each message once, from SMTP or HTTP, and shows it as text, on this machine only."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import aiosmtplib
import httpx2
import pytest

from stack.inbox.child import InboxPlan, inbox_child
from stack.inbox.kept import Inbox
from stack.ports import free_port
from tests.support.stack.processes import eventually

pytestmark = pytest.mark.slow

SMS = {"channel": "sms", "to": ["+84905000002"], "text": "KHẨN. PAKN KH-2026-000001 chờ cơ quan tiếp nhận."}


class Running:
    """An inbox that can be stopped and started again on its file."""

    def __init__(self, data: Path) -> None:
        self.plan = InboxPlan(free_port(), free_port(), data)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        child = inbox_child(self.plan)
        self.process = subprocess.Popen(child.argv, env=os.environ | {"PYTHONUNBUFFERED": "1"})
        eventually(self._is_ready)

    def stop(self) -> None:
        assert self.process
        self.process.terminate()
        self.process.wait()

    def _is_ready(self) -> bool:
        try:
            return self.get("/ready").status_code == 200
        except httpx2.TransportError:
            return False

    def get(self, path: str, **more: Any) -> httpx2.Response:
        return httpx2.get(f"{self.plan.page}{path}", **more)

    def text(self, body: dict[str, Any], key: str) -> httpx2.Response:
        return httpx2.post(f"{self.plan.gateway_url}/messages", json=body, headers={"Idempotency-Key": key})

    async def mail(self, subject: str, text: str, key: str = "<1@vidu.vn>") -> None:
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"], letter["Message-ID"] = "a@b.vn", "c@d.vn", subject, key
        letter.set_content(text)
        await aiosmtplib.send(letter, hostname="127.0.0.1", port=self.plan.smtp_port)


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path)
    running.start()
    yield running
    running.stop()


async def test_what_came_is_shown_the_latest_first_and_as_text_alone(inbox: Running) -> None:
    await inbox.mail("Phản ánh đã có kết quả", "Đã vá <script>alert(1)</script> & xong.")
    assert inbox.text(SMS, "key-1").json() == {"id": "local-key-1"}
    listed = inbox.get("/messages.json").json()
    assert [(each["channel"], each["to"], each["subject"]) for each in listed] == [
        ("sms", ["+84905000002"], ""),
        ("email", ["c@d.vn"], "Phản ánh đã có kết quả"),
    ]
    page = inbox.get("/")
    assert "Đã vá &lt;script&gt;" in page.text
    assert "<script>" not in page.text
    assert page.headers["content-security-policy"] == "default-src 'none'; style-src 'self'"
    assert inbox.get("/inbox.css").status_code == 200
    assert "KHẨN" not in inbox.get("/", params={"channel": "email"}).text


async def test_what_comes_twice_under_one_key_is_kept_once(inbox: Running) -> None:
    for _ in range(2):
        inbox.text(SMS, "key-1")
        await inbox.mail("Một", "Một")
    assert len(inbox.get("/messages.json").json()) == 2


async def test_what_came_is_there_when_it_starts_again_though_a_line_was_left_half_written(inbox: Running) -> None:
    inbox.text(SMS, "key-1")
    inbox.stop()
    file = inbox.plan.data / "inbox.jsonl"
    with file.open("a", encoding="utf-8") as kept:
        kept.write('{"key": "nửa\n')
    assert file.stat().st_mode & 0o077 == 0
    inbox.start()
    assert [each["key"] for each in inbox.get("/messages.json").json()] == ["key-1"]


def test_a_page_under_another_name_reads_nothing(inbox: Running) -> None:
    assert inbox.get("/messages.json", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("body", [{}, SMS | {"to": []}, SMS | {"channel": "fax"}])
def test_what_the_gateways_contract_does_not_know_is_refused(inbox: Running, body: dict[str, Any]) -> None:
    assert inbox.text(body, "key-1").status_code == 422
    assert inbox.get("/messages.json").json() == []


def test_an_inbox_of_nothing_says_what_to_do(inbox: Running) -> None:
    assert "Chưa có tin nào" in inbox.get("/").text
    assert Inbox(inbox.plan.data / "nothing.jsonl").latest() == []
