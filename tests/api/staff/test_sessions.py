"""Staff sign in and out. Only a hash of the token is kept, and a stranger learns nothing."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest
from httpx2 import Response

from records.staff.demo_accounts import PASSWORD as DEMO_PASSWORD
from tests.support.fronts.answers import alike
from tests.support.fronts.apps import HASHER
from tests.support.fronts.desk import KH, NHA_TRANG, PASSWORD, Desk


def _sign_in(desk: Desk, username: str = "officer", password: str = PASSWORD) -> Response:
    return desk.client.post("/api/v1/sessions", json={"username": username, "password": password})


def _me(desk: Desk, token: str) -> Response:
    return desk.client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})


def test_a_member_of_staff_signs_in_and_is_known(desk: Desk) -> None:
    session = _sign_in(desk).json()
    assert session["token_type"] == "bearer"
    assert session["expires_at"] == "2026-11-23T13:00:00Z"
    account = _me(desk, session["token"]).json()
    assert account == session["account"] | {"stands_in_for": []}
    assert account["role_label"] == "cán bộ chuyên môn"
    assert (account["authority"]["id"], account["agency"]["id"]) == (KH, NHA_TRANG)
    assert account["agency"]["name"] == "UBND thành phố Nha Trang"


def test_the_record_keeps_no_token(desk: Desk) -> None:
    token = _sign_in(desk).json()["token"]
    assert token not in repr(desk.record.sessions_)


def test_a_session_ends_after_twelve_hours(desk: Desk) -> None:
    token = _sign_in(desk).json()["token"]
    desk.now += timedelta(hours=12)
    assert _me(desk, token).status_code == 401


def test_signing_out_ends_this_session_and_no_other(desk: Desk) -> None:
    first, second = (_sign_in(desk).json()["token"] for _ in range(2))
    answer = desk.client.delete("/api/v1/sessions/current", headers={"Authorization": f"Bearer {first}"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert (_me(desk, first).status_code, _me(desk, second).status_code) == (401, 200)


@pytest.mark.parametrize(("username", "password"), [("officer", "sai"), ("khong-co", PASSWORD), ("officer", "")])
def test_a_wrong_password_and_an_unknown_name_look_alike(desk: Desk, username: str, password: str) -> None:
    answer = _sign_in(desk, username, password)
    assert (answer.status_code, alike(answer)) == (401, alike(_sign_in(desk, "officer", "sai rồi")))


def test_an_unknown_name_takes_a_check_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    def verify(_password: str, password_hash: str) -> bool:
        checked.append(password_hash)
        return False

    monkeypatch.setattr(desk.app.state.front.passwords._hasher, "verify", verify)
    _sign_in(desk, "khong-co")
    assert len(checked) == 1


@pytest.mark.fault("weak passwords, secrets or demo accounts in production")
def test_a_demo_account_signs_in_where_the_demo_is_wanted_and_nowhere_else(desk: Desk) -> None:
    account, _ = desk.record.accounts_["officer"]
    desk.record.accounts_["officer"] = (account, HASHER.hash(DEMO_PASSWORD))
    refused = _sign_in(desk, password=DEMO_PASSWORD)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (403, "demo-account")
    front = desk.app.state.front
    desk.app.state.front = replace(front, demo=True)
    assert _sign_in(desk, password=DEMO_PASSWORD).status_code == 201


def test_nobodys_password_opens_nothing(desk: Desk) -> None:
    assert _sign_in(desk, "khong-co", "nobody").status_code == 401


def test_a_password_typed_in_decomposed_letters_fits(desk: Desk) -> None:
    assert _sign_in(desk, password=unicodedata.normalize("NFD", PASSWORD)).status_code == 201


def test_with_the_database_away_nobody_signs_in(desk: Desk) -> None:
    desk.record.away = True
    assert _sign_in(desk).status_code == 503


@pytest.mark.parametrize("path", ["/me", "/agencies", "/complaints"])
def test_what_is_for_staff_asks_others_to_sign_in(desk: Desk, path: str) -> None:
    answer = desk.gets(path)
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/staff-only")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_the_agencies_are_those_of_ones_authority(desk: Desk) -> None:
    ids = [agency["id"] for agency in desk.gets("/agencies", "operator").json()["items"]]
    assert ids == [NHA_TRANG, "so-gtvt", "so-tnmt"]
    assert [agency["id"] for agency in desk.gets("/agencies", "stranger").json()["items"]] == ["so-da-nang"]
    assert [agency["id"] for agency in desk.gets("/agencies", "auditor").json()["items"]] == ids
