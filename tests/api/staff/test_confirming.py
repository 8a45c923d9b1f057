"""An act of weight needs a session that was confirmed a short while ago."""

from __future__ import annotations

import pytest

from tests.support.fronts.confirming import FIVE_MINUTES, asking_again
from tests.support.fronts.desk import PASSWORD, Desk
from tests.support.fronts.real_desk import KH, RealDesk


@pytest.mark.slow
def test_the_api_does_an_act_of_weight_once_the_session_is_confirmed(real_desk: RealDesk) -> None:
    asking_again(real_desk)
    path = f"/admin/{KH}/agencies/so-moi"
    body = {"name": "Sở mới", "active": True}
    refused = real_desk.puts(path, "kh_admin", **body)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/confirm-first")
    wrong = real_desk.posts("/sessions/current/confirmation", "kh_admin", password="sai rồi")
    assert (wrong.status_code, wrong.json()["type"]) == (401, "/problems/wrong-password")
    assert real_desk.puts(path, "kh_admin", **body).status_code == 403
    assert real_desk.posts("/sessions/current/confirmation", "kh_admin", password=PASSWORD).status_code == 204
    assert real_desk.puts(path, "kh_admin", **body).status_code == 201
    real_desk.now += FIVE_MINUTES
    assert real_desk.puts(path, "kh_admin", **body).status_code == 403


@pytest.mark.slow
def test_the_calendar_is_previewed_without_and_saved_with_a_confirmed_session(real_desk: RealDesk) -> None:
    asking_again(real_desk)
    days = [{"why": "Nghỉ tránh bão", "off": ["2026-12-10"]}]
    act = {"number": "25/CĐ-TTg", "source": "Công điện 25/CĐ-TTg", "days": days}
    for dry_run, status in ((True, 200), (False, 403)):
        answer = real_desk.posts("/calendar/decisions", "admin", **act, dry_run=dry_run)
        assert answer.status_code == status, answer.text
    assert real_desk.posts("/sessions/current/confirmation", "admin", password=PASSWORD).status_code == 204
    assert real_desk.posts("/calendar/decisions", "admin", **act, dry_run=False).status_code == 202
    withdrawn = {"number": "25/CĐ-TTg", "dry_run": False}
    real_desk.now += FIVE_MINUTES
    assert real_desk.posts("/calendar/decisions/withdraw", "admin", **withdrawn).status_code == 403


@pytest.mark.parametrize("act", ["delete_test", "verify"])
def test_of_the_acts_on_a_case_those_are_of_weight_after_which_something_is_gone(desk: Desk, act: str) -> None:
    code = desk.ready_for(act)
    asking_again(desk)
    who = "technician" if act == "delete_test" else "operator"
    answer = desk.acts(code, act, who)
    confirm_first = answer.json().get("type") == "/problems/confirm-first"
    assert confirm_first is (act == "delete_test"), answer.text
