"""The parts of the benches that decide what is compared with what."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bench import open_cases
from bench.support import bare
from bench.support.results import centiles
from bench.support.straight import STRAIGHT, rearming_acts
from bench.through_http import Took, arrivals, open_loop
from domain.limits import AlarmKind, next_alarm


def test_the_bare_workflow_has_the_updates_and_timers_that_a_straight_case_needs() -> None:
    assert len(STRAIGHT) == bare.UPDATES
    assert rearming_acts() == bare.REARMED_BY


def test_reports_arrive_at_the_rate_asked_for_and_independently_of_one_another() -> None:
    at = arrivals(50, 200, random.Random(1))  # noqa: S311 - the same at each run
    assert len(at) == pytest.approx(10_000, rel=0.05)
    assert at == sorted(at)
    assert at[-1] < 200
    gaps = [later - earlier for earlier, later in pairwise(at)]
    mean = sum(gaps) / len(gaps)
    spread = (sum((gap - mean) ** 2 for gap in gaps) / len(gaps)) ** 0.5
    assert spread == pytest.approx(mean, rel=0.05)  # of a Poisson process alone


async def test_cases_arrive_whatever_became_of_the_others_and_count_from_when_they_were_due() -> None:
    due: list[float] = []
    all_here = asyncio.Event()

    async def one(since: float, _took: Took) -> None:
        due.append(since)
        if len(due) == 3:
            all_here.set()
        await all_here.wait()  # without end, if a case waited for the end of another

    await open_loop(one, [0.0, 0.02, 0.03])
    assert [later - due[0] for later in due] == pytest.approx([0.0, 0.02, 0.03])


def test_a_limit_that_is_made_to_end_at_an_instant_rings_then_and_not_before() -> None:
    instant = datetime.now(UTC) + timedelta(minutes=3)
    complaint, events = open_cases.due_at("KH-2026-000001", instant)
    alarm = next_alarm(complaint, instant)
    assert alarm is not None
    assert (alarm.at, alarm.kind) == (instant, AlarmKind.PASS)
    assert complaint.number == len(events)


def test_every_alarm_is_counted_once_under_the_first_bound_that_it_keeps() -> None:
    counted = open_cases.histogram([0.0, 0.1, 0.11, 0.5, 4.0])
    assert {each["up_to_seconds"]: each["alarms"] for each in counted if each["alarms"]} == {
        0.1: 2,
        0.25: 1,
        0.5: 1,
        5.0: 1,
    }
    assert counted[-1]["up_to_seconds"] == 5.0


def test_the_growth_is_that_of_a_thousand_more_without_the_empty_start() -> None:
    measured = [{"open": count, "mib": {"worker": mib}} for count, mib in ((0, 5.0), (1000, 120.0), (3000, 160.0))]
    assert open_cases.slopes(measured, "mib") == {"worker": pytest.approx(20.0)}


def test_percentiles_of_few_values_are_among_them() -> None:
    assert centiles([]) == {"p50": None, "p95": None, "p99": None, "most": None}
    assert centiles([7.0]) == {"p50": 7.0, "p95": 7.0, "p99": 7.0, "most": 7.0}
    assert centiles([1.0, 2.0, 3.0])["p50"] == 2.0
