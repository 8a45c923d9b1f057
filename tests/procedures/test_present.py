"""Tests by whose clock a procedure is in force today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from procedures import all_procedures, use_clock
from procedures.present import _machine_time
from procedures.province import nearest, today_of

OLD = replace(all_procedures()["khanh-hoa"], valid_to=date(2031, 1, 1))
NEW = replace(OLD, valid_from=date(2031, 1, 1), valid_to=None)


@pytest.fixture(autouse=True)
def clock_of_the_machine_afterwards() -> Iterator[None]:
    yield
    use_clock(_machine_time)


@pytest.mark.parametrize(
    ("now", "day", "version"),
    [
        (datetime(2030, 12, 31, 16, 59, 59, tzinfo=UTC), date(2030, 12, 31), OLD),
        (datetime(2030, 12, 31, 17, tzinfo=UTC), date(2031, 1, 1), NEW),  # midnight in Vietnam
    ],
)
def test_what_is_in_force_today_goes_by_the_clock_that_is_used(now: datetime, day: date, version: object):
    use_clock(lambda: now)
    assert today_of(OLD) == day
    assert all_procedures([OLD, NEW])["khanh-hoa"] == version
    assert nearest([OLD, NEW]) == version
