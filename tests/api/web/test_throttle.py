"""Rate limits: a person who tries too often must wait, is told how long, and is stored as a hash only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi import Request
from httpx2 import Response
from starlette.testclient import TestClient

from api.web.throttle import Limits, address_of
from tests.support.attachments.pictures import photo
from tests.support.fronts.desk import PASSWORD, REPORT, Desk
from tests.support.pages.walker import Walker

WRONG = "AAAA-AAAA-AAAA-AAAA-AAAA"
WRONG_PASSWORD = "sai rồi"


@pytest.fixture
def from_elsewhere(desk: Desk) -> TestClient:
    return TestClient(desk.app, client=("203.0.113.9", 50000))


def signs_in(client: TestClient, username: str = "officer", password: str = WRONG_PASSWORD) -> Response:
    return client.post("/api/v1/sessions", json={"username": username, "password": password})


def limited(desk: Desk, **limits: int) -> None:
    desk.has(limits=Limits(**limits))


def test_after_ten_wrong_passwords_a_right_one_waits_too(desk: Desk, from_elsewhere: TestClient) -> None:
    assert {signs_in(desk.client).status_code for _ in range(10)} == {401}
    for client in (desk.client, from_elsewhere):  # a username is protected against guesses from many addresses at once
        waits = signs_in(client, password=PASSWORD)
        assert (waits.status_code, waits.headers["retry-after"]) == (429, "90")
        assert "hãy đợi 90 giây rồi đăng nhập lại" in waits.json()["detail"]
    assert signs_in(desk.client, "leader", PASSWORD).status_code == 201
    desk.now += timedelta(seconds=90)
    assert signs_in(desk.client, password=PASSWORD).status_code == 201


def signs_in_on_page(browser: Walker, username: str, password: str = WRONG_PASSWORD) -> int:
    browser.opens("/dang-nhap")
    return browser.sends("/dang-nhap", username=username, password=password).status_code


def test_nobody_keeps_an_owner_out_of_the_browser_where_the_owner_signed_in_before(
    desk: Desk, from_elsewhere: TestClient
) -> None:
    own, new = Walker(desk), Walker(desk)
    own.signs_in("officer")
    own.sends("/dang-xuat")
    for _ in range(11):
        signs_in(from_elsewhere)
    assert signs_in_on_page(new, "officer", PASSWORD) == 429
    assert signs_in_on_page(own, "officer", PASSWORD) == 200


def test_a_browser_guesses_no_more_often_for_being_known(desk: Desk) -> None:
    own = Walker(desk)
    own.signs_in("officer")
    own.sends("/dang-xuat")
    assert [signs_in_on_page(own, "officer") for _ in range(11)] == [401] * 10 + [429]
    assert signs_in_on_page(own, "officer", PASSWORD) == 429
    assert [signs_in_on_page(own, "leader") for _ in range(11)] == [401] * 10 + [429]
    assert signs_in_on_page(Walker(desk), "leader", PASSWORD) == 429, "the browser is known for one username only"


def test_who_must_wait_reads_it_in_english_too(desk: Desk, from_elsewhere: TestClient) -> None:
    for _ in range(10):
        signs_in(from_elsewhere)
    walker = Walker(desk)
    walker.opens("/dang-nhap")
    walker.sends("/ngon-ngu", language="en")
    walker.opens("/dang-nhap")
    told = walker.sends("/dang-nhap", username="officer", password=PASSWORD)
    assert "wait 90 seconds and sign in again" in told.text


def test_right_passwords_are_never_too_many(desk: Desk) -> None:
    assert {signs_in(desk.client, password=PASSWORD).status_code for _ in range(30)} == {201}


def test_one_address_cannot_try_every_username(desk: Desk, from_elsewhere: TestClient) -> None:
    limited(desk, passwords_of_address=5)
    answers = [signs_in(desk.client, f"nguoi-{number}").status_code for number in range(6)]
    assert answers == [401] * 5 + [429]
    assert signs_in(desk.client, "leader", PASSWORD).status_code == 429
    assert signs_in(from_elsewhere, "leader", PASSWORD).status_code == 201


def test_whoever_holds_a_session_cannot_guess_its_password(desk: Desk) -> None:
    def changes(current: str) -> int:
        body = {"current": current, "new": "một câu dài dễ nhớ"}
        return desk.client.put("/api/v1/me/password", json=body, headers=desk.headers("officer")).status_code

    assert [changes("sai rồi") for _ in range(11)] == [401] * 10 + [429]
    assert changes(PASSWORD) == 429


def looks(client: TestClient, code: str, key: str) -> Response:
    return client.get(f"/api/v1/complaints/{code}", headers={"X-Tracking-Key": key})


def test_after_ten_wrong_tracking_keys_the_right_one_waits_too_but_elsewhere(
    desk: Desk, from_elsewhere: TestClient
) -> None:
    code = desk.filed()
    assert {looks(desk.client, code, WRONG).status_code for _ in range(10)} == {404}
    waits = looks(desk.client, code, desk.keys[code])
    assert (waits.status_code, waits.headers["retry-after"]) == (429, "90")
    assert "mã tra cứu" in waits.json()["detail"]
    assert looks(from_elsewhere, code, desk.keys[code]).status_code == 200  # nobody can lock the reporter out
    desk.now += timedelta(seconds=90)
    assert looks(desk.client, code, desk.keys[code]).status_code == 200


def test_right_tracking_keys_are_never_counted(desk: Desk) -> None:
    code = desk.filed()
    desk.record.tries_.clear()
    assert {looks(desk.client, code, desk.keys[code]).status_code for _ in range(20)} == {200}
    assert desk.record.tries_ == {}


def test_one_address_sends_so_many_reports_and_then_waits(desk: Desk, from_elsewhere: TestClient) -> None:
    limited(desk, reports_of_address=2)
    assert [desk.sends(key=f"khoa-rieng-cua-toi-{number}").status_code for number in range(3)] == [201, 201, 429]
    waits = desk.sends(key="khoa-rieng-cua-toi-2")
    assert waits.headers["retry-after"] == "1800"
    assert "hãy đợi 30 phút" in waits.json()["detail"]
    assert desk.sends(key="khoa-rieng-cua-toi-1").status_code == 201  # the same report again does not count
    headers = {"Idempotency-Key": "khoa-cua-nguoi-khac"}
    assert from_elsewhere.post("/api/v1/complaints", json=REPORT, headers=headers).status_code == 201


def test_the_switchboard_files_as_often_as_people_call(desk: Desk) -> None:
    limited(desk, reports_of_address=1)
    assert {desk.sends(REPORT | {"channel": "hotline"}, who="operator").status_code for _ in range(3)} == {201}


def adds(client: TestClient, code: str, key: str, *files: bytes) -> int:
    sent = [("files", ("IMG_0001.jpg", content, "image/jpeg")) for content in files]
    headers = {"X-Tracking-Key": key}
    return client.post(f"/api/v1/complaints/{code}/attachments", files=sent, headers=headers).status_code


def test_one_address_sends_so_many_photos_and_further_ones_are_not_even_decoded(
    desk: Desk, from_elsewhere: TestClient
) -> None:
    limited(desk, uploads_of_address=3)
    code = desk.filed()
    broken = photo()[:3000]
    sent = [adds(desk.client, code, desk.keys[code], each) for each in (broken, photo(), broken, broken)]
    assert sent == [422, 201, 422, 429]
    assert adds(from_elsewhere, code, desk.keys[code], photo("PNG")) == 201


def test_videos_wait_longer_than_photos(desk: Desk) -> None:
    limited(desk, videos_of_address=1)
    code = desk.filed()
    broken = b"\0\0\0\x18ftypisom" + bytes(100)
    assert [adds(desk.client, code, desk.keys[code], broken) for _ in range(2)] == [422, 429]
    assert adds(desk.client, code, desk.keys[code], photo()) == 201


def test_a_case_that_has_all_its_photos_says_so_before_another_is_decoded_or_stored(desk: Desk) -> None:
    code = desk.filed()
    five = [photo("PNG", width=40 + number) for number in range(5)]
    assert adds(desk.client, code, desk.keys[code], *five) == 201
    assert adds(desk.client, code, desk.keys[code], photo()[:3000]) == 409
    assert adds(desk.client, code, desk.keys[code], five[0]) == 201  # the case has this photo already


def test_a_limit_of_nothing_is_no_limit(desk: Desk) -> None:
    limited(desk, passwords_of_username=0, passwords_of_address=0)
    assert {signs_in(desk.client).status_code for _ in range(30)} == {401}
    assert desk.record.tries_ == {}


def test_what_is_counted_names_nobody(desk: Desk) -> None:
    signs_in(desk.client, "officer")
    desk.filed()
    assert desk.record.tries_
    for known_as in desk.record.tries_:
        assert int(known_as, 16) < 2**256
        assert len(known_as) == 64


@pytest.mark.parametrize(
    ("connection", "counted_as"),
    [
        (("203.0.113.9", 1), "203.0.113.9"),
        (("::ffff:203.0.113.9", 1), "203.0.113.9"),
        (("2001:db8:1:2:3:4:5:6", 1), "2001:db8:1:2::/64"),
        (("2001:db8:1:2:ffff::1", 1), "2001:db8:1:2::/64"),
        (("fe80::1%eth0", 1), "fe80::/64"),
        (("testclient", 1), "testclient"),
        (None, ""),
    ],
)
def test_an_address_is_that_of_a_household(connection: Any, counted_as: str) -> None:
    headers = [(b"x-forwarded-for", b"198.51.100.1")]  # any client may write this header
    assert address_of(Request({"type": "http", "client": connection, "headers": headers})) == counted_as


def test_questions_for_deadlines_are_counted_for_each_address(desk: Desk) -> None:
    limited(desk, deadlines_of_address=3)
    asked = {"start": "2026-11-24T17:00:00+07:00", "amount": "500 wd"}
    answers = [desk.client.post("/api/v1/deadlines", json=asked) for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["retry-after"] == "20"
    assert TestClient(desk.app, client=("203.0.113.9", 50000)).post("/api/v1/deadlines", json=asked).status_code == 200
