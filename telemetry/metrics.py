"""The metrics of a process. Every label has few values, and none is a person, a case or anything that somebody wrote."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

OTHER = "other"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_REQUEST_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_ACTIVITY_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

_requests = Counter("hientruong_http_requests", "Requests answered.", ["method", "route", "status"], registry=REGISTRY)
_request_seconds = Histogram(
    "hientruong_http_request_seconds",
    "Time from the start of a request to the end of its answer.",
    ["route"],
    buckets=_REQUEST_SECONDS,
    registry=REGISTRY,
)
_problems = Counter("hientruong_problems", "Answers that tell of a problem, by its type.", ["type"], registry=REGISTRY)
_acts = Counter(
    "hientruong_acts", "Acts that somebody sent, by what became of them.", ["act", "outcome"], registry=REGISTRY
)
_activity_seconds = Histogram(
    "hientruong_activity_seconds",
    "Time that an activity of the worker took. `record` writes an act into the record.",
    ["activity", "outcome"],
    buckets=_ACTIVITY_SECONDS,
    registry=REGISTRY,
)
_job_success = Gauge(
    "hientruong_job_last_success_timestamp_seconds",
    "The end of a background job's last round that did not fail.",
    ["background_job"],
    registry=REGISTRY,
)
_job_seconds = Gauge(
    "hientruong_job_last_seconds", "Time that the job's last round took.", ["background_job"], registry=REGISTRY
)
_job_failures = Counter(
    "hientruong_job_failures", "Rounds of a background job that failed.", ["background_job"], registry=REGISTRY
)
_mended = Counter(
    "hientruong_workflows_mended",
    "Workflows that a comparison of this process mended: `started` again from the record, `reloaded`, or `failed` to.",
    ["outcome"],
    registry=REGISTRY,
)
for _outcome in ("started", "reloaded", "failed"):
    _mended.labels(_outcome)


def request_answered(method: str, route: str | None, status: int | None, seconds: float) -> None:
    """Count a request. `route` is the template of its path; a path may hold what a person typed."""
    known = route or OTHER
    _requests.labels(method if method in _METHODS else OTHER, known, status or OTHER).inc()
    _request_seconds.labels(known).observe(seconds)


def problem_told(slug: str) -> None:
    """Count an answer that tells of a problem of this type."""
    _problems.labels(slug).inc()


@dataclass
class ActCount:
    """An act that is under way, and the outcome that it will have unless it fails."""

    outcome: str = "done"


@contextmanager
def act_counted(kind: str, outcome_of: Callable[[Exception], str]) -> Iterator[ActCount]:
    """Count an act that was sent, by its outcome. `outcome_of` names the outcome that an error is."""
    count = ActCount()
    try:
        yield count
    except Exception as error:
        count.outcome = outcome_of(error)
        raise
    finally:
        _acts.labels(kind, count.outcome).inc()


def activity_ended(activity: str, outcome: str, seconds: float) -> None:
    """Count an attempt at an activity and its time."""
    _activity_seconds.labels(activity, outcome).observe(seconds)


@contextmanager
def job_round(job: str) -> Iterator[None]:
    """Count a round of a background job, its time, and whether it failed."""
    began = time.perf_counter()
    try:
        yield
    except Exception:
        _job_failures.labels(job).inc()
        raise
    finally:
        _job_seconds.labels(job).set(time.perf_counter() - began)
    _job_success.labels(job).set_to_current_time()


def workflows_mended(*, started: int, reloaded: int, failed: int) -> None:
    """Count the workflows that a comparison started again, let read what they lacked, or could not mend."""
    for outcome, number in (("started", started), ("reloaded", reloaded), ("failed", failed)):
        _mended.labels(outcome).inc(number)
