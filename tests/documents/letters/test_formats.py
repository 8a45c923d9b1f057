"""Letters in every form and format: their content, their accessibility, and unusual text in them."""

from __future__ import annotations

import io
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx as word
import pytest
from jinja2 import TemplateError
from pypdf import PdfReader

from documents.letters import docx, pdf
from documents.letters.letter import Letter
from procedures import provinces
from templates.letters import CASE_FILE, FOLDER, LAYOUT, PERIODIC_REPORT, STAMP, Form, forms_in
from tests.support.letters import LETTER, docx_text, one_line, pdf_text, tags

FORMS = {form.name: form for form in forms_in(FOLDER).values()} | {
    f"{province.id}/{form.name}": form
    for province in provinces().by_id.values()
    for form in forms_in(province.folder / "letters").values()
}
PLAIN, SUPPLEMENT, WITHOUT_SUBJECT = (
    FORMS[which] for which in ("plain_result", "dien-bien/supplement", "binh-dinh/result")
)
Made = Callable[[Form, Letter], bytes]
FORMATS: dict[str, tuple[Made, Callable[[bytes], str]]] = {
    "pdf": (pdf.pdf, pdf_text),
    "docx": (docx.docx, docx_text),
}
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
every_format = pytest.mark.parametrize(("make", "text_of"), FORMATS.values(), ids=FORMATS)

APPENDICES = {
    "khanh-hoa/result": (
        "Kính chào Ông/Bà!",
        "Phản ánh, kiến nghị của Ông/Bà được cơ quan chức năng trả lời như sau:",
        "Chân thành cảm ơn phản ánh, kiến nghị của Ông/Bà và mong tiếp tục nhận được phản ánh, kiến nghị trong thời gian tới.",
        "Trân trọng./.",
    ),
    "binh-dinh/result": (
        "Kính gửi: Quý cá nhân/tổ chức Nguyễn Thị Hoa",
        "UBND thành phố Nha Trang xin thông báo kết quả xử lý phản ánh của quý cá nhân/tổ chức như sau:",
        "Chúng tôi cảm ơn cá nhân/tổ chức và mong tiếp tục nhận được phản ánh.",
        "Trân trọng!",
        "Nơi nhận: - Như trên; - Lưu: VT.",
    ),
    "plain_result": (
        "UBND thành phố Nha Trang đã xử lý phản ánh của quý cá nhân/tổ chức và xin thông báo kết quả như sau:",
    ),
    "plain_guidance": (
        "UBND thành phố Nha Trang đã nhận được phản ánh của quý cá nhân/tổ chức và không giải quyết phản ánh ấy.",
        "Đề nghị quý cá nhân/tổ chức thực hiện theo hướng dẫn như sau: (1) Đã thu gom toàn bộ rác thải tại vỉa hè.",
    ),
    "plain_matter": (
        "UBND thành phố Nha Trang đã tiếp nhận phản ánh mã số KH-2026-000001. Nội dung như sau:",
        "Kính gửi quý cơ quan xem xét, xử lý theo thẩm quyền.",
    ),
    "plain_report": (
        "UBND thành phố Nha Trang báo cáo phản ánh mã số KH-2026-000001. Nội dung phản ánh như sau:",
        "Kính đề nghị quý cơ quan xem xét, chỉ đạo./.",
    ),
    "buon-ma-thuot/reputation": (
        "đã tiếp nhận phản ánh, kiến nghị mã số KH-2026-000001 qua dịch vụ Phản ánh hiện trường, có ảnh hưởng đến uy tín",
        "Thực hiện Mục II.1 Quy trình phối hợp xử lý phản ánh, kiến nghị,",
        "không công khai trên Cổng thông tin, người gửi ý kiến được báo riêng.",
    ),
    "dien-bien/wrong_content": (
        "nguyên nhân do Phản ánh hiện trường không đúng nội dung, yêu cầu theo quy định.",
        "Đề nghị quý Ông/Bà gửi lại Phản ánh hiện trường đúng theo quy định, hướng dẫn như sau: (1) Đã thu gom",
    ),
    "dien-bien/out_of_scope": (
        "nguyên nhân do nội dung Phản ánh hiện trường không thuộc phạm vi quản lý, trả lời.",
        "Để sự việc được xem xét, đề nghị quý Ông/Bà thực hiện theo hướng dẫn như sau: (1) Đã thu gom",
    ),
    "dien-bien/supplement": (
        "Kính gửi: Ông/Bà Nguyễn Thị Hoa",
        "Trung tâm Điều hành thông minh tỉnh Điện Biên (IOC Điện Biên) đã nhận được Phản ánh hiện trường của quý Ông/Bà.",
        "nguyên nhân do chưa xác định được một số thông tin liên quan từ nội dung Phản ánh hiện trường.",
        "đề nghị quý Ông/Bà cung cấp thêm thông tin sự việc và gửi lại Phản ánh hiện trường, các thông tin cần bổ sung như sau:",
        "(1) Đã thu gom toàn bộ rác thải tại vỉa hè. (2) Từ nay thu gom hai lần mỗi ngày.",
        "Hoặc xem lại hướng dẫn sử dụng tại mục “Hướng dẫn sử dụng” trên App",
        "Trân trọng cảm ơn./.",
    ),
}


