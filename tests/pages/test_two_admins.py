"""Two admins edit one thing at once: the second is told what the first changed, and loses nothing of what they typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from api.pages.common.rendering import TEMPLATES
from tests.support.fronts.desk import KH
from tests.support.fronts.real_desk import RealDesk
from tests.support.pages.walker import Walker

OFFICE = f"/quan-tri/dia-phuong/{KH}"

EDITS: dict[str, tuple[Callable[[RealDesk], str], str, str, str]] = {
    "account": (lambda desk: f"/quan-tri/tai-khoan/{desk.accounts['officer'].id}", "display_name", "Bình", "An"),
    "agency": (lambda _: f"{OFFICE}/co-quan/muc/so-gtvt", "name", "Sở Xây dựng", "Sở Giao thông"),
    "place": (lambda _: f"{OFFICE}/dia-ban/muc/nha-trang", "name", "Nha Trang mới", "TP. Nha Trang"),
    "routing rule": (lambda desk: f"{OFFICE}/phan-phoi/muc/{a_rule(desk)}", "source", "Điều 7", "Điều 8"),
}
"""Forms that edit: where each is, the field that both change, what the first writes and what the second."""

WITHOUT_VERSION = {
    "/quan-tri/tai-khoan/them": "adds: a username is taken once",
    "/quan-tri/tai-khoan/{{ account.id }}/mat-khau": "replaces a password by a random one, whatever it was",
    "/quan-tri/tai-khoan/{{ account.id }}/mo-khoa": "unlocks what is locked, and nothing else",
    "/quan-tri/tai-khoan/{{ account.id }}/hai-lop": "takes off what is there, and nothing else",
    "/quan-tri/tin": "sends a message again; one that was sent meanwhile is refused",
    "/quan-tri/doi-chieu": "settles a frozen case by a named choice; one that is settled is not frozen any more",
    "/quan-tri/lich/thu-hoi/xem-truoc": "shows, and saves nothing",
    "/quan-tri/lich/xem-truoc": "shows, and saves nothing",
    "/quan-tri/nhap-ho-so": "uploads a file, and saves no case",
    "/quan-tri/nhap-ho-so/{{ about.id }}": "starts the import of this one file, once",
    "/quan-tri/nhap-bo-may": "takes over whole entries of a table, tells how many it changed, and each change is on record",
    "/quan-tri/ke-thua": "adds: what hangs on the agency is confirmed, and two successions of one agency are refused",
    "/quan-tri/ke-thua/rut": "withdraws what lies ahead, and nothing else",
    "/quan-tri/ket-noi/them": "adds, under an id that the system makes",
    "/quan-tri/ket-noi/{{ machine.id }}/khoa": "adds a secret; a third one is refused",
    "/quan-tri/ket-noi/{{ machine.id }}/bo-khoa": "drops a secret; the only one stays, and one that was dropped is unknown",
    "/quan-tri/ket-noi/{{ machine.id }}/thu-hoi": "revokes, and nothing else",
    "/quan-tri/bo-may-moi": "takes a whole office as it was shown, and each change is on record",
    "/quan-tri/nap-xa-phuong": "takes over the official list as it was shown, and each change is on record",
    "/quan-tri/nhap-tai-khoan": "adds: a username is taken once, and what is there stays as it is",
    "/quan-tri/sap-xep": "adds: what changes is confirmed, and two plans that change the text on one day are refused",
    "/quan-tri/sap-xep/rut": "withdraws what lies ahead, and nothing else",
}
"""Forms of admins that edit nothing that is there, by address, and why two of them at once do no harm."""


def a_rule(desk: RealDesk) -> str:
    return desk.record.offices.routing_rules(KH)[0].id


def admin(desk: RealDesk, name: str) -> Walker:
    walker = Walker(desk)
    walker.signs_in(name)
    return walker


@pytest.mark.parametrize("what", EDITS)
def test_the_second_is_told_both_values_and_saves_knowingly(real_desk: RealDesk, what: str) -> None:
    place, field, first_writes, second_writes = EDITS[what]
    address = place(real_desk)
    first, second = admin(real_desk, "kh_admin"), admin(real_desk, "admin")
    first.opens(address)
    second.opens(address)
    assert first.sends(address, **{field: first_writes}).status_code == 200
    told = second.sends(address, **{field: second_writes})
    assert told.status_code == 412
    assert "người khác đã đổi cùng mục" in told.text
    table = re.search(r'id="khac-nhau".*?</table>', told.text, re.DOTALL)
    assert table is not None
    assert first_writes in table[0]
    assert second_writes in table[0]
    assert f'value="{second_writes}"' in told.text, "what was typed is still in the form"
    assert second.sends(address).status_code == 200
    assert f'value="{second_writes}"' in first.opens(address).text


def test_a_wrong_field_does_not_make_one_forget_what_was_seen(real_desk: RealDesk) -> None:
    address = f"{OFFICE}/co-quan/muc/so-gtvt"
    first, second = admin(real_desk, "kh_admin"), admin(real_desk, "admin")
    second.opens(address)
    first.opens(address)
    first.sends(address, name="Sở Xây dựng")
    assert second.sends(address, name="Sở Giao thông", own_limit="mười ngày").status_code == 422
    assert second.sends(address, own_limit="").status_code == 412


def test_two_admins_who_add_one_id_at_once_do_not_overwrite_each_other(real_desk: RealDesk) -> None:
    first, second = admin(real_desk, "kh_admin"), admin(real_desk, "admin")
    typed = {"id": "doi-quan-ly", "name": "Đội quản lý trật tự"}
    for walker in (first, second):
        walker.opens(f"{OFFICE}/co-quan/them")
    assert first.sends(f"{OFFICE}/co-quan/them", **typed).status_code == 200
    again = second.sends(f"{OFFICE}/co-quan/them", **typed | {"name": "Tên khác"})
    assert again.status_code in (412, 422)
    [kept] = [each for each in real_desk.record.offices.agencies(KH) if each.id == "doi-quan-ly"]
    assert kept.name == "Đội quản lý trật tự"


def test_over_the_api_an_older_version_is_refused_and_none_is_taken(real_desk: RealDesk) -> None:
    path, body = f"/api/v1/admin/{KH}/agencies/so-gtvt", {"name": "Sở Xây dựng"}
    headers = real_desk.headers("admin")
    [seen] = [
        each["version"]
        for each in real_desk.gets(f"/admin/{KH}/agencies", "admin").json()["items"]
        if each["id"] == "so-gtvt"
    ]
    changed = real_desk.client.put(path, json=body, headers=headers | {"If-Match": f'"{seen}"'})
    assert changed.status_code == 200
    assert changed.headers["ETag"] == f'"{changed.json()["version"]}"' != f'"{seen}"'
    late = real_desk.client.put(path, json={"name": "Sở khác"}, headers=headers | {"If-Match": f'"{seen}"'})
    assert (late.status_code, late.json()["type"]) == (412, "/problems/changed-meanwhile")
    assert real_desk.client.put(path, json=body, headers=headers).status_code == 200


def test_every_form_of_an_admin_carries_the_version_that_it_shows() -> None:
    left = [
        f"{path.name}: {action}"
        for path in sorted(Path(TEMPLATES, "admin").glob("*.j2"))
        for action, body in re.findall(
            r'<form method="post" action="([^"]+)"[^>]*>(.*?)</form>', path.read_text(), re.S
        )
        if "forms.version(" not in body and action not in WITHOUT_VERSION
    ]
    assert left == []


def test_a_preview_of_the_calendar_that_another_decision_made_stale_is_shown_anew(real_desk: RealDesk) -> None:
    first, second = admin(real_desk, "admin"), admin(real_desk, "admin")
    for walker, number, day in ((first, "1/QĐ", "2027-03-01"), (second, "2/QĐ", "2027-03-02")):
        walker.opens("/quan-tri/lich")
        shown = walker.sends("/quan-tri/lich/xem-truoc", number=number, source="Quyết định", **the_day(day))
        assert "Chưa lưu gì." in shown.text, shown.text
    assert first.sends("/quan-tri/lich").url.path.startswith("/quan-tri/lich/lan/")
    stale = second.sends("/quan-tri/lich")
    assert stale.status_code == 412
    assert "người khác đã đổi lịch làm việc (1/QĐ)" in stale.text
    assert second.sends("/quan-tri/lich").url.path.startswith("/quan-tri/lich/lan/")
    acts = {each.act for each in real_desk.record.calendar.book().decisions}
    assert {"1/QĐ", "2/QĐ"} <= acts


def the_day(day: str) -> dict[str, str]:
    return {"days.0.off": day, "days.0.why": "Nghỉ theo quyết định"}
