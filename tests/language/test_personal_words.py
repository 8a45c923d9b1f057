"""Suggestions of words that may point to a person: numbers of telephones and papers, addresses, plates, names after a title."""

from __future__ import annotations

import pytest

from language.personal_words import PERSONAL_KIND, PersonalKind, personal_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gọi 0905 123 456 hoặc 0905.123.457.", [("phone", "0905 123 456"), ("phone", "0905.123.457")]),
        ("Số +84 905 123 456, máy bàn 0258 3822 123", [("phone", "+84 905 123 456"), ("phone", "0258 3822 123")]),
        ("CCCD 056199001234", [("identity_paper", "056199001234")]),
        ("CMND 225123456, hộ chiếu B1234567", [("identity_paper", "225123456"), ("identity_paper", "B1234567")]),
        ("Viết cho nguyen.an+1@vidu.com.vn nhé", [("email", "nguyen.an+1@vidu.com.vn")]),
        (
            "Xe 79A-123.45 và 79N1-234.56, 51F 1234",
            [("plate", "79A-123.45"), ("plate", "79N1-234.56"), ("plate", "51F 1234")],
        ),
        ("Nhà ông Nguyễn Văn An đổ rác", [("name", "Nguyễn Văn An")]),
        ("Bà Lê Thị Hoa\nTổ trưởng", [("name", "Lê Thị Hoa")]),
        ("Chị ấy gọi anh Tư, anh Tư không đến", [("name", "Tư")]),
    ],
)
def test_what_may_point_to_a_person_is_found(text: str, found: list[tuple[str, str]]) -> None:
    assert [(each.kind.value, each.words) for each in personal_words(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Tổng đài 1900 1023 và 1800 1234 không ai nghe",
        "Ổ gà ở số 12 đường 2/4, ngày 23/11/2026, rộng 1.250.000 m2",
        "Hồ sơ KH-2026-000001 gửi lúc 08:00",
        "Đường ông Ích Khiêm không phải tên ai: ông ấy, bà con, anh em",
        "Quyết định 18/2022/QĐ-UBND",
    ],
)
def test_what_points_to_nobody_is_left_out(text: str) -> None:
    found = [each for each in personal_words(text) if each.kind is not PersonalKind.NAME]
    assert found == []


def test_the_same_words_are_told_once_over_all_texts() -> None:
    assert len(personal_words("0905123456", "Gọi 0905123456")) == 1


def test_each_kind_has_a_name() -> None:
    assert set(PERSONAL_KIND) == set(PersonalKind)
