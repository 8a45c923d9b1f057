"""Rulings on the watch over the regular comparison: a Temporal that lost its storage lost the schedule too."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from api.background.comparison_watchdog import ComparisonWatchdog
from domain.pairing import Pairing
from records.reconciliation.rows import LastComparison
from workflows.errors import WorkflowsUnavailable

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)


@dataclass
class World:
    """A record and a Temporal, and what was done to them, in order."""

    last_at: datetime | None = NOW
    pairing: Pairing = Pairing.TOGETHER
    every: timedelta = timedelta(minutes=5)
    away: bool = False
    done: list[str] = field(default_factory=list)

    def now(self) -> datetime:
        return NOW

    def last(self) -> LastComparison | None:
        return LastComparison(self.last_at, self.last_at, 3) if self.last_at else None

    def hand_over_again(self) -> int:
        self.done.append("hand over again")
        return 2

    async def look(self) -> Pairing:
        if self.away:
            raise WorkflowsUnavailable
        return self.pairing

    async def renew(self) -> None:
        self.done.append("make the schedule")

    async def forget_runs(self, before: datetime) -> int:
        self.done.append("forget old runs")
        return 0

    async def prepare(self) -> None:
        self.done.append("prepare")

    async def reconcile(self) -> None:
        self.done.append("reconcile")


async def round_in(world: World) -> list[str]:
    await ComparisonWatchdog(world, world, world, world.prepare, world.reconcile).round()
    return world.done


async def test_while_the_schedule_runs_nothing_is_done_but_to_forget_old_runs():
    assert await round_in(World(last_at=NOW - timedelta(minutes=14))) == ["forget old runs"]


async def test_where_the_schedule_is_gone_all_is_compared_handed_over_and_only_then_scheduled():
    with capture_logs() as logs:
        done = await round_in(World(pairing=Pairing.EMPTY))
    assert done == ["prepare", "reconcile", "hand over again", "make the schedule"]
    assert [log["log_level"] for log in logs] == ["error", "warning"]


async def test_a_new_system_gets_its_schedule_without_an_alarm():
    with capture_logs() as logs:
        done = await round_in(World(pairing=Pairing.EMPTY, last_at=None))
    assert (done, logs) == (["prepare", "reconcile", "make the schedule"], [])


@pytest.mark.parametrize("last_at", [None, NOW - timedelta(minutes=16)])
async def test_where_the_schedule_is_there_and_does_not_run_this_job_compares(last_at: datetime | None):
    assert await round_in(World(last_at=last_at)) == ["reconcile"]


@pytest.mark.parametrize("pairing", [Pairing.RECORD_OLDER, Pairing.TEMPORAL_OLDER])
async def test_where_one_side_was_put_back_all_is_compared_at_once(pairing: Pairing):
    assert await round_in(World(pairing=pairing)) == ["reconcile"]


async def test_in_the_temporal_of_another_system_nothing_is_touched():
    assert await round_in(World(pairing=Pairing.FOREIGN)) == []


async def test_while_temporal_is_away_nothing_is_done():
    world = World(away=True)
    with pytest.raises(WorkflowsUnavailable):
        await round_in(world)
    assert world.done == []
