"""While alarms do not ring, every page of staff says so; citizens are not troubled with it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from records.health.rows import Interrupted, Interruption
from tests.support.fronts.desk import Desk
from tests.support.pages.walker import Walker

BEGAN = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)
VIETNAMESE = "Hệ thống nhắc hạn đang ngừng từ 14:05 thứ Hai 23/11/2026; hạn vẫn tính."


@pytest.fixture
def interrupted(desk: Desk) -> Desk:
    desk.app.state.front.interruptions.show([Interruption(uuid4(), Interrupted.WORKER, BEGAN, None)])
    return desk


def _staff(desk: Desk) -> Walker:
    walker = Walker(desk)
    walker.signs_in("operator")
    return walker


@pytest.mark.parametrize("address", ["/can-bo", "/can-bo/thong-bao", "/tai-khoan", "/"])
def test_staff_read_on_every_page_since_when_alarms_do_not_ring(interrupted: Desk, address: str) -> None:
    assert VIETNAMESE in _staff(interrupted).opens(address).text


def test_it_is_said_in_english_too(interrupted: Desk) -> None:
    walker = _staff(interrupted)
    walker.opens("/can-bo")
    walker.sends("/ngon-ngu", language="en")
    assert "Reminders and alarms have stopped since 14:05" in walker.opens("/can-bo").text


def test_a_citizen_reads_nothing_of_it(interrupted: Desk) -> None:
    assert "Hệ thống nhắc hạn" not in Walker(interrupted).opens("/").text


def test_it_is_gone_when_alarms_ring_again(interrupted: Desk) -> None:
    walker = _staff(interrupted)
    interrupted.app.state.front.interruptions.show([])
    assert "Hệ thống nhắc hạn" not in walker.opens("/can-bo").text