def test_every_form_has_both_formats_and_nothing_lies_beside_them():
    folders = (FOLDER, *(province.folder / "letters" for province in provinces().by_id.values()))
    files = {path for folder in folders for path in folder.glob("*") if path.suffix in (".typ", ".docx")}
    made_from = {path for form in FORMS.values() for path in (form.typst, form.docx)}
    alone = {LAYOUT, PERIODIC_REPORT.typst, CASE_FILE.typst, STAMP.typst}
    assert files == made_from | alone
    assert set(FORMS) == set(APPENDICES)


@pytest.mark.parametrize("which", FORMS)
@every_format
def test_a_letter_says_what_its_form_in_the_regulation_says(which, make, text_of):
    said = text_of(make(FORMS[which], LETTER))
    for words in APPENDICES[which]:
        assert words in said


@every_form
@every_format
def test_a_letter_has_the_parts_of_an_official_one(form, make, text_of):
    said = text_of(make(form, LETTER)).casefold()
    for part in (
        "UBND tỉnh Khánh Hòa",
        "UBND thành phố Nha Trang",
        "Số: 07/PAKN",
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "Độc lập - Tự do - Hạnh phúc",
        "Khánh Hòa, ngày 05 tháng 11 năm 2026",
        "Nguyễn Thị Hoa",
        "Nơi nhận:",
        "Thủ trưởng đơn vị",
        "Trần Văn Bình",
    ):
        assert part.casefold() in said


@every_form
@every_format
def test_a_letter_in_place_of_another_says_which_and_no_other_speaks_of_one(form, make, text_of):
    again = "Văn bản này thay thế văn bản số 07/PAKN ngày 05/11/2026."
    assert again in text_of(make(form, replace(LETTER, replaces=again)))
    assert "thay thế" not in text_of(make(form, LETTER))


@every_format
def test_a_reporter_reads_why_the_report_is_unclear_if_a_reason_was_written(make, text_of):
    said = text_of(make(SUPPLEMENT, replace(LETTER, reason="Không rõ đoạn đường nào.")))
    assert "hiện trường. Lý do: Không rõ đoạn đường nào. Để cơ quan giải quyết" in said
    assert "Lý do:" not in text_of(make(SUPPLEMENT, LETTER))


@every_format
def test_a_reporter_whose_name_is_not_known_is_addressed_without_one(make, text_of):
    said = text_of(make(WITHOUT_SUBJECT, replace(LETTER, addressee=None)))
    assert "Kính gửi: Quý cá nhân/tổ chức UBND thành phố Nha Trang xin thông báo" in said
    assert "None" not in said


@every_form
@every_format
def test_a_letter_has_a_subject_unless_its_form_in_the_regulation_has_none(form, make, text_of):
    assert (LETTER.about in text_of(make(form, LETTER))) == (form != WITHOUT_SUBJECT)


@pytest.mark.parametrize(
    ("dated", "written"),
    [
        (date(2026, 1, 9), "ngày 09 tháng 01 năm 2026"),
        (date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 1), "ngày 01 tháng 3 năm 2026"),
    ],
)
@every_format
def test_days_below_ten_and_the_first_two_months_have_two_digits(make, text_of, dated, written):
    assert written in text_of(make(PLAIN, replace(LETTER, dated=dated)))


HARD = {
    "composed letters": "Nguyễn Thị Bưởi đã sửa chữa những ổ gà",
    "decomposed letters": unicodedata.normalize("NFD", "Nguyễn Thị Bưởi đã sửa chữa những ổ gà"),
    "markup": "<b>&</b> &amp; <w:p/> ]]>",
    "typst code": '#import "layout.typ": * #panic("x") $x^2$ _a_ *b* `c` @d <e> // f /* g */ \\ #let',
    "jinja code": "{{ 7*7 }} {% for x in y %} {%p endfor %} {# c #} {{r x }}",
    "json": '"],"code":"KH-2026-999999","x":["',
    "quotes": "“Trích dẫn” 'đơn' \"kép\" – — … ½ № 5 ₫ m²",
    "another alphabet": "Привет, Ελληνικά",
}


@pytest.mark.parametrize("words", HARD.values(), ids=HARD)
@every_form
@every_format
def test_any_text_appears_in_the_letter_as_it_was_written(form, make, text_of, words):
    said = text_of(make(form, replace(LETTER, addressee=words, body=words, signer=words)))
    # Three times: the addressee, the body, the signer. Typst breaks lines anywhere, and a copy does not show where.
    assert _unspaced(said).count(_unspaced(words)) == 3


def _unspaced(text: str) -> str:
    return "".join(one_line(text).split())


