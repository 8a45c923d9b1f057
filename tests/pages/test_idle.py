"""A session of staff ends when nobody uses it; a page that renews itself is nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.fronts.desk import PASSWORD, Desk
from tests.support.pages.walker import Walker

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A front whose sessions end after half an hour without use."""
    desk.app.state.front = replace(desk.app.state.front, idle=HALF_AN_HOUR)
    return desk


def signed_in(desk: Desk) -> dict[str, str]:
    """Sign in, and return the headers of a caller."""
    answer = desk.client.post("/api/v1/sessions", json={"username": "officer", "password": PASSWORD})
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def test_an_idle_session_has_ended(desk: Desk) -> None:
    caller = signed_in(desk)
    desk.now += HALF_AN_HOUR
    answer = desk.client.get("/api/v1/me", headers=caller)
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/sign-in")


def test_each_request_keeps_a_session_open(desk: Desk) -> None:
    caller = signed_in(desk)
    for _ in range(4):
        desk.now += timedelta(minutes=25)
        assert desk.client.get("/api/v1/me", headers=caller).status_code == 200


def test_a_use_is_noted_once_a_minute(desk: Desk) -> None:
    caller = signed_in(desk)
    began = desk.now
    [noted] = desk.record.used_
    desk.now = began + timedelta(seconds=59)
    desk.client.get("/api/v1/me", headers=caller)
    assert desk.record.used_[noted] == began
    desk.now = began + timedelta(seconds=60)
    desk.client.get("/api/v1/me", headers=caller)
    assert desk.record.used_[noted] == desk.now


def test_a_page_that_renews_itself_keeps_no_session_open(desk: Desk, walker: Walker) -> None:
    walker.signs_in("operator")
    for _ in range(2):
        desk.now += timedelta(minutes=20)
        walker.client.get("/can-bo/tin-moi", headers={"HX-Request": "true"})
    assert walker.opens("/can-bo").url.path == "/dang-nhap"


def test_the_sign_in_page_says_why_the_session_ended(desk: Desk, walker: Walker) -> None:
    assert "Phiên của bạn đã kết thúc" not in walker.opens("/can-bo").text
    walker.signs_in("operator")
    desk.now += HALF_AN_HOUR
    assert "một phiên kết thúc sau 30 phút không dùng" in walker.opens("/can-bo").text
    assert walker.signs_in("operator").url.path == "/can-bo"


def test_what_was_typed_meanwhile_is_sent_after_signing_in(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    walker.signs_in("operator")
    walker.opens(f"/can-bo/ho-so/{code}")
    desk.now += HALF_AN_HOUR
    kept = walker.sends(f"/can-bo/ho-so/{code}/comment", text="Một câu dài đã viết")
    assert kept.status_code == 401
    assert "Một câu dài đã viết" in kept.text
