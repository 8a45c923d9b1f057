"""Tests the gauges of the record: read when Prometheus asks, not more often than they change, and honest when nothing answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry

from records.errors import RecordsUnavailable
from records.health.standing import Alarms, Caseload, Comparison, Queue
from telemetry.gauges import KEPT_SECONDS, RecordGauges


@dataclass
class Counted:
    """A record that counts how often it is asked."""

    late: int = 2
    asked: int = 0
    away: bool = False
    compared: bool = True

    def queues(self) -> Sequence[Queue]:
        self.asked += 1
        if self.away:
            raise RecordsUnavailable
        return [Queue("letters", 3, 61.5), Queue("starts", 0, 0.0)]

    def alarms(self) -> Alarms:
        return Alarms(self.late, 130.0)

    def caseloads(self) -> Sequence[Caseload]:
        return [Caseload("khanh-hoa", 7, 2)]

    def comparison(self) -> Comparison | None:
        return Comparison(42.0, 3.5, 900, {"ahead": 2}, 1) if self.compared else None


@dataclass
class Scraped:
    """A Prometheus that reads the gauges, and its time."""

    record: Counted = field(default_factory=Counted)
    now: float = 0.0

    def __post_init__(self) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(RecordGauges(self.record, lambda: self.now))

    def reads(self, name: str, **labels: str) -> float | None:
        return self.registry.get_sample_value(f"hientruong_{name}", labels)


def test_every_number_of_the_record_is_a_gauge() -> None:
    scraped = Scraped()
    assert scraped.reads("record_up") == 1
    assert (scraped.reads("alarm_lag_seconds"), scraped.reads("alarms_late")) == (130, 2)
    assert scraped.reads("queue_depth", queue="letters") == 3
    assert scraped.reads("queue_oldest_seconds", queue="letters") == 61.5
    assert scraped.reads("queue_depth", queue="starts") == 0
    assert scraped.reads("cases_open", authority="khanh-hoa") == 7
    assert scraped.reads("cases_overdue", authority="khanh-hoa") == 2
    assert (scraped.reads("comparison_age_seconds"), scraped.reads("comparison_seconds")) == (42, 3.5)
    assert (scraped.reads("comparison_cases"), scraped.reads("comparison_undecided")) == (900, 1)
    assert scraped.reads("comparison_found", finding="ahead") == 2
    assert scraped.reads("comparison_found", finding="missing") == 0


def test_before_the_first_comparison_nothing_is_told_of_one() -> None:
    scraped = Scraped(Counted(compared=False))
    assert scraped.reads("record_up") == 1
    assert scraped.reads("comparison_cases") is None


def test_many_scrapes_ask_the_record_once_in_a_while() -> None:
    scraped = Scraped()
    for _ in range(5):
        scraped.reads("record_up")
    assert scraped.record.asked == 1
    scraped.now, scraped.record.late = KEPT_SECONDS, 9
    assert scraped.reads("alarms_late") == 9
    assert scraped.record.asked == 2


def test_a_process_that_starts_does_not_ask_the_record() -> None:
    assert Scraped().record.asked == 0


def test_a_record_that_is_away_is_told_and_its_numbers_are_not_made_up() -> None:
    scraped = Scraped(Counted(away=True))
    assert scraped.reads("record_up") == 0
    assert scraped.reads("alarm_lag_seconds") is None
    assert scraped.reads("queue_depth", queue="starts") is None
