"""An interruption of the alarms is noticed, shown to staff and told to the operators of the system, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from api.background.watching import TOLERATED_ABSENCE, Watch
from api.web.health import TOLERATED_LAG, TOLERATED_SILENCE
from records.health.rows import Interrupted, Interruption, ProcessKind
from tests.support.fronts.desk import MONDAY_8, Desk

SECOND = timedelta(seconds=1)


class Told:
    """The operators, who note what they are told. With `deaf` set, no message reaches them."""

    def __init__(self) -> None:
        self.said: list[tuple[Interrupted, bool]] = []
        self.deaf = False

    async def tell(self, interruption: Interruption) -> bool:
        if not self.deaf:
            self.said.append((interruption.part, interruption.ended_at is not None))
        return not self.deaf


def _watch(desk: Desk, told: Told, kind: ProcessKind = ProcessKind.FRONT) -> Watch:
    front = desk.app.state.front
    return Watch(desk.record.health, desk.gateway, "front-1", kind, told.tell, front.interruptions)  # type: ignore[arg-type]


def _silent(desk: Desk) -> None:
    desk.record.health.silence = TOLERATED_SILENCE + SECOND


def _late(desk: Desk) -> None:
    desk.record.health.lag = TOLERATED_LAG + SECOND


def _well(desk: Desk) -> None:
    desk.record.health.silence, desk.record.health.lag = SECOND, timedelta()


@pytest.mark.parametrize(("broken", "part"), [(_silent, Interrupted.WORKER), (_late, Interrupted.ALARMS)])
async def test_its_start_and_its_end_are_told_once_each(
    desk: Desk, broken: Callable[[Desk], None], part: Interrupted
) -> None:
    told = Told()
    watch, another = _watch(desk, told), _watch(desk, told, ProcessKind.WORKER)
    await watch.round()
    assert (told.said, desk.app.state.front.interruptions.since) == ([], None)
    broken(desk)
    for each in (watch, another, watch):
        await each.round()
    assert told.said == [(part, False)]
    assert desk.app.state.front.interruptions.since < MONDAY_8
    _well(desk)
    for each in (another, watch, another):
        await each.round()
    assert told.said == [(part, False), (part, True)]
    assert desk.app.state.front.interruptions.since is None


async def test_late_alarms_whose_reason_is_known_are_no_interruption_of_their_own(desk: Desk) -> None:
    told = Told()
    watch = _watch(desk, told)
    _silent(desk)
    _late(desk)
    await watch.round()
    await watch.round()
    assert told.said == [(Interrupted.WORKER, False)]


async def test_an_alarm_that_is_a_little_late_neither_begins_nor_ends_one(desk: Desk) -> None:
    told = Told()
    watch = _watch(desk, told)
    desk.record.health.lag = TOLERATED_LAG
    await watch.round()
    assert told.said == []
    _late(desk)
    await watch.round()
    desk.record.health.lag = TOLERATED_LAG
    await watch.round()
    assert told.said == [(Interrupted.ALARMS, False)]


async def test_a_system_whose_worker_never_ran_has_no_interruption(desk: Desk) -> None:
    told = Told()
    desk.record.health.silence = None
    await _watch(desk, told).round()
    assert told.said == []


async def test_temporal_may_be_restarted_and_is_missed_after_a_while(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, clock = Told(), [100.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    watch = _watch(desk, told)
    desk.gateway.away = True
    await watch.round()
    clock[0] += TOLERATED_ABSENCE.total_seconds()
    await watch.round()
    assert told.said == []
    clock[0] += 1
    await watch.round()
    assert told.said == [(Interrupted.TEMPORAL, False)]
    desk.gateway.away = False
    await watch.round()
    assert told.said == [(Interrupted.TEMPORAL, False), (Interrupted.TEMPORAL, True)]


async def test_operators_who_could_not_be_reached_are_told_later(desk: Desk) -> None:
    told = Told()
    watch = _watch(desk, told)
    _silent(desk)
    told.deaf = True
    await watch.round()
    told.deaf = False
    await watch.round()
    assert told.said == [(Interrupted.WORKER, False)]
