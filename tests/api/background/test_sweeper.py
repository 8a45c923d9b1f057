"""Reports that were committed but whose workflow was not started are started later by the worker."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from fastapi.testclient import TestClient

from api.background import sweeping
from api.background.repeating import for_ever, in_background
from domain.complaint import Complaint
from domain.reconciling import FindingKind
from tests.support.fronts.desk import Desk
from workflows.errors import WorkflowsUnavailable


@pytest.fixture
def left(desk: Desk) -> list[str]:
    """Three reports that came in some time ago, while Temporal was down."""
    desk.gateway.away = True
    codes = [desk.filed() for _ in range(3)]
    desk.gateway.away = False
    desk.now += timedelta(minutes=1)
    return codes


async def test_what_was_left_is_started_and_noted(desk: Desk, left: list[str]) -> None:
    assert await sweeping.sweep(desk.app.state.front) is False
    assert desk.gateway.running == desk.record.started == set(left)


async def test_what_came_in_just_now_is_left_to_its_own_request(desk: Desk, left: list[str]) -> None:
    desk.gateway.away = True
    young = desk.filed()
    desk.gateway.away = False
    await sweeping.sweep(desk.app.state.front)
    assert young not in desk.record.started


async def test_with_temporal_away_it_gives_up_after_one(desk: Desk, left: list[str]) -> None:
    asked: list[str] = []

    async def start(complaint: Complaint) -> None:
        asked.append(complaint.code)
        raise WorkflowsUnavailable

    desk.gateway.start = start  # type: ignore[method-assign]
    await sweeping.sweep(desk.app.state.front)
    assert asked == left[:1]
    assert desk.record.started == set()


async def test_one_case_that_cannot_be_started_does_not_hold_up_the_others(desk: Desk, left: list[str]) -> None:
    start = desk.gateway.start

    async def pick(complaint: Complaint) -> None:
        if complaint.code == left[0]:
            raise RuntimeError("poisoned")
        await start(complaint)

    desk.gateway.start = pick  # type: ignore[method-assign]
    await sweeping.sweep(desk.app.state.front)
    await sweeping.sweep(desk.app.state.front)
    assert desk.record.started == set(left[1:])


async def test_a_workflow_of_another_filing_under_the_code_is_replaced_and_kept_for_the_admins(
    desk: Desk, left: list[str]
) -> None:
    desk.gateway.strangers = {left[1]}
    await sweeping.sweep(desk.app.state.front)
    assert desk.gateway.running == desk.record.started == set(left)
    [found] = desk.record.reconciliation.kept
    assert (found.code, found.kind) == (left[1], FindingKind.ANOTHER)


async def test_a_full_batch_is_followed_at_once(desk: Desk, left: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "_BATCH", 2)
    assert await sweeping.sweep(desk.app.state.front) is True
    assert await sweeping.sweep(desk.app.state.front) is False
    assert desk.record.started == set(left)


async def test_it_goes_on_when_the_database_comes_back(desk: Desk, left: list[str]) -> None:
    desk.record.away = True
    rounds = partial(sweeping.sweep, desk.app.state.front)
    async with in_background((for_ever(rounds, every=timedelta(milliseconds=5), failed="sweep failed", job="sweep"),)):
        await asyncio.sleep(0.05)
        desk.record.away = False
        async with asyncio.timeout(5):
            while desk.record.started != set(left):  # noqa: ASYNC110 - another task changes what is waited for
                await asyncio.sleep(0.01)


async def test_two_workers_that_sweep_at_once_start_each_case_and_fail_none(desk: Desk, left: list[str]) -> None:
    front = desk.app.state.front
    assert list(await asyncio.gather(sweeping.sweep(front), sweeping.sweep(front))) == [False, False]
    assert desk.gateway.running == desk.record.started == set(left)


def test_a_front_alone_does_not_sweep(desk: Desk, left: list[str]) -> None:
    with TestClient(desk.app) as client:
        assert client.get("/health").status_code == 200
    assert desk.record.started == set()
