"""Tests that each limit says from its own words, or from the Civil Code, how it counts (Art. 147 and 148 of 2015)."""

from __future__ import annotations

import re

import pytest

from domain.limit_rules import LimitRule
from domain.time.amounts import Counting, Unit
from procedures import all_procedures

FROM_A_MOMENT = re.compile("“[^”]*(kể từ lúc|tính từ lúc|kể từ thời điểm|từ khi nhận|ngay sau khi)", re.IGNORECASE)
"""Words by which a text itself lets a limit start at a moment."""

FROM_THE_NEXT_DAY = re.compile("“kể từ ngày|Điều 147 khoản 2", re.IGNORECASE)
"""Words of a text, or the Code where it is silent, by which the first day is not counted."""

FROM_THE_MOMENT_BY_THE_CODE = "Điều 147 khoản 1"

OF_THE_TEXTS = [
    pytest.param(rule, id=f"{procedure.id} {rule.id}")
    for procedure in all_procedures().values()
    for rule in procedure.limits
    if not rule.ours
]


@pytest.mark.parametrize("rule", OF_THE_TEXTS)
def test_a_limit_of_a_text_cites_how_it_counts(rule: LimitRule) -> None:
    said = rule.reading or ""
    if rule.amount is None:
        assert "Điều 148" in said or "Hết" in said
    elif rule.amount.unit is Unit.WORKING_DAY:
        way = Counting.WHOLE_DAY if FROM_THE_NEXT_DAY.search(said) else Counting.ROLLING
        assert rule.counting is way
        assert FROM_THE_NEXT_DAY.search(said) or FROM_A_MOMENT.search(said)
    else:
        assert rule.counting is Counting.ROLLING
        assert FROM_A_MOMENT.search(said) or FROM_THE_MOMENT_BY_THE_CODE in said


def test_silent_limits_in_days_are_these() -> None:
    """The list of the texts as they were read, so that a change of one is seen."""
    whole_days = {
        f"{procedure.id} {rule.id} {rule.amount}"
        for procedure in all_procedures().values()
        for rule in procedure.limits
        if rule.counting is Counting.WHOLE_DAY and not rule.ours
    }
    assert whole_days == {
        "binh-dinh process 6 wd",
        "binh-dinh return 1 wd",
        "buon-ma-thuot process 3 wd",
        "buon-ma-thuot process_urgent 1 wd",
        "buon-ma-thuot return 1 wd",
        "dien-bien answer_unclear 1 wd",
    }
