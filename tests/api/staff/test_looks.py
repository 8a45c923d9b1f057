"""Looks at a reporter's identity: each is recorded; auditors and admins read the record."""

from __future__ import annotations

import pytest

from tests.support.fronts.real_desk import KH, STAFF, RealDesk

pytestmark = pytest.mark.slow

SHOWN = {"operator", "centre_leader"}  # Khánh Hòa, Điều 17 khoản 3: the centre alone contacts the reporter
MAY_LIST = {"admin", "kh_admin", "auditor", "kh_auditor"}


def looks(desk: RealDesk, **narrowed: str) -> list[tuple[str, str, str | None]]:
    listed = desk.gets("/admin/looks", "auditor", **narrowed).json()["items"]
    return [(look["username"], look["looked_at"], look["code"]) for look in listed]


@pytest.mark.parametrize("who", [*STAFF, "reporter", "nobody"])
def test_only_whom_the_procedure_names_is_shown_who_reported_and_each_look_is_on_record(
    real_desk: RealDesk, who: str
) -> None:
    code = real_desk.walked("publish")
    before = looks(real_desk, account=real_desk.accounts[who].id) if who in real_desk.accounts else []
    seen = real_desk.sees(code, who)
    shown = seen.status_code == 200 and seen.json()["identity"] is not None
    assert shown is (who in SHOWN | {"reporter"})
    after = looks(real_desk, account=real_desk.accounts[who].id) if who in real_desk.accounts else []
    assert after == ([(who, "identity", code)] if who in SHOWN else []) + before
    if who in ("reporter", "nobody"):
        assert looks(real_desk, code=code) == [("operator", "identity", code)]  # by the act of dispatching


@pytest.mark.parametrize("who", [*STAFF, "nobody"])
def test_who_may_see_the_looks(real_desk: RealDesk, who: str) -> None:
    code = real_desk.filed()
    real_desk.sees(code, "operator")
    answer = real_desk.gets("/admin/looks", who, authority=KH)
    assert answer.status_code == (200 if who in MAY_LIST else 401 if who == "nobody" else 403)
    if who in MAY_LIST:
        [look] = answer.json()["items"]
        assert (look["code"], look["username"], look["authority"]) == (code, "operator", KH)
        assert look["looked_at_label"] == "danh tính người gửi"
        assert "Nguyễn Thị Hoa" not in answer.text


def test_looks_come_page_by_page_and_of_ones_own_authority(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    for _ in range(3):
        real_desk.sees(code, "operator")
    first = real_desk.gets("/admin/looks", "kh_auditor", limit=2).json()
    rest = real_desk.gets("/admin/looks", "kh_auditor", limit=2, before=first["next"]).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert real_desk.gets("/admin/looks", "dn_admin").json()["items"] == []
    assert real_desk.gets("/admin/looks", "kh_auditor", authority="da-nang").status_code == 403


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_who_takes_a_list_out_as_a_file_is_on_record_with_its_length(real_desk: RealDesk, form: str) -> None:
    codes = [real_desk.filed(), real_desk.filed()]
    answer = real_desk.client.get(f"/api/v1/complaints.{form}?status=submitted", headers=real_desk.headers("operator"))
    assert answer.status_code == 200
    look = real_desk.gets("/admin/looks", "kh_auditor").json()["items"][0]
    assert (look["username"], look["looked_at"], look["code"]) == ("operator", "list_export", None)
    assert look["pieces"] >= len(codes)
    assert look["looked_at_label"] == "danh sách hồ sơ xuất thành tệp"


@pytest.mark.parametrize(
    ("address", "looked_at", "label"),
    [
        ("papers.csv", "papers_export", "sổ văn bản xuất thành tệp"),
        ("directory.xlsx", "directory_export", "danh bạ cán bộ xuất thành tệp"),
        ("personal-data-requests.csv", "requests_export", "sổ yêu cầu về dữ liệu cá nhân xuất thành tệp"),
    ],
)
def test_who_takes_a_register_out_as_a_file_is_on_record(
    real_desk: RealDesk, address: str, looked_at: str, label: str
) -> None:
    assert real_desk.client.get(f"/api/v1/{address}", headers=real_desk.headers("operator")).status_code == 200
    look = real_desk.gets("/admin/looks", "kh_auditor").json()["items"][0]
    assert (look["username"], look["looked_at"], look["code"]) == ("operator", looked_at, None)
    assert look["looked_at_label"] == label
