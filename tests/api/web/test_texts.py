"""Every text field against every text that people, keyboards and attackers bring."""

from __future__ import annotations

import copy
import json
import unicodedata
from typing import Any

import pytest
from httpx2 import Response

from tests.support.fronts.desk import FIELDS, REPORT, Desk

REPORT_WORDS = ("content",)
REPORT_LINES = ("place", "occurred_at", "reporter.name", "reporter.address")
REPORT_IDS = ("procedure", "channel", "field", "reporter.phone", "reporter.email")
ACT_TEXTS = [
    ("ask_supplement", "wanted", "operator"), ("supplement", "text", "reporter"), ("refuse", "reason", "operator"),
    ("dispatch", "note", "operator"), ("return", "reason", "officer"), ("extend", "reason", "officer"),
    ("submit_result", "result", "officer"), ("send_back", "reason", "leader"), ("rate", "comment", "reporter"),
    ("withdraw", "reason", "reporter"), ("approve", "edited", "leader"), ("publish", "edited", "operator"),
    ("ask_direction", "reason", "operator"), ("direct", "direction", "authority"), ("forward", "note", "focal_point"),
    ("reclassify", "reason", "operator"), ("involve", "note", "officer"), ("record_inspection", "findings", "officer"),
    ("report_progress", "state", "officer"), ("hide", "reason", "operator"), ("unhide", "reason", "operator"),
    ("ask", "question", "reporter"), ("answer", "answer", "officer"), ("comment", "text", "reporter"),
    ("contest", "reason", "reporter"), ("delete_test", "reason", "technician"),
]  # fmt: skip
ACT_IDS = [
    ("refuse", "ground"), ("refuse", "duplicate_of"), ("verify", "field"), ("dispatch", "lead"), ("dispatch", "field"),
    ("withhold", "ground"), ("rate", "rating"), ("forward", "lead"), ("reclassify", "field"), ("reclassify", "lead"),
    ("assign", "officer"), ("restrict", "ground"), ("hide", "ground"), ("merge", "into"),
]  # fmt: skip
REFUSED = {
    "NUL": "a\0b",
    "escape": "a\x1bb",
    "delete": "a\x7fb",
    "filler": "a\u3164b",
    "replacement": "a\ufffdb",
    "noncharacter": "a\uffffb",
    "high surrogate": "a\ud800b",
    "low surrogate": "\udfff",
    "huge": "ơ" * 10_001,
}
DROPPED = {
    "right-to-left override": "Đường\u202e hỏng",
    "left-to-right mark": "Đường\u200e hỏng",
    "isolate": "Đường\u2066 hỏng",
    "zero-width space": "Đườ\u200bng hỏng",
    "joiner of letters": "Đườ\u200dng hỏng",
    "byte order mark": "\ufeffĐường hỏng",
    "soft hyphen": "Đườ\xadng hỏng",
    "tag": "Đường hỏng\U000e0041",
}
"""Marks that come along with pasted text and that nobody could find and delete on a phone."""

KEPT = {
    "diacritics": "Đường bị ngập, nước cống tràn lên vỉa hè",
    "no diacritics": "duong bi ngap",
    "one letter": "ờ",
    "HTML": "<script>alert('x')</script> & <b>đậm</b>",
    "SQL": "'; DROP TABLE cases; --",
    "template": "{{ 7*7 }} ${x} %s {about}",
    "emoji": "Cảm ơn 👍🏽",
    "a family of emoji": "Cảm ơn 👨\u200d👩\u200d👧",
    "other scripts": "中文 العربية ไทย",
    "old encoding": "§−êng bÞ ngËp",
    "long": "ố" * 500,
}


def _said(field: str, text: str) -> dict[str, Any]:
    report = copy.deepcopy(REPORT)
    where = report["reporter"] if field.startswith("reporter.") else report
    where[field.removeprefix("reporter.")] = text
    return report


def _names_the_field(answer: Response, field: str, why: str) -> None:
    assert answer.status_code == 422, why
    assert [error["field"] for error in answer.json()["errors"]] == [field], why


@pytest.mark.parametrize("field", REPORT_WORDS + REPORT_LINES + REPORT_IDS)
def test_a_report_with_what_nobody_can_see_or_keep_is_sent_back_with_the_field_named(desk: Desk, field: str) -> None:
    for why, text in REFUSED.items():
        _names_the_field(desk.sends(_said(field, text)), field, why)
    assert desk.record.submissions == {}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
