"""The effects of an office's data on cases: automatic dispatch, an agency's own limits, the office's own fields."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from domain.words import Role
from tests.support.fronts.desk import REPORT
from tests.support.fronts.real_desk import RealDesk

pytestmark = pytest.mark.slow

DIEN_BIEN, BINH_DINH, LAI_CHAU = "dien-bien", "binh-dinh", "lai-chau"


def keeps(desk: RealDesk, authority: str, **entries: dict[str, Any]) -> None:
    """Let the admin keep agencies, places or rules, named `kind__id`."""
    for entry, body in entries.items():
        kind, _, entry_id = entry.partition("__")
        path = f"/admin/{authority}/{kind.replace('_', '-')}/{entry_id.replace('_', '-')}"
        keep = desk.stops if body.get("active") is False else desk.puts
        kept = keep(path, "admin", **body)
        assert kept.status_code in (200, 201), kept.text


@pytest.fixture
def dien_bien(real_desk: RealDesk) -> RealDesk:
    """Điện Biên with a district and its agency."""
    keeps(
        real_desk,
        DIEN_BIEN,
        agencies__ubnd_muong_ang={"name": "UBND huyện Mường Ảng", "own_limit": "4 wd"},
        places__muong_ang={"name": "Huyện Mường Ảng", "kind": "district"},
        places__bung_lao={"name": "Xã Búng Lao", "kind": "ward", "parent": "muong-ang"},
        routing_rules__muong_ang={
            "agency": "ubnd-muong-ang", "place": "muong-ang", "source": "Công văn 4/2024", "ours": False
        },
    )  # fmt: skip
    real_desk.employs("db_operator", Role.CENTRE_OPERATOR, DIEN_BIEN)
    real_desk.employs("db_officer", Role.AGENCY_OFFICER, DIEN_BIEN, "ubnd-muong-ang")
    return real_desk


def filed_in(desk: RealDesk, authority: str, **about: Any) -> dict[str, Any]:
    sent = desk.sends(REPORT | {"procedure": authority} | about)
    assert sent.status_code == 201, sent.text
    desk.keys[sent.json()["code"]] = sent.json()["tracking_key"]
    return dict(sent.json())


def test_a_report_goes_by_itself_to_the_agency_of_its_place(dien_bien: RealDesk) -> None:
    filed = filed_in(dien_bien, DIEN_BIEN, field="giao-thong", place_id="bung-lao")
    assert filed["status"] != "submitted"
    case = dien_bien.sees(filed["code"], "db_officer").json()
    assert case["lead"] == {"id": "ubnd-muong-ang", "name": "UBND huyện Mường Ảng"}
    acts = {entry.event.kind: entry.act_id for entry in dien_bien.record.cases.entries(filed["code"])}
    assert acts["filed"] == acts["dispatched"]
    assert dien_bien.record.cases.complaint(filed["code"]).place == "bung-lao"


@pytest.mark.parametrize("about", [{}, {"place_id": "bung-lao", "procedure": "khanh-hoa"}])
def test_a_report_without_a_place_of_ours_waits_for_the_centre(dien_bien: RealDesk, about: dict[str, Any]) -> None:
    sent = dien_bien.sends(REPORT | {"procedure": DIEN_BIEN, "field": "giao-thong"} | about)
    if "procedure" in about:  # a place of another authority does not count
        assert sent.json()["errors"][0]["field"] == "place_id"
        return
    assert sent.json()["status"] == "submitted"


def test_no_report_goes_by_itself_to_an_agency_that_is_no_longer_active(dien_bien: RealDesk) -> None:
    keeps(dien_bien, DIEN_BIEN, agencies__ubnd_muong_ang={"name": "UBND huyện Mường Ảng", "active": False})
    assert filed_in(dien_bien, DIEN_BIEN, field="giao-thong", place_id="bung-lao")["status"] == "submitted"


def amounts(desk: RealDesk, code: str, who: str) -> dict[str, str]:
    return {limit["id"]: limit["amount_text"] for limit in desk.sees(code, who).json()["limits"]}


def test_an_agencys_own_limit_goes_with_the_case(dien_bien: RealDesk) -> None:
    code = filed_in(dien_bien, DIEN_BIEN, field="giao-thong", place_id="bung-lao")["code"]
    assert "4 ngày làm việc" in amounts(dien_bien, code, "db_officer").values()


@pytest.mark.parametrize(
    ("own", "process"), [("3 wd", "3 ngày làm việc"), ("9 wd", "6 ngày làm việc"), (None, "6 ngày")]
)
def test_an_agencys_own_limit_shortens_what_the_text_allows_and_lengthens_nothing(
    real_desk: RealDesk, own: str | None, process: str
) -> None:
    keeps(real_desk, BINH_DINH, agencies__so_gtvt={"name": "Sở Giao thông vận tải", "own_limit": own})
    real_desk.employs("bd_operator", Role.CENTRE_OPERATOR, BINH_DINH)
    real_desk.employs("bd_officer", Role.AGENCY_OFFICER, BINH_DINH, "so-gtvt")
    fields = [field["id"] for field in real_desk.gets(f"/procedures/{BINH_DINH}").json()["fields_of_work"]]
    reporter = REPORT["reporter"] | {"email": "hoa@vidu.vn"}
    code = filed_in(real_desk, BINH_DINH, field=fields[0], reporter=reporter)["code"]
    dispatched = real_desk.acts(code, "dispatch", "bd_operator", lead="so-gtvt")
    assert dispatched.status_code == 200, dispatched.text
    assert any(each.startswith(process) for each in amounts(real_desk, code, "bd_officer").values())


def test_an_act_sent_again_is_the_same_act_whatever_the_agencys_own_limit_has_become(real_desk: RealDesk) -> None:
    agency = {"name": "Sở Giao thông vận tải", "own_limit": "3 wd"}
    keeps(real_desk, BINH_DINH, agencies__so_gtvt=agency)
    real_desk.employs("bd_operator", Role.CENTRE_OPERATOR, BINH_DINH)
    real_desk.employs("bd_officer", Role.AGENCY_OFFICER, BINH_DINH, "so-gtvt")
    reporter = REPORT["reporter"] | {"email": "hoa@vidu.vn"}
    code = filed_in(real_desk, BINH_DINH, field="giao-thong-van-tai", reporter=reporter)["code"]
    sent = {"act_id": str(uuid.uuid4()), "lead": "so-gtvt"}
    assert real_desk.acts(code, "dispatch", "bd_operator", **sent).status_code == 200
    keeps(real_desk, BINH_DINH, agencies__so_gtvt=agency | {"own_limit": "2 wd"})
    again = real_desk.acts(code, "dispatch", "bd_operator", **sent)
    assert (again.status_code, again.json().get("status")) == (200, "dispatched")
    assert "3 ngày làm việc" in amounts(real_desk, code, "bd_officer").values()
    other = real_desk.acts(code, "dispatch", "bd_operator", **sent | {"note": "Gấp"})
    assert (other.status_code, other.json()["type"]) == (409, "/problems/act-id-taken")


@pytest.mark.parametrize("active", [True, False], ids=["offered", "no longer offered"])
def test_a_list_calls_a_field_by_the_name_that_the_admin_gave_it(real_desk: RealDesk, active: bool) -> None:
    field: dict[str, Any] = {"name": "Tiếng ồn ban đêm", "source": "Quyết định 7/QĐ-UBND"}
    assert real_desk.puts(f"/admin/{DIEN_BIEN}/fields/tieng-on", "admin", **field).status_code == 201
    real_desk.employs("db_operator", Role.CENTRE_OPERATOR, DIEN_BIEN)
    filed_in(real_desk, DIEN_BIEN, field="tieng-on")
    field |= {"name": "Tiếng ồn"}
    changes = real_desk.puts if active else real_desk.stops
    assert changes(f"/admin/{DIEN_BIEN}/fields/tieng-on", "admin", **field).status_code == 200
    [line] = real_desk.gets("/complaints", "db_operator").json()["items"]
    assert line["field"] == {"id": "tieng-on", "name": "Tiếng ồn"}


def test_an_agencys_own_limit_that_could_not_be_told_shorter_is_refused(real_desk: RealDesk) -> None:
    refused = real_desk.puts(
        f"/admin/{BINH_DINH}/agencies/so-gtvt", "admin", name="Sở Giao thông vận tải", own_limit="16 wh"
    )
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "own_limit")


def test_a_field_whose_cases_would_wait_for_ever_is_refused_and_one_like_another_has_its_limits(
    real_desk: RealDesk,
) -> None:
    body = {"name": "Tiếng ồn", "source": "Quyết định 7/QĐ-UBND"}
    refused = real_desk.puts(f"/admin/{LAI_CHAU}/fields/tieng-on", "admin", **body)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/field-faulty")
    assert "thời hạn" in refused.json()["detail"]
    unknown = real_desk.puts(f"/admin/{LAI_CHAU}/fields/tieng-on", "admin", **body, like="y-hoc")
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "like")
    kept = real_desk.puts(f"/admin/{LAI_CHAU}/fields/tieng-on", "admin", **body, like="khac")
    assert (kept.status_code, kept.json()["like"]) == (201, "khac")
    limits = real_desk.app.state.front.procedures.today(LAI_CHAU).limits
    assert {limit.id for limit in limits if "tieng-on" in limit.fields} == {
        limit.id for limit in limits if "khac" in limit.fields
    }
