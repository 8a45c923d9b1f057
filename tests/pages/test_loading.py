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
LATER = "/quan-tri/bo-may-moi"
ACCOUNTS = "/quan-tri/nhap-tai-khoan"
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


def test_accounts_are_added_whole_with_passwords_that_are_given_once_and_changed_at_once(real_desk: RealDesk) -> None:
    admin = Walker(real_desk)
    admin.signs_in("kh_admin")
    agency = next(each for each in real_desk.record.offices.agencies(KH) if each.in_use)
    book = openpyxl.load_workbook(io.BytesIO(admin.opens(f"{ACCOUNTS}/mau.xlsx").content))
    assert book.sheetnames == ["Tài khoản", "Hướng dẫn", "Danh mục"]
    row = {"Tên đăng nhập": "nguoi.mot", "Họ tên": "Trần Một", "Vai trò": "cán bộ chuyên môn", "Cơ quan": agency.name}
    two = row | {"Tên đăng nhập": "nguoi.hai", "Họ tên": "Lê Hai", "Điện thoại": "0905 123 456"}
    admin.opens(ACCOUNTS)
    faulty = admin.sends(ACCOUNTS, files=sent(as_csv(row, two | {"Cơ quan": ""})))
    assert (faulty.status_code, "Vai trò này thuộc một cơ quan xử lý" in faulty.text) == (422, True)
    assert real_desk.record.accounts.with_hashes(["nguoi.mot"]) == ()
    given = admin.sends(ACCOUNTS, files=sent(as_csv(row, two)))
    assert given.headers["cache-control"] == "no-store"
    sheet = openpyxl.load_workbook(io.BytesIO(given.content)).active
    rows = [line for line in sheet.iter_rows(values_only=True) if line[0] in ("nguoi.mot", "nguoi.hai")]
    assert [line[:4] for line in rows] == [
        ("nguoi.mot", "Trần Một", "cán bộ chuyên môn", agency.name),
        ("nguoi.hai", "Lê Hai", "cán bộ chuyên môn", agency.name),
    ]
    newcomer = Walker(real_desk)
    assert newcomer.signs_in("nguoi.mot", str(rows[0][4])).url.path == "/tai-khoan/mat-khau"
    admin.opens(ACCOUNTS)
    again = admin.sends(ACCOUNTS, files=sent(as_csv(row, two)))
    assert "Không có tài khoản nào mới; 2 tài khoản đã có, giữ nguyên." in again.text
    other = admin.sends(ACCOUNTS, files=sent(as_csv(two | {"Họ tên": "Lê Ba"}, row | {"Tên đăng nhập": "dn_admin"})))
    assert "Đã có tài khoản mang tên này mà khác dòng này" in other.text
    changes = real_desk.record.offices.changes(KH, None, 10)
    assert [each.by_username for each in changes if each.subject.value == "account"] == ["kh_admin", "kh_admin"]
    assert not any(str(rows[0][4]) in str(each) for each in changes)


def test_the_office_of_a_later_day_is_looked_at_then_taken_and_taken_again_changes_nothing(real_desk: RealDesk) -> None:
    admin = Walker(real_desk)
    admin.signs_in("kh_admin")
    real_desk.record.offices.load(next(each for each in provinces().offices if each.authority == KH), at=real_desk.now)
    assert "01/07/2025" in admin.opens(LATER).text
    assert "hãy nhập kế thừa cho" in admin.opens(f"{LATER}?ngay=2025-07-01").text
    assert real_desk.record.offices.places(KH)[0].in_use
    for wrong in ("2020-01-01", "hôm nay"):
        assert admin.opens(f"{LATER}?ngay={wrong}").status_code == 422
    admin.opens(f"{LATER}?ngay=2025-07-01")
    taken = admin.sends(LATER)
    assert "Đã dùng bộ máy này." in taken.text
    assert "không có gì đổi" in taken.text
    names = {each.name for each in real_desk.record.offices.agencies(KH) if each.in_use}
    assert "UBND phường Nha Trang" in names