@every_form
def test_characters_that_the_pdf_font_lacks_are_marked_in_the_pdf_and_whole_in_the_docx(form):
    odd = replace(LETTER, addressee="陳大文", body="Đã xong 😀👍🏽 với 中文 x\u0332")
    in_pdf, in_docx = pdf_text(pdf.pdf(form, odd)), docx_text(docx.docx(form, odd))
    assert "□□□" in in_pdf
    assert "Ký tự mà phông chữ của bản PDF không có" in in_pdf
    assert "陳大文" in in_docx
    assert "Đã xong 😀👍🏽 với 中文" in in_docx
    assert "Ký tự mà phông chữ" not in in_docx + pdf_text(pdf.pdf(form, LETTER))


def test_the_pdf_shows_every_character_that_it_claims_to_show():
    shown = "".join(each for each in map(chr, sorted(pdf._SHOWN)) if pdf._can_be_shown(each))
    lines = "\n".join(shown[start : start + 60] for start in range(0, len(shown), 60))
    assert len(shown) > 2000
    assert pdf.pdf(PLAIN, replace(LETTER, body=lines)).startswith(b"%PDF")


@every_form
@every_format
def test_characters_without_a_shape_are_left_out(form, make, text_of):
    said = text_of(make(form, replace(LETTER, body="trước\x00\x07\u200b\u202e\ufeff\ufe0f\ufffe\ud800sau")))
    assert "trướcsau" in said


@every_format
def test_each_line_of_the_body_is_a_paragraph_after_any_kind_of_line_break(make, text_of):
    said = text_of(make(SUPPLEMENT, replace(LETTER, body="một\r\nhai\n\n\nba\u2028bốn\x0bnăm")))
    assert "(1) một (2) hai (3) ba (4) bốn (5) năm" in said


@every_form
@every_format
def test_a_very_long_letter_is_whole(form, make, text_of):
    words = [f"Mục {number} đã được xử lý xong theo quy định." for number in range(400)]
    said = text_of(make(form, replace(LETTER, body="\n".join(words), addressee="Công ty " + "rất dài " * 60)))
    assert all(each in said for each in (words[0], words[200], words[-1]))


@every_form
@every_format
def test_a_letter_without_words_is_a_letter_still(form, make, text_of):
    assert "07/PAKN" in text_of(make(form, replace(LETTER, body="", signer="", recipients=())))


@every_form
@every_format
def test_the_same_letter_is_the_same_bytes(form, make, text_of):
    assert make(form, LETTER) == make(form, replace(LETTER))
    assert make(form, LETTER) != make(form, replace(LETTER, number="08/PAKN"))


@every_form
def test_a_docx_says_the_letters_date_and_not_when_it_was_packed(form):
    made = docx.docx(form, LETTER)
    about = word.Document(io.BytesIO(made)).core_properties
    assert about.title == LETTER.title
    assert about.created.date() == about.modified.date() == LETTER.dated
    with ZipFile(io.BytesIO(made)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@every_form
def test_the_pdf_is_accessible(form):
    made = pdf.pdf(form, LETTER)
    reader = PdfReader(io.BytesIO(made))
    root: Any = reader.root_object
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert root["/Lang"] == "vi-VN"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == LETTER.title
    assert "/P" in tags(made)
    assert not {"/Table", "/Figure"} & set(tags(made)), (
        "the heading is laid out in columns; a screen reader must not call it a table"
    )


@every_form
def test_a_docx_speaks_vietnamese(form):
    styles = word.Document(io.BytesIO(docx.docx(form, LETTER))).styles.element.xml
    assert 'w:val="vi-VN"' in styles
    assert 'w:val="en-US"' not in styles


def test_the_addressee_stays_out_of_logs():
    shown = repr(LETTER)
    assert not any(words in shown for words in ("Nguyễn Thị Hoa", "thu gom", "Trần Văn Bình"))


@pytest.fixture
def own(tmp_path: Path) -> Form:
    """A form outside the program."""
    for path in (PLAIN.typst, PLAIN.docx):
        shutil.copy(path, tmp_path / f"result{path.suffix}")
    return Form(tmp_path, "result")


@every_format
def test_a_form_from_outside_makes_the_same_letter(own, make, text_of):
    assert make(own, LETTER) == make(PLAIN, LETTER)


def test_a_form_reads_the_files_beside_it_and_none_elsewhere(own, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "words.txt"
    outside.write_text("Lời bí mật")
    shutil.copy(outside, own.folder)
    for path, said in (("words.txt", True), (str(outside), False), ("../words.txt", False)):
        own.typst.write_text(f'#import "layout.typ": *\n#show: official.with([Ai])\n#read("{path}")')
        if said:
            assert "Lời bí mật" in pdf_text(pdf.pdf(own, LETTER))
        else:
            with pytest.raises(RuntimeError):
                pdf.pdf(own, LETTER)


@pytest.mark.parametrize("words", ["{{ ''.__class__.__mro__ }}", "{{ nothing_of_this_name }}"])
def test_a_docx_runs_no_python_and_names_nothing_that_a_letter_lacks(own, words):
    form = word.Document(own.docx)
    form.add_paragraph(words)
    form.save(own.docx)
    with pytest.raises(TemplateError):
        docx.docx(own, LETTER)
