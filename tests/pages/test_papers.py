"""The register of papers at its pages and its API: who writes, who reads what, and what is wrong in words."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from calendars import VIETNAM
from tests.support.fronts.real_desk import RealDesk
from tests.support.pages.walker import Walker

pytestmark = pytest.mark.slow

PAGE, API = "/can-bo/so-van-ban", "/api/v1/papers"


def today(desk: RealDesk) -> str:
    return desk.clock().astimezone(VIETNAM).date().isoformat()


def sends(desk: RealDesk, who: str = "operator", key: str | None = None, **said: Any) -> Any:
    body = {"received_on": today(desk), "sender": "Sở Xây dựng", "about": "V/v thi công"} | said
    headers = desk.headers(who) | {"Idempotency-Key": key or str(uuid.uuid4())}
    return desk.client.post(API, json=body, headers=headers)


def test_a_paper_is_entered_and_found_beside_the_letter_of_its_case(real_desk: RealDesk) -> None:
    code = real_desk.walked("publish")
    walker = Walker(real_desk)
    walker.signs_in("leader")
    walker.opens(PAGE)
    shown = walker.sends(
        PAGE,
        received_on=today(real_desk),
        sender="Sở Xây dựng",
        paper_number="125/SXD-VP",
        about="V/v thi công đường Trần Phú",
        code=code,
    )
    assert "Đã ghi vào sổ, số đến 1." in shown.text
    of_case = walker.opens(f"{PAGE}?code={code}").text
    for part in ("125/SXD-VP", "V/v thi công đường Trần Phú", "01/PAKN-UBND", "Người gửi phản ánh", code):
        assert part in of_case
    assert "Nguyễn Thị Hoa" not in of_case
    assert f"{PAGE}?code={code}" in walker.opens(f"/can-bo/ho-so/{code}").text
    book = openpyxl.load_workbook(io.BytesIO(walker.opens(f"{PAGE}.xlsx?code={code}").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[4] for row in rows[1:]] in (["125/SXD-VP", "01/PAKN-UBND"], ["01/PAKN-UBND", "125/SXD-VP"])


def test_a_paper_that_went_out_without_the_system_is_entered_under_the_next_number(real_desk: RealDesk) -> None:
    code = real_desk.walked("publish")
    walker = Walker(real_desk)
    walker.signs_in("leader")
    walker.opens(f"{PAGE}?code={code}")
    said = {"sent_on": today(real_desk), "recipient": "UBND tỉnh", "about": "Báo cáo vướng mắc"}
    wrong = walker.sends(f"{PAGE}/di", **said, kind="BC/x", code=code)
    assert (wrong.status_code, "Loại văn bản ghi viết tắt" in wrong.text, "Báo cáo vướng mắc" in wrong.text) == (
        422, True, True,
    )  # fmt: skip
    shown = walker.sends(f"{PAGE}/di", **said, kind="BC", code=code)
    assert "Đã ghi vào sổ, số đi 2." in shown.text
    of_case = walker.opens(f"{PAGE}?code={code}").text
    for part in ("02/BC-UBND", "UBND tỉnh", "Báo cáo vướng mắc", "01/PAKN-UBND"):
        assert part in of_case
    future = {"sent_on": "2999-01-01", "recipient": "UBND", "kind": "BC", "about": "x"}
    headers = real_desk.headers("officer") | {"Idempotency-Key": str(uuid.uuid4())}
    refused = real_desk.client.post(f"{API}/outgoing", json=future, headers=headers)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "sent_on")


def test_an_agency_reads_its_own_register_and_the_centre_all(real_desk: RealDesk) -> None:
    assert sends(real_desk, "operator").status_code == 201
    assert sends(real_desk, "officer").status_code == 201

    def offices(who: str, query: str = "") -> list[str | None]:
        answer = real_desk.client.get(f"{API}{query}", headers=real_desk.headers(who))
        return sorted({each["agency"] for each in answer.json()["items"]}, key=str)

    assert offices("operator") == offices("kh_auditor") == [None, "ubnd-nha-trang"]
    assert offices("officer") == ["ubnd-nha-trang"]
    assert offices("officer", "?agency=centre") == []
    assert offices("operator", "?agency=centre") == [None]
    assert offices("other_officer") == []


def test_the_same_paper_is_entered_once(real_desk: RealDesk) -> None:
    key = str(uuid.uuid4())
    first, again = sends(real_desk, key=key), sends(real_desk, key=key)
    assert first.json() == again.json()
    assert sends(real_desk, key=key, about="Việc khác").status_code == 409


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"received_on": "2999-01-01"}, "received_on"),
        ({"received_on": "2001-01-01"}, "received_on"),
        ({"dated": "2999-01-01"}, "dated"),
        ({"code": "KH-2026-999999"}, "code"),
        ({"sender": " "}, "sender"),
        ({"about": ""}, "about"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(real_desk: RealDesk, said: dict[str, str], field: str) -> None:
    refused = sends(real_desk, **said)
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["errors"]] == [field]


def test_a_case_that_one_may_not_see_is_no_case_for_a_paper(real_desk: RealDesk) -> None:
    code = real_desk.walked("accept")
    assert sends(real_desk, "officer", code=code).status_code == 201
    assert sends(real_desk, "other_officer", code=code).status_code == 422


def test_days_that_are_none_are_told_beside_the_list(real_desk: RealDesk) -> None:
    walker = Walker(real_desk)
    walker.signs_in("operator")
    answer = walker.opens(f"{PAGE}?since=hom-qua&until=")
    assert (answer.status_code, "Sổ văn bản" in answer.text) == (422, True)
    ago = (real_desk.clock() - timedelta(days=700)).date().isoformat()
    assert "Không có văn bản nào" in walker.opens(f"{PAGE}?since={ago}&until={ago}").text
