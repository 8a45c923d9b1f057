"""The rollout of a change reaches the cases of the offices whose days it changed, and no others."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

from temporalio.testing import ActivityEnvironment

from activities.calendar_rollout import CalendarRollout
from activities.contract import TellRequest
from domain.time.decisions import EVERYWHERE, CalendarBook, ChangeKind, Decision, Edition, Effect, Reach

OWN = Reach("khanh-hoa", "ubnd-nha-trang")
SINCE = datetime(2026, 11, 23, tzinfo=UTC)
DAY = Decision(date(2026, 11, 25), Effect.OFF, "1/QĐ", "Bão", authority=OWN.authority, agency=OWN.agency)
BOOK = CalendarBook((Edition(1, SINCE, (), ChangeKind.SEED), Edition(2, SINCE, (DAY,), ChangeKind.ADD, "1/QĐ", OWN)))


class Record:
    def open_codes(self, after: str, limit: int, office: Reach) -> tuple[str, ...]:
        return ("KH-2026-000001",) if office == OWN else ("KH-2026-000001", "LC-2026-000001")

    def count_open(self, office: Reach) -> int:
        return len(self.open_codes("", 10, office))


class Notifier:
    def __init__(self) -> None:
        self.told: list[str] = []

    async def tell(self, code: str, revision: int) -> int:
        self.told.append(code)
        return 1


def test_a_change_is_told_to_the_cases_of_its_offices() -> None:
    notifier = Notifier()
    rollout = CalendarRollout(Record(), notifier, lambda: BOOK)
    assert (rollout.count(2), rollout.count(1), rollout.count()) == (1, 2, 2)
    told = asyncio.run(ActivityEnvironment().run(rollout.tell, TellRequest(2, after="", limit=10)))
    assert notifier.told == ["KH-2026-000001"]
    assert (told.told, told.moved) == (1, 1)


def test_a_change_of_everybodys_days_reaches_every_open_case() -> None:
    notifier = Notifier()
    rollout = CalendarRollout(Record(), notifier, lambda: CalendarBook(BOOK.editions[:1]))
    asyncio.run(ActivityEnvironment().run(rollout.tell, TellRequest(1, after="", limit=10)))
    assert notifier.told == ["KH-2026-000001", "LC-2026-000001"]
    assert EVERYWHERE.covers(OWN)
