"""Tests by whose clock a procedure is in force today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from procedures import all_procedures, procedures_in_force, use_clock
from procedures.present import _machine_time
from procedures.province import nearest, today_of

OLD = replace(all_procedures()["khanh-hoa"], valid_to=date(2031, 1, 1))
NEW = replace(OLD, valid_from=date(2031, 1, 1), valid_to=None)
LATER = replace(OLD, valid_from=date(2032, 1, 1), valid_to=date(2035, 1, 1))


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


@pytest.mark.parametrize(
    ("now", "version", "in_force"),
    [
        pytest.param(datetime(2021, 1, 1, tzinfo=UTC), OLD, False, id="before the first day"),
        pytest.param(datetime(2030, 6, 1, tzinfo=UTC), OLD, True, id="in force"),
        pytest.param(datetime(2031, 6, 1, tzinfo=UTC), LATER, False, id="between two versions"),
        pytest.param(datetime(2040, 6, 1, tzinfo=UTC), LATER, False, id="after the last day"),
    ],
)
def test_an_authority_has_a_procedure_also_on_days_on_which_none_is_in_force(
    now: datetime, version: object, in_force: bool
):
    use_clock(lambda: now)
    assert all_procedures([LATER, OLD])["khanh-hoa"] == version
    assert ("khanh-hoa" in procedures_in_force([LATER, OLD])) is in_force
