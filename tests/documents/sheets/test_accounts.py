"""The rows of a table of accounts are accounts, or faults by row and column that say what to write instead."""

from __future__ import annotations

import pytest

from documents.sheets.accounts import MOST_ACCOUNTS, AccountRow, columns_for, read_accounts
from documents.sheets.faults import Fault
from documents.sheets.reading import read_sheet
from domain.offices.office import Agency
from domain.words import Role
from tests.support.backlog import as_csv, as_xlsx

AGENCIES = (Agency("sxd", "dien-bien", "Sở Xây dựng"), Agency("cu", "dien-bien", "Sở Cũ", active=False))
OFFICER = {
    "Tên đăng nhập": "binh.sxd",
    "Họ tên": "Trần Văn Bình",
    "Vai trò": "cán bộ chuyên môn",
    "Cơ quan": "Sở Xây dựng",
    "Thư điện tử": "binh@vidu.vn",
    "Điện thoại": "+84 905 765 432",
}


def read(*rows: dict[str, str]) -> tuple[tuple[AccountRow, ...], tuple[Fault, ...]]:
    return read_accounts(read_sheet(as_csv(*rows)), AGENCIES)


def test_a_row_is_an_account() -> None:
    assert read(OFFICER) == (
        (AccountRow(2, "binh.sxd", "Trần Văn Bình", Role.AGENCY_OFFICER, "sxd", "binh@vidu.vn", "0905765432"),),
        (),
    )


def test_a_zero_that_a_spreadsheet_took_from_a_telephone_number_is_put_back() -> None:
    [row], faults = read_accounts(read_sheet(as_xlsx(OFFICER | {"Điện thoại": 905765432})), AGENCIES)
    assert (row.phone, faults) == ("0905765432", ())


@pytest.mark.parametrize(
    ("changed", "column", "sentence"),
    [
        ({"Tên đăng nhập": "Bình"}, "Tên đăng nhập", "chữ thường không dấu"),
        ({"Tên đăng nhập": ""}, "Tên đăng nhập", "Còn trống"),
        ({"Họ tên": ""}, "Họ tên", "Còn trống"),
        ({"Vai trò": "người gửi"}, "Vai trò", "Không có “người gửi”"),
        ({"Cơ quan": ""}, "Cơ quan", "thuộc một cơ quan xử lý"),
        ({"Cơ quan": "Sở Cũ"}, "Cơ quan", "Không có “Sở Cũ”"),
        ({"Vai trò": "quản trị hệ thống"}, "Cơ quan", "không thuộc cơ quan xử lý nào"),
        ({"Thư điện tử": "binh"}, "Thư điện tử", "Không phải địa chỉ"),
        ({"Điện thoại": "0123"}, "Điện thoại", "Không phải số di động"),
    ],
)
def test_a_fault_is_told_by_row_and_column(changed: dict[str, str], column: str, sentence: str) -> None:
    rows, faults = read(OFFICER | changed)
    assert (rows, [(each.row, each.column) for each in faults]) == ((), [(2, column)])
    assert sentence in faults[0].sentence


def test_a_username_stands_once_and_a_table_is_not_too_long() -> None:
    _, [twice] = read(OFFICER, OFFICER)
    assert (twice.row, "Trùng với dòng 2" in twice.sentence) == (3, True)
    many = [OFFICER | {"Tên đăng nhập": f"nguoi-{number}"} for number in range(MOST_ACCOUNTS + 1)]
    assert "nhiều nhất 200 tài khoản" in read(*many)[1][0].sentence


def test_who_a_person_is_stays_out_of_logs() -> None:
    assert "0905765432" not in repr(read(OFFICER)[0])


def test_the_template_offers_every_role_of_staff_and_the_agencies_in_use() -> None:
    offered = {each.heading: each.offers for each in columns_for(AGENCIES)}
    assert offered["Cơ quan"] == ("Sở Xây dựng",)
    assert len(offered["Vai trò"]) == len(Role) - 1
