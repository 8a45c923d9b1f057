"""The gauges that are read from the record when Prometheus asks, and not more often than they change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from domain.reconciling import FindingKind

KEPT_SECONDS = 15.0
"""The time for which what was read is shown again. Several scrapers cost no more than one."""


class Queue(Protocol):
    """Work that waits."""

    @property
    def name(self) -> str: ...
    @property
    def waiting(self) -> int: ...
    @property
    def oldest_seconds(self) -> float: ...


class Alarms(Protocol):
    """Alarms that should have rung and have not."""

    @property
    def late(self) -> int: ...
    @property
    def lag_seconds(self) -> float: ...


class Caseload(Protocol):
    """The cases of one authority."""

    @property
    def authority(self) -> str: ...
    @property
    def open(self) -> int: ...
    @property
    def overdue(self) -> int: ...


class Comparison(Protocol):
    """The last complete comparison of cases with their workflows."""

    @property
    def age_seconds(self) -> float: ...
    @property
    def took_seconds(self) -> float: ...
    @property
    def compared(self) -> int: ...
    @property
    def found(self) -> Mapping[str, int]: ...
    @property
    def undecided(self) -> int: ...


class Standing(Protocol):
    """The record as the gauges need it; `records.figures.standing.Standing` is the real one."""

    def queues(self) -> Sequence[Queue]: ...
    def alarms(self) -> Alarms: ...
    def caseloads(self) -> Sequence[Caseload]: ...
    def comparison(self) -> Comparison | None: ...


@dataclass(frozen=True)
class _Read:
    """All that was read of the record at one time."""

    queues: Sequence[Queue]
    alarms: Alarms
    caseloads: Sequence[Caseload]
    comparison: Comparison | None


class RecordGauges(Collector):
    """Tells of queues, alarms and cases. A record that does not answer is told as `hientruong_record_up 0`."""

    def __init__(self, standing: Standing, clock: Callable[[], float] = time.monotonic) -> None:
        self._standing = standing
        self._clock = clock
        self._lock = threading.Lock()
        self._read: _Read | None = None
        self._read_at = float("-inf")

    def describe(self) -> Iterable[Metric]:
        """Return no metric: the record is not read while a process starts."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Return the gauges."""
        with self._lock:
            if self._clock() - self._read_at >= KEPT_SECONDS:
                self._read, self._read_at = self._now(), self._clock()
            read = self._read
        yield GaugeMetricFamily("hientruong_record_up", "1 where the record answered.", value=int(read is not None))
        if read is not None:
            yield from _gauges(read)

    def _now(self) -> _Read | None:
        try:
            standing = self._standing
            return _Read(standing.queues(), standing.alarms(), standing.caseloads(), standing.comparison())
        except Exception:  # noqa: BLE001 - whatever the error, the record cannot be read now
            return None


def _gauges(read: _Read) -> Iterable[Metric]:
    yield GaugeMetricFamily(
        "hientruong_alarm_lag_seconds",
        "The age of the oldest alarm that should have rung and has not, by the database's clock.",
        value=read.alarms.lag_seconds,
    )
    yield GaugeMetricFamily(
        "hientruong_alarms_late", "Cases with an alarm that should have rung and has not.", value=read.alarms.late
    )
    depth = GaugeMetricFamily("hientruong_queue_depth", "Work that waits, by queue.", labels=["queue"])
    oldest = GaugeMetricFamily("hientruong_queue_oldest_seconds", "The age of the oldest work.", labels=["queue"])
    for queue in read.queues:
        depth.add_metric([queue.name], queue.waiting)
        oldest.add_metric([queue.name], queue.oldest_seconds)
    opened = GaugeMetricFamily("hientruong_cases_open", "Open cases, without trials.", labels=["authority"])
    overdue = GaugeMetricFamily(
        "hientruong_cases_overdue", "Open cases with a limit that has passed, by the clock.", labels=["authority"]
    )
    for load in read.caseloads:
        opened.add_metric([load.authority], load.open)
        overdue.add_metric([load.authority], load.overdue)
    yield from (depth, oldest, opened, overdue)
    if read.comparison is not None:
        yield from _of_comparison(read.comparison)


def _of_comparison(last: Comparison) -> Iterable[Metric]:
    for name, of, value in (
        ("age_seconds", "The time since the last complete comparison of cases with their workflows", last.age_seconds),
        ("seconds", "The time that the last comparison took, with what it mended", last.took_seconds),
        ("cases", "Open cases in the last comparison", last.compared),
        ("undecided", "Findings that wait for a person's decision now", last.undecided),
    ):
        yield GaugeMetricFamily(f"hientruong_comparison_{name}", f"{of}.", value=value)
    found = GaugeMetricFamily(
        "hientruong_comparison_found", "Cases that the last comparison found to differ, by kind.", labels=["finding"]
    )
    for kind in FindingKind:
        found.add_metric([kind.value], last.found.get(kind.value, 0))
    yield found
