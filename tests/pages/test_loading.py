"""An admin takes over many entries of an office from one table, whole or not at all."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.support.backlog import as_csv
from tests.support.fronts.real_desk import KH, RealDesk
from tests.support.pages.walker import Walker

pytestmark = pytest.mark.slow

PAGE = "/quan-tri/nhap-bo-may"
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
