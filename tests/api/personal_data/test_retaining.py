"""An identity is kept for whole years of the authority's calendar, and then erased in small batches."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from api.background.retaining import Retaining
from api.personal_data.retaining import orders, walk
from domain.personal_data.retention import Retention
from domain.procedure import Authority
from records.personal_data.rows import Batch, RetentionOrder

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def on(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("years", "at", "before"),
    [
        (5, on(2026, 11, 30, 10), on(2021, 11, 30, 10)),
        (1, on(2025, 3, 1), on(2024, 3, 1)),
        (1, on(2024, 2, 29, 8), on(2023, 2, 28, 8)),
        (4, on(2028, 2, 29), on(2024, 2, 29)),
        (100, on(2026, 1, 1), on(1926, 1, 1)),
    ],
)
def test_what_ended_longer_ago_than_the_years_is_no_longer_kept(years: int, at: datetime, before: datetime) -> None:
    assert Retention(years, "Điều 1").ended_before(at) == before


def test_a_case_that_ended_on_a_leap_day_is_kept_through_the_last_day_of_february() -> None:
    rule, ended = Retention(1, "Điều 1"), on(2024, 2, 29, 10)
    last_day, next_day = rule.ended_before(on(2025, 2, 28, 23)), rule.ended_before(on(2025, 3, 1))
    assert last_day is not None
    assert next_day is not None
    assert last_day <= ended < next_day


def test_what_no_text_regulates_is_kept_without_end() -> None:
    assert Retention(None, "Quy chế không nêu").ended_before(on(2126, 1, 1)) is None


def test_years_are_counted_where_the_authority_is() -> None:
    authority = Authority("UBND tỉnh", "Trung tâm", "KH", "Asia/Ho_Chi_Minh")
    new_year_there = datetime(2026, 12, 31, 17, tzinfo=UTC)
    rules = [(authority, "khanh-hoa", Retention(5, "Điều 1")), (authority, "hue", Retention(None, "không nêu"))]
    [order] = orders(rules, new_year_there)
    assert (order.authority, order.prefix, order.years, order.source) == ("khanh-hoa", "KH", 5, "Điều 1")
    assert (order.ended_before, order.ended_before.year) == (on(2022, 1, 1), 2022)


class Kept:
    """Kept identities, of which those in `no_longer` are due. Counts the batches that were walked."""

    def __init__(self, codes: list[str], no_longer: set[str]) -> None:
        self.codes = codes
        self.no_longer = no_longer
        self.batches = 0

    def due(self, order: RetentionOrder, after: str, limit: int) -> Batch:
        self.batches += 1
        walked = [code for code in self.codes if code > after][:limit]
        return Batch(
            tuple(code for code in walked if code in self.no_longer), walked[-1] if len(walked) == limit else None
        )

    def erase_due(self, order: RetentionOrder, after: str, limit: int) -> Batch:
        found = self.due(order, after, limit)
        self.codes = [code for code in self.codes if code not in found.due]
        return found


ORDER = RetentionOrder("khanh-hoa", "KH", on(2021, 1, 1), 5, "Điều 1")


def test_all_identities_are_walked_over_in_small_batches() -> None:
    kept = Kept(list("abcdefg"), {"b", "f", "g"})
    assert list(walk(kept, ORDER, erase=True, batch=3)) == [("b",), ("f",), ("g",)]
    assert (kept.codes, kept.batches) == (list("acde"), 3)


def test_a_dry_run_finds_the_same_and_erases_nothing() -> None:
    kept = Kept(list("abcd"), {"a", "d"})
    assert [code for due in walk(kept, ORDER, erase=False, batch=2) for code in due] == ["a", "d"]
    assert kept.codes == list("abcd")


async def test_the_job_walks_every_authority_with_a_rule_and_says_how_many_went() -> None:
    authority = Authority("UBND tỉnh", "Trung tâm", "KH", "Asia/Ho_Chi_Minh")
    kept = Kept(list("abc"), {"c"})
    rules = [(authority, "khanh-hoa", Retention(5, "Điều 1")), (authority, "hue", Retention(None, "không nêu"))]
    job = Retaining(kept, lambda: rules, lambda: datetime(2026, 11, 30, tzinfo=UTC))
    with capture_logs() as said:
        await job.round()
        await job.round()
    assert kept.codes == ["a", "b"]
    assert said == [
        {"event": "identities erased", "log_level": "info", "authority": "khanh-hoa", "count": 1, "years": 5}
    ]
