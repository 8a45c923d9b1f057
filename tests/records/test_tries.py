"""Tests that attempts are counted once for all fronts, and deleted in the end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from domain.allowances import Allowance
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import FRIDAY

pytestmark = pytest.mark.slow

THREE = Allowance(3, timedelta(minutes=3))
NOW = timedelta()


def test_a_fourth_try_waits_whoever_asks(record: Record) -> None:
    assert [record.tries.spend({"mine": THREE}, FRIDAY) for _ in range(4)] == [NOW, NOW, NOW, timedelta(minutes=1)]
    assert record.tries.wait({"mine": THREE}, FRIDAY) == timedelta(minutes=1)
    assert record.tries.wait({"another's": THREE}, FRIDAY) == NOW


def test_where_one_count_refuses_none_is_spent(record: Record) -> None:
    for _ in range(3):
        record.tries.spend({"mine": THREE}, FRIDAY)
    assert record.tries.spend({"mine": THREE, "ours": THREE}, FRIDAY) == timedelta(minutes=1)
    assert [record.tries.spend({"ours": THREE}, FRIDAY) for _ in range(3)] == [NOW] * 3


def test_a_try_given_back_does_not_count(record: Record) -> None:
    for _ in range(10):
        assert record.tries.spend({"mine": THREE, "ours": THREE}, FRIDAY) == NOW
        record.tries.give_back({"mine": THREE, "ours": THREE}, FRIDAY)


def test_of_many_at_once_only_so_many_pass(record: Record) -> None:
    both = ({"a": THREE, "b": THREE}, {"b": THREE, "a": THREE})
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda number: record.tries.spend(both[number % 2], FRIDAY), range(40)))
    assert waits.count(NOW) == 3


def test_nothing_is_known_of_who_has_everything_back(record: Record, sql: Sql) -> None:
    record.tries.spend({"early": THREE}, FRIDAY)
    record.tries.spend({"late": THREE}, FRIDAY + timedelta(minutes=1))
    record.tries.forget(FRIDAY + timedelta(minutes=1))
    assert sql("SELECT key FROM tries") == [("late",)]
