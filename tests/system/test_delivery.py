"""End to end: messages over PostgreSQL, Temporal, worker processes that are killed, an SMTP server and an HTTP gateway."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine

from domain.acts import Accept, Approve, Publish, Sealed, SubmitResult
from domain.complaint import Complaint
from domain.messages import Fault, MessageChannel, MessageStatus
from domain.offices.office import Agency
from domain.procedure import NoticeRule
from domain.words import Role
from records.cases.rows import Identity
from records.engine import connect
from records.messages.mailbox import Mailbox
from records.messages.rows import Addressee, Contact, MessageFilters, MessageLine
from records.record import Record
from stack.temporal import run_temporal
from tests.support.delivery import GatewayServer, MailServer
from tests.support.in_thread import in_thread
from tests.support.records import desk as desks
from tests.support.records.desk import CENTRE, KHANH_HOA, LEADER, OFFICER, Desk, dispatch, submission
from tests.support.records.furnishing import add_agency
from tests.support.stack.processes import eventually
from workflows.connection import connect as connect_temporal
from workflows.contract import message_id

pytestmark = pytest.mark.slow

_numbers = count(1)
SECRET_PARTS = ("doc.nhat@example.vn", "doc.nhat", "0987654321", "987654321", "Độc Nhất", "Hẻm Không Ai Biết")


def has_heard(gateway: GatewayServer, times: int) -> bool:
    return len(gateway.requests) == times


@pytest.fixture(scope="module")
def temporal() -> Iterator[str]:
    with in_thread(run_temporal) as address:
        yield address


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture
def gateway() -> Iterator[GatewayServer]:
    server = GatewayServer().start()
    yield server
    server.stop()


@dataclass
class Post:
    """The record with people to notify, and the workers that deliver its messages."""

    desk: Desk
    mailbox: Mailbox
    environment: dict[str, str]
    log: Path
    workers: list[subprocess.Popen[bytes]]

    def work(self) -> subprocess.Popen[bytes]:
        """Start one more worker and wait until it is ready."""
        before = self.log.read_text().count('"worker ready"') if self.log.exists() else 0
        with self.log.open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, "-P", "-m", "worker"], stdout=log, stderr=log, env=os.environ | self.environment
            )
        self.workers.append(worker)
        eventually(lambda: self.log.read_text().count('"worker ready"') > before)
        return worker

    def kill(self) -> None:
        """Kill every worker with SIGKILL."""
        for worker in self.workers:
            worker.kill()

    def messages(self) -> list[MessageLine]:
        """Return what leaves the system. Notices of other authorities' reports to posts that nobody holds stay on the portal."""
        lines = self.mailbox.page(None, MessageFilters(), None, 200).lines
        return [line for line in lines if line.channel is not MessageChannel.PORTAL]

    def has(self, *statuses: MessageStatus) -> bool:
        return [line.status for line in self.messages()] == list(statuses)

    def publish(self) -> Complaint:
        """Publish a case. Its reporter gets the result by e-mail; all other notices go to the portal only."""
        identity = Identity("Trần Văn Độc Nhất", "Hẻm Không Ai Biết", "0987654321", "doc.nhat@example.vn")
        complaint = self.desk.act(self.desk.take_in(submission(identity=identity)), dispatch(), CENTRE)
        complaint = self.desk.act(complaint, Accept(), OFFICER)
        complaint = self.desk.act(complaint, SubmitResult(result=Sealed("Đã vá ổ gà, ngày 25/11.")), OFFICER)
        for act in (Approve(), Publish()):
            complaint = self.desk.act(complaint, act, LEADER)
        return complaint

    def dispatch_at_once(self) -> Complaint:
        """Dispatch an instant case. Its agency's officer gets an SMS (Điều 10 khoản 2)."""
        return self.desk.act(self.desk.take_in(field="chieu-sang"), dispatch(), CENTRE)


