"""A password that another person gave opens nothing but the way to one of one's own, and that one is hard to guess."""

from __future__ import annotations

from typing import Any

import pytest

from api.web.identity.choosing import require_hard_to_guess
from api.web.problems.problem import Problem
from tests.api.staff.test_accounts import signs_in
from tests.support.fronts.desk import PASSWORD
from tests.support.fronts.real_desk import RealDesk

OF_BINH = ("binh.so-gtvt", "Trần Văn Bình", "binh@vidu.vn", "UBND tỉnh Khánh Hòa", "Sở Giao thông vận tải")


@pytest.mark.parametrize(
    "guessed",
    [
        pytest.param("1234567890", id="a row of digits"),
        pytest.param("qwertyuiop", id="a row of keys"),
        pytest.param("password123", id="the commonest word"),
        pytest.param("aaaaaaaaaaaa", id="one letter"),
        pytest.param("hientruong", id="the demo's"),
        pytest.param("matkhau2026", id="a common word here"),
        pytest.param("tranvanbinh1", id="one's own name"),
        pytest.param("Binh.so-gtvt", id="one's username"),
        pytest.param("SoGiaoThongVanTai", id="the agency"),
        pytest.param("khanhhoa2026", id="the authority"),
    ],
)
@pytest.mark.fault("weak passwords, secrets or demo accounts in production")
def test_a_password_that_can_be_guessed_is_refused_beside_its_field(guessed: str) -> None:
    with pytest.raises(Problem) as refused:
        require_hard_to_guess(guessed, "cái cũ", OF_BINH)
    [error] = refused.value.errors
    assert error.field == "new"
    assert "dễ đoán" in error.message


@pytest.mark.parametrize("chosen", ["một câu dài dễ nhớ", "con mèo nhà tôi thích nằm phơi nắng", "vLq3!9xTzmW2"])
def test_a_sentence_of_one_s_own_is_taken(chosen: str) -> None:
    require_hard_to_guess(chosen, "cái cũ", OF_BINH)


class Newcomer:
    """Staff with a password that an admin has just set anew."""

    def __init__(self, desk: RealDesk) -> None:
        self.desk = desk
        reset = desk.posts(f"/admin/accounts/{desk.accounts['officer'].id}/password", "kh_admin")
        self.given = reset.json()["password"]
        self.session = signs_in(desk, "officer", self.given).json()

    def asks(self, method: str, path: str, **said: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.session['token']}"}
        return self.desk.client.request(method, f"/api/v1{path}", headers=headers, json=said or None)


def test_a_session_with_a_given_password_does_nothing_but_change_it(real_desk: RealDesk) -> None:
    newcomer = Newcomer(real_desk)
    assert newcomer.session["must_change_password"] is True
    for method, path in (("GET", "/me"), ("GET", "/complaints"), ("GET", "/me/sessions"), ("GET", "/notices")):
        refused = newcomer.asks(method, path)
        assert (refused.status_code, refused.json()["type"]) == (401, "/problems/password-first"), path
    guessed = newcomer.asks("PUT", "/me/password", current=newcomer.given, new="1234567890")
    assert (guessed.status_code, guessed.json()["errors"][0]["field"]) == (422, "new")
    changed = newcomer.asks("PUT", "/me/password", current=newcomer.given, new="một câu dài dễ nhớ")
    assert changed.status_code == 204
    own = signs_in(real_desk, "officer", "một câu dài dễ nhớ").json()
    assert own["must_change_password"] is False
    newcomer.session = own
    assert newcomer.asks("GET", "/me").status_code == 200


def test_whoever_was_given_a_password_may_sign_out_instead(real_desk: RealDesk) -> None:
    newcomer = Newcomer(real_desk)
    assert newcomer.asks("DELETE", "/sessions/current").status_code == 204
    assert newcomer.asks("GET", "/me").json()["type"] == "/problems/sign-in"


def test_a_password_of_one_s_own_asks_for_nothing(real_desk: RealDesk) -> None:
    assert signs_in(real_desk, "leader", PASSWORD).json()["must_change_password"] is False
