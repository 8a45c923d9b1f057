"""People see where they are signed in and sign out there; an admin signs out whom it keeps."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.support.fronts.desk import PASSWORD
from tests.support.fronts.real_desk import STAFF, RealDesk

pytestmark = pytest.mark.slow

PHONE = "Mozilla/5.0 (Android 15; Mobile)"


def signs_in(desk: RealDesk, username: str) -> dict[str, str]:
    body = {"username": username, "password": PASSWORD}
    answer = desk.client.post("/api/v1/sessions", json=body, headers={"User-Agent": PHONE})
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def test_one_sees_ones_sessions_and_ends_one(real_desk: RealDesk) -> None:
    phone = signs_in(real_desk, "officer")
    listed = real_desk.gets("/me/sessions", "officer").json()["items"]
    assert [(each["agent"], each["current"]) for each in listed] == [(PHONE, False), ("", True)]
    assert "token" not in str(listed)
    ended = real_desk.deletes(f"/me/sessions/{listed[0]['id']}", "officer")
    assert (ended.status_code, ended.content) == (204, b"")
    assert real_desk.client.get("/api/v1/me", headers=phone).status_code == 401
    assert real_desk.gets("/me", "officer").status_code == 200
    assert real_desk.deletes(f"/me/sessions/{listed[0]['id']}", "officer").json()["type"] == "/problems/unknown-session"


def test_one_ends_all_of_ones_sessions_and_nobody_elses(real_desk: RealDesk) -> None:
    signs_in(real_desk, "officer")
    [theirs] = real_desk.gets("/me/sessions", "leader").json()["items"]
    assert real_desk.deletes(f"/me/sessions/{theirs['id']}", "officer").status_code == 404
    assert real_desk.deletes("/me/sessions", "officer").status_code == 204
    assert real_desk.gets("/me", "officer").status_code == 401
    assert real_desk.gets("/me", "leader").status_code == 200


@pytest.mark.parametrize("who", [*STAFF, "nobody"])
def test_who_may_end_anothers_sessions(real_desk: RealDesk, who: str) -> None:
    signs_in(real_desk, "officer")
    path = f"/admin/accounts/{real_desk.accounts['officer'].id}/sessions"
    one = real_desk.gets(path, "admin").json()["items"][0]["id"]
    expected = {"admin": 204, "kh_admin": 204, "dn_admin": 404, "nobody": 401}.get(who, 403)
    assert real_desk.gets(path, who).status_code == (200 if expected == 204 else expected)
    assert real_desk.deletes(f"{path}/{one}", who).status_code == expected
    assert real_desk.deletes(path, who).status_code == expected
    assert real_desk.gets("/me", "officer").status_code == (401 if expected == 204 else 200)


def test_what_an_admin_ended_is_on_record(real_desk: RealDesk) -> None:
    path = f"/admin/accounts/{real_desk.accounts['officer'].id}/sessions"
    assert real_desk.deletes(f"{path}/{uuid4()}", "kh_admin").status_code == 404
    assert real_desk.gets("/admin/changes", "kh_admin").json()["items"][0]["by"] is None  # the office's file
    assert real_desk.deletes(path, "kh_admin").status_code == 204
    [change] = real_desk.gets("/admin/changes", "kh_admin", limit=1).json()["items"]
    assert (change["by"], change["after"]) == ("kh_admin", {"sessions": "ended"})
