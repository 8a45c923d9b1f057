"""Tests the letter about overdue cases: with the numbers of Điện Biên's letter of April 2024 it says what that one said."""

from __future__ import annotations

import io
from datetime import date

import docx as word
import pytest

from documents.letters.docx import docx
from documents.letters.overdue import OverdueLetter
from documents.letters.pdf import pdf
from domain.accounts.period import Period
from domain.accounts.shares import OverdueShare, overdue_table
from procedures import provinces
from procedures.faults import ProvinceFault
from procedures.overdue_letter import load_overdue_letter
from tests.support.letters import one_line, pdf_text

DIEN_BIEN = provinces().by_id["dien-bien"]
# Công văn 4/2024: place, all, resolved, overdue, share as printed.
LINES = (
    ("Thành phố Điện Biên Phủ", 58, 2, 56, "96,6%"),
    ("Huyện Điện Biên", 16, 0, 16, "100%"),
    ("Huyện Điện Biên Đông", 0, 0, 0, "0%"),
    ("Huyện Mường Ảng", 8, 0, 8, "100%"),
    ("Huyện Tuần Giáo", 6, 0, 6, "100%"),
    ("Huyện Tủa Chùa", 5, 3, 2, "40%"),
    ("Huyện Mường Chà", 6, 0, 6, "100%"),
    ("Thị xã Mường Lay", 1, 1, 0, "0%"),
    ("Huyện Mường Nhé", 10, 0, 10, "100%"),
    ("Huyện Nậm Pồ", 20, 1, 19, "95%"),
)


def docx_text(made: bytes) -> str:
    document = word.Document(io.BytesIO(made))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return one_line(" ".join([*cells, *(paragraph.text for paragraph in document.paragraphs)]))


def letter() -> OverdueLetter:
    assert DIEN_BIEN.overdue_letter is not None
    rule, _ = DIEN_BIEN.overdue_letter
    shares = [OverdueShare(name, total, resolved, overdue, overdue) for name, total, resolved, overdue, _ in LINES]
    return OverdueLetter(
        title=rule.title,
        superior="",
        issuer=DIEN_BIEN.versions[0].authority.centre,
        number=f"/{rule.symbol}",
        about=rule.about,
        place=rule.place,
        dated=date(2024, 4, 8),
        addressee=None,
        body="",
        signer_title=rule.signer_title,
        signer="",
        recipients=rule.recipients,
        code="từ 19/04/2023 đến 08/04/2024",
        period=Period(date(2023, 4, 19), date(2024, 4, 8)),
        table=overdue_table(shares, tuple(name for name, *_ in LINES)),
        name=str,
    )


@pytest.mark.parametrize(("make", "text_of"), [(docx, docx_text), (pdf, pdf_text)], ids=["docx", "pdf"])
def test_the_letter_of_dien_bien_comes_out_of_its_numbers(make, text_of) -> None:
    assert DIEN_BIEN.overdue_letter is not None
    _, form = DIEN_BIEN.overdue_letter
    said = " ".join(text_of(make(form, letter())).split())
    for words in (
        "Các sở, ban, ngành, đoàn thể tỉnh",
        "UBND các huyện, thị xã, thành phố",
        "Quyết định số 663/QĐ-UBND ngày 19/4/2023",
        # The letter prints 5,2 % and 94,8 %, but its numbers give these.
        "Có 130 phản ánh hiện trường",
        "07 phản ánh đã giải quyết (chiếm 5,4%)",
        "123 phản ánh chưa được giải quyết (chiếm 94,6%)",
        "tối đa không quá 06 ngày làm việc",
        "Phòng VHHT các huyện, tx, tp",
        "UBND tỉnh (b/c)",
        "V/v tăng cường việc giải quyết phản ánh hiện trường tại các cơ quan, đơn vị",
    ):
        assert words in said
    for name, total, _, overdue, share in LINES:
        assert name in said
        assert share in said
        assert not total or f"{total:02}" in said
        assert not overdue or f"{overdue:02}" in said
    assert "tổ trưởng" in said.casefold()


def test_a_letter_without_its_form_or_with_an_unknown_key_is_a_fault(tmp_path) -> None:
    assert load_overdue_letter(tmp_path, ()) is None
    (tmp_path / "reports").mkdir()
    file = tmp_path / "reports" / "overdue.toml"
    file.write_text('title = "Công văn"\nsigned = "?"\n')
    with pytest.raises(ProvinceFault, match="signed"):
        load_overdue_letter(tmp_path, ())
    file.write_text(
        'title = "T"\nabout = "A"\nplace = "P"\nsymbol = "S"\nsigner_title = "K"\nrecipients = ["L"]\nsource = "Điều 1"\n'
    )
    words = file.read_text()
    for form in ("overdue.typ", "overdue.docx"):
        (tmp_path / "reports" / form).touch()
    file.write_text(f'{words}series = "weekly"\n')
    with pytest.raises(ProvinceFault, match=r"không có loại báo cáo “weekly”"):
        load_overdue_letter(tmp_path, DIEN_BIEN.versions)
    for form in ("overdue.typ", "overdue.docx"):
        (tmp_path / "reports" / form).unlink()
    file.write_text(words)
    with pytest.raises(ProvinceFault, match=r"overdue\.typ"):
        load_overdue_letter(tmp_path, ())
