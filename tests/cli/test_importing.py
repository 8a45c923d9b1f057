"""`hientruong import` checks a file, shows what it would bring, and imports it for an admin."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from api.web.offices import routed
from cli import main
from domain.words import Role
from procedures import provinces
from records.record import Record
from tests.support.backlog import ANSWERED, SENT, as_csv
from tests.support.cli import NOWHERE, type_in


def typed(database_url: str, file: Path, *arguments: str) -> Result:
    env = NOWHERE | {"DATABASE_URL": database_url, "COLUMNS": "200", "NO_COLOR": "1"}
    return CliRunner().invoke(main, ["import", str(file), *arguments], env=env)


@pytest.mark.slow
def test_a_file_is_checked_then_shown_then_imported_once(engine: Engine, database_url: str, tmp_path: Path) -> None:
    record = Record(engine)
    record.offices.load(next(each for each in provinces().offices if each.authority == "dien-bien"), at=record.now())
    for username, authority in (("quantri", "dien-bien"), ("khac", "khanh-hoa")):
        record.accounts.add(
            username=username,
            role=Role.ADMIN,
            authority=authority,
            agency=None,
            display_name="Quản trị",
            password_hash="none",
        )
    file = tmp_path / "so-cu.csv"
    file.write_bytes(as_csv(SENT, ANSWERED | {"Mã ở hệ thống cũ": "PA-2", "Tình trạng": "xong"}))
    faulty = typed(database_url, file, "--as", "quantri")
    assert faulty.exit_code == 1
    assert "1 lỗi; chưa ghi gì" in faulty.stdout
    assert "Tình trạng" in faulty.stdout
    file.write_bytes(as_csv(SENT, ANSWERED | {"Mã ở hệ thống cũ": "PA-2"}))
    shown = typed(database_url, file, "--as", "quantri", "--check")
    assert (shown.exit_code, "2 hồ sơ mới: 1 đang mở, 1 đã xong" in shown.stdout) == (0, True)
    assert "1 hồ sơ quá hạn ngay khi nhập" in shown.stdout
    assert "Giải quyết: 1 hồ sơ (Công văn 4/2024, Mục 2" in shown.stdout
    assert record.audits.codes("", 10) == ()
    done = typed(database_url, file, "--as", "quantri")
    assert (done.exit_code, "Đã nhập 2 hồ sơ" in done.stdout) == (0, True), done.output
    again = typed(database_url, file, "--as", "quantri")
    assert "Đã nhập 0 hồ sơ; 2 đã có từ trước" in again.stdout
    assert len(record.audits.codes("", 10)) == 2
    for arguments, sentence in (
        (("--as", "ai"), "Không có quản trị ai nào"),
        (("--as", "khac", "--of", "dien-bien"), "là quản trị của khanh-hoa"),
        (("--as", "quantri", "--of", "ha-noi"), "Hãy nêu địa phương bằng --of"),
    ):
        refused = typed(database_url, file, *arguments)
        assert (refused.exit_code, sentence in refused.stderr) == (1, True), refused.output
    file.write_bytes(b"PK\x03\x04")
    assert "tệp nén hỏng" in typed(database_url, file, "--as", "quantri").stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("/nowhere.csv", "--as", "quantri"), "Không đọc được /nowhere.csv"),
        ((__file__, "--as", "quantri"), "Không có hệ thống nào đang chạy trong /nowhere"),
    ],
)
def test_what_cannot_be_imported_is_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    refused = type_in("import", *arguments)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert sentence in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.slow
def test_a_table_of_agencies_is_taken_over_from_the_command_line(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    record = Record(engine)
    record.accounts.add(
        username="quantri", role=Role.ADMIN, authority=None, agency=None, display_name="Q", password_hash="none"
    )
    file = tmp_path / "co-quan.csv"
    file.write_bytes(as_csv({"Mã": "so-y-te", "Tên": "Sở Y tế"}))
    env = NOWHERE | {"DATABASE_URL": database_url, "COLUMNS": "200", "NO_COLOR": "1"}

    def taken(*arguments: str) -> Result:
        typed = ["office", "import", "co-quan", str(file), "--as", "quantri", *arguments]
        return CliRunner().invoke(main, typed, env=env)

    assert "Hãy nêu địa phương bằng --of" in taken().stderr
    assert "Sẽ thêm 1 mục" in taken("--of", "dien-bien", "--check").stdout
    assert "Đã thêm 1 mục, sửa 0 mục; 0 mục giữ nguyên." in taken("--of", "dien-bien").stdout
    assert "Đã thêm 0 mục, sửa 0 mục; 1 mục giữ nguyên." in taken("--of", "dien-bien").stdout
    assert [each.name for each in record.offices.agencies("dien-bien")] == ["Sở Y tế"]
    file.write_bytes(as_csv({"Mã": "Y tế", "Tên": "Sở Y tế"}))
    refused = taken("--of", "dien-bien")
    assert (refused.exit_code, "1 lỗi; chưa ghi gì" in refused.stdout) == (1, True)


@pytest.mark.slow
def test_the_wards_of_a_province_are_loaded_from_the_command_line(engine: Engine, database_url: str) -> None:
    record = Record(engine)
    record.offices.load(next(each for each in provinces().offices if each.authority == "lai-chau"), at=record.now())
    record.accounts.add(
        username="quantri", role=Role.ADMIN, authority="lai-chau", agency=None, display_name="Q", password_hash="none"
    )
    env = NOWHERE | {"DATABASE_URL": database_url, "COLUMNS": "200", "NO_COLOR": "1"}

    def loaded(province: str, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["office", "wards", province, "--as", "quantri", *arguments], env=env)

    assert "Không có tỉnh, thành phố này" in loaded("Bình Định").stderr
    assert "Tỉnh Lai Châu: Sẽ thêm 38 xã, phường, cập nhật 0; 8 đơn vị cũ" in loaded("Lai Châu", "--check").stdout
    done = loaded("12")
    assert (done.exit_code, "Đã thêm 38 xã, phường" in done.stdout) == (0, True), done.output
    assert "Quy tắc phân phối không còn áp dụng: trat-tu-" in done.stdout
    assert "Đã thêm 0 xã, phường, cập nhật 0; 0 đơn vị cũ" in loaded("12").stdout


@pytest.mark.slow
def test_the_office_of_a_later_day_takes_the_place_of_that_of_the_text(engine: Engine, database_url: str) -> None:
    record = Record(engine)
    record.offices.load(next(each for each in provinces().offices if each.authority == "khanh-hoa"), at=record.now())
    for username, role, agency in (("quantri", Role.ADMIN, None), ("canbo", Role.AGENCY_OFFICER, "so-gtvt")):
        record.accounts.add(
            username=username, role=role, authority="khanh-hoa", agency=agency, display_name="Q", password_hash="none"
        )
    env = NOWHERE | {"DATABASE_URL": database_url, "COLUMNS": "200", "NO_COLOR": "1"}

    def loaded(as_of: str, *arguments: str) -> Result:
        typed = ["office", "load", "--as", "quantri", "--as-of", as_of, *arguments]
        return CliRunner().invoke(main, typed, env=env)

    assert "Không có bộ máy nào của địa phương từ ngày ấy" in loaded("2025-06-30").stderr
    assert "chưa ghi gì" in loaded("2026-01-01", "--check").stdout
    assert routed(record.offices, "khanh-hoa", "giao-thong", "loc-tho").agency == "ubnd-nha-trang"
    done = loaded("2026-01-01")
    assert done.exit_code == 0, done.output
    assert "Xã, phường: thêm 65, cập nhật 0, đơn vị cũ thôi dùng 36" in done.stdout
    assert "hãy nhập kế thừa ở /quan-tri/ke-thua cho: Sở Giao thông vận tải." in done.stdout
    # A case of before, at a ward that was abolished, goes where the work is now.
    assert routed(record.offices, "khanh-hoa", "giao-thong", "loc-tho").agency == "so-xay-dung"
    assert routed(record.offices, "khanh-hoa", "khac", "loc-tho").agency == "ubnd-nha-trang-22366"
    in_use = {each.id for each in record.offices.agencies("khanh-hoa") if each.in_use}
    assert {"so-gtvt", "so-nnmt", "dien-luc"} <= in_use
    assert not {"ubnd-nha-trang", "so-tnmt"} & in_use
    again = loaded("2025-07-01").stdout
    assert "Cơ quan: thêm, sửa 0, thôi dùng 0. Xã, phường: thêm 0, cập nhật 0, đơn vị cũ thôi dùng 0." in again
    assert "Quy tắc phân phối: thêm, sửa 0, hết áp dụng 0." in again


@pytest.mark.slow
def test_accounts_are_added_from_the_command_line_with_their_passwords_in_a_file_of_ones_own(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    record = Record(engine)
    record.accounts.add(
        username="quantri", role=Role.ADMIN, authority="lai-chau", agency=None, display_name="Q", password_hash="none"
    )
    file, passwords = tmp_path / "can-bo.csv", tmp_path / "mat-khau.xlsx"
    file.write_bytes(as_csv({"Tên đăng nhập": "truc.ban", "Họ tên": "Trần Trực", "Vai trò": "cán bộ trung tâm"}))
    env = NOWHERE | {"DATABASE_URL": database_url, "COLUMNS": "200", "NO_COLOR": "1"}

    def added(*arguments: str) -> Result:
        typed = ["office", "accounts", str(file), "--as", "quantri", *arguments]
        return CliRunner().invoke(main, typed, env=env)

    assert "Hãy nêu tệp sẽ ghi mật khẩu" in added().stderr
    assert "Sẽ thêm 1 tài khoản" in added("--check").stdout
    done = added("--passwords", str(passwords))
    assert (done.exit_code, "Đã thêm 1 tài khoản; 0 đã có" in done.stdout) == (0, True), done.output
    assert passwords.stat().st_mode & 0o777 == 0o600
    [(account, _)] = record.accounts.with_hashes(["truc.ban"])
    assert (account.role, account.authority, account.provisional) == (Role.CENTRE_OPERATOR, "lai-chau", True)
    assert "Không mở được" in added("--passwords", str(passwords)).stderr
    other = tmp_path / "nua.xlsx"
    assert "Đã thêm 0 tài khoản; 1 đã có, giữ nguyên." in added("--passwords", str(other)).stdout
    assert not other.exists()
