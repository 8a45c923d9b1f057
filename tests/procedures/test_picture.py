"""The state diagram: drawn from the data, complete, readable, and the one that is committed."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from xml.etree import ElementTree

import pytest

from domain.limit_rules import LimitKind
from domain.words import ActKind, Status
from language.labels import STATUS, length_text
from procedures import provinces
from procedures.checks.standings import runs_beside
from procedures.loading import SHIPPED
from procedures.picture.captions import told
from procedures.picture.diagram import diagram
from procedures.picture.drawing import draw
from tests.support.procedures.files import changed, khanh_hoa, read, within
from tests.support.procedures.provinces import song_huong

SVG = "{http://www.w3.org/2000/svg}"
PROCEDURES = {procedure.id: procedure for procedure in (*provinces().procedures, song_huong())}
every_procedure = pytest.mark.parametrize("which", PROCEDURES)


@cache
def picture(which: str = "khanh-hoa") -> ElementTree.Element:
    return ElementTree.fromstring(draw(PROCEDURES[which]))  # noqa: S314 - our own drawing


def words(element: ElementTree.Element) -> str:
    return " ".join("".join(text.itertext()) for text in element.iter(f"{SVG}text")).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("which", provinces().by_id)
def test_the_committed_picture_is_what_the_data_draws(which):
    assert (SHIPPED / which / "diagram.svg").read_text("utf-8") == draw(PROCEDURES[which]), (
        f"run: hientruong procedures draw {which} --output provinces/{which}/diagram.svg"
    )


@every_procedure
def test_every_status_is_in_the_picture_by_its_vietnamese_name(which):
    acts = PROCEDURES[which].acts
    shown = words(picture(which))
    for status in {status for rule in acts for status in (*rule.when, rule.to, *rule.leads.values()) if status}:
        assert STATUS[status] in shown


@every_procedure
def test_every_act_is_in_the_picture_with_its_article(which):
    shown = words(picture(which))
    for rule in PROCEDURES[which].acts:
        assert rule.name in shown
        assert rule.ours or rule.source in shown


@every_procedure
def test_every_limit_is_in_the_picture_with_its_amount_and_article(which):
    shown = words(picture(which))
    for rule in PROCEDURES[which].limits:
        if runs_beside(rule):
            continue  # a part and a commitment belong to no status of the course
        assert length_text(rule.amount) in shown
        assert all(part in shown for part in rule.name.split(": ")) or rule.kind is LimitKind.CASE
        assert rule.ours or rule.source in shown


@every_procedure
def test_every_rung_and_every_wait_without_a_limit_is_in_the_picture(which):
    shown = words(picture(which))
    for rungs in PROCEDURES[which].ladders.values():
        for rung in rungs:
            assert not rung.after.value or f"sau {length_text(rung.after)}" in shown
            assert told(rung) in shown
            assert rung.ours or rung.source in shown
    for wait in PROCEDURES[which].unlimited:
        assert "có thể chờ không có hạn" in shown
        assert wait.ours or wait.source in shown


def test_limits_of_single_fields_stand_together_under_their_amount():
    shown = words(picture("lai-chau"))
    assert shown.count("2 giờ ① · Xử lý:") == 1
    assert "– trật tự xây dựng · Điều 7 khoản 4 điểm c" in shown


def test_an_option_stands_in_a_dashed_frame():
    frames = [box for box in picture("song-huong").iter(f"{SVG}rect") if box.get("class") == "may"]
    assert len(frames) == 1
    assert "được làm trong 1 ngày làm việc, gia hạn tới 3 ngày làm việc" in words(picture("song-huong"))


def test_limits_of_other_courses_are_named_by_their_course():
    assert "1 ngày làm việc (khẩn cấp)" in words(picture("song-huong"))
    assert "1 ngày làm việc (tức thời)" in words(picture("khanh-hoa"))


def test_what_else_brings_an_act_about_is_said_with_it():
    shown = words(picture("song-huong"))
    assert "hệ thống tự chuyển theo phân công" in shown
    assert words(picture("dien-bien")).count("hệ thống tự chuyển theo phân công") == 1
    assert "khi đánh giá “Không hài lòng”; tối đa 1 lần" in shown
    assert "Sở Khoa học và Công nghệ" in shown


def test_a_changed_limit_changes_the_picture():
    text = changed(within("[limits.process]", '"5 wd"', '"7 wd"'))
    assert "7 ngày làm việc" in words(ElementTree.fromstring(draw(read(text))))  # noqa: S314


@every_procedure
def test_no_box_lies_over_another(which):
    boxes = [
        tuple(float(box.get(key, "")) for key in ("x", "y", "width", "height"))
        for box in picture(which).iter(f"{SVG}rect")
        if box.get("rx")
    ]
    for (x, y, width, height), (x2, y2, width2, height2) in combinations(boxes, 2):
        assert x + width <= x2 or x2 + width2 <= x or y + height <= y2 or y2 + height2 <= y


@every_procedure
def test_every_text_of_a_box_stays_within_it(which):
    for group in picture(which).iter(f"{SVG}g"):
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
    assert "<script" not in draw(read(text))


def test_ways_back_are_drawn_as_such():
    back = {(arrow.name, source) for arrow in diagram(khanh_hoa()).arrows if arrow.back for source in arrow.sources}
    acts = {kind: rule.name for kind in ActKind if (rule := khanh_hoa().act(kind))}
    assert back == {
        (acts[ActKind.SUPPLEMENT], Status.AWAITING_SUPPLEMENT),
        ("Hết thời gian bổ sung", Status.AWAITING_SUPPLEMENT),
        (acts[ActKind.DISPATCH], Status.RETURNED),
        (acts[ActKind.DIRECT], Status.AWAITING_DIRECTION),
        (acts[ActKind.SEND_BACK], Status.AWAITING_APPROVAL),
        (acts[ActKind.UNMERGE], Status.MERGED),
    }
