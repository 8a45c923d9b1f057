"""Rulings on how decisions about differences are carried out."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from api.background.settling import Settling
from domain.complaint import Complaint
from domain.reconciling import Choice, FindingKind
from domain.time.outage import Outage
from records.reconciliation.rows import Difference, KnownFinding, Rebuild
from tests.support.records.desk import FRIDAY, filed
from workflows.errors import WorkflowsUnavailable

NOW = FRIDAY + timedelta(minutes=30)


def decided(code: str, choice: Choice) -> KnownFinding:
    return KnownFinding(
        uuid.uuid4(), Difference(code, FindingKind.AHEAD, 3, 5), "khanh-hoa", FRIDAY, FRIDAY, FRIDAY, choice=choice
    )


@dataclass
class World:
    """A record and a Temporal, and what was done to them."""

    findings: list[KnownFinding]
    over: frozenset[str] = frozenset()
    broken: dict[str, Exception] = field(default_factory=dict)
    done: list[tuple[str, str]] = field(default_factory=list)
    outages: list[Outage] = field(default_factory=list)

    def now(self) -> datetime:
        return NOW

    def decided_findings(self, limit: int) -> tuple[KnownFinding, ...]:
        return tuple(self.findings[:limit])

    def rebuilds(self, codes: Sequence[str]) -> tuple[Rebuild, ...]:
        return tuple(Rebuild(filed(code)[0], {}, FRIDAY) for code in codes if code not in self.over)

    def settled(self, id_: uuid.UUID) -> None:
        self.findings = [each for each in self.findings if each.id != id_]

    async def replace(self, complaint: Complaint, done: dict[str, int], outage: Outage) -> None:
        if error := self.broken.get(complaint.code):
            raise error
        self.done.append(("replace", complaint.code))
        self.outages.append(outage)

    async def end(self, code: str, reason: str) -> None:
        self.done.append(("end", code))


async def round_in(world: World) -> bool:
    return await Settling(world, world).round()


@pytest.mark.parametrize(
    ("choice", "done"), [(Choice.REBUILD, [("replace", "A")]), (Choice.END, [("end", "A")]), (Choice.LEAVE, [])]
)
async def test_a_decision_is_carried_out_and_settled(choice: Choice, done: list[tuple[str, str]]):
    world = World([decided("A", choice)])
    assert await round_in(world) is False
    assert (world.done, world.findings) == (done, [])


async def test_a_rebuilt_case_explains_what_it_rings_late():
    world = World([decided("A", Choice.REBUILD)])
    await round_in(world)
    assert world.outages == [Outage(FRIDAY, NOW)]


async def test_the_workflow_of_a_case_that_has_ended_in_the_record_is_ended():
    world = World([decided("A", Choice.REBUILD)], over=frozenset({"A"}))
    await round_in(world)
    assert (world.done, world.findings) == ([("end", "A")], [])


async def test_a_decision_that_cannot_be_carried_out_waits_and_holds_up_no_other():
    world = World([decided("A", Choice.REBUILD), decided("B", Choice.REBUILD)], broken={"A": ValueError()})
    await round_in(world)
    assert world.done == [("replace", "B")]
    assert [each.difference.code for each in world.findings] == ["A"]


async def test_while_temporal_is_away_the_rest_waits():
    world = World([decided("A", Choice.REBUILD), decided("B", Choice.LEAVE)], broken={"A": WorkflowsUnavailable()})
    with pytest.raises(WorkflowsUnavailable):
        await round_in(world)
    assert len(world.findings) == 2


async def test_a_full_batch_says_that_more_may_wait():
    world = World([decided(f"A{number}", Choice.LEAVE) for number in range(25)])
    assert await round_in(world) is True
    assert await round_in(world) is False
