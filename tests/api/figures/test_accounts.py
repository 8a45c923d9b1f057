"""Accounts of any days over HTTP: who sees whose, what they say, the files. tests/domain/accounts tries the numbers."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest

from domain import acts
from tests.support.fronts.desk import NHA_TRANG, TRANSPORT
from tests.support.fronts.real_desk import RealDesk
from tests.support.records.town import SECRET_CONTENT, SECRET_NAME, Town, result

pytestmark = pytest.mark.slow

DAYS = {"first": "2026-03-02", "last": "2026-03-31"}


@pytest.fixture
def desk(real_desk: RealDesk) -> RealDesk:
    """Khánh Hòa in March 2026. so-gtvt published a case on time. Nha Trang has one that is overdue since."""
    town = Town(real_desk.record)
    done = town.files("khanh-hoa", "2026-03-02 08:00", "giao-thong")
    done.does("2026-03-02 08:30", "centre_operator", acts.Dispatch(lead=TRANSPORT))
    done.does("2026-03-02 09:00", f"agency_officer of {TRANSPORT}", acts.Accept())
    done.does("2026-03-03 09:00", f"agency_officer of {TRANSPORT}", result("2026-03-03"))
    done.does("2026-03-03 10:00", f"agency_leader of {TRANSPORT}", acts.Approve())
    done.does("2026-03-03 10:00", f"agency_leader of {TRANSPORT}", acts.Publish())
    overdue = town.files("khanh-hoa", "2026-03-02 08:00", "moi-truong")
    overdue.does("2026-03-02 08:30", "centre_operator", acts.Dispatch(lead=NHA_TRANG)).waits("2026-03-05 08:00")
    return real_desk


def test_an_account_tells_what_came_in_what_became_of_it_and_what_was_late(desk: RealDesk) -> None:
    found = desk.gets("/accounts", "operator", **DAYS).json()
    assert {name: found["total"][name] for name in ("carried_in", "received", "resolved", "in_time", "open", "overdue")} == {
        "carried_in": 0, "received": 2, "resolved": 1, "in_time": 1, "open": 1, "overdue": 1,
    }  # fmt: skip
    assert found["previous"]["received"] == found["a_year_ago"]["received"] == 0
    assert {each["of"]["id"]: each["open"] for each in found["by_agency"]} == {TRANSPORT: 0, NHA_TRANG: 1}
    accept = next(step for step in found["steps"] if step["limit"]["id"] == "accept")
    assert (accept["done"], accept["median_text"]) == (1, "30 phút làm việc")
    late = desk.gets("/accounts/late", "operator", **DAYS).json()["items"]
    assert {step["limit"]["id"] for step in late} == {"accept", "case"}
    assert late[0]["article"]
    assert all(step["late_by_seconds"] > 0 and step["done_at"] is None for step in late)
    after = desk.gets("/accounts", "operator", first="2026-04-01", last="2026-04-30").json()
    assert after["total"]["carried_in"] == after["previous"]["open"] == 1
    shares = desk.gets("/accounts/overdue", "operator", **DAYS, by="agency").json()
    assert {line["of"]["id"]: line["share"] for line in shares["lines"] if line["of"] and line["total"]} == {
        TRANSPORT: 0.0, NHA_TRANG: 1.0,
    }  # fmt: skip
    assert shares["total"]["share"] == 0.5
    assert any(line["total"] == 0 for line in desk.gets("/accounts/overdue", "operator", **DAYS).json()["lines"])


def test_each_person_sees_their_own_authoritys_or_agencys(desk: RealDesk) -> None:
    for who, more, received in (
        ("operator", {}, 2),
        ("auditor", {"authority": "khanh-hoa"}, 2),
        ("officer", {}, 1),
        ("other_leader", {}, 1),
        ("officer", {"agency": TRANSPORT}, 403),
        ("operator", {"authority": "lai-chau"}, 403),
        ("technician", {}, 403),
        ("auditor", {}, 422),
        ("nobody", {}, 401),
    ):
        answer = desk.gets("/accounts", who, **DAYS, **more)
        seen = answer.json()["total"]["received"] if answer.status_code == 200 else answer.status_code
        assert (who, seen) == (who, received)
        late = desk.gets("/accounts/late.csv", who, **DAYS, **more)
        assert late.status_code == answer.status_code


def test_files_name_no_reporter_and_no_words_of_a_report(desk: RealDesk) -> None:
    book = openpyxl.load_workbook(io.BytesIO(desk.gets("/accounts.xlsx", "operator", **DAYS).content))
    assert book.sheetnames[0] == "Tổng hợp"
    assert book.sheetnames[-1] == "Bước trễ hạn"
    assert all(sheet.freeze_panes for sheet in book)
    said = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "KH-2026-" in said
    for secret in (SECRET_NAME, SECRET_CONTENT):
        assert secret not in said
    rows = list(
        csv.DictReader(io.StringIO(desk.gets("/accounts/late.csv", "operator", **DAYS).text.removeprefix("\ufeff")))
    )
    assert {row["Cơ quan phải làm"] for row in rows} >= {"UBND thành phố Nha Trang"}
    assert all(row["Hạn"].endswith("+07:00") for row in rows)


def test_anybody_sees_sums_and_shares_of_any_days_and_no_case(desk: RealDesk) -> None:
    answer = desk.gets("/public/figures/period", procedure="khanh-hoa", **DAYS)
    assert answer.status_code == 200
    found = answer.json()
    assert (found["total"]["received"], found["total"]["in_time"], found["total"]["overdue"]) == (2, 1, 1)
    assert found["previous"]["handled"] == 0
    assert {line["of"]["id"]: line["overdue"] for line in found["by_agency"]["lines"] if line["total"]} == {
        TRANSPORT: 0, NHA_TRANG: 1,
    }  # fmt: skip
    for secret in ("KH-2026-", SECRET_NAME, SECRET_CONTENT, "id-agency_officer"):
        assert secret not in answer.text
    page = desk.client.get("/cong-khai/khanh-hoa/so-lieu/ky?first=2026-03-02&last=2026-03-31")
    assert page.status_code == 200
    assert "50,0%" in page.text
    assert "Chỉ xem được nhiều nhất 366 ngày" in desk.client.get(
        "/cong-khai/khanh-hoa/so-lieu/ky?first=2025-01-01&last=2026-03-31"
    ).text  # fmt: skip


def test_days_that_are_no_period_are_told_beside_the_field(desk: RealDesk) -> None:
    tomorrow = date(2199, 1, 1).isoformat()
    for days, field in (
        ({"first": "2026-03-31", "last": "2026-03-02"}, "last"),
        ({"first": tomorrow}, "first"),
        ({"first": "1000-01-01"}, "first"),
        ({"first": "2001-01-01", "last": "2026-03-02"}, "first"),
        ({"first": "hôm qua"}, "first"),
        ({"first": "2026-02-30"}, "first"),
    ):
        answer = desk.gets("/accounts", "operator", **days)
        assert answer.status_code == 422
        assert [error["field"].rpartition(".")[2] for error in answer.json()["errors"]] == [field]
