"""Answer templates: which are offered for an act, in which order, and what stands in their places."""

from __future__ import annotations

import pytest

from api.cases.bodies import BODIES
from domain.offices.answers import PLACEHOLDERS, TEXT_OF_ACT, AnswerTemplate, filled, offered, unknown_placeholders
from domain.words import ActKind

ANY = AnswerTemplate("chung", "Chung", ActKind.RETURN, "Không thuộc thẩm quyền.")
ROAD = AnswerTemplate("duong", "Đường", ActKind.RETURN, "Đường do xã quản lý.", field="giao-thong")
OTHER_ACT = AnswerTemplate("xong", "Xong", ActKind.SUBMIT_RESULT, "Đã xong.")
STOPPED = AnswerTemplate("cu", "Cũ", ActKind.RETURN, "Cũ.", active=False)
ALL = (ANY, ROAD, OTHER_ACT, STOPPED)

OFFERED = [
    (ActKind.RETURN, "giao-thong", {}, ["duong", "chung"]),
    (ActKind.RETURN, "giao-thong", {"chung": 2, "duong": 1}, ["chung", "duong"]),
    (ActKind.RETURN, "moi-truong", {}, ["chung"]),
    (ActKind.RETURN, None, {}, ["chung"]),
    (ActKind.SUBMIT_RESULT, "giao-thong", {"chung": 9}, ["xong"]),
    (ActKind.ANSWER, "giao-thong", {}, []),
]


@pytest.mark.parametrize(("act", "field", "uses", "expected"), OFFERED)
def test_those_of_the_act_and_the_field_are_offered_most_used_first(
    act: ActKind, field: str | None, uses: dict[str, int], expected: list[str]
) -> None:
    assert [each.id for each in offered(ALL, act, field, uses)] == expected


FILLED = [
    ("Hồ sơ {mã hồ sơ} ở {Địa điểm}.", "Hồ sơ KH-1 ở Chợ Đầm."),
    ("Hạn: {hạn trả lời}.", "Hạn: …."),
    ("Không có chỗ trống { }", "Không có chỗ trống …"),
    ("Giữ nguyên", "Giữ nguyên"),
]


@pytest.mark.parametrize(("text", "expected"), FILLED)
def test_places_are_filled_and_what_a_case_lacks_is_left_open(text: str, expected: str) -> None:
    assert filled(text, {"mã hồ sơ": "KH-1", "địa điểm": "Chợ Đầm", "hạn trả lời": ""}) == expected


def test_a_name_in_braces_that_no_case_has_is_found() -> None:
    assert unknown_placeholders("".join(f"{{{name}}}" for name in PLACEHOLDERS)) == ()
    assert unknown_placeholders("{họ tên} ở {địa điểm} {}") == ("họ tên", "")


@pytest.mark.parametrize(("act", "field"), TEXT_OF_ACT.items())
def test_the_field_that_takes_a_template_is_one_of_the_act(act: ActKind, field: str) -> None:
    assert field in BODIES[act].model_fields
