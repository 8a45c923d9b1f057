"""Tests that lists decide by the clock what is overdue, whether the alarm that records it rang or not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain import acts
from domain.acts import Sealed
from domain.visibility import Scope
from records.cases.rows import Filters
from records.record import Record
from tests.support.records.desk import CENTRE, FRIDAY, Desk

pytestmark = pytest.mark.slow

PROVINCE = Scope("khanh-hoa", None)


@pytest.mark.parametrize("after", [timedelta(), timedelta(microseconds=1), timedelta(days=400)])
def test_a_limit_whose_alarm_never_rang_makes_the_line_overdue_from_its_end(
    desk: Desk, record: Record, after: timedelta
) -> None:
    complaint = desk.take_in()
    due = min(limit.schedule.due for limit in complaint.running_limits if limit.schedule)

    def asked(at: datetime, **filters: Any) -> list[bool]:
        found = record.cases.page(PROVINCE, Filters(**filters), None, 10, at=at).lines
        assert record.cases.count(PROVINCE, Filters(**filters), 10, at=at) == len(found)
        assert record.cases.lines((complaint.code,), at=at)[0].overdue is (at >= due)
        return [line.overdue for line in found]

    before = due - timedelta(microseconds=1)
    for narrowed in ({}, {"open": True}, {"agency": None}, {"text": "o ga"}, {"text": "vắng mặt"}, {"lead": "so-gtvt"}):
        is_in = narrowed.get("text") != "vắng mặt" and "lead" not in narrowed
        assert asked(before, overdue=True, **narrowed) == []
        assert asked(before, overdue=False, **narrowed) == [False] * is_in
        assert asked(due + after, overdue=True, **narrowed) == [True] * is_in
        assert asked(due + after, overdue=False, **narrowed) == []


def test_the_list_of_overdue_cases_is_in_order_whether_their_alarms_rang_or_not(desk: Desk, record: Record) -> None:
    cases = [desk.take_in(at=FRIDAY + timedelta(minutes=number)) for number in range(6)]
    for rang in cases[::2]:
        desk.act(rang, acts.TimePassed(), None, FRIDAY + timedelta(days=7))
    at = FRIDAY + timedelta(days=7)
    for limit in (1, 2, 5):
        seen, cursor = [], None
        while True:
            page = record.cases.page(PROVINCE, Filters(overdue=True), cursor, limit, at=at)
            seen += [line.code for line in page.lines]
            if (cursor := page.next) is None:
                break
        assert seen == [case.code for case in cases]


def test_a_case_that_waits_for_its_reporter_is_not_overdue_by_the_clock(desk: Desk, record: Record) -> None:
    waits = desk.act(desk.take_in(), acts.AskSupplement(wanted=Sealed("Xin ảnh")), CENTRE)
    [line] = record.cases.page(PROVINCE, Filters(overdue=False), None, 10, at=FRIDAY + timedelta(days=1)).lines
    assert (line.code, line.overdue) == (waits.code, False)
