"""An admin keeps the accounts of staff. A deactivated account is signed out at once; one admin always remains."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.support.fronts.desk import PASSWORD
from tests.support.fronts.real_desk import KH, STAFF, RealDesk

pytestmark = pytest.mark.slow

PERSON: dict[str, Any] = {
    "username": "binh.so-gtvt",
    "role": "agency_officer",
    "authority": KH,
    "agency": "so-gtvt",
    "display_name": "Trần Văn Bình",
    "email": "binh@vidu.vn",
    "phone": "0905 765 432",
}
ADMINS = {"admin", "kh_admin"}


def body(desk: RealDesk, username: str, **changes: Any) -> dict[str, Any]:
    account = desk.accounts[username]
    kept = {"role": account.role, "agency": account.agency, "display_name": account.display_name}
    return kept | changes


def changes(desk: RealDesk, who: str, whom: str, **about: Any) -> Any:
    return desk.puts(f"/admin/accounts/{desk.accounts[whom].id}", who, **body(desk, whom, **about))


def signs_in(desk: RealDesk, username: str, password: str) -> Any:
    return desk.client.post("/api/v1/sessions", json={"username": username, "password": password})


@pytest.mark.parametrize("who", [*STAFF, "nobody"])
def test_who_may_keep_accounts(real_desk: RealDesk, who: str) -> None:
    account = real_desk.accounts["officer"].id
    ok = who in ADMINS
    refused = 401 if who == "nobody" else 403
    assert real_desk.gets("/admin/accounts", who, authority=KH).status_code == (200 if ok else refused)
    assert real_desk.posts("/admin/accounts", who, **PERSON).status_code == (201 if ok else refused)
    expected = 200 if ok else 404 if who == "dn_admin" else refused  # it learns nothing of another authority's staff
    assert changes(real_desk, who, "officer", display_name="Tên mới").status_code == expected
    assert real_desk.posts(f"/admin/accounts/{account}/password", who).status_code == expected


def test_an_admin_of_one_authority_keeps_its_own_staff_alone(real_desk: RealDesk) -> None:
    refused = real_desk.posts("/admin/accounts", "kh_admin", **PERSON | {"authority": "da-nang"})
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/office-admin-only")
    assert changes(real_desk, "kh_admin", "admin").status_code == 404
    assert real_desk.gets("/admin/accounts", "kh_admin", authority="da-nang").status_code == 403
    listed = real_desk.gets("/admin/accounts", "kh_admin").json()["items"]
    assert {person["authority"]["id"] for person in listed} == {KH}
    everyone = real_desk.gets("/admin/accounts", "admin").json()["items"]
    assert {"admin", "dn_admin", "operator"} <= {person["username"] for person in everyone}


@pytest.mark.parametrize("role", ["agency_officer", "admin"])
@pytest.mark.parametrize("unsaid", [{}, {"authority": None}, {"authority": ""}])
def test_an_account_of_no_named_authority_is_of_the_admins_own(
    real_desk: RealDesk, unsaid: dict[str, Any], role: str
) -> None:
    said = {name: value for name, value in PERSON.items() if name != "authority"} | {"role": role} | unsaid
    added = real_desk.posts("/admin/accounts", "kh_admin", **said | ({"agency": None} if role == "admin" else {}))
    assert added.status_code == 201, added.text
    assert added.json()["account"]["authority"]["id"] == KH


def test_a_new_account_signs_in_with_the_password_that_was_shown_once(real_desk: RealDesk) -> None:
    added = real_desk.posts("/admin/accounts", "kh_admin", **PERSON).json()
    assert added["account"]["agency"] == {"id": "so-gtvt", "name": "Sở Giao thông vận tải"}
    assert (added["account"]["email"], added["account"]["phone"]) == ("binh@vidu.vn", "0905765432")
    assert signs_in(real_desk, "binh.so-gtvt", added["password"]).status_code == 201
    assert added["password"] not in real_desk.gets("/admin/accounts", "admin").text
    changes = real_desk.gets("/admin/changes", "admin", limit=1).json()["items"]
    assert (changes[0]["subject"], changes[0]["after"]["username"]) == ("account", "binh.so-gtvt")
    assert "password" not in str(changes).lower()
    again = real_desk.posts("/admin/accounts", "kh_admin", **PERSON)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/username-taken")


def test_whoever_is_no_longer_active_is_out_at_once(real_desk: RealDesk) -> None:
    assert real_desk.gets("/me", "officer").status_code == 200
    left = changes(real_desk, "kh_admin", "officer", active=False)
    assert (left.status_code, left.json()["active"]) == (200, False)
    assert real_desk.gets("/me", "officer").status_code == 401
    assert signs_in(real_desk, "officer", PASSWORD).status_code == 401
    changes(real_desk, "kh_admin", "officer", active=True)
    assert real_desk.gets("/me", "officer").status_code == 401  # the old session stays ended
    assert signs_in(real_desk, "officer", PASSWORD).status_code == 201


def test_a_change_of_role_and_agency_holds_from_the_next_request_on(real_desk: RealDesk) -> None:
    code = real_desk.walked("dispatch")
    assert real_desk.acts(code, "accept", "other_officer").status_code == 404
    changes(real_desk, "kh_admin", "other_officer", agency="ubnd-nha-trang")
    assert real_desk.acts(code, "accept", "other_officer").status_code == 200


def test_a_password_that_was_reset_ends_the_sessions(real_desk: RealDesk) -> None:
    account = real_desk.accounts["officer"].id
    reset = real_desk.posts(f"/admin/accounts/{account}/password", "kh_admin").json()
    assert real_desk.gets("/me", "officer").status_code == 401
    assert signs_in(real_desk, "officer", PASSWORD).status_code == 401
    assert signs_in(real_desk, "officer", reset["password"]).status_code == 201


def test_one_chooses_a_password_of_ones_own_by_giving_the_old_one(real_desk: RealDesk) -> None:
    wrong = real_desk.puts("/me/password", "officer", current="sai rồi", new="một câu dài dễ nhớ")
    assert (wrong.status_code, wrong.json()["type"]) == (401, "/problems/wrong-password")
    same = real_desk.puts("/me/password", "officer", current=PASSWORD, new=PASSWORD)
    assert (same.status_code, same.json()["errors"][0]["field"]) == (422, "new")
    short = real_desk.puts("/me/password", "officer", current=PASSWORD, new="ngắn")
    assert (short.status_code, short.json()["errors"][0]["field"]) == (422, "new")
    assert real_desk.puts("/me/password", "officer", current=PASSWORD, new="một câu dài dễ nhớ").status_code == 204
    assert real_desk.gets("/me", "officer").status_code == 401
    assert signs_in(real_desk, "officer", "một câu dài dễ nhớ").status_code == 201
    assert real_desk.puts("/me/password", "nobody", current=PASSWORD, new="một câu dài dễ nhớ").status_code == 401


def test_the_last_admin_cannot_leave(real_desk: RealDesk) -> None:
    for about in ({"active": False}, {"role": "auditor"}):
        refused = changes(real_desk, "admin", "admin", **about)
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/last-admin")


def test_the_last_admin_of_an_authority_leaves_only_by_an_admin_of_the_whole_system(real_desk: RealDesk) -> None:
    for about in ({"active": False}, {"role": "auditor"}):
        refused = changes(real_desk, "kh_admin", "kh_admin", **about)
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/last-admin")
    assert changes(real_desk, "admin", "kh_admin", active=False).status_code == 200


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"role": "reporter"}, "role"),
        ({"role": "king"}, "role"),
        ({"agency": None}, "agency"),
        ({"agency": "so-da-nang"}, "agency"),
        ({"role": "centre_operator"}, "agency"),
        ({"role": "centre_operator", "agency": None, "authority": None}, "authority"),
        ({"authority": "sao-hoa"}, "authority"),
        ({"username": "Trần Bình"}, "username"),
        ({"display_name": " "}, "display_name"),
        ({"email": "binh"}, "email"),
        ({"phone": "113"}, "phone"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused_by_its_field(
    real_desk: RealDesk, about: dict[str, Any], field: str
) -> None:
    refused = real_desk.posts("/admin/accounts", "admin", **PERSON | about)
    assert refused.status_code == 422, refused.text
    assert [error["field"] for error in refused.json()["errors"]] == [field]


def test_somebody_may_stay_in_an_agency_that_is_no_longer_active_and_nobody_comes_to_it(real_desk: RealDesk) -> None:
    real_desk.stops(f"/admin/{KH}/agencies/so-gtvt", "admin", name="Sở Giao thông vận tải")
    assert changes(real_desk, "admin", "other_officer", display_name="Tên mới").status_code == 200
    refused = changes(real_desk, "admin", "officer", agency="so-gtvt")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "agency")


def test_a_locked_account_says_so_to_its_owner_alone_until_an_admin_unlocks_it(real_desk: RealDesk) -> None:
    path = f"/admin/accounts/{real_desk.accounts['officer'].id}/lock"
    real_desk.record.accounts.lock_unused(timedelta(), real_desk.now + timedelta(days=36_500))
    assert signs_in(real_desk, "officer", "sai rồi").json()["type"] == "/problems/wrong-password"
    refused = signs_in(real_desk, "officer", PASSWORD)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/account-locked")
    assert real_desk.gets("/me", "officer").status_code == 401
    locked = {
        each["username"]: bool(each["locked_at"]) for each in real_desk.gets("/admin/accounts", "admin").json()["items"]
    }
    assert (locked["officer"], *(locked[admin] for admin in ("admin", "kh_admin", "dn_admin"))) == (True, *[False] * 3)
    assert real_desk.deletes(path, "dn_admin").status_code == 404
    assert real_desk.deletes(path, "kh_admin").status_code == 204
    assert signs_in(real_desk, "officer", PASSWORD).status_code == 201