@pytest.fixture
def post(
    database_url: str,
    temporal: str,
    smtp: MailServer,
    gateway: GatewayServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Post]:
    by_mail = NoticeRule(on="published", to=("reporter",), channels=("email",), source="Điều 9 khoản 1")
    monkeypatch.setattr(desks, "KHANH_HOA", replace(KHANH_HOA, notices=(*KHANH_HOA.notices, by_mail)))
    engine: Engine = connect(database_url)
    record = Record(engine)
    add_agency(record, Agency("so-gtvt", "khanh-hoa", "Sở Giao thông vận tải"))
    for role in (Role.AGENCY_OFFICER, Role.AGENCY_LEADER):
        record.accounts.add(
            username=str(role),
            role=role,
            authority="khanh-hoa",
            agency="so-gtvt",
            display_name=str(role),
            password_hash="-",
            contact=Contact("canbo@vidu.vn", "0905 000 002"),
        )
    environment = {
        "DATABASE_URL": database_url,
        "TEMPORAL_ADDRESS": temporal,
        "HIENTRUONG_SECRET": secrets.token_hex(),
        "HIENTRUONG_TASK_QUEUE": f"complaints-{next(_numbers)}",
        "HIENTRUONG_SMTP_URL": smtp.url,
        "HIENTRUONG_GATEWAY_URL": gateway.url,
        "HIENTRUONG_MAIL_FROM": "Phản ánh hiện trường <khong-tra-loi@vidu.vn>",
        "PYTHONUNBUFFERED": "1",
    }
    post = Post(Desk(record), record.mailbox, environment, tmp_path / "worker.log", [])
    yield post
    post.kill()
    for worker in post.workers:
        worker.wait()
    engine.dispose()


def test_a_notice_by_e_mail_and_one_by_sms_arrive_once(post: Post, smtp: MailServer, gateway: GatewayServer):
    smtp.start()
    post.work()
    complaint, urgent = post.publish(), post.dispatch_at_once()
    eventually(lambda: post.has(MessageStatus.SENT, MessageStatus.SENT))
    [letter] = smtp.read
    assert letter["Subject"] == f"Phản ánh {complaint.code} đã có kết quả"
    assert smtp.recipients == ["doc.nhat@example.vn"]
    assert "Đã vá ổ gà, ngày 25/11." in next(letter.iter_parts()).get_content()
    [(_, sms)] = gateway.requests
    assert sms["to"] == ["+84905000002"]
    assert sms["text"].startswith(f"KHẨN. PAKN {urgent.code}")
    told = {line.channel: (line.provider_id, line.attempts) for line in post.messages()}
    assert told == {"email": ("4F2A91", 1), "sms": ("gw-1", 1)}


@pytest.mark.fault("the mail server or the gateway hangs or breaks off")
def test_while_the_mail_server_is_down_an_email_waits_and_is_sent_when_it_is_back(post: Post, smtp: MailServer):
    post.work()
    post.publish()
    eventually(lambda: post.has(MessageStatus.FAILED))
    [line] = post.messages()
    assert (line.fault, line.sent_at) == (Fault.UNREACHABLE, None)
    assert line.next_try_at
    smtp.start()
    eventually(lambda: post.has(MessageStatus.SENT))
    assert len(smtp.letters) == 1


def test_a_final_refusal_is_not_retried_until_a_person_asks(post: Post, smtp: MailServer):
    smtp.answers = ["550 5.1.1 <doc.nhat@example.vn> no such user"]
    smtp.start()
    post.work()
    post.publish()
    eventually(lambda: post.has(MessageStatus.GIVEN_UP))
    [line] = post.messages()
    assert (line.fault, line.fault_detail, line.attempts, smtp.offered) == (Fault.REFUSED, "550", 1, 1)
    eventually(lambda: _workflow_status(post, line) == "FAILED")
    post.mailbox.try_again(line.id, None)
    eventually(lambda: post.has(MessageStatus.SENT))
    assert len(smtp.letters) == 1


