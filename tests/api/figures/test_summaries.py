"""Monthly reports over HTTP: who sees that they exist, and who may download them."""

from __future__ import annotations

import io

import openpyxl
import pytest
from sqlalchemy import Engine

from activities.contract import MakeSummaryRequest, SummarySeries
from activities.summarising import Summarising
from domain.acts import Restrict
from domain.words import Role
from procedures import procedure_in_force
from records.record import Record
from tests.support.fronts.real_desk import RealDesk
from tests.support.records.town import Town, local

pytestmark = pytest.mark.slow

BMT = "buon-ma-thuot"
MAY = {"bmt_operator", "bmt_centre_leader", "bmt_authority", "bmt_auditor", "bmt_admin", "auditor", "admin"}
NO_PART = {"bmt_focal_point", "bmt_officer", "bmt_technician"}
OF_ANOTHER = {"operator", "authority", "kh_auditor"}
POSTS = {
    "bmt_operator": Role.CENTRE_OPERATOR, "bmt_centre_leader": Role.CENTRE_LEADER, "bmt_authority": Role.AUTHORITY_LEADER,
    "bmt_auditor": Role.AUDITOR, "bmt_admin": Role.ADMIN, "bmt_focal_point": Role.FOCAL_POINT,
    "bmt_officer": Role.AGENCY_OFFICER, "bmt_technician": Role.TECHNICIAN,
}  # fmt: skip


@pytest.fixture
def code(real_desk: RealDesk, engine: Engine) -> str:
    """The code of the report for March 2026, which contains one case."""
    for username, role in POSTS.items():
        real_desk.employs(username, role, BMT, "phong-noi-vu" if role.of_agency else None)
    case = Town(real_desk.record).files(BMT, "2026-03-02 08:00", "cong-vu-cong-chuc")
    case.does("2026-03-02 08:10", "centre_operator", Restrict(ground="reputation"))
    series = SummarySeries(BMT, "reputation")
    summarising = Summarising(
        Record(engine).summaries, real_desk.record.offices, real_desk.record.calendar.book, procedure_in_force
    )
    summarising.make(MakeSummaryRequest(series, "2026-03", local("2026-04-01 07:00")))
    return "BMT-reputation-2026-03"


def test_the_permission_table_of_monthly_reports(real_desk: RealDesk, code: str) -> None:
    seen = {}
    for who in sorted(MAY | NO_PART | OF_ANOTHER | {"nobody"}):
        listed = real_desk.gets("/summaries", who)
        items = listed.json().get("items", [])
        downloaded = real_desk.gets(f"/summaries/{code}.xlsx", who)
        seen[who] = (listed.status_code, [item["code"] for item in items], downloaded.status_code)
    expected = {who: (200, [code], 200) for who in MAY} | {who: (403, [], 403) for who in NO_PART}
    assert seen == expected | {who: (200, [], 404) for who in OF_ANOTHER} | {"nobody": (401, [], 401)}


def test_a_report_is_listed_with_its_counts_and_downloaded_as_it_was_kept(real_desk: RealDesk, code: str) -> None:
    [item] = real_desk.gets("/summaries", "bmt_centre_leader").json()["items"]
    assert (item["month_text"], item["made_text"]) == ("03/2026", "07:00 thứ Tư 01/04/2026")
    assert (item["addressee"], item["article"]) == ("Ủy ban nhân dân tỉnh Đắk Lắk", "Mục II.2.3 điểm a")
    counts = {count["id"]: count["count"] for count in item["counts"] if count["count"]}
    # Nobody dispatched it within 4 hours, and no alarm rang.
    assert counts == {"new": 1, "open": 1, "late": 1, "overdue": 1}
    assert {file["format"] for file in item["files"]} == {"pdf", "xlsx"}
    for file in item["files"]:
        answer = real_desk.client.get(file["address"], headers=real_desk.headers("bmt_centre_leader"))
        assert (answer.status_code, len(answer.content)) == (200, file["size"])
        assert answer.headers["content-disposition"] == f'attachment; filename="{code}.{file["format"]}"'
        if file["format"] == "xlsx":
            assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames == ["Tổng hợp", "Hồ sơ"]


@pytest.mark.parametrize("what", ["BMT-reputation-2026-04.xlsx", "%00.pdf", "KH-2026-000001.pdf"])
def test_a_report_that_is_none_is_told_so(real_desk: RealDesk, code: str, what: str) -> None:
    answer = real_desk.gets(f"/summaries/{what}", "admin")
    assert answer.status_code in (404, 422)
    assert answer.json()["type"].startswith("/problems/")
