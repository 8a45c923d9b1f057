"""Guesses whether a text lacks its diacritics. The guess only leads to advice."""

from __future__ import annotations

import unicodedata

import pytest

from language.vietnamese import Doubt, doubt_about, normal, starting_small, unwelcome

WELL = [
    "Đường Lê Hồng Phong có ổ gà rất to, xe máy đi qua nguy hiểm",
    "Mất điện từ 7h tại 12 Trần Phú, UBND phường đã biết",
    "ĐƯỜNG HỎNG NẶNG",
    "Ở đây rác nhiều lắm, hôi thối cả tuần nay không ai dọn",
    "Cột đèn số 12 bị hỏng, xem ảnh tại https://vidu.vn/anh-chup-cot-den hoặc gửi về hoa@vidu.vn",
    "Wifi ở bến xe rất chậm",
    "79A-123.45",
    "...",
    "",
]
PLAIN = ["Duong Le Hong Phong co o ga rat to", "Den hong", "DUONG HONG NANG", "mat dien ca tuan nay roi"]
MIXED = ["Đường hong, xe may di qua nguy hiem lam", "Rác khong ai don ca tuan nay"]
FOREIGN = ["§−êng háng nÆng", "Ñöôøng hö hoûng naëng", "Дорога разбита"]


@pytest.mark.parametrize("text", WELL)
def test_a_well_written_text_raises_no_doubt(text: str) -> None:
    assert doubt_about(text) is None


@pytest.mark.parametrize("text", PLAIN)
def test_a_text_without_diacritics_is_noticed(text: str) -> None:
    assert doubt_about(text) is Doubt.NO_DIACRITICS


@pytest.mark.parametrize("text", MIXED)
def test_a_text_with_few_diacritics_is_noticed(text: str) -> None:
    assert doubt_about(text) is Doubt.FEW_DIACRITICS


@pytest.mark.parametrize("text", FOREIGN)
def test_letters_that_are_not_vietnamese_are_noticed(text: str) -> None:
    assert doubt_about(text) is Doubt.FOREIGN_LETTERS


@pytest.mark.parametrize("text", WELL + PLAIN + MIXED)
def test_decomposed_letters_are_judged_as_composed_ones(text: str) -> None:
    assert doubt_about(unicodedata.normalize("NFD", text)) is doubt_about(text)


def test_every_vietnamese_letter_is_known() -> None:
    alphabet = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
    assert doubt_about(" ".join(alphabet * 3)) is not Doubt.FOREIGN_LETTERS


def test_a_text_is_kept_composed_without_blanks_around_it() -> None:
    assert normal(unicodedata.normalize("NFD", "  Ổ gà\r\nlớn\r ")) == "Ổ gà\nlớn"


def test_newlines_are_welcome_only_among_lines() -> None:
    assert unwelcome("một\n\thai", lines=True) is None
    assert unwelcome("một\nhai", lines=False) == "\n"


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("Xử lý", "xử lý"),
        ("Đánh giá", "đánh giá"),
        ("UBND tỉnh chỉ đạo", "UBND tỉnh chỉ đạo"),
        ("ĐBQH giám sát", "ĐBQH giám sát"),
        ("Ủy ban chỉ đạo", "ủy ban chỉ đạo"),
        ("Ý kiến", "ý kiến"),
        ("A", "a"),
        ("", ""),
    ],
)
def test_within_a_sentence_a_first_letter_is_small_except_in_an_abbreviation(text: str, within: str) -> None:
    assert starting_small(text) == within
