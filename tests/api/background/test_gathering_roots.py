"""Each day that has ended gets its root, which leaves once for each address however often the job runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import Engine

from activities.mail import MailServer
from activities.roots_by_mail import RootsByMail
from api.background.gathering_roots import GatheringRoots
from records.record import Record
from records.roots.rows import DailyRoot
from stack.ports import free_port
from tests.support.records.desk import Desk

pytestmark = pytest.mark.slow

JUST_AFTER_MIDNIGHT = datetime(2026, 11, 23, 17, 1, tzinfo=UTC)  # 00:01 on the 24th in Vietnam
AUDITOR = "kiemtra@example.vn"


@dataclass
class Post:
    """Takes roots, the first `refusals` of them not."""

    refusals: int = 0
    taken: list[tuple[DailyRoot, str]] = field(default_factory=list)

    async def send(self, root: DailyRoot, address: str) -> bytes | None:
        if self.refusals:
            self.refusals -= 1
            return None
        self.taken.append((root, address))
        return b"queued"


async def test_the_root_of_yesterday_leaves_once_and_is_tried_again_until_it_is_taken(engine: Engine) -> None:
    record, post = Record(engine), Post(refusals=1)
    Desk(record).take_in()
    job = GatheringRoots(record.roots, {AUDITOR: post.send}, lambda: JUST_AFTER_MIDNIGHT)
    await job.round()
    assert (record.roots.latest().date, post.taken) == (date(2026, 11, 23), [])
    await job.round()
    await job.round()
    assert [(root.date, root.count, address) for root, address in post.taken] == [(date(2026, 11, 23), 1, AUDITOR)]
    assert record.roots.answers() == ((date(2026, 11, 23), AUDITOR, b"queued"),)


class Inbox:
    """Keeps what a mail server is handed."""

    def __init__(self) -> None:
        self.letters: list[str] = []

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 - the library's name
        self.letters.append(envelope.content.decode())
        return "250 2.0.0 Ok: queued as A1"


async def test_an_auditor_gets_the_hash_of_the_day_by_e_mail(engine: Engine) -> None:
    record, inbox, port = Record(engine), Inbox(), free_port()
    Desk(record).take_in()
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    mail = RootsByMail(MailServer("127.0.0.1", port, tls=False), "Hiện trường <khong-tra-loi@vidu.vn>")
    await GatheringRoots(record.roots, {AUDITOR: mail.send}, lambda: JUST_AFTER_MIDNIGHT).round()
    server.stop()
    [letter] = inbox.letters
    assert f"To: {AUDITOR}" in letter
    assert record.roots.latest().hash.hex()[:16] in letter.replace("=\r\n", "")
    assert record.roots.answers() == ((date(2026, 11, 23), AUDITOR, b"A1"),)
