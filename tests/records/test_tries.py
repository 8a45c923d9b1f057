"""Tries are counted once for all fronts, and forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from domain.allowances import Allowance
from records.reading import Reader
from records.writing import Records
from tests.records.conftest import Sql
from tests.support.records.desk import FRIDAY

pytestmark = pytest.mark.slow

THREE = Allowance(3, timedelta(minutes=3))
NOW = timedelta()


def test_a_fourth_try_waits_whoever_asks(records: Records, reader: Reader) -> None:
    assert [records.spend_try({"mine": THREE}, FRIDAY) for _ in range(4)] == [NOW, NOW, NOW, timedelta(minutes=1)]
    assert reader.wait_for_try({"mine": THREE}, FRIDAY) == timedelta(minutes=1)
    assert reader.wait_for_try({"another's": THREE}, FRIDAY) == NOW


def test_where_one_count_refuses_none_is_spent(records: Records, reader: Reader) -> None:
    for _ in range(3):
        records.spend_try({"mine": THREE}, FRIDAY)
    assert records.spend_try({"mine": THREE, "ours": THREE}, FRIDAY) == timedelta(minutes=1)
    assert [records.spend_try({"ours": THREE}, FRIDAY) for _ in range(3)] == [NOW] * 3


def test_a_try_given_back_does_not_count(records: Records) -> None:
    for _ in range(10):
        assert records.spend_try({"mine": THREE, "ours": THREE}, FRIDAY) == NOW
        records.give_try_back({"mine": THREE, "ours": THREE}, FRIDAY)


def test_of_many_at_once_only_so_many_pass(records: Records) -> None:
    both = ({"a": THREE, "b": THREE}, {"b": THREE, "a": THREE})
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda number: records.spend_try(both[number % 2], FRIDAY), range(40)))
    assert waits.count(NOW) == 3


def test_nothing_is_known_of_who_has_everything_back(records: Records, sql: Sql) -> None:
    records.spend_try({"early": THREE}, FRIDAY)
    records.spend_try({"late": THREE}, FRIDAY + timedelta(minutes=1))
    records.forget_tries(FRIDAY + timedelta(minutes=1))
    assert sql("SELECT key FROM tries") == [("late",)]