@pytest.mark.fault("the mail server or the gateway hangs or breaks off")
def test_a_worker_that_dies_after_the_mail_server_accepted_an_email_sends_the_same_email_again(
    post: Post, smtp: MailServer
):
    smtp.on_letter = post.kill
    smtp.start()
    post.work()
    post.publish()
    eventually(lambda: smtp.letters)
    smtp.on_letter = lambda: None
    assert not post.has(MessageStatus.SENT)
    post.work()
    eventually(lambda: post.has(MessageStatus.SENT))
    assert len(smtp.letters) == 2
    assert smtp.letters[0] == smtp.letters[1]


@pytest.mark.fault("the mail server or the gateway hangs or breaks off")
def test_a_worker_that_dies_after_the_gateway_took_an_sms_asks_again_under_the_same_key(
    post: Post, smtp: MailServer, gateway: GatewayServer
):
    gateway.on_request = post.kill
    smtp.start()
    post.work()
    post.dispatch_at_once()
    eventually(lambda: gateway.requests)
    gateway.on_request = lambda: None
    post.work()
    eventually(lambda: post.has(MessageStatus.SENT))
    assert len(gateway.requests) == 2
    assert len(gateway.delivered) == 1


@pytest.mark.fault("two fronts and two workers on one database")
def test_two_workers_and_their_relays_send_each_message_once(post: Post, smtp: MailServer, gateway: GatewayServer):
    smtp.start()
    post.work()
    post.work()
    for _ in range(6):
        post.publish()
        post.dispatch_at_once()
    eventually(lambda: post.has(*[MessageStatus.SENT] * 12))
    assert len({letter["Message-ID"] for letter in smtp.read}) == len(smtp.letters) == 6
    assert len(gateway.requests) == len(gateway.delivered) == 6


def test_a_device_that_is_gone_gets_nothing_more(post: Post, gateway: GatewayServer, monkeypatch):
    by_push = NoticeRule(on="dispatched", to=("agency_officer",), channels=("push",), source="Điều 10 khoản 2")
    monkeypatch.setattr(desks, "KHANH_HOA", replace(KHANH_HOA, notices=(by_push,)))
    found = post.desk.record.accounts.for_sign_in(str(Role.AGENCY_OFFICER))
    assert found
    for token in ("token-1", "token-2"):
        post.mailbox.register_device(token, "android", Addressee(account=found[0].id))
    gateway.answers = [(200, {}, {"id": "p", "unregistered": ["token-1"]})]
    post.work()
    for number in (1, 2):
        post.desk.act(post.desk.take_in(), dispatch(), CENTRE)
        eventually(partial(has_heard, gateway, number))
    assert [request["to"] for _, request in gateway.requests] == [["token-1", "token-2"], ["token-2"]]


async def test_no_history_and_no_log_contains_an_address(post: Post, smtp: MailServer):
    smtp.answers = ["451 4.3.0 <doc.nhat@example.vn> try later", "550 5.1.1 <doc.nhat@example.vn> no such user"]
    smtp.start()
    post.work()
    await asyncio.to_thread(post.publish)
    await asyncio.to_thread(eventually, lambda: post.has(MessageStatus.GIVEN_UP))
    [line] = post.messages()
    client = await connect_temporal(post.environment["TEMPORAL_ADDRESS"], "default", [b"k" * 32])
    handle = client.get_workflow_handle(message_id(str(line.id)))
    history = (await handle.fetch_history()).to_json()
    described = str((await handle.describe()).raw_description)
    assert "NotDelivered" in history
    for secret in SECRET_PARTS:
        for kept in (history, described, post.log.read_text()):
            assert secret not in kept
            assert secret.encode("unicode_escape").decode() not in kept
    assert line.code in described


def _workflow_status(post: Post, line: MessageLine) -> str:
    async def ask() -> str:
        client = await connect_temporal(post.environment["TEMPORAL_ADDRESS"], "default", [b"k" * 32])
        described = await client.get_workflow_handle(message_id(str(line.id))).describe()
        return described.status.name if described.status else ""

    return asyncio.run(ask())


def test_a_worker_told_to_stop_stops_though_messages_wait(post: Post):
    worker = post.work()
    post.publish()
    eventually(lambda: post.has(MessageStatus.FAILED))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0
