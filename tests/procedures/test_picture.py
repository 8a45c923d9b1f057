"""The state diagram: drawn from the data, complete, readable, and the one that is committed."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from domain.procedure import LimitKind
from domain.wording import STATUS
from domain.words import ActKind, Status
from procedures.diagram import diagram
from procedures.drawing import draw
from procedures.reading import read_procedure
from tests.procedures.files import changed, khanh_hoa, within

COMMITTED = Path(__file__).parents[2] / "docs" / "procedures"
SVG = "{http://www.w3.org/2000/svg}"


@cache
def picture() -> ElementTree.Element:
    return ElementTree.fromstring(draw(khanh_hoa()))  # noqa: S314 - our own drawing


def words(element: ElementTree.Element) -> str:
    return " ".join("".join(text.itertext()) for text in element.iter(f"{SVG}text")).replace("\N{NO-BREAK SPACE}", " ")


def test_the_committed_picture_is_what_the_data_draws():
    assert (COMMITTED / "khanh-hoa.svg").read_text("utf-8") == draw(khanh_hoa()), (
        "run: hientruong procedures draw khanh-hoa --output docs/procedures/khanh-hoa.svg"
    )


@pytest.mark.parametrize("status", Status)
def test_every_status_is_in_the_picture_by_its_vietnamese_name(status):
    assert STATUS[status] in words(picture())


def test_every_act_is_in_the_picture_with_its_article():
    shown = words(picture())
    for rule in khanh_hoa().acts:
        assert rule.name in shown
        assert rule.ours or rule.source in shown


def test_every_limit_is_in_the_picture_with_its_amount():
    shown = words(picture())
    for rule in khanh_hoa().limits:
        assert rule.amount.in_vietnamese in shown
        assert rule.name in shown or rule.kind is LimitKind.CASE


def test_a_changed_limit_changes_the_picture():
    text = changed(within("[limits.process]", '"5 wd"', '"7 wd"'))
    assert "7 ngày làm việc" in words(ElementTree.fromstring(draw(read_procedure(text, file="x"))))  # noqa: S314


def test_no_box_lies_over_another():
    boxes = [
        tuple(float(box.get(key, "")) for key in ("x", "y", "width", "height"))
        for box in picture().iter(f"{SVG}rect")
        if box.get("rx")
    ]
    for (x, y, width, height), (x2, y2, width2, height2) in combinations(boxes, 2):
        assert x + width <= x2 or x2 + width2 <= x or y + height <= y2 or y2 + height2 <= y


def test_every_text_of_a_box_stays_within_it():
    for group in picture().iter(f"{SVG}g"):
        box = group.find(f"{SVG}rect")
        for text in group.findall(f"{SVG}text") if box is not None else ():
            top, height = float(box.get("y", "")), float(box.get("height", ""))
            assert top < float(text.get("y", "")) < top + height


def test_the_picture_has_a_title_and_says_in_words_what_it_shows():
    root = picture()
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title desc")
    assert "Khánh Hòa" in (root.findtext(f"{SVG}title") or "")
    assert "Chờ cơ quan xử lý tiếp nhận → Đang xử lý: Tiếp nhận xử lý (cán bộ chuyên môn" in (
        root.findtext(f"{SVG}desc") or ""
    )


def test_the_picture_holds_no_script_and_refers_to_nothing_outside():
    svg = draw(khanh_hoa()).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not any(forbidden in svg for forbidden in ("http", "href", "url(", "<script", "@import", " on"))


def test_names_from_the_file_cannot_break_out_of_the_picture():
    text = changed(('name = "Xử lý"', 'name = "</text><script>alert(1)</script>"'))
    assert "<script" not in draw(read_procedure(text, file="x"))


def test_ways_back_are_drawn_as_such():
    back = {(arrow.name, source) for arrow in diagram(khanh_hoa()).arrows if arrow.back for source in arrow.sources}
    acts = {kind: rule.name for kind in ActKind if (rule := khanh_hoa().act(kind))}
    assert back == {
        (acts[ActKind.SUPPLEMENT], Status.AWAITING_SUPPLEMENT),
        ("Hết thời gian bổ sung", Status.AWAITING_SUPPLEMENT),
        (acts[ActKind.DISPATCH], Status.RETURNED),
        (acts[ActKind.SEND_BACK], Status.AWAITING_APPROVAL),
    }
