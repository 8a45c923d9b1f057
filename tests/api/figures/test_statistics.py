"""Statistics over HTTP: who sees whose, what they say, the files. tests/documents/tables/test_figures.py checks the numbers."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest

from domain import acts
from tests.support.fronts.desk import NHA_TRANG, TRANSPORT
from tests.support.fronts.real_desk import RealDesk
from tests.support.records.town import SECRET_CONTENT, SECRET_NAME, Town, result

pytestmark = pytest.mark.slow

SPAN = {"first": "2026-03", "last": "2026-04"}
WHOLE = {TRANSPORT: 1, NHA_TRANG: 1, None: 1}


@pytest.fixture
def desk(real_desk: RealDesk) -> RealDesk:
    """Khánh Hòa in March 2026. so-gtvt published a case on time, rated very satisfied. Nha Trang has one that is
    overdue since. A third is the reporter's secret and not dispatched yet; its alarms never rang."""
    town = Town(real_desk.record)
    done = town.files("khanh-hoa", "2026-03-02 08:00", "giao-thong")
    done.does("2026-03-02 08:30", "centre_operator", acts.Dispatch(lead=TRANSPORT))
    done.does("2026-03-02 09:00", f"agency_officer of {TRANSPORT}", acts.Accept())
    done.does("2026-03-03 09:00", f"agency_officer of {TRANSPORT}", result("2026-03-03"))
    done.does("2026-03-03 10:00", f"agency_leader of {TRANSPORT}", acts.Approve())
    done.does("2026-03-03 10:00", f"agency_leader of {TRANSPORT}", acts.Publish())
    done.does("2026-03-04 09:00", "reporter", acts.Rate(rating="very_satisfied"))
    overdue = town.files("khanh-hoa", "2026-03-02 08:00", "moi-truong")
    overdue.does("2026-03-02 08:30", "centre_operator", acts.Dispatch(lead=NHA_TRANG)).waits("2026-03-05 08:00")
    town.files("khanh-hoa", "2026-03-03 08:00", "giao-thong", secret=True)
    return real_desk


WHOSE: tuple[tuple[str, dict[str, str], Any], ...] = (
    *((who, {}, WHOLE) for who in ("operator", "centre_leader", "focal_point", "authority", "kh_auditor", "kh_admin")),
    ("auditor", {"authority": "khanh-hoa"}, WHOLE),
    ("admin", {"authority": "khanh-hoa", "agency": TRANSPORT}, {TRANSPORT: 1}),
    ("officer", {}, {NHA_TRANG: 1}),
    ("leader", {"agency": NHA_TRANG}, {NHA_TRANG: 1}),
    ("other_leader", {}, {TRANSPORT: 1}),
    ("officer", {"agency": TRANSPORT}, 403),
    ("officer", {"authority": "lai-chau"}, 403),
    ("operator", {"authority": "lai-chau"}, 403),
    ("technician", {}, 403),
    ("auditor", {}, 422),
    ("admin", {"authority": "nowhere"}, 422),
    ("nobody", {}, 401),
)


def test_whose_figures_each_person_sees(desk: RealDesk) -> None:
    for who, asked, seen in WHOSE:
        answer = desk.gets("/statistics", who, **SPAN, **asked)
        exported = desk.gets("/statistics.csv", who, **SPAN, **asked)
        if isinstance(seen, int):
            assert (who, answer.status_code, exported.status_code) == (who, seen, seen)
            continue
        agencies = {each["agency"] and each["agency"]["id"]: each["received"] for each in answer.json()["agencies"]}
        assert (who, agencies) == (who, seen)
        assert len(list(csv.reader(io.StringIO(exported.text)))) == 1 + len(seen)


