"""Every text field with every kind of text that people, keyboards and attackers send."""

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
    ("dispatch", "note", "operator"), ("return", "reason", "officer"), ("recall", "reason", "operator"),
    ("hand_back", "reason", "officer"), ("extend", "reason", "officer"),
    ("submit_result", "result", "officer"), ("send_back", "reason", "leader"), ("rate", "comment", "reporter"),
    ("withdraw", "reason", "reporter"), ("approve", "edited", "leader"), ("publish", "edited", "operator"),
    ("ask_direction", "reason", "operator"), ("direct", "direction", "authority"), ("forward", "note", "focal_point"),
    ("reclassify", "reason", "operator"), ("involve", "note", "officer"), ("record_inspection", "findings", "officer"),
    ("report_progress", "state", "officer"), ("hide", "reason", "operator"), ("unhide", "reason", "operator"),
    ("keep_commitment", "result", "leader"), ("move_commitment", "reason", "leader"),
    ("contribute", "part", "other_officer"), ("decline_part", "reason", "other_officer"), ("set_part_day", "note", "officer"),
    ("ask", "question", "reporter"), ("answer", "answer", "officer"), ("comment", "text", "reporter"),
    ("share_identity", "reason", "authority"),
    ("contest", "reason", "reporter"), ("mark_as_test", "reason", "technician"),
    ("delete_test", "reason", "technician"),
]  # fmt: skip
ACT_IDS = [
    ("refuse", "ground"), ("refuse", "duplicate_of"), ("verify", "field"), ("dispatch", "lead"), ("dispatch", "field"),
    ("withhold", "ground"), ("rate", "rating"), ("forward", "lead"), ("reclassify", "field"), ("reclassify", "lead"),
    ("hand_back", "ground"), ("assign", "officer"), ("restrict", "ground"), ("hide", "ground"), ("merge", "into"),
    ("set_part_day", "agency"),
]  # fmt: skip
HUGE = "ơ" * 10_001
CLEANED = {
    "NUL": ("a\0b", "a b"),
    "escape": ("a\x1bb", "a b"),
    "delete": ("a\x7fb", "a b"),
    "the end of a cell in Word": ("a\x07b", "a b"),
    "a line's end in Word": ("a\x0bb", "a\nb"),
    "a page's end in Word": ("a\x0cb", "a\nb"),
    "next line": ("a\x85b", "a\nb"),
    "two lines": ("a\r\nb", "a\nb"),
    "a tab": ("a\tb", "a\tb"),
    "line separator": ("a\u2028b", "a\nb"),
    "filler": ("a\u3164b", "ab"),
    "noncharacter": ("a\uffffb", "ab"),
    "bytes that nobody could read": ("a\ufffdb", "a\ufffdb"),
    "high surrogate": ("a\ud800b", "a\ufffdb"),
    "low surrogate": ("a\udfff", "a\ufffd"),
}
"""Texts, each with what is kept of it. On one line a newline and a tab are blanks."""
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
def test_a_report_with_too_many_words_is_sent_back_with_the_field_named(desk: Desk, field: str) -> None:
    _names_the_field(desk.sends(_said(field, HUGE)), field, "huge")
    assert desk.record.submissions == {}


@pytest.mark.parametrize(("text", "kept"), CLEANED.values(), ids=CLEANED)
@pytest.mark.parametrize("field", REPORT_WORDS + REPORT_LINES)
def test_what_nobody_can_see_or_keep_is_cleaned_and_never_refused(desk: Desk, field: str, text: str, kept: str) -> None:
    answer = desk.sends(_said(field, text))
    assert answer.status_code == 201, answer.text
    desk.keys[answer.json()["code"]] = answer.json()["tracking_key"]
    seen = desk.sees(answer.json()["code"], "reporter").json()
    found = (seen["report"] | seen["identity"])[field.removeprefix("reporter.")]
    assert found == (kept if field in REPORT_WORDS else kept.replace("\n", " ").replace("\t", " "))


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
    code = desk.sends(_said("content", "Dòng một\r\n\tDòng hai")).json()["code"]
    assert desk.record.submissions[code].report.content == "Dòng một\n\tDòng hai"
    code = desk.sends(_said("place", "Dòng một\r\n\tDòng hai")).json()["code"]
    assert desk.record.submissions[code].report.place == "Dòng một Dòng hai"


@pytest.mark.parametrize(("act", "field"), [(act, field) for act, field, _ in ACT_TEXTS] + ACT_IDS)
def test_an_act_with_too_many_words_is_sent_back_with_the_field_named(desk: Desk, act: str, field: str) -> None:
    code = desk.filed()
    _names_the_field(desk.acts(code, act, "operator", **{field: HUGE}), field, "huge")
    assert desk.gateway.requests == []


@pytest.mark.parametrize(("act", "field", "who"), ACT_TEXTS, ids=[f"{a}.{f}" for a, f, _ in ACT_TEXTS])
def test_the_words_of_an_act_are_cleaned_of_what_nobody_can_see_or_keep(
    desk: Desk, act: str, field: str, who: str
) -> None:
    code = desk.ready_for(act)
    answer = desk.acts(code, act, who, **{field: " ".join(text for text, _ in CLEANED.values())})
    assert answer.status_code == 200, answer.text
    words = [event["words"] for event in desk.sees(code, "auditor", "/events").json()["items"]]
    assert " ".join(kept for _, kept in CLEANED.values()) in words


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


@pytest.mark.parametrize("text", ["a\0b", "a\x1bb", "a\x7fb", "a\u3164b", "a\uffffb", "a\ud800b", HUGE])
def test_a_password_that_nobody_can_type_is_sent_back_rather_than_changed(desk: Desk, text: str) -> None:
    body = {"username": "operator", "password": text}
    _names_the_field(desk.client.post("/api/v1/sessions", content=json.dumps(body)), "password", text[:5])
