"""An admin brings over the cases of another system on pages: template, faults, preview, import."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from api.backlog.running import go_on
from tests.support.backlog import as_csv
from tests.support.fronts.real_desk import KH, RealDesk
from tests.support.pages.walker import Walker

pytestmark = pytest.mark.slow

PAGE = "/quan-tri/nhap-ho-so"
ROW = {
    "Mã ở hệ thống cũ": "PA-1",
    "Ngày giờ nhận": "02/11/2026 08:00",
    "Lĩnh vực": "giao-thong",
    "Nội dung": "Ổ gà sâu giữa đường.",
    "Tình trạng": "Đang xử lý",
    "Cơ quan xử lý": "so-gtvt",
    "Họ tên người gửi": "Nguyễn Thị Mẫu",
}


def test_a_file_is_checked_shown_started_and_told_until_its_end(real_desk: RealDesk) -> None:
    admin = Walker(real_desk)
    admin.signs_in("kh_admin")
    book = openpyxl.load_workbook(io.BytesIO(admin.opens(f"{PAGE}/mau.xlsx").content))
    assert book.sheetnames == ["Hồ sơ", "Hướng dẫn", "Danh mục"]
    admin.opens(PAGE)
    nothing = admin.sends(PAGE)
    assert (nothing.status_code, "Hãy chọn một tệp hồ sơ" in nothing.text) == (422, True)
    faulty = admin.sends(PAGE, files=[("file", ("so.csv", as_csv(ROW | {"Tình trạng": "xong"}), "text/csv"))])
    assert faulty.status_code == 422
    assert "Tệp có 1 lỗi nên chưa ghi gì" in faulty.text
    assert "Không có “xong”" in faulty.text
    broken = admin.sends(PAGE, files=[("file", ("so.xlsx", b"PK\x03\x04", "application/zip"))])
    assert (broken.status_code, "tệp nén hỏng" in broken.text) == (422, True)
    shown = admin.sends(PAGE, files=[("file", ("so.csv", as_csv(ROW), "text/csv"))])
    assert shown.status_code == 200
    assert "Nhập 1 hồ sơ" in shown.text
    assert "Nguyễn Thị Mẫu" not in shown.text
    assert real_desk.record.audits.codes("", 10) == ()
    started = admin.sends(shown.url.path)
    assert "0 trên 1 hồ sơ" in started.text
    assert go_on(real_desk.record, real_desk.clock)
    ended = admin.opens(shown.url.path)
    assert "Đã nhập xong" in ended.text
    [code] = real_desk.record.audits.codes("", 10)
    assert admin.opens(f"{PAGE}?dia-phuong={KH}").text.count("so.csv") == 1
    operator = Walker(real_desk)
    operator.signs_in("operator")
    case = operator.opens(f"/can-bo/ho-so/{code}").text
    assert "mã PA-1, nhập lúc" in case
    assert "ở hệ thống cũ" in case
    assert "ghi khi nhập hồ sơ" in case


def test_a_program_imports_a_file_and_staff_find_the_case_by_its_old_code(real_desk: RealDesk) -> None:
    client, admin, api = real_desk.client, real_desk.headers("kh_admin"), f"/api/v1/admin/{KH}/imports"

    def sent(row: dict[str, str]) -> dict[str, Any]:
        answer = client.post(api, headers=admin, files={"file": ("so.csv", as_csv(row), "text/csv")})
        assert answer.status_code == 200, answer.text
        return answer.json()

    faulty = sent(ROW | {"Tình trạng": "xong"})
    assert (faulty["id"], faulty["preview"], faulty["faults"][0]["column"]) == (None, None, "Tình trạng")
    checked = sent(ROW)
    assert (checked["faults"], checked["preview"]["new"], checked["preview"]["total"]) == ([], 1, 1)
    assert real_desk.record.audits.codes("", 10) == ()
    started = client.post(f"{api}/{checked['id']}/start", headers=admin).json()
    assert (started["done"], started["finished_at"]) == (0, None)
    assert go_on(real_desk.record, real_desk.clock)
    ended = client.get(f"{api}/{checked['id']}", headers=admin).json()
    assert (ended["done"], ended["added"], ended["stopped"]) == (1, 1, None)
    assert [each["id"] for each in client.get(api, headers=admin).json()["items"]] == [checked["id"]]
    assert sent(ROW)["preview"]["again"] == 1
    [code] = real_desk.record.audits.codes("", 10)
    for text, found in (("PA-1", [code]), ("PA-2", [])):
        listed = client.get("/api/v1/complaints", params={"text": text}, headers=real_desk.headers("operator")).json()
        assert [each["code"] for each in listed["items"]] == found
