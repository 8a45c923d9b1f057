"""Tests the content that a file of an office may have, and the faults of other content."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import main
from domain.words import Role
from procedures import ProvinceFault, all_procedures, provinces
from procedures.loading import SHIPPED
from procedures.offices import read_office

KHANH_HOA = SHIPPED / "khanh-hoa" / "office.toml"
BINH_DINH = SHIPPED / "binh-dinh" / "office.toml"


def faults_of(*changes: tuple[str, str], file: Path = KHANH_HOA) -> list[tuple[str, str]]:
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text, f"the shipped file no longer says {old!r}"
        text = text.replace(old, new, 1)
    try:
        read_office(text, all_procedures(), file="tinh-moi.toml")
    except ProvinceFault as fault:
        return [(each.key, each.reason) for each in fault.faults]
    return []


def test_the_shipped_offices_are_sound_and_have_somebody_in_every_role() -> None:
    for office in provinces().offices:
        assert {post.role for post in office.staff} >= {Role.CENTRE_OPERATOR, Role.AGENCY_OFFICER, Role.ADMIN}
    assert faults_of() == []


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('authority = "khanh-hoa"', 'authority = "sao-hoa"', "authority", "không có quy trình “sao-hoa”"),
        ('authority = "khanh-hoa"', "", "authority", "thiếu khóa này"),
        ('authority = "khanh-hoa"', 'authority = "khanh-hoa"\nsurprise = 1', "surprise", "không có khóa nào"),
        ('authority = "khanh-hoa"', 'authority = "khanh-hoa"\nauthority = "x"', "dòng 24, cột 16", "đã được khai báo"),
        ('{ id = "so-tnmt"', '{ id = "so-gtvt"', "agencies[so-gtvt]", "khai báo 2 lần"),
        ('{ id = "so-tnmt"', '{ id = "Sở"', "agencies[Sở].id", "không viết đúng cách"),
        ('"Sở Giao thông vận tải"', '" "', "agencies[so-gtvt].name", "không được để trống"),
        ('{ id = "cam-ranh"', '{ id = "nha-trang"', "places[nha-trang]", "khai báo 2 lần"),
        ('kind = "district", latitude = 12.2388', 'kind = "city"', "places[nha-trang].kind", "không phải một trong"),
        ("latitude = 12.2388, ", "", "places[nha-trang]", "cả vĩ độ (latitude) và kinh độ"),
        ("latitude = 12.2388", "latitude = 109.2388", "places[nha-trang]", "không nằm trong lãnh thổ"),
        ("latitude = 12.2388", 'latitude = "bắc"', "places[nha-trang].latitude", "phải là một số"),
        ('parent = "nha-trang"', 'parent = "nha-trong"', "places[loc-tho].parent", "không có đơn vị “nha-trong”"),
        ('parent = "nha-trang"', 'parent = "ngoc-hiep"', "places[loc-tho].parent", "chỉ cấp xã"),
        (
            'name = "Huyện Vạn Ninh", kind = "district"',
            'name = "Huyện Vạn Ninh", kind = "district", parent = "nha-trang"',
            "places[van-ninh].parent",
            "chỉ cấp xã",
        ),
        ('agency = "dien-luc", source', 'agency = "dien", source', "routing[dien].agency", "không có cơ quan “dien”"),
        ('field = "su-co-dien"', 'field = "su-co"', "routing[dien].field", "không có lĩnh vực “su-co”"),
        ('place = "nha-trang"', 'place = "da-lat"', "routing[cay-xanh-nha-trang].place", "không có đơn vị “da-lat”"),
        ('field = "cap-thoat-nuoc"', 'field = "su-co-dien"', "routing[nuoc]", "trùng lĩnh vực và địa bàn với “dien”"),
        ('source = "Điều 6 khoản 2 điểm b, Điều 10", ', "", "routing[dien].source", "thiếu điều, khoản làm căn cứ"),
        ('"trungtam"', '"Trung Tâm"', "staff[Trung Tâm].username", "không viết đúng cách"),
        ('"lanhdao.trungtam"', '"trungtam"', "staff[trungtam]", "khai báo 2 lần"),
        ('role = "centre_operator"', 'role = "reporter"', "staff[trungtam].role", "người gửi không có tài khoản"),
        (
            'role = "agency_officer", agency = "so-gtvt"',
            'role = "agency_officer"',
            "staff[canbo.so-gtvt]",
            "thiếu khóa agency",
        ),
        ('role = "admin"', 'role = "admin", agency = "so-gtvt"', "staff[quantri.khanh-hoa]", "hãy bỏ khóa agency"),
        ('agency = "ubnd-nha-trang" },\n    { username', 'agency = "ubnd" },\n    { username', "staff[", "“ubnd”"),
        ('role = "admin"', 'role = "admin", email = "a@b"', "staff[quantri.khanh-hoa].email", "không viết đúng cách"),
        ('role = "admin"', 'role = "admin", phone = "090"', "staff[quantri.khanh-hoa].phone", "không viết đúng cách"),
    ],
)
def test_a_fault_is_named_by_its_key_and_reason(old: str, new: str, key: str, reason: str) -> None:
    faults = faults_of((old, new))
    assert any(found.startswith(key) and reason in said for found, said in faults), faults


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "tinh_moi.toml"
    text = KHANH_HOA.read_text("utf-8")
    file.write_text(text.replace('field = "su-co-dien"', 'field = "x"').replace('"cam-ranh"', '"nha-trang"'), "utf-8")
    result = CliRunner().invoke(main, ["office", "check", str(file)])
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"{file}: places[nha-trang]: mã này được khai báo 2 lần",
        f"{file}: routing[dien].field: quy trình không có lĩnh vực “x”",
    ]


def test_a_good_file_is_told_to_be_good() -> None:
    result = CliRunner().invoke(main, ["office", "check", str(KHANH_HOA)])
    assert result.exit_code == 0
    assert "hợp lệ. Ủy ban nhân dân tỉnh Khánh Hòa: 6 cơ quan" in result.stdout


@pytest.mark.parametrize(("content", "reason"), [(None, "không có tệp này"), (b"\xff", "không viết bằng UTF-8")])
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, content: bytes | None, reason: str) -> None:
    file = tmp_path / "tinh_moi.toml"
    if content is not None:
        file.write_bytes(content)
    result = CliRunner().invoke(main, ["office", "check", str(file)])
    assert result.exit_code == 1
    assert reason in result.stderr


@pytest.mark.parametrize(("own", "fits"), [("3 wd", True), ("16 wh", False), ("24 h", False)])
def test_an_own_limit_is_in_the_unit_of_the_limit_that_it_shortens(own: str, fits: bool) -> None:
    so_gtvt = '{ id = "so-gtvt", name = "Sở Giao thông vận tải", symbol = "SGTVT"'
    faults = faults_of((so_gtvt, f'{so_gtvt}, own_limit = "{own}"'), file=BINH_DINH)
    assert [key for key, _ in faults] == ([] if fits else ["agencies[so-gtvt].own_limit"])


@pytest.mark.parametrize(
    ("symbol", "fits"), [("SGTVT-VP", True), ("S GTVT", False), ("PAKN/SGTVT", False), ("", False)]
)
def test_an_agency_s_symbol_has_no_space_and_no_slash(symbol: str, *, fits: bool) -> None:
    so_xd = '{ id = "so-xay-dung", name = "Sở Xây dựng", symbol = "SXD"'
    faults = faults_of((so_xd, so_xd.replace("SXD", symbol)), file=BINH_DINH)
    assert [key for key, _ in faults] == ([] if fits else ["agencies[so-xay-dung].symbol"])


def test_an_agency_may_have_a_limit_of_its_own() -> None:
    so_gtvt = '{ id = "so-gtvt", name = "Sở Giao thông vận tải", symbol = "SGTVT"'
    assert faults_of((so_gtvt, f'{so_gtvt}, own_limit = "4 wd"')) == []
    [(key, reason)] = faults_of((so_gtvt, f'{so_gtvt}, own_limit = "4 ngày"'))
    assert key == "agencies[so-gtvt].own_limit"
    assert "không phải lượng thời gian" in reason
