"""The staff's list of cases: scope, filters, pages."""

from __future__ import annotations

import csv
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from api.cases import listing
from tests.support.fronts.desk import NHA_TRANG, TRANSPORT, Desk


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
        ({"agency": "a" * 501}, "agency"),
        ({"text": "ơ" * 501}, "text"),
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


def test_bytes_that_are_no_text_find_nothing(desk: Desk) -> None:
    desk.filed()
    answer = desk.client.get("/api/v1/complaints?text=%FF", headers=desk.headers("operator"))
    assert (answer.status_code, answer.json()["items"]) == (200, [])


def test_a_cursor_that_is_not_ours_is_refused(desk: Desk) -> None:
    answer = desk.gets("/complaints", "operator", cursor="tự-chế")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/bad-cursor")


def test_the_list_is_narrowed_to_whose_work_a_case_is(desk: Desk) -> None:
    new, waiting, mine = desk.filed(), desk.walked("dispatch"), desk.walked("accept")
    theirs = desk.walked("accept")
    desk.acts(theirs, "assign", "leader", officer="id-leader")
    assert _codes(desk, "officer", officer="me") == [mine]
    assert _codes(desk, "leader", officer="me") == [theirs]
    assert _codes(desk, "operator", officer="id-officer") == [mine]
    assert _codes(desk, "operator", officer="me") == []
    assert _codes(desk, "operator", unassigned="true") == [waiting]
    assert _codes(desk, "operator", unassigned="false") == [new, mine, theirs]


def test_the_list_is_narrowed_to_what_may_still_go_on_and_what_waits_for_its_reporter(desk: Desk) -> None:
    new, waiting, ended = desk.filed(), desk.filed(), desk.filed()
    desk.acts(waiting, "ask_supplement", "operator")
    desk.acts(ended, "withdraw", "reporter")
    assert _codes(desk, open="true") == [new, waiting]
    assert _codes(desk, open="false") == [ended]
    assert _codes(desk, paused="true") == [waiting]
    assert _codes(desk, paused="false") == [new, ended]
    assert _codes(desk, "auditor", authority="khanh-hoa") == [new, waiting, ended]
    assert _codes(desk, "auditor", authority="lai-chau") == _codes(desk, "operator", authority="lai-chau") == []


def test_the_list_is_narrowed_to_what_was_merged_into_a_case(desk: Desk) -> None:
    kept, merged, _ = desk.filed(), desk.filed(), desk.filed()
    desk.acts(merged, "merge", "operator", into=kept)
    assert _codes(desk, merged_into=kept.lower()) == [merged]
    assert _codes(desk, merged_into="chưa-có") == []


def test_a_technician_sees_trials_and_the_focal_point_every_case_of_the_authority(desk: Desk) -> None:
    report, trial = desk.walked("accept"), desk.under(desk.filed(), test=True)
    assert _codes(desk, "technician") == [trial]
    assert _codes(desk, "focal_point") == [report, trial]
    assert desk.sees(report, "technician").status_code == 404


def _table(desk: Desk, who: str = "operator", **query: Any) -> list[list[str]]:
    answer = desk.gets("/complaints.csv", who, **query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_the_list_is_given_as_a_table_that_spreadsheets_open(desk: Desk) -> None:
    desk.filed()
    code = desk.walked("accept")
    headings, *rows = _table(desk, "officer")
    assert [len(row) for row in rows] == [len(headings)]
    row = dict(zip(headings, rows[0], strict=True))
    assert (row["Mã hồ sơ"], row["Trạng thái"], row["Cán bộ"]) == (code, "Đang xử lý", "Officer")
    assert (row["Cơ quan chủ trì"], row["Tiếp nhận lúc"]) == ("UBND thành phố Nha Trang", "2026-11-23T08:00:00+07:00")
    assert "Hoa" not in str(rows)


def test_the_list_is_an_xlsx_too_with_the_same_rows(desk: Desk) -> None:
    desk.filed(content="=1+1 đường Trần Phú")
    desk.walked("accept")
    answer = desk.gets("/complaints.xlsx", "operator")
    assert answer.headers["content-disposition"] == 'attachment; filename="ho-so.xlsx"'
    headings, *rows = openpyxl.load_workbook(BytesIO(answer.content))["Hồ sơ"].values
    assert list(headings) == _table(desk)[0]
    received = list(headings).index("Tiếp nhận lúc")
    assert {row[received] for row in rows} == {datetime(2026, 11, 23, 8, 0)}  # noqa: DTZ001 - a workbook knows no zones
    assert min(row[-1] for row in rows) == "=1+1 đường Trần Phú"
    assert desk.gets("/complaints.pdf", "operator").status_code == 422


def test_the_table_is_whole_and_narrowed_like_the_list(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_BATCH", 2)
    codes = [desk.filed() for _ in range(5)]
    desk.walked("accept")
    assert [row[0] for row in _table(desk, status="submitted")[1:]] == codes


def test_what_a_person_wrote_is_never_a_formula(desk: Desk) -> None:
    for content in ('=HYPERLINK("http://vidu.vn")', "+84 905", "-1", "@SUM(A1)", 'Nói "rất nguy hiểm"; nhiều, dòng'):
        desk.filed(content=content)
    written = [row[-1] for row in _table(desk)[1:]]
    assert written == [
        "'=HYPERLINK(\"http://vidu.vn\")", "'+84 905", "'-1", "'@SUM(A1)", 'Nói "rất nguy hiểm"; nhiều, dòng',
    ]  # fmt: skip


@pytest.mark.parametrize(("who", "status"), [("nobody", 401), ("stranger", 200)])
def test_the_table_is_for_staff(desk: Desk, who: str, status: int) -> None:
    desk.filed()
    answer = desk.gets("/complaints.csv", who)
    assert answer.status_code == status
    assert "KH-2026" not in answer.text


def test_with_the_database_away_the_table_is_a_problem(desk: Desk) -> None:
    desk.record.away = True
    assert desk.gets("/complaints.csv", "operator").status_code == 503