@pytest.mark.parametrize("field", REPORT_WORDS + REPORT_LINES)
def test_a_report_is_kept_as_it_was_written(desk: Desk, field: str, text: str) -> None:
    answer = desk.sends(_said(field, text))
    assert answer.status_code == 201, answer.text
    desk.keys[answer.json()["code"]] = answer.json()["tracking_key"]
    seen = desk.sees(answer.json()["code"], "reporter").json()
    kept = seen["report"] | seen["identity"]
    assert kept[field.removeprefix("reporter.")] == text


@pytest.mark.parametrize("text", DROPPED.values(), ids=DROPPED)
def test_marks_that_nobody_sees_are_dropped(desk: Desk, text: str) -> None:
    answer = desk.sends(_said("content", text))
    assert answer.status_code == 201, answer.text
    desk.keys[answer.json()["code"]] = answer.json()["tracking_key"]
    assert desk.sees(answer.json()["code"], "reporter").json()["report"]["content"] == "Đường hỏng"


@pytest.mark.parametrize("field", REPORT_WORDS + REPORT_LINES)
def test_decomposed_letters_are_composed(desk: Desk, field: str) -> None:
    text = "Đường hỏng nặng, ổ gà lớn"
    answer = desk.sends(_said(field, f"  {unicodedata.normalize('NFD', text)}\n"))
    assert answer.status_code == 201
    desk.keys[answer.json()["code"]] = answer.json()["tracking_key"]
    seen = desk.sees(answer.json()["code"], "reporter").json()
    assert (seen["report"] | seen["identity"])[field.removeprefix("reporter.")] == text


@pytest.mark.parametrize("field", REPORT_WORDS + REPORT_LINES)
@pytest.mark.parametrize("text", ["", " ", "\u3000\t\n"], ids=["empty", "blank", "wide blank"])
def test_a_blank_text_is_a_missing_one(desk: Desk, field: str, text: str) -> None:
    answer = desk.sends(_said(field, text))
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_only_a_report_itself_may_have_several_lines(desk: Desk) -> None:
    assert desk.sends(_said("content", "Dòng một\r\n\tDòng hai")).status_code == 201
    for field in REPORT_LINES:
        assert desk.sends(_said(field, "Dòng một\nDòng hai")).status_code == 422, field


@pytest.mark.parametrize(("act", "field"), [(act, field) for act, field, _ in ACT_TEXTS] + ACT_IDS)
def test_an_act_with_what_nobody_can_see_or_keep_is_sent_back_with_the_field_named(
    desk: Desk, act: str, field: str
) -> None:
    code = desk.filed()
    for why, text in REFUSED.items():
        _names_the_field(desk.acts(code, act, "operator", **{field: text}), field, why)
    assert desk.gateway.requests == []


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
@pytest.mark.parametrize(("act", "field", "who"), ACT_TEXTS, ids=[f"{a}.{f}" for a, f, _ in ACT_TEXTS])
def test_the_words_of_an_act_are_kept_as_they_were_written(
    desk: Desk, act: str, field: str, who: str, text: str
) -> None:
    code = desk.ready_for(act)
    answer = desk.acts(code, act, who, **{field: unicodedata.normalize("NFD", text)})
    assert answer.status_code == 200, answer.text
    words = [event["words"] for event in desk.sees(code, "auditor", "/events").json()["items"]]
    assert text in words


@pytest.mark.parametrize(("act", "field"), [(a, f) for a, f, _ in ACT_TEXTS if f in FIELDS[a]])
def test_an_act_that_must_give_words_is_refused_without_them(desk: Desk, act: str, field: str) -> None:
    who = next(who for name, _, who in ACT_TEXTS if name == act)
    code = desk.ready_for(act)
    answer = desk.acts(code, act, who, **{field: " \n "})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/words-missing")


@pytest.mark.parametrize("field", ["username", "password"])
def test_a_sign_in_with_what_nobody_can_type_is_sent_back(desk: Desk, field: str) -> None:
    for why, text in REFUSED.items():
        body = {"username": "operator", "password": "x"} | {field: text}
        _names_the_field(desk.client.post("/api/v1/sessions", content=json.dumps(body)), field, why)
