"""Tests the monthly report of cases that touch a reputation over HTTP: who sees that it exists, what it says, who may read it."""

from __future__ import annotations

import pytest

from activities.reports.contract import AdvanceRequest
from domain.acts import Restrict
from domain.reports.key import key_of
from domain.reports.periods import period_named
from domain.words import Role
from procedures import all_procedures
from tests.support.fronts.real_desk import RealDesk
from tests.support.records.town import Town, local
from tests.support.workflows.reports import report_making

pytestmark = pytest.mark.slow

BMT, API = "buon-ma-thuot", "/periodic-reports"
MAY = {"bmt_operator", "bmt_centre_leader", "bmt_authority", "bmt_auditor", "bmt_admin", "auditor", "admin"}
OF_AGENCY = {"bmt_officer"}
NO_PART = {"bmt_focal_point", "bmt_technician"}
OF_ANOTHER = {"operator", "authority", "kh_auditor"}
POSTS = {
    "bmt_operator": Role.CENTRE_OPERATOR, "bmt_centre_leader": Role.CENTRE_LEADER, "bmt_authority": Role.AUTHORITY_LEADER,
    "bmt_auditor": Role.AUDITOR, "bmt_admin": Role.ADMIN, "bmt_focal_point": Role.FOCAL_POINT,
    "bmt_officer": Role.AGENCY_OFFICER, "bmt_technician": Role.TECHNICIAN,
}  # fmt: skip


@pytest.fixture
def code(real_desk: RealDesk) -> str:
    """The code of the report for March 2026, which contains one case."""
    for username, role in POSTS.items():
        real_desk.employs(username, role, BMT, "phong-noi-vu" if role.of_agency else None)
    case = Town(real_desk.record).files(BMT, "2026-03-02 08:00", "cong-vu-cong-chuc")
    case.does("2026-03-02 08:10", "centre_operator", Restrict(ground="reputation"))
    rule = all_procedures()[BMT].report("reputation")
    assert rule
    key = key_of(all_procedures()[BMT], rule, period_named(rule, "2026-03"))
    report_making(real_desk.record).advance(AdvanceRequest(key, local("2026-04-01 07:00")))
    return key.code


def test_no_agency_and_nobody_of_another_authority_reads_it(real_desk: RealDesk, code: str) -> None:
    seen = {}
    for who in sorted(MAY | OF_AGENCY | NO_PART | OF_ANOTHER | {"nobody"}):
        listed = real_desk.gets(API, who)
        codes = [item["code"] for item in listed.json().get("items", [])]
        read, preview = (real_desk.gets(f"{API}/{code}{part}", who).status_code for part in ("", "/preview.pdf"))
        seen[who] = (listed.status_code, codes, read, preview)
    expected = {who: (200, [code], 200, 200) for who in MAY} | {who: (403, [], 403, 403) for who in NO_PART}
    expected |= {who: (200, [], 404, 404) for who in OF_ANOTHER | OF_AGENCY}
    assert seen == expected | {"nobody": (401, [], 401, 401)}


def test_it_is_shown_with_its_counts_and_its_case(real_desk: RealDesk, code: str) -> None:
    shown = real_desk.gets(f"{API}/{code}", "bmt_centre_leader").json()
    assert (shown["addressees"], shown["article"]) == (["Ủy ban nhân dân tỉnh Đắk Lắk"], "Mục II.2.3 điểm a")
    counts, cases = shown["tables"]
    # Nobody dispatched it within 4 hours, and no alarm rang.
    assert [row[1] for row in counts["rows"]] == [0, 1, 0, 0, 1, 1, 1]
    assert [row[-2:] for row in cases["rows"]] == [["có", "có"]]
    assert shown["owing"] == []
