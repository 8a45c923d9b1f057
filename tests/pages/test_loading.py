"""An admin takes over many entries of an office from one table, whole or not at all."""

from __future__ import annotations

import io

import openpyxl
import pytest

from procedures import provinces
from tests.support.backlog import as_csv
from tests.support.fronts.real_desk import KH, RealDesk
from tests.support.pages.citizen import fills_in
from tests.support.pages.walker import Walker

pytestmark = pytest.mark.slow

PAGE = "/quan-tri/nhap-bo-may"
WARDS = "/quan-tri/nap-xa-phuong"
ONE = {"Mã": "so-y-te", "Tên": "Sở Y tế", "Ký hiệu văn bản": "SYT"}
TWO = {"Mã": "so-cong-thuong", "Tên": "Sở Công Thương", "Ký hiệu văn bản": "SCT"}


def sent(content: bytes) -> list[tuple[str, tuple[str, bytes, str]]]:
    return [("file", ("bang.csv", content, "text/csv"))]


def test_a_table_is_kept_whole_or_not_at_all_and_sent_again_changes_nothing(real_desk: RealDesk) -> None:
    admin = Walker(real_desk)
    admin.signs_in("kh_admin")
    book = openpyxl.load_workbook(io.BytesIO(admin.opens(f"{PAGE}/mau.xlsx?bang=phan-phoi").content))
    assert book.sheetnames == ["Quy tắc phân phối", "Hướng dẫn", "Danh mục"]

    def agencies() -> set[str]:
        return {each.id for each in real_desk.record.offices.agencies(KH)}

    before = agencies()
    admin.opens(PAGE)
    faulty = admin.sends(PAGE, files=sent(as_csv(ONE, TWO | {"Mã": "Sở Công Thương"})))
    assert (faulty.status_code, "Tệp có 1 lỗi nên chưa ghi gì" in faulty.text) == (422, True)
    assert agencies() == before
    kept = admin.sends(PAGE, files=sent(as_csv(ONE, TWO)))
    assert "Đã thêm 2 mục, sửa 0 mục; 0 mục giữ nguyên." in kept.text
    assert agencies() == before | {"so-y-te", "so-cong-thuong"}
    again = admin.sends(PAGE, files=sent(as_csv(ONE, TWO | {"Tên": "Sở Công thương"})))
    assert "Đã thêm 0 mục, sửa 1 mục; 1 mục giữ nguyên." in again.text
    changes = real_desk.record.offices.changes(KH, None, 10)
    assert [each.subject_id for each in changes if each.by_username == "kh_admin"] == [
        "so-cong-thuong",
        "so-cong-thuong",
        "so-y-te",
    ]
    nothing = admin.sends(PAGE, bang="gi-do")
    assert (nothing.status_code, "Không có bảng này" in nothing.text) == (422, True)


def test_the_wards_of_a_province_are_loaded_in_one_step_and_old_addresses_find_them(real_desk: RealDesk) -> None:
    admin = Walker(real_desk)
    admin.signs_in("kh_admin")
    real_desk.record.offices.load(next(each for each in provinces().offices if each.authority == KH), at=real_desk.now)
    assert "Không có tỉnh, thành phố này" in admin.opens(f"{WARDS}?tinh=99").text
    ahead = admin.opens(f"{WARDS}?tinh=56").text
    assert "Phường Bắc Nha Trang" in ahead
    assert "Quy tắc phân phối không còn áp dụng" in ahead
    loaded = admin.sends(WARDS, tinh="56")
    assert "Đã nạp." in loaded.text
    assert "không có gì đổi" in loaded.text
    places = {each.id: each for each in real_desk.record.offices.places(KH)}
    assert places["nha-trang-22366"].in_use
    assert (places["loc-tho"].in_use, places["loc-tho"].succeeded_by) == (False, ("nha-trang-22366",))
    found = real_desk.client.get(f"/api/v1/procedures/{KH}/places", params={"address": "P. Lộc Thọ, Nha Trang"}).json()
    assert [each["code"] for each in found["items"]] == ["22366"]
    citizen = Walker(real_desk)
    reviewed = fills_in(citizen, place="12 Trần Phú, phường Lộc Thọ")
    assert "12 Trần Phú, phường Lộc Thọ, Phường Nha Trang" in reviewed.text
    abolished = fills_in(citizen, place_id="khanh-son")
    assert "Đơn vị này nay thuộc nhiều đơn vị" in abolished.text
