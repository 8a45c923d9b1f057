"""The columns that the record derives from a case as it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.words import Status
from records.cases.list_columns import list_columns
from tests.support.domain.driving import HOUR, case_in
from tests.support.domain.people import START


@pytest.mark.parametrize(
    ("waits", "rings_after"),
    [(0 * HOUR, 9 * HOUR), (10 * HOUR, 12 * HOUR), (12 * HOUR, 24 * HOUR), (24 * HOUR, 36 * HOUR)],
)
def test_a_case_is_kept_with_the_instant_of_its_next_alarm(waits: timedelta, rings_after: timedelta) -> None:
    case = case_in(Status.DISPATCHED).waits(waits)
    assert list_columns(case.complaint)["rings_at"] == START + rings_after


def test_a_case_that_has_ended_rings_no_more() -> None:
    assert list_columns(case_in(Status.CLOSED).complaint)["rings_at"] is None
