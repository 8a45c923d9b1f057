"""Codes of an authenticator app: asked after the password, never taken twice, and counted when wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyotp
import pytest

from api.staff.factors import enrolling
from api.staff.factors.codes import BrokenSeal, Secret, new_recovery_codes, recovery_hash
from api.web.identity.callers import Staff
from domain.words import Role
from tests.support.fronts.desk import MONDAY_8, PASSWORD, Desk

STEP = timedelta(seconds=30)
KEY = bytes(32)


def code(secret: Secret, at: Any) -> str:
    return pyotp.TOTP(secret.text).at(at)


def enrolled(desk: Desk, username: str = "officer") -> tuple[Secret, tuple[str, ...]]:
    """Enrol an app for this person half an hour ago. Return its secret and the recovery codes."""
    front = desk.app.state.front
    account, _ = desk.record.accounts_[username]
    secret = enrolling.begin(front, account)
    codes = enrolling.enrol(front, Staff(account, "a session"), code(secret, desk.now), "198.51.100.7")
    desk.now += timedelta(minutes=30)
    return secret, codes


def signs_in(desk: Desk, username: str = "officer") -> dict[str, Any]:
    answer = desk.client.post("/api/v1/sessions", json={"username": username, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    session: dict[str, Any] = answer.json()
    return session


def gives(desk: Desk, session: dict[str, Any], given: str) -> Any:
    headers = {"Authorization": f"Bearer {session['token']}"}
    return desk.client.post("/api/v1/sessions/current/code", json={"code": given}, headers=headers)


def me(desk: Desk, session: dict[str, Any]) -> Any:
    return desk.client.get("/api/v1/me", headers={"Authorization": f"Bearer {session['token']}"})


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_taken_for_one_step_before_and_after_its_own(steps: int, taken: bool) -> None:
    secret = Secret.new()
    assert (secret.step_of(code(secret, MONDAY_8 + steps * STEP), MONDAY_8) is not None) is taken


@pytest.mark.parametrize("given", ["", "12345", "1234567", "abcdef", "１２３４５６", "½"])
def test_what_is_no_code_is_taken_for_none(given: str) -> None:
    assert Secret.new().step_of(given, MONDAY_8) is None


def test_a_code_may_be_typed_with_a_blank() -> None:
    secret = Secret.new()
    given = code(secret, MONDAY_8)
    assert secret.step_of(f"{given[:3]} {given[3:]}", MONDAY_8) is not None


def test_a_secret_opens_for_its_account_and_its_key_alone() -> None:
    secret = Secret.new()
    sealed = secret.sealed(KEY, "officer")
    assert secret.text.encode() not in sealed
    assert Secret.opened(sealed, KEY, "officer") == secret
    for key, account in ((KEY, "leader"), (bytes([1] * 32), "officer")):
        with pytest.raises(BrokenSeal):
            Secret.opened(sealed, key, account)


def test_a_recovery_code_is_known_however_it_is_typed_and_only_for_its_account() -> None:
    given, *others = new_recovery_codes()
    assert len({given, *others}) == 10
    known = recovery_hash(KEY, "officer", given)
    assert recovery_hash(KEY, "officer", f" {given.upper().replace('-', ' ')} ") == known
    assert recovery_hash(KEY, "leader", given) != known


def test_after_the_password_a_session_can_do_nothing_but_give_a_code(desk: Desk) -> None:
    secret, _ = enrolled(desk)
    session = signs_in(desk)
    assert session["owes"] == "code"
    refused = me(desk, session)
    assert (refused.status_code, refused.json()["type"]) == (401, "/problems/code-first")
    body = {"current": PASSWORD, "new": "một câu dài của riêng tôi"}
    headers = {"Authorization": f"Bearer {session['token']}"}
    assert desk.client.put("/api/v1/me/password", json=body, headers=headers).json()["type"] == "/problems/code-first"
    passed = gives(desk, session, code(secret, desk.now))
    assert (passed.status_code, passed.json()["owes"]) == (201, None)
    assert me(desk, passed.json()).status_code == 200
    assert me(desk, session).json()["type"] == "/problems/sign-in"


def test_a_code_is_never_taken_twice_nor_one_before_the_last(desk: Desk) -> None:
    secret, _ = enrolled(desk)
    given = code(secret, desk.now)
    assert gives(desk, signs_in(desk), given).status_code == 201
    for again in (given, code(secret, desk.now - STEP)):
        answer = gives(desk, signs_in(desk), again)
        assert (answer.status_code, answer.json()["type"]) == (401, "/problems/wrong-code")
    assert gives(desk, signs_in(desk), code(secret, desk.now + STEP)).status_code == 201


def test_a_recovery_code_signs_in_once(desk: Desk) -> None:
    _, (given, *_) = enrolled(desk)
    assert gives(desk, signs_in(desk), given).status_code == 201
    assert gives(desk, signs_in(desk), given).status_code == 401
    assert desk.record.second_factors.notes[-1][1] == "recovery_code_used"


def test_after_too_many_wrong_codes_a_right_one_waits_too(desk: Desk) -> None:
    secret, _ = enrolled(desk)
    session = signs_in(desk)
    for _ in range(10):
        assert gives(desk, session, "000000x").status_code == 401
    refused = gives(desk, session, code(secret, desk.now))
    assert refused.status_code == 429
    assert "Đã nhập sai mã quá nhiều lần" in refused.json()["detail"]


def test_a_session_that_owes_nothing_gives_no_code(desk: Desk) -> None:
    answer = gives(desk, signs_in(desk), "123456")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/no-code-owed")


def test_a_role_that_must_have_a_second_factor_can_do_nothing_before(desk: Desk) -> None:
    desk.app.state.front = replace(desk.app.state.front, second_factor_roles=frozenset({Role.AGENCY_OFFICER}))
    session = signs_in(desk)
    assert session["owes"] == "enrolment"
    refused = me(desk, session)
    assert (refused.status_code, refused.json()["type"]) == (401, "/problems/enrolment-first")
    assert signs_in(desk, "leader")["owes"] is None
