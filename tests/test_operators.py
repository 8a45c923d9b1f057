"""The operators of the system are told that alarms do not ring, and that they ring again, by e-mail and SMS."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from activities.delivering import Envelope, NotSent, Sent
from domain.messages import Fault, MessageChannel
from operators import Operators, text_of
from records.health.rows import Interrupted, Interruption

BEGAN, ENDED = datetime(2026, 11, 30, 7, 5, tzinfo=UTC), datetime(2026, 11, 30, 8, 20, tzinfo=UTC)
LASTING = Interruption(UUID(int=1), Interrupted.WORKER, BEGAN, None)
OVER = replace(LASTING, ended_at=ENDED)


class Carries:
    """A carrier that notes what it was given. With `faulty` set, nothing leaves."""

    def __init__(self, *, faulty: bool = False) -> None:
        self.envelopes: list[Envelope] = []
        self._faulty = faulty

    async def send(self, envelope: Envelope) -> Sent | NotSent:
        self.envelopes.append(envelope)
        return NotSent(Fault.UNREACHABLE) if self._faulty else Sent()


def _operators(mail: Carries, sms: Carries, *, nobody: bool = False) -> Operators:
    carriers = {MessageChannel.EMAIL: mail, MessageChannel.SMS: sms}
    return Operators(carriers, () if nobody else ("a@vidu.vn", "b@vidu.vn"), () if nobody else ("0905000001",))


async def test_each_is_told_by_each_way_and_a_second_try_is_recognised() -> None:
    mail, sms = Carries(), Carries()
    for interruption in (LASTING, LASTING, OVER):
        assert await _operators(mail, sms).tell(interruption)
    assert [each.contact.email for each in mail.envelopes] == ["a@vidu.vn", "b@vidu.vn"] * 3
    assert [each.contact.phone for each in sms.envelopes] == ["0905000001"] * 3
    ids = [each.id for each in mail.envelopes]
    assert ids[:2] == ids[2:4]
    assert len(set(ids)) == 4


@pytest.mark.parametrize(("mail", "sms", "told"), [(True, False, True), (False, True, True), (True, True, False)])
async def test_one_way_that_works_is_enough(mail: bool, sms: bool, told: bool) -> None:
    assert await _operators(Carries(faulty=mail), Carries(faulty=sms)).tell(LASTING) is told


async def test_where_nobody_is_named_nothing_is_tried_again() -> None:
    mail = Carries()
    assert await _operators(mail, Carries(), nobody=True).tell(LASTING)
    assert mail.envelopes == []


@pytest.mark.parametrize("part", Interrupted)
def test_the_message_says_since_when_and_what_to_do(part: Interrupted) -> None:
    start = text_of(replace(LASTING, part=part))
    assert start.subject == "Hệ thống nhắc hạn ngừng từ 14:05 thứ Hai 30/11/2026"
    assert "Hãy" in start.paragraphs[0]
    assert len(start.short) <= 160
    end = text_of(replace(OVER, part=part))
    assert "từ 14:05 thứ Hai 30/11/2026 đến 15:20 thứ Hai 30/11/2026" in end.paragraphs[0]
    assert len(end.short) <= 160
