"""An admin changes an office while the system runs: who may, what takes effect at once, what is noted, what is refused."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.support.fronts.desk import REPORT
from tests.support.fronts.real_desk import KH, STAFF, RealDesk

pytestmark = pytest.mark.slow

AGENCY = {"name": "Sở Xây dựng"}
PLACE = {"name": "Phường Mới", "kind": "ward", "parent": "nha-trang", "latitude": 12.25, "longitude": 109.19}
FIELD = {"name": "Tiếng ồn", "source": "Quyết định 7/QĐ-TT"}
RULE = {"agency": "so-tnmt", "source": "Quyết định 8/QĐ-TT", "field": "khac"}
ENTRIES: dict[str, dict[str, Any]] = {
    "agencies/so-xd": AGENCY,
    "places/phuong-moi": PLACE,
    "fields/tieng-on": FIELD,
    "routing-rules/khac": RULE,
}
ADMINS = {"admin", "kh_admin"}
AUDITORS = ADMINS | {"auditor", "kh_auditor"}
PEOPLE = [*STAFF, "nobody"]


def office(entry: str, authority: str = KH) -> str:
    return f"/admin/{authority}/{entry}"


def expected(who: str, may: set[str]) -> int:
    return 401 if who == "nobody" else 200 if who in may else 403


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_change_an_office_and_who_may_see_how_it_was_changed(real_desk: RealDesk, who: str) -> None:
    for entry, body in ENTRIES.items():
        collection = office(entry.partition("/")[0])
        assert real_desk.gets(collection, who).status_code == expected(who, ADMINS), collection
        kept = real_desk.puts(office(entry), who, **body)
        assert kept.status_code == (201 if who in ADMINS else expected(who, ADMINS)), kept.text
    for path in ("/admin/changes", "/admin/changes.csv"):
        seen = real_desk.gets(path, who, authority=KH)
        assert seen.status_code == expected(who, AUDITORS), seen.text


def test_an_admin_of_one_authority_sees_and_changes_no_other(real_desk: RealDesk) -> None:
    for entry, body in ENTRIES.items():
        refused = real_desk.puts(office(entry, "da-nang"), "kh_admin", **body)
        assert (refused.status_code, refused.json()["type"]) == (403, "/problems/office-admin-only")
    assert real_desk.gets("/admin/changes", "kh_auditor", authority="da-nang").status_code == 403
    unknown = real_desk.puts(office("agencies/so-xd", "da-nang"), "admin", **AGENCY)
    assert (unknown.status_code, unknown.json()["type"]) == (404, "/problems/unknown-authority")


@pytest.mark.parametrize("entry", ENTRIES)
def test_what_is_kept_again_changes_nothing_and_notes_nothing(real_desk: RealDesk, entry: str) -> None:
    body = ENTRIES[entry]
    first = real_desk.puts(office(entry), "kh_admin", **body)
    number = real_desk.gets("/admin/changes", "admin").json()["items"][0]["number"]
    again = real_desk.puts(office(entry), "admin", **body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert real_desk.gets("/admin/changes", "admin").json()["items"][0]["number"] == number
    listed = real_desk.gets(office(entry.partition("/")[0]), "kh_admin").json()["items"]
    assert first.json() in listed


def test_another_front_sees_a_change_at_once(real_desk: RealDesk) -> None:
    other = TestClient(real_desk.opens())
    fields = [field["id"] for field in other.get(f"/api/v1/procedures/{KH}").json()["fields_of_work"]]
    assert "tieng-on" not in fields
    real_desk.puts(office("fields/tieng-on"), "kh_admin", **FIELD)
    real_desk.puts(office("agencies/so-xd"), "kh_admin", **AGENCY)
    real_desk.puts(office("places/phuong-moi"), "kh_admin", **PLACE)
    shown = {field["id"]: field for field in other.get(f"/api/v1/procedures/{KH}").json()["fields_of_work"]}
    assert shown["tieng-on"] | {"article": ""} == {
        "id": "tieng-on", "name": "Tiếng ồn", "article": "", "ours": True, "urgency": "ordinary", "by_focal_point": False
    }  # fmt: skip
    agencies = other.get("/api/v1/agencies", headers=real_desk.headers("operator")).json()["items"]
    added = {"id": "so-xd", "authority": KH, "name": "Sở Xây dựng", "staffed": False, "former_names": []}
    assert added in agencies
    places = {place["id"]: place for place in other.get(f"/api/v1/procedures/{KH}/places").json()["items"]}
    assert (places["phuong-moi"]["parent"], places["phuong-moi"]["latitude"]) == ("nha-trang", 12.25)


def test_no_case_goes_to_an_agency_that_is_no_longer_active_and_those_it_has_stay(real_desk: RealDesk) -> None:
    held, new = real_desk.walked("dispatch"), real_desk.filed()
    real_desk.stops(office("agencies/ubnd-nha-trang"), "kh_admin", name="UBND thành phố Nha Trang")
    refused = real_desk.acts(new, "dispatch", "operator")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "lead")
    beside = real_desk.acts(new, "dispatch", "operator", lead="so-gtvt", co_ordinating=["ubnd-nha-trang"])
    assert (beside.status_code, beside.json()["errors"][0]["field"]) == (422, "co_ordinating")
    assert real_desk.acts(held, "accept", "officer").status_code == 200
    assert real_desk.sees(held, "operator").json()["lead"]["name"] == "UBND thành phố Nha Trang"
    assert "ubnd-nha-trang" not in str(real_desk.gets("/agencies", "operator").json())


def test_a_case_is_held_to_the_fields_of_the_day_it_was_filed(real_desk: RealDesk) -> None:
    real_desk.puts(office("fields/tieng-on"), "kh_admin", **FIELD | {"urgency": "instant"})
    code = real_desk.filed(field="tieng-on")
    real_desk.stops(office("fields/tieng-on"), "kh_admin", **FIELD)
    case = real_desk.sees(code, "operator").json()
    assert (case["field"], case["urgency"]) == ({"id": "tieng-on", "name": "Tiếng ồn"}, "instant")
    assert real_desk.acts(code, "dispatch", "operator").status_code == 200
    refused = real_desk.sends(REPORT | {"field": "tieng-on"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "field")


def test_a_field_that_the_procedure_leaves_open_can_be_renamed_and_no_longer_offered(real_desk: RealDesk) -> None:
    def offered() -> dict[str, str]:
        fields = real_desk.gets(f"/procedures/{KH}").json()["fields_of_work"]
        return {field["id"]: field["name"] for field in fields}

    body = {"name": "Giao thông", "source": "Quyết định 7/QĐ-TT"}
    assert real_desk.puts(office("fields/giao-thong"), "kh_admin", **body).status_code == 201
    assert offered()["giao-thong"] == "Giao thông"
    real_desk.stops(office("fields/giao-thong"), "kh_admin", **body)
    assert "giao-thong" not in offered()
    entries = {entry["id"]: entry for entry in real_desk.gets(office("fields"), "kh_admin").json()["items"]}
    assert (entries["giao-thong"]["active"], entries["su-co-dien"]["of_the_law"]) == (False, True)


def test_a_field_that_the_law_lists_is_not_an_admins_to_change(real_desk: RealDesk) -> None:
    refused = real_desk.puts(office("fields/su-co-dien"), "admin", **FIELD, active=False)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/field-of-the-law")


@pytest.mark.parametrize(
    ("entry", "changes", "field"),
    [
        ("agencies/so-xd", {"name": " "}, "name"),
        ("agencies/so-xd", {"surprise": 1}, "surprise"),
        ("agencies/So-XD", {}, "entry_id"),
        ("places/phuong-moi", {"kind": "city"}, "kind"),
        ("places/phuong-moi", {"parent": "da-lat"}, "parent"),
        ("places/phuong-moi", {"parent": "loc-tho"}, "parent"),
        ("places/phuong-moi", {"kind": "district"}, "parent"),
        ("places/nha-trang", {"parent": None}, "kind"),
        ("places/phuong-moi", {"latitude": None}, "latitude"),
        ("places/phuong-moi", {"longitude": None}, "longitude"),
        ("places/phuong-moi", {"latitude": 109.19}, "latitude"),
        ("places/phuong-moi", {"longitude": "đông"}, "longitude"),
        ("fields/tieng-on", {"source": ""}, "source"),
        ("fields/tieng-on", {"urgency": "very"}, "urgency"),
        ("routing-rules/khac", {"agency": "so-da-nang"}, "agency"),
        ("routing-rules/khac", {"agency": "so-da-nang", "active": False}, "agency"),
        ("routing-rules/khac", {"place": "da-lat"}, "place"),
        ("routing-rules/khac", {"field": "y-hoc"}, "field"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(
    real_desk: RealDesk, entry: str, changes: dict[str, Any], field: str
) -> None:
    known = entry if entry in ENTRIES else {"agencies/So-XD": "agencies/so-xd"}.get(entry, "places/phuong-moi")
    refused = real_desk.puts(office(entry), "kh_admin", **ENTRIES[known] | changes)
    assert refused.status_code == 422, refused.text
    assert [error["field"] for error in refused.json()["errors"]] == [field]


def test_two_rules_for_the_same_cases_are_refused_until_one_is_no_longer_active(real_desk: RealDesk) -> None:
    rule = {"agency": "so-gtvt", "source": "Quyết định 8/QĐ-TT", "field": "su-co-dien"}
    refused = real_desk.puts(office("routing-rules/dien-moi"), "kh_admin", **rule)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/routed-already")
    assert "dien" in refused.json()["detail"]
    real_desk.stops(office("routing-rules/dien"), "kh_admin", **rule | {"agency": "dien-luc"})
    assert real_desk.puts(office("routing-rules/dien-moi"), "kh_admin", **rule).status_code == 201


def test_a_change_says_who_when_and_what_and_is_exported_without_formulas(real_desk: RealDesk) -> None:
    real_desk.puts(office("agencies/so-xd"), "kh_admin", name="=1+1")
    real_desk.puts(office("agencies/so-xd"), "admin", name="Sở Xây dựng")
    last, first = real_desk.gets("/admin/changes", "kh_auditor", limit=2).json()["items"]
    assert (first["by"], first["before"], first["subject_label"]) == ("kh_admin", None, "cơ quan xử lý")
    assert (last["by"], last["before"]["name"], last["after"]["name"]) == ("admin", "=1+1", "Sở Xây dựng")
    assert last["at_text"] == "08:00 thứ Hai 23/11/2026"
    exported = real_desk.gets("/admin/changes.csv", "auditor")
    assert exported.headers["content-type"] == "text/csv; charset=utf-8"
    assert exported.text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(exported.text.removeprefix("\ufeff"))))
    page = real_desk.gets("/admin/changes", "auditor", limit=100).json()["items"]
    assert [row["Số"] for row in rows[:100]] == [str(change["number"]) for change in page]
    assert len({row["Số"] for row in rows}) == len(rows) > len(page)
    assert (rows[0]["Người đổi"], rows[-1]["Người đổi"]) == ("admin", "tệp của địa phương")
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]


def test_the_changes_of_others_come_page_by_page(real_desk: RealDesk) -> None:
    numbers: list[int] = []
    page = real_desk.gets("/admin/changes", "kh_admin", limit=20).json()
    while page["next"]:
        numbers += [change["number"] for change in page["items"]]
        page = real_desk.gets("/admin/changes", "kh_admin", limit=20, before=page["next"]).json()
    numbers += [change["number"] for change in page["items"]]
    assert numbers == sorted(set(numbers), reverse=True)
    assert len(numbers) == len(real_desk.record.offices.changes(KH, None, 10_000))


def test_a_report_keeps_its_place_and_its_point(real_desk: RealDesk) -> None:
    code = real_desk.filed(place="", place_id="loc-tho", latitude=12.2451, longitude=109.1943)
    report = real_desk.sees(code, "reporter").json()["report"]
    assert report["place"] == "Phường Lộc Thọ"
    assert report["place_unit"] == {"id": "loc-tho", "name": "Phường Lộc Thọ"}
    assert (report["latitude"], report["longitude"]) == (12.2451, 109.1943)
    assert real_desk.sees(real_desk.filed(), "operator").json()["report"]["place_unit"] is None


@pytest.mark.parametrize(
    ("where", "field"),
    [
        ({"place_id": "da-lat"}, "place_id"),
        ({"latitude": 12.2}, "longitude"),
        ({"longitude": 109.2}, "latitude"),
        ({"latitude": 51.5, "longitude": 109.2}, "latitude"),
        ({"latitude": 12.2, "longitude": 0}, "longitude"),
        ({"latitude": "bắc", "longitude": 109.2}, "latitude"),
        ({"place": ""}, "place"),
    ],
)
def test_a_place_that_is_none_of_ours_is_refused(real_desk: RealDesk, where: dict[str, Any], field: str) -> None:
    refused = real_desk.sends(REPORT | where)
    assert refused.status_code == 422, refused.text
    assert [error["field"] for error in refused.json()["errors"]] == [field]


def test_the_centre_is_shown_the_agency_that_the_rules_name_and_why(real_desk: RealDesk) -> None:
    code = real_desk.filed(field="giao-thong", place_id="loc-tho")
    assert real_desk.sees(code, "operator", "/suggestions").json()["agency"] == {
        "agency": {"id": "ubnd-nha-trang", "name": "UBND thành phố Nha Trang"},
        "rule": "giao-thong-nha-trang",
        "why": "Lĩnh vực Giao thông, đường sá tại Thành phố Nha Trang",
        "article": "Điều 6 khoản 2 điểm b",
        "ours": True,
    }
    real_desk.stops(office("agencies/ubnd-nha-trang"), "kh_admin", name="UBND thành phố Nha Trang")
    elsewhere = real_desk.sees(code, "operator", "/suggestions").json()["agency"]
    assert (elsewhere["rule"], elsewhere["why"]) == ("giao-thong", "Lĩnh vực Giao thông, đường sá")
    unknown = real_desk.filed(field=None)
    assert real_desk.sees(unknown, "operator", "/suggestions").json() == {"agency": None}


@pytest.mark.parametrize("who", [*PEOPLE, "reporter"])
def test_suggestions_are_for_those_who_dispatch(real_desk: RealDesk, who: str) -> None:
    code = real_desk.filed()
    knows = {"focal_point", "authority", "auditor", "admin", "kh_admin", "kh_auditor"}
    status = 200 if who in ("operator", "centre_leader") else 403 if who in knows else 401 if who == "reporter" else 404
    assert real_desk.sees(code, who, "/suggestions").status_code == status
