"""End to end: the messages that a newcomer finds in the local inbox and on the portal."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from tests.support.stack.processes import eventually
from tests.support.system import Case, Town

pytestmark = pytest.mark.slow


def inbox(town: Town, code: str) -> list[dict[str, Any]]:
    """Return the messages of this case in the inbox."""
    messages: list[dict[str, Any]] = httpx2.get(f"http://127.0.0.1:{town.up.ports['inbox-port']}/messages.json").json()
    return [message for message in messages if code in message["text"]]


def urgent(town: Town, code: str) -> list[dict[str, Any]]:
    """Return those that are marked as urgent."""
    return [message for message in inbox(town, code) if message["text"].startswith("KHẨN")]


def notices(town: Town, who: dict[str, str], **query: str) -> list[dict[str, Any]]:
    answer = town.http.get("/notices", headers=who, params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def asked(town: Town, case: Case) -> list[dict[str, Any]]:
    """Return the reporter's notices that something is wanted."""
    return [each for each in notices(town, case.key, code=case.code) if each["kind"] == "supplement_asked"]


def test_an_instant_dispatch_is_an_sms_in_the_inbox_and_a_notice_on_the_portal(town: Town):
    case = town.file(field="su-co-dien")
    case.does("trungtam", "dispatch", lead="ubnd-nha-trang")
    eventually(lambda: urgent(town, case.code))
    [sms] = urgent(town, case.code)
    assert sms["channel"] == "sms"
    assert sms["text"].startswith(f"KHẨN. PAKN {case.code} (Sự cố điện) chờ bạn tiếp nhận.")
    told = [notice["title"] for notice in notices(town, town.staff("canbo.ubnd-nha-trang"))]
    assert [title for title in told if case.code in title] == [f"KHẨN: Hồ sơ {case.code} chờ bạn tiếp nhận"]
    sent = town.http.get("/messages", headers=town.staff("trungtam"), params={"code": case.code}).json()["items"]
    assert {(line["kind"], line["role"], line["channel"]) for line in sent} >= {
        ("dispatched", "agency_officer", "sms"), ("dispatched", "reporter", "sms"), ("filed", "reporter", "sms")
    }  # fmt: skip


def test_the_reporter_reads_on_the_portal_what_is_wanted(town: Town):
    case = town.file()
    case.does("trungtam", "ask_supplement", wanted="Đề nghị cho biết số nhà gần nhất.")
    eventually(lambda: asked(town, case))
    [notice] = asked(town, case)
    assert notice["title"] == f"Phản ánh {case.code} cần bổ sung thông tin"
    assert "Nội dung cần bổ sung:\nĐề nghị cho biết số nhà gần nhất." in notice["paragraphs"]
