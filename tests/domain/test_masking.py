"""Words of a report are masked for the public wherever they stand alone."""

from __future__ import annotations

import pytest

from domain.personal_data.masking import masked, stands_in


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Gọi 0905 123 456.", ["0905 123 456"], "Gọi [đã che]."),
        ("Ông An ở gần nhà Lan, cạnh An.", ["An"], "Ông [đã che] ở gần nhà Lan, cạnh [đã che]."),
        ("Ông NGUYỄN VĂN AN đổ rác.", ["Nguyễn Văn An"], "Ông [đã che] đổ rác."),
        ("Nguyễn Văn An, con ông An.", ["An", "Nguyễn Văn An"], "[đã che], con ông [đã che]."),
        ("Nguyễn  Văn\nAn đổ rác.", ["Nguyễn Văn An"], "[đã che] đổ rác."),
        ("Thư về an@vidu.vn.", ["an@vidu.vn"], "Thư về [đã che]."),
        ("Giá (1.000 đ)", ["(1.000 đ)"], "Giá [đã che]"),
        ("Không có gì để che.", [], "Không có gì để che."),
        ("Một chữ trống.", ["  "], "Một chữ trống."),
        ("a.c và abc", ["a.c"], "[đã che] và abc"),
        ("Số 79A-123.45 và 79A-123.456", ["79A-123.45"], "Số [đã che] và 79A-123.456"),
    ],
)
def test_the_public_reads_a_mask_in_place_of_the_words(text: str, words: list[str], shown: str) -> None:
    assert masked(text, words) == shown


@pytest.mark.parametrize(
    ("text", "words", "stands"),
    [("Nhà Lan", "An", False), ("nhà AN", "An", True), ("Nhà", " ", False), ("đường\nsố 5", "đường số 5", True)],
)
def test_words_stand_in_a_text_where_a_mask_would_find_them(text: str, words: str, stands: bool) -> None:
    assert stands_in(text, words) is stands
