"""Notices, devices and undelivered messages over HTTP, on a real record."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.app import create_app
from api.web.front import fingerprint
from attachments.store import open_store
from domain.acts import Accept, Approve, Publish, Sealed, SubmitResult, TimePassed
from domain.complaint import Complaint
from domain.messages import Fault
from domain.offices.office import Agency
from domain.procedure import NoticeRule
from domain.words import Role
from records.engine import connect
from records.messages.outbox import Outbox
from records.record import Record
from tests.support.fronts.apps import front
from tests.support.fronts.memory.gateway import CoreGateway
from tests.support.fronts.memory.record import MemoryRecord
from tests.support.records import desk as desks
from tests.support.records.desk import CENTRE, FRIDAY, KHANH_HOA, LEADER, OFFICER, Desk, dispatch, submission
from tests.support.records.furnishing import add_agency

pytestmark = pytest.mark.slow

KEY = "K7QF2M4X9PLAC3ZD55TB"
PEOPLE: dict[str, tuple[Role, str | None, str | None]] = {
    "operator": (Role.CENTRE_OPERATOR, "khanh-hoa", None),
    "officer": (Role.AGENCY_OFFICER, "khanh-hoa", "so-gtvt"),
    "leader": (Role.AGENCY_LEADER, "khanh-hoa", "so-gtvt"),
    "other_officer": (Role.AGENCY_OFFICER, "khanh-hoa", "dien-luc"),
    "auditor": (Role.AUDITOR, None, None),
    "admin": (Role.ADMIN, None, None),
    "stranger": (Role.CENTRE_OPERATOR, "da-nang", None),
}


@dataclass
class Office:
    """A front on a real record, and its people."""

    client: TestClient
    desk: Desk
    outbox: Outbox

    def asks(self, way: str, path: str, who: str | None = None, **more: Any) -> Response:
        headers = {"Authorization": f"Bearer token-{who}"} if who else {}
        return self.client.request(way, f"/api/v1{path}", headers=headers | more.pop("headers", {}), **more)

    def gets(self, path: str, who: str | None = None, **query: Any) -> Any:
        answer = self.asks("GET", path, who, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def reporter(self, way: str, path: str, **more: Any) -> Response:
        return self.asks(way, path, headers={"X-Tracking-Key": "k7qf-2m4x-9pla-c3zd-55tb"}, **more)

    def files(self) -> Complaint:
        return self.desk.take_in(replace(submission(), tracking_hash=fingerprint(KEY)))

    def publishes(self) -> Complaint:
        complaint = self.desk.act(self.files(), dispatch(), CENTRE)
        complaint = self.desk.act(complaint, Accept(), OFFICER)
        complaint = self.desk.act(complaint, SubmitResult(result=Sealed("Đã vá ổ gà.")), OFFICER)
        for act in (Approve(), Publish()):
            complaint = self.desk.act(complaint, act, LEADER)
        self.outbox.address(100)
        return complaint

    def gives_up(self, fault: Fault = Fault.REFUSED) -> uuid.UUID:
        """Make an e-mail to a reporter that could not be delivered. Return its id."""
        self.publishes()
        [waiting] = self.outbox.waiting(10)
        self.outbox.begin(waiting.id)
        self.outbox.gave_up(waiting.id, fault, "550")
        return waiting.id


@pytest.fixture
def office(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    by_mail = NoticeRule(on="published", to=("reporter",), channels=("email",), source="Điều 9 khoản 1")
    monkeypatch.setattr(desks, "KHANH_HOA", replace(KHANH_HOA, notices=(*KHANH_HOA.notices, by_mail)))
    engine = connect(database_url)
    record = Record(engine)
    for each in ("so-gtvt", "dien-luc"):
        add_agency(record, Agency(each, "khanh-hoa", f"Cơ quan {each}"))
    for username, (role, authority, agency) in PEOPLE.items():
        account = record.accounts.add(
            username=username, role=role, authority=authority, agency=agency, display_name=username, password_hash="-"
        )
        record.sessions.open(account.id, fingerprint(f"token-{username}"), datetime.now(UTC) + timedelta(days=1))
    gateway = CoreGateway(MemoryRecord(lambda: FRIDAY), lambda: FRIDAY)
    app = create_app(front(record, gateway, lambda: datetime.now(UTC), open_store("memory:///")))
    yield Office(TestClient(app), Desk(record), Record(engine).outbox)
    engine.dispose()


def test_an_officer_reads_what_is_to_be_done_and_marks_it_read(office: Office) -> None:
    complaint = office.desk.act(office.files(), dispatch(), CENTRE)
    office.outbox.address(10)
    listed = office.gets("/notices", "officer")
    [notice] = listed["items"]
    assert listed["unread"] == 1
    assert notice["title"] == f"Hồ sơ {complaint.code} chờ bạn tiếp nhận"
    assert notice["article"] == "Điều 6 khoản 2 điểm b"
    assert "Hạn tiếp nhận hoặc trả lại: 15:45 thứ Sáu 20/11/2026" in "\n".join(notice["paragraphs"])
    assert office.asks("POST", f"/notices/{notice['id']}/read", "officer").status_code == 204
    assert office.gets("/notices", "officer", unread=True) == {"items": [], "unread": 0, "next": None}
    assert office.gets("/notices", "officer")["items"][0]["read_at"]


def test_a_notice_is_read_by_nobody_else(office: Office) -> None:
    office.desk.act(office.files(), dispatch(), CENTRE)
    office.outbox.address(10)
    [notice] = office.gets("/notices", "officer")["items"]
    for who in ("other_officer", "admin"):
        assert office.gets("/notices", who)["items"] == []
        assert office.asks("POST", f"/notices/{notice['id']}/read", who).status_code == 404
    assert office.asks("GET", "/notices").status_code == 401


def test_the_reporter_reads_by_the_tracking_key_of_the_case_and_of_no_other(office: Office) -> None:
    complaint = office.publishes()
    other = office.desk.take_in()
    answer = office.reporter("GET", "/notices", params={"code": complaint.code})
    told = answer.json()["items"]
    assert {each["kind"] for each in told} == {"filed", "dispatched", "published"}
    [notice] = (each for each in told if each["kind"] == "published")
    assert "Kết quả xử lý:\nĐã vá ổ gà." in notice["paragraphs"]
    path = f"/notices/{notice['id']}/read"
    assert office.reporter("POST", path, params={"code": complaint.code}).status_code == 204
    for code in (other.code, "", "bịa", "KH-2026-999999"):
        assert office.reporter("GET", "/notices", params={"code": code}).status_code == 404
    assert office.reporter("POST", path, params={"code": other.code}).status_code == 404


def test_a_device_is_registered_and_unregistered_by_its_owner(office: Office) -> None:
    complaint = office.files()
    body = {"token": "fcm:1", "platform": "android"}
    first = office.asks("POST", "/devices", "officer", json=body)
    again = office.asks("POST", "/devices", "officer", json=body)
    theirs = office.reporter("POST", "/devices", json=body | {"code": complaint.code})
    assert [first.status_code, again.status_code, theirs.status_code] == [201, 201, 201]
    assert first.json() == again.json() != theirs.json()
    assert office.asks("POST", "/devices", json=body).status_code == 401
    assert office.asks("DELETE", f"/devices/{first.json()['id']}", "officer").status_code == 204
    removed = office.reporter("DELETE", f"/devices/{theirs.json()['id']}", params={"code": complaint.code})
    assert removed.status_code == 204


@pytest.mark.parametrize(
    "body", [{"token": "", "platform": "ios"}, {"token": "t", "platform": "fax"}, {"token": "\0", "platform": "ios"}]
)
def test_a_device_that_is_none_is_refused_in_a_sentence(office: Office, body: dict[str, str]) -> None:
    answer = office.asks("POST", "/devices", "officer", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_centre_sees_what_was_not_delivered_and_why_and_sends_it_again(office: Office) -> None:
    message = str(office.gives_up())
    [line] = office.gets("/messages", "operator", status="given_up", channel="email")["items"]
    assert (line["id"], line["fault_label"], line["fault_detail"], line["account_name"]) == (
        message,
        "Nơi nhận từ chối",
        "550",
        None,
    )
    assert line["status_label"] == "Không gửi được, cần người xử lý"
    assert "example.vn" not in str(line)
    assert office.asks("POST", f"/messages/{message}/retry", "operator").status_code == 202
    again = office.asks("POST", f"/messages/{message}/retry", "operator")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/not-given-up")
    assert [str(waiting.id) for waiting in office.outbox.waiting(10)] == [message]


MAY = {
    "operator": (200, 202),
    "admin": (200, 202),
    "auditor": (200, 403),
    "officer": (403, 403),
    "leader": (403, 403),
    "stranger": (200, 404),
}


@pytest.mark.parametrize(("who", "statuses"), MAY.items())
def test_who_may_look_and_who_may_send_again(office: Office, who: str, statuses: tuple[int, int]) -> None:
    message = office.gives_up()
    looked = office.asks("GET", "/messages", who)
    sent = office.asks("POST", f"/messages/{message}/retry", who)
    assert (looked.status_code, sent.status_code) == statuses
    if who == "stranger":
        assert looked.json()["items"] == []


def test_the_list_is_a_file_for_a_spreadsheet_too(office: Office) -> None:
    office.gives_up()
    answer = office.asks("GET", "/messages.csv", "admin", params={"channel": "email"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith("\ufeff".encode())
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    told = dict(zip(head, row, strict=True))
    assert told["Kênh"] == "thư điện tử"
    assert told["Vì sao chưa gửi được"] == "Nơi nhận từ chối (550)"
    assert office.asks("GET", "/messages.csv", "officer").status_code == 403


def test_a_cursor_that_is_none_of_ours_is_refused_in_a_sentence(office: Office) -> None:
    for path, who in (("/notices", "officer"), ("/messages", "operator")):
        assert office.asks("GET", path, who, params={"cursor": "bịa"}).status_code == 422
    assert office.asks("POST", "/messages/bịa/retry", "operator").status_code == 422


def test_of_an_escalation_staff_see_who_was_told_how_and_when_and_nobody_else_does(office: Office) -> None:
    complaint = office.desk.act(office.files(), dispatch(), CENTRE)
    accept = complaint.running("accept")
    assert accept
    assert accept.schedule
    office.desk.act(complaint, TimePassed(), None, at=accept.schedule.due)
    office.outbox.address(100)
    events = office.gets(f"/complaints/{complaint.code}/events", "operator")["items"]
    [escalated] = [event for event in events if event["kind"] == "escalated" and event["limit"]["id"] == "accept"]
    told = [(one["role"], one["account_name"], one["channel"], one["status"]) for one in escalated["messages"]]
    assert sorted(told) == [
        ("agency_leader", "leader", "portal", "shown"),
        ("agency_officer", "officer", "portal", "shown"),
    ]
    assert all(one["at_text"] for one in escalated["messages"])
    seen = office.reporter("GET", f"/complaints/{complaint.code}/events").json()["items"]
    assert all(event["messages"] == [] for event in seen)
