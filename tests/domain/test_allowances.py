"""Tests how often something may be tried: at once, and then one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.allowances import Allowance

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
TEN = Allowance(10, timedelta(minutes=15))
SECONDS = st.integers(0, 3600)


def after(allowance: Allowance, spent_until: datetime | None, at: datetime) -> datetime:
    """Return the instant that one more try leaves, as the record computes it."""
    return max(spent_until or at, at) + allowance.share


def spent(allowance: Allowance, tries: int, at: datetime = NOON) -> datetime | None:
    spent_until = None
    for _ in range(tries):
        spent_until = after(allowance, spent_until, at)
    return spent_until


@pytest.mark.parametrize("tries", range(10))
def test_so_many_tries_may_come_at_once(tries: int) -> None:
    assert TEN.wait(spent(TEN, tries), NOON) == timedelta()


def test_one_more_waits_for_its_share_of_the_time() -> None:
    assert TEN.wait(spent(TEN, 10), NOON) == timedelta(seconds=90)
    assert TEN.wait(spent(TEN, 10), NOON + timedelta(seconds=60)) == timedelta(seconds=30)
    assert TEN.wait(spent(TEN, 10), NOON + timedelta(seconds=90)) == timedelta()


def test_after_the_whole_time_all_is_given_back_and_nothing_need_be_known() -> None:
    left = spent(TEN, 10)
    assert left == NOON + TEN.within
    assert TEN.wait(spent(TEN, 9, NOON + TEN.within), NOON + TEN.within) == timedelta()


@given(st.integers(1, 20), st.lists(SECONDS, max_size=200).map(sorted))
def test_in_no_stretch_of_the_time_are_there_more_than_twice_as_many(most: int, seconds: list[int]) -> None:
    """So many at once, and while the time runs as many again, one by one."""
    allowance, taken, spent_until = Allowance(most, timedelta(minutes=15)), [], None
    for at in (NOON + timedelta(seconds=each) for each in seconds):
        if not allowance.wait(spent_until, at):
            spent_until = after(allowance, spent_until, at)
            taken.append(at)
    for first in taken:
        assert sum(first <= at < first + allowance.within for at in taken) <= 2 * most
