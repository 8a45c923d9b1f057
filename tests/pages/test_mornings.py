"""Each working morning staff who want it are told how it stands: once a day, in office hours, with numbers and no case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import pytest

from activities.delivering import Envelope, NotSent, Sent
from domain.messages import Fault
from mornings import Mornings
from tests.support.fronts.real_desk import RealDesk
from tests.support.pages.walker import Walker
from tests.support.records.town import SECRET_CONTENT, SECRET_NAME, Town, local

pytestmark = pytest.mark.slow

MONDAY, SUNDAY = "2026-11-23", "2026-11-22"


@dataclass
class FakeMail:
    """Takes e-mails. The first `refused` tries fail, as at a mail server that is away."""

    refused: int = 0
    taken: list[Envelope] = field(default_factory=list)

    async def send(self, envelope: Envelope) -> Sent | NotSent:
        if self.refused:
            self.refused -= 1
            return NotSent(Fault.UNREACHABLE)
        self.taken.append(envelope)
        return Sent("1")


@dataclass
class Morning:
    desk: RealDesk
    mail: FakeMail = field(default_factory=FakeMail)
    now: datetime = field(default_factory=partial(local, f"{MONDAY} 08:00"))

    async def comes(self, at: str) -> list[str | None]:
        """Let a round run at a local time. Return the addresses that got an e-mail in it."""
        self.now, before = local(at), len(self.mail.taken)
        await Mornings(self.desk.record, lambda: self.now, self.mail, "https://vidu.vn").round()
        return [each.contact.email for each in self.mail.taken[before:]]


@pytest.fixture
def morning(real_desk: RealDesk) -> Morning:
    """The operator and an officer want the e-mail. The leader does not."""
    with real_desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE accounts SET email = username || '@vidu.vn'")
    for username in ("operator", "officer"):
        walker = Walker(real_desk)
        walker.signs_in(username)
        walker.opens("/tai-khoan")
        assert "Đã ghi nhận lựa chọn" in walker.sends("/tai-khoan/thu-sang").text
    return Morning(real_desk)


async def test_it_comes_once_on_a_working_day_when_the_office_opens(morning: Morning) -> None:
    assert await morning.comes(f"{SUNDAY} 09:00") == []
    assert await morning.comes(f"{MONDAY} 05:00") == []
    assert sorted(filter(None, await morning.comes(f"{MONDAY} 08:30"))) == ["officer@vidu.vn", "operator@vidu.vn"]
    assert await morning.comes(f"{MONDAY} 09:00") == []
    assert len(await morning.comes("2026-11-25 08:30")) == 2


async def test_it_holds_numbers_and_no_case(morning: Morning) -> None:
    town = Town(morning.desk.record)
    case = town.files("khanh-hoa", "2026-03-02 08:00", "giao-thong")
    case.waits("2026-03-30 08:00")
    await morning.comes(f"{MONDAY} 08:30")
    said = "\n".join("\n".join(each.text.paragraphs) for each in morning.mail.taken)
    assert "- Đang quá hạn: 1" in said
    for secret in (case.code, SECRET_NAME, SECRET_CONTENT):
        assert secret not in said


async def test_an_email_that_no_server_took_is_sent_in_the_next_round(morning: Morning) -> None:
    morning.mail.refused = 2
    assert await morning.comes(f"{MONDAY} 08:30") == []
    assert len(await morning.comes(f"{MONDAY} 08:35")) == 2


async def test_who_no_longer_wants_it_or_may_not_know_figures_gets_none(morning: Morning) -> None:
    walker = Walker(morning.desk)
    walker.signs_in("officer")
    walker.opens("/tai-khoan")
    walker.sends("/tai-khoan/thu-sang")
    assert await morning.comes(f"{MONDAY} 08:30") == ["operator@vidu.vn"]
    walker = Walker(morning.desk)
    walker.signs_in("technician")
    assert "Thư mỗi sáng" not in walker.opens("/tai-khoan").text


def test_two_processes_tell_nobody_twice(morning: Morning) -> None:
    account, today = morning.desk.accounts["operator"].id, local(f"{MONDAY} 08:00").date()
    assert morning.desk.record.mornings.claim(account, today)
    assert not morning.desk.record.mornings.claim(account, today)
