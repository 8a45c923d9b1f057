"""Tests the metrics of a front: what counts as what, and that no label holds what somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from telemetry.metrics import REGISTRY, activity_ended, request_answered
from tests.support.fronts.desk import REPORT, Desk

ACTS, REQUESTS, PROBLEMS = "hientruong_acts_total", "hientruong_http_requests_total", "hientruong_problems_total"
LABEL = re.compile(r"[A-Za-z0-9_/{}.:+-]{1,120}")
"""The values of labels: templates of routes and words of the code."""


def _count(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0


def _labels() -> list[str]:
    return [value for family in REGISTRY.collect() for sample in family.samples for value in sample.labels.values()]


@pytest.fixture
def case(desk: Desk) -> Iterator[str]:
    yield desk.filed()
    desk.gateway.away = False


def test_a_request_counts_under_the_template_of_its_route_and_its_status(desk: Desk) -> None:
    labels = {"method": "GET", "route": "/api/v1/complaints/{code}", "status": "404"}
    before = _count(REQUESTS, **labels)
    for code in ("KH-2026-000001", "KH-2026-000002"):
        desk.client.get(f"/api/v1/complaints/{code}")
    assert _count(REQUESTS, **labels) == before + 2
    assert _count("hientruong_http_request_seconds_count", route="/api/v1/complaints/{code}") >= 2


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/Nguyen-Thi-Hoa/0905123456"), ("NGUYEN", "/"), ("GET", "/api/v1/Hoa")]
)
def test_an_unknown_path_or_method_makes_no_label_of_its_own(desk: Desk, method: str, path: str) -> None:
    desk.client.request(method, path)
    assert not [value for value in _labels() if any(word in value for word in ("Nguyen", "NGUYEN", "0905", "Hoa"))]


@pytest.mark.parametrize(
    ("act", "who", "outcome"),
    [("dispatch", "operator", "done"), ("dispatch", "officer", "refused"), ("withdraw", "reporter", "done")],
)
def test_an_act_counts_by_what_became_of_it(desk: Desk, case: str, act: str, who: str, outcome: str) -> None:
    before = _count(ACTS, act=act, outcome=outcome)
    desk.acts(case, act, who)
    assert _count(ACTS, act=act, outcome=outcome) == before + 1


def test_an_act_that_is_sent_again_counts_as_repeated(desk: Desk, case: str) -> None:
    before = _count(ACTS, act="dispatch", outcome="repeated")
    for _ in range(2):
        desk.acts(case, "dispatch", "operator", act_id="a5f3b9a4-95d7-4a6e-a8d1-5a6b1f7a3a10")
    assert _count(ACTS, act="dispatch", outcome="repeated") == before + 1


def test_an_act_that_nothing_confirmed_counts_as_unconfirmed(desk: Desk, case: str) -> None:
    before = _count(ACTS, act="dispatch", outcome="unconfirmed")
    desk.gateway.away = True
    desk.acts(case, "dispatch", "operator")
    assert _count(ACTS, act="dispatch", outcome="unconfirmed") == before + 1


@pytest.mark.parametrize(
    ("path", "type_"), [("/api/v1/complaints/KH-2026-000001", "unknown-case"), ("/khong-co", "not-found")]
)
def test_a_problem_counts_once_by_its_type_in_json_and_on_a_page(desk: Desk, path: str, type_: str) -> None:
    before = _count(PROBLEMS, type=type_)
    desk.client.get(path)
    assert _count(PROBLEMS, type=type_) == before + 1


def test_no_label_holds_what_somebody_wrote(desk: Desk, case: str) -> None:
    desk.acts(case, "dispatch", "operator", note="Nguyễn Thị Hoa gọi lại")
    desk.sends(REPORT | {"reporter": {"phone": "0905 sai"}})
    desk.gets("/complaints", "operator", text="tìm-kiếm")
    desk.client.get(f"/ho-so/{case}")
    activity_ended("record", "done", 0.01)
    request_answered("GET", None, None, 0.01)
    labels = _labels()
    assert len(labels) > 50
    assert [value for value in labels if not LABEL.fullmatch(value)] == []
    assert [value for value in labels if case in value] == []
