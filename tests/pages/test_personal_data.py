"""The centre keeps the register of requests about personal data; others read it without those who asked."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from domain.actors import REPORTER
from domain.events import Filed
from tests.support.fronts.real_desk import RealDesk
from tests.support.pages.walker import Walker
from tests.support.records.desk import filed, new_id, submission

pytestmark = pytest.mark.slow

PAGE, API = "/can-bo/du-lieu-ca-nhan", "/api/v1/personal-data-requests"
WHO = "Nguyễn Thị Ánh Tuyết"
ASKED = {
    "kind": "erase",
    "name": WHO,
    "contact": "0905 000 001",
    "checked_by": "Có mã tra cứu",
    "words": "Xin xóa số điện thoại của tôi.",
}


def at_pages(desk: RealDesk, name: str) -> Walker:
    walker = Walker(desk)
    walker.signs_in(name)
    return walker


def asks(desk: RealDesk, who: str = "operator", key: str | None = None, **body: Any) -> Any:
    headers = desk.headers(who) | {"Idempotency-Key": key or str(uuid.uuid4())}
    return desk.client.post(API, json=ASKED | body, headers=headers)


def test_a_request_is_taken_in_answered_and_carried_out_at_the_pages(real_desk: RealDesk, engine: Engine) -> None:
    centre, code = at_pages(real_desk, "operator"), real_desk.filed()
    assert real_desk.acts(code, "withdraw", "reporter").status_code == 200
    centre.opens(PAGE)
    shown = centre.sends(PAGE, **ASKED, code=code)
    [number] = re.findall(r"Yêu cầu số (\d+): xóa dữ liệu", shown.text)
    assert WHO in shown.text
    assert "chưa đối chiếu được văn bản chính thức" in shown.text
    here = f"{PAGE}/{number}"
    assert "Đã ghi vào sổ." in centre.sends(here, step="answered", words="Đã gọi, sẽ xóa trong hạn.").text
    refused = centre.sends(here, step="answered", words="Lần nữa.")
    assert (refused.status_code, "đã được trả lời trước đó" in refused.text) == (409, True)
    done = centre.sends(here, step="carried_out", words="Đã xóa.").text
    assert "đã thực hiện" in done
    assert "Làm tiếp" not in done
    erasure = real_desk.record.erasures.of(code)
    assert erasure is not None
    assert "Danh tính người gửi đã bị xóa lúc" in centre.opens(f"/can-bo/ho-so/{code}").text
    with engine.connect() as connection:
        looks = connection.execute(text("SELECT DISTINCT code FROM looks WHERE looked_at = 'personal_data_request'"))
        assert looks.scalars().all() == [code]


def test_what_is_overdue_by_the_clock_is_shown_and_exported_without_who_asked(real_desk: RealDesk) -> None:
    early = (real_desk.now - timedelta(days=90)).isoformat()
    made = asks(real_desk, received_at=early)
    assert (made.status_code, made.json()["overdue"]) == (201, "carried_out")
    number = made.json()["number"]
    auditor = at_pages(real_desk, "kh_auditor")
    for shown in (auditor.opens(PAGE).text, auditor.opens(f"{PAGE}/{number}").text):
        assert "quá hạn" in shown
        assert WHO not in shown
    assert "Nhận một yêu cầu" not in auditor.opens(PAGE).text
    exported = auditor.opens(f"{PAGE}.csv").text
    assert f"{number},khanh-hoa,xóa dữ liệu" in exported
    assert WHO not in exported
    whole = real_desk.client.get(f"{API}/{number}", headers=real_desk.headers("kh_auditor")).json()
    assert (whole["requester"], [each["words"] for each in whole["steps"]]) == (None, [""])


def test_the_same_request_is_taken_in_once_and_a_key_is_ones_own(real_desk: RealDesk) -> None:
    key = str(uuid.uuid4())
    first, again = asks(real_desk, key=key), asks(real_desk, key=key)
    assert first.json()["number"] == again.json()["number"]
    assert asks(real_desk, key=key, words="Việc khác").status_code == 409


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"code": "KH-2026-999999"}, "code"),
        ({"received_at": "2999-01-01T00:00:00+07:00"}, "received_at"),
        ({"received_at": "2001-01-01T00:00:00+07:00"}, "received_at"),
        ({"name": " "}, "name"),
        ({"kind": "burn"}, "kind"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(real_desk: RealDesk, said: dict[str, str], field: str) -> None:
    refused = asks(real_desk, **said)
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["errors"]] == [field]


def test_an_open_case_keeps_its_reporter_and_an_unconfirmed_extension_is_not_given(real_desk: RealDesk) -> None:
    number = asks(real_desk, code=real_desk.filed()).json()["number"]
    words, headers = {"words": "Theo yêu cầu."}, real_desk.headers("operator")
    for address, problem in (("completion", "case-not-ended"), ("extension", "request-no-extension")):
        refused = real_desk.client.post(f"{API}/{number}/{address}", json=words, headers=headers)
        assert (refused.status_code, refused.json()["type"]) == (409, f"/problems/{problem}")
    done = real_desk.client.post(f"{API}/{number}/refusal", json=words, headers=headers)
    assert (done.status_code, done.json()["refused"]) == (200, True)


def identity_seen(desk: RealDesk, code: str, who: str) -> Any:
    return desk.sees(code, who).json()["identity"]


def test_a_request_to_correct_is_carried_out_by_a_form_in_every_case_of_the_person(
    real_desk: RealDesk, engine: Engine
) -> None:
    centre, code, other, strange = at_pages(real_desk, "operator"), *(real_desk.filed() for _ in range(3))
    number = asks(real_desk, kind="correct", code=code).json()["number"]
    here = f"{PAGE}/{number}"
    centre.opens(here)
    wrong = centre.sends(here, step="carried_out", words="Đã sửa.", phone="1", codes=other)
    assert (wrong.status_code, "10 chữ số" in wrong.text) == (422, True)
    unknown = centre.sends(here, step="carried_out", words="Đã sửa.", name="Nguyễn Thị Hòa", codes="KH-2026-999999")
    assert (unknown.status_code, "KH-2026-999999" in unknown.text) == (422, True)
    done = centre.sends(
        here, step="carried_out", words="Đã sửa.", name="Nguyễn Thị Hòa", phone="+84 905 999 888", codes=f"{other},"
    ).text
    assert f"{code}: đã sửa họ tên, số điện thoại" in done
    assert f"{other}: đã sửa" in done
    assert "Thị Hòa" not in done
    for each in (code, other):
        seen = identity_seen(real_desk, each, "operator")
        assert (seen["name"], seen["phone"], seen["address"]) == (
            "Nguyễn Thị Hòa",
            "0905999888",
            "12 Trần Phú, Nha Trang",
        )
    assert identity_seen(real_desk, strange, "operator")["name"] == "Nguyễn Thị Hoa"
    with engine.connect() as connection:
        trail = connection.execute(text("SELECT code, parts::text FROM identity_corrections ORDER BY code")).all()
    assert [(each, "Hòa" in parts) for each, parts in trail] == sorted([(code, False), (other, False)])
    assert real_desk.record.audits.guards_off() == ()


def test_only_a_request_to_correct_changes_an_identity(real_desk: RealDesk) -> None:
    headers, code = real_desk.headers("operator"), real_desk.filed()
    number = asks(real_desk, kind="restrict", code=code).json()["number"]
    body = {"words": "Theo yêu cầu.", "name": "Nguyễn Thị Hòa"}
    refused = real_desk.client.post(f"{API}/{number}/completion", json=body, headers=headers)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "name")
    lifting = real_desk.client.post(f"{API}/{number}/lifting", json={"words": "Thôi."}, headers=headers)
    assert (lifting.status_code, lifting.json()["type"]) == (409, "/problems/request-not-restricted")


def test_a_restricted_identity_is_kept_from_everybody_but_the_admin_until_that_is_lifted(real_desk: RealDesk) -> None:
    centre, code = at_pages(real_desk, "operator"), real_desk.walked("publish")
    assert identity_seen(real_desk, code, "kh_admin") is None
    number = asks(real_desk, kind="restrict", code=code).json()["number"]
    here = f"{PAGE}/{number}"
    centre.opens(here)
    assert f"{code}: danh tính bị hạn chế xem từ" in centre.sends(here, step="carried_out", words="Đã hạn chế.").text
    assert identity_seen(real_desk, code, "operator") is None
    assert "Danh tính người gửi bị hạn chế xem từ" in centre.opens(f"/can-bo/ho-so/{code}").text
    assert "Nguyễn Thị Hoa" not in centre.opens(f"/can-bo/ho-so/{code}").text
    found = real_desk.posts("/complaints/reporter-search", "operator", phone="0905 123 456")
    assert (found.status_code, found.json()["items"]) == (200, [])
    exported = real_desk.sees(code, "operator", "/export")
    assert exported.status_code == 403
    assert identity_seen(real_desk, code, "reporter")["name"] == "Nguyễn Thị Hoa"
    assert "Nguyễn Thị Hoa" not in real_desk.sees(code, "dn_admin").text
    assert identity_seen(real_desk, code, "kh_admin")["name"] == "Nguyễn Thị Hoa"
    looks = real_desk.record.looks.page(None, code=code, account=None, before=None, limit=10)
    assert "kh_admin" in {each.username for each in looks if each.looked_at.value == "identity"}
    centre.opens(here)
    assert "Đã thôi hạn chế" in centre.sends(here, step="lifted", words="Người ấy thôi yêu cầu.").text
    assert identity_seen(real_desk, code, "operator")["name"] == "Nguyễn Thị Hoa"
    assert identity_seen(real_desk, code, "kh_admin") is None
    again = real_desk.posts(f"/personal-data-requests/{number}/lifting", "operator", words="Lần nữa.")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/request-not-restricted")


def test_a_restricted_identity_stays_so_in_the_case_that_goes_on_with_the_first(real_desk: RealDesk) -> None:
    code, headers = real_desk.filed(), real_desk.headers("operator")
    number = asks(real_desk, kind="restrict", code=code).json()["number"]
    done = real_desk.client.post(f"{API}/{number}/completion", json={"words": "Đã hạn chế."}, headers=headers)
    assert done.status_code == 200, done.text
    later, (began, *others) = filed("KH-2026-900001")
    assert isinstance(began, Filed)
    later, events = replace(later, continues=code), (replace(began, continues=code), *others)
    real_desk.record.intake.take_in(submission(), later, events, by=REPORTER, act_id=new_id())
    assert identity_seen(real_desk, later.code, "operator") is None
    assert real_desk.posts(f"/personal-data-requests/{number}/lifting", "operator", words="Thôi.").status_code == 200
    assert identity_seen(real_desk, later.code, "operator")["name"] == "Nguyễn Thị Ánh"
