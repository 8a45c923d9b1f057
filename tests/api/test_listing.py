"""The staff's list: what is in one's scope, narrowed, page by page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.desk import NHA_TRANG, TRANSPORT, Desk


def _codes(desk: Desk, who: str = "operator", **query: Any) -> list[str]:
    answer = desk.gets("/complaints", who, **query)
    assert answer.status_code == 200, answer.text
    return [item["code"] for item in answer.json()["items"]]


def test_each_sees_the_cases_of_their_scope(desk: Desk) -> None:
    new, ours, shared = desk.filed(), desk.walked("accept"), desk.filed()
    desk.acts(shared, "dispatch", "operator", lead=TRANSPORT, co_ordinating=[NHA_TRANG])
    assert _codes(desk, "operator") == _codes(desk, "auditor") == _codes(desk, "authority") == [new, ours, shared]
    assert _codes(desk, "officer") == [ours, shared]
    assert _codes(desk, "other_leader") == [shared]
    assert _codes(desk, "stranger") == []


def test_a_line_says_what_an_inbox_needs_and_nobodys_name(desk: Desk) -> None:
    desk.walked("accept")
    answer = desk.gets("/complaints", "operator")
    line = answer.json()["items"][0]
    assert line["status_label"] == "Đang xử lý"
    assert line["field"]["name"] == "Giao thông, đường sá"
    assert line["lead"]["name"] == "UBND thành phố Nha Trang"
    assert line["due_text"] == "08:00 thứ Ba 01/12/2026"
    assert line["excerpt"].startswith("Ổ gà lớn")
    assert "Hoa" not in answer.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "submitted"}, [0]),
        ({"status": ["submitted", "processing"]}, [0, 1]),
        ({"agency": NHA_TRANG}, [1]),
        ({"field": "y-te"}, []),
        ({"overdue": "false"}, [0, 1]),
        ({"due_before": "2026-11-24T00:00:00+07:00"}, [0]),
        ({"text": "Lê Hồng Phong"}, [0, 1]),
        ({"text": "trường học"}, []),
        ({"agency": "", "field": "", "text": ""}, [0, 1]),
    ],
    ids=str,
)
def test_the_list_is_narrowed(desk: Desk, query: dict[str, Any], found: list[int]) -> None:
    codes = [desk.filed(), desk.walked("accept")]
    assert _codes(desk, **query) == [codes[number] for number in found]


def test_pages_follow_one_another(desk: Desk) -> None:
    codes = [desk.filed() for _ in range(5)]
    seen, cursor = [], None
    while True:
        page = desk.gets("/complaints", "operator", limit=2, **({"cursor": cursor} if cursor else {})).json()
        seen.append([item["code"] for item in page["items"]])
        if (cursor := page["next"]) is None:
            break
    assert seen == [codes[:2], codes[2:4], codes[4:]]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 201}, "limit"),
        ({"limit": "nhiều"}, "limit"),
        ({"limit": "9" * 5000}, "limit"),
        ({"status": "vui"}, "status.0"),
        ({"overdue": "có"}, "overdue"),
        ({"due_before": "hôm qua"}, "due_before"),
        ({"due_before": "2026-11-24T00:00:00"}, "due_before"),
        ({"due_before": "9999-12-31T23:59:59-14:00"}, "due_before"),
        ({"due_before": "0001-01-01T00:00:00+14:00"}, "due_before"),
        ({"due_before": "9" * 40}, "due_before"),
        ({"text": "a\0b"}, "text"),
        ({"agency": "a\x07b"}, "agency"),
        ({"text": "ơ" * 501}, "text"),
        ({"cursor": "a\0"}, "cursor"),
        ({"statuss": "submitted"}, "statuss"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_filter_that_cannot_be_is_named(desk: Desk, query: dict[str, Any], field: str) -> None:
    answer = desk.gets("/complaints", "operator", **query)
    assert answer.status_code == 422
    error = answer.json()["errors"][0]
    assert (error["field"], error["place"]) == (field, "query")
    assert error["message"].endswith(".")


def test_bytes_that_are_no_text_are_named(desk: Desk) -> None:
    answer = desk.client.get("/api/v1/complaints?text=%FF", headers=desk.headers("operator"))
    assert answer.json()["errors"][0]["field"] == "text"


def test_a_cursor_that_is_not_ours_is_refused(desk: Desk) -> None:
    answer = desk.gets("/complaints", "operator", cursor="tự-chế")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/bad-cursor")