def test_statistics_say_it_in_the_words_of_the_regulation(desk: RealDesk) -> None:
    found = desk.gets("/statistics", "operator", **SPAN).json()
    total = {
        key: found["total"][key] for key in ("received", "closed", "on_time", "late", "on_time_share", "satisfied")
    }
    assert total == {"received": 3, "closed": 1, "on_time": 1, "late": 0, "on_time_share": 1.0, "satisfied": 1}
    assert (found["open"], found["overdue"]) == (2, 2), "by the clock, whether an alarm recorded it or not"
    assert [month["month"] for month in found["months"]] == ["2026-03", "2026-04"]
    accept = next(step for step in found["steps"] if step["limit"]["id"] == "accept")
    assert (accept["count"], accept["median_text"], accept["article"]) == (1, "30 phút làm việc", "Điều 7 khoản 3")
    assert {rung["limit"]["id"] for rung in found["rungs"]} == {"accept", "case", "verify_and_dispatch"}
    assert [rating["id"] for rating in found["ratings"]] == ["very_satisfied", "satisfied", "unsatisfied"]


def test_the_workbook_has_every_table_and_a_csv_the_one_asked_for(desk: RealDesk) -> None:
    book = openpyxl.load_workbook(io.BytesIO(desk.gets("/statistics.xlsx", "operator", **SPAN).content))
    assert book.sheetnames == [
        "Theo cơ quan", "Theo tháng", "Theo lĩnh vực", "Thời gian từng bước", "Đang xử lý", "Quá hạn theo bậc",
    ]  # fmt: skip
    for table, heading in (("agencies", "Cơ quan chủ trì"), ("months", "Tháng"), ("steps", "Bước"), ("rungs", "Bước")):
        answer = desk.gets("/statistics.csv", "operator", **SPAN, table=table)
        assert next(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))[0] == heading
    assert desk.gets("/statistics.csv", "operator", table="weather").status_code == 422


def test_anybody_sees_the_figures_and_no_case_officer_or_step(desk: RealDesk) -> None:
    found = desk.gets("/public/figures", procedure="khanh-hoa", **SPAN)
    assert found.status_code == 200
    figures = found.json()
    assert {key: figures["total"][key] for key in ("received", "on_time", "late", "satisfied")} == {
        "received": 3, "on_time": 1, "late": 0, "satisfied": 1,
    }  # fmt: skip
    by_agency = {each["agency"] and each["agency"]["id"]: each for each in figures["agencies"]}
    assert by_agency[NHA_TRANG]["overdue"] == 1
    assert [month["month"] for month in by_agency[TRANSPORT]["months"]] == ["2026-03"]
    files = [desk.gets(f"/public/figures.{form}", procedure="khanh-hoa", **SPAN) for form in ("csv", "xlsx")]
    for said in (found.text, files[0].text):
        for secret in ("KH-2026-", "id-agency_officer", SECRET_NAME, SECRET_CONTENT):
            assert secret not in said
    assert openpyxl.load_workbook(io.BytesIO(files[1].content)).sheetnames == ["Theo cơ quan và tháng", "Theo cơ quan"]
    assert desk.client.get(
        "/api/v1/public/figures?procedure=khanh-hoa&first=2026-03&last=2026-04",
        headers={"If-None-Match": found.headers["etag"]},
    ).status_code == 304  # fmt: skip


NO_SPAN: tuple[dict[str, str], ...] = (
    {"first": "2026-13"},
    {"first": "tháng 3"},
    {"first": "1999-12"},
    {"last": "9999-01"},
    {"first": "2026-04", "last": "2026-03"},
    {"first": "2015-01", "last": "2026-01"},
    {"first": "2026-03 "},
    {"weather": "fine"},
    {"last": "0000-01"},
)


def test_months_that_make_no_span_are_told_in_a_sentence(desk: RealDesk) -> None:
    for asks in ("/statistics", "/statistics.xlsx", "/public/figures", "/public/figures.csv"):
        whose = {"procedure": "khanh-hoa"} if "public" in asks else {}
        for wrong in NO_SPAN:
            answer = desk.gets(asks, "operator", **whose, **wrong)
            assert (asks, wrong, answer.status_code) == (asks, wrong, 422)
            assert answer.json()["type"].startswith("/problems/")


def test_a_month_far_ahead_or_long_ago_is_a_span_with_nothing(desk: RealDesk) -> None:
    for month in ("2200-12", "2000-01"):
        found = desk.gets("/statistics", "operator", first=month, last=month).json()
        assert (found["total"]["received"], len(found["months"])) == (0, 1)
