"""Background jobs go round after round, whatever fails."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs

from api.background.purging import purge
from api.background.repeating import for_ever, in_background

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


class NoMoreRounds(BaseException):
    """Ends a loop that has no end of its own."""


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the loop waited each time. No time passes."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return waited


async def run(*outcomes: bool | Exception | None, after_failure: timedelta | None = None) -> None:
    """Run one round for each outcome."""
    left = list(outcomes)

    async def next_round() -> bool | None:
        if not left:
            raise NoMoreRounds
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    with pytest.raises(NoMoreRounds):
        await for_ever(next_round, every=HOUR, failed="no luck", job="tried", after_failure=after_failure)


async def test_a_round_that_left_nothing_is_followed_after_a_while(waits: list[float]) -> None:
    await run(False, None)
    assert waits == [3600, 3600]


async def test_a_round_that_left_more_is_followed_at_once(waits: list[float]) -> None:
    await run(True, True, False)
    assert waits == [3600]


async def test_a_round_that_fails_is_logged_by_the_type_of_its_error_alone_and_followed(waits: list[float]) -> None:
    with capture_logs() as logs:
        await run(ValueError("Nguyễn Thị Hoa"), False)
    assert logs == [{"event": "no luck", "error": "ValueError", "log_level": "warning"}]
    assert waits == [3600, 3600]


async def test_a_job_may_wait_less_after_a_failure(waits: list[float]) -> None:
    await run(ValueError(), False, after_failure=SECOND)
    assert waits == [1, 3600]


async def test_jobs_end_with_the_block_beside_which_they_run() -> None:
    ended: list[str] = []

    async def job(name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(name)

    async with in_background((job("one"), job("two"))):
        await asyncio.sleep(0)
        assert ended == []
    assert ended == ["one", "two"]


async def test_what_has_expired_by_now_is_deleted() -> None:
    now = datetime(2026, 11, 23, 1, tzinfo=UTC)
    asked: list[tuple[str, datetime]] = []
    silent: list[timedelta] = []
    record: Any = SimpleNamespace(
        tries=SimpleNamespace(forget=lambda at: asked.append(("tries", at))),
        sessions=SimpleNamespace(forget_expired=lambda at: asked.append(("sessions", at))),
        machines=SimpleNamespace(forget_expired=lambda at: asked.append(("machines", at))),
        health=SimpleNamespace(forget_silent=silent.append),
    )
    await purge(record, lambda: now)
    assert asked == [("tries", now), ("sessions", now), ("machines", now)]
    assert silent == [timedelta(days=7)]
