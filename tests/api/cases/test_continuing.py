"""A reporter who does not accept the result of a closed case goes on with a new one, linked with the first."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response

from domain.offices.office import Agency
from domain.words import Role, Status
from tests.support.fronts.desk import Desk

BMT, AGENCY = "buon-ma-thuot", "phong-tnmt"


def closed(desk: Desk, **otherwise: Any) -> str:
    """A closed case of Buôn Ma Thuột that the agency answered."""
    desk.record.agencies_ += (Agency(AGENCY, BMT, "Phòng Tài nguyên và Môi trường"),)
    desk.employs("ioc", Role.CENTRE_OPERATOR, BMT)
    desk.employs("tnmt", Role.AGENCY_OFFICER, BMT, AGENCY)
    code = desk.filed(procedure=BMT, field="moi-truong")
    case = desk.record.complaints[code]
    moments = case.moments | {"published": desk.now}
    desk.record.complaints[code] = replace(case, status=Status.CLOSED, lead=AGENCY, moments=moments, **otherwise)
    desk.waits(timedelta(hours=1))
    return code


def goes_on(desk: Desk, code: str, who: str = "reporter", **said: Any) -> Response:
    body = {"procedure": BMT, "continues": code, "content": "Khói vẫn còn buổi tối"} | said
    headers = {"Idempotency-Key": str(uuid.uuid4())} | desk.headers(who, code)
    return desk.client.post("/api/v1/complaints", content=json.dumps(body), headers=headers)


def test_a_continuation_goes_to_the_agency_that_answered_with_what_was_said_before(desk: Desk) -> None:
    first = closed(desk)
    assert desk.sees(first, "reporter").json()["may_continue"] is True
    answer = goes_on(desk, first)
    assert answer.status_code == 201, answer.text
    desk.keys[code := answer.json()["code"]] = answer.json()["tracking_key"]
    new, old = desk.sees(code, "reporter").json(), desk.sees(first, "reporter").json()
    assert (new["status"], new["lead"]["id"], new["continues"]) == ("processing", AGENCY, first)
    assert (old["continued_by"], old["may_continue"]) == ([code], False)
    assert new["report"]["content"] == "Khói vẫn còn buổi tối"
    assert (new["report"]["place"], new["identity"]) == (old["report"]["place"], old["identity"])
    assert desk.sees(code, "tnmt").json()["continues"] == first
    filed = desk.sees(code, "tnmt", "/events").json()["items"]
    assert filed[0]["continues"] == first
    assert {e["kind"]: e["by"] for e in filed if e["kind"] in ("dispatched", "forwarded")} == {
        "dispatched": None, "forwarded": None,
    }  # fmt: skip


def test_the_centre_goes_on_for_a_reporter_who_telephoned(desk: Desk) -> None:
    first = closed(desk, channel="phone")
    assert desk.sees(first, "ioc").json()["may_continue"] is True
    answer = goes_on(desk, first, "ioc")
    assert answer.status_code == 201, answer.text
    assert desk.record.complaints[answer.json()["code"]].channel == "phone"


def test_a_reporter_whose_report_was_merged_goes_on_with_the_case_that_answered_it(desk: Desk) -> None:
    main, merged = closed(desk), desk.filed(procedure=BMT, field="khac", place="Số 1 Nơ Trang Lơng")
    case = desk.record.complaints[merged]
    desk.record.complaints[merged] = replace(case, status=Status.MERGED, merged_into=main)
    assert desk.sees(merged, "reporter").json()["may_continue"] is True
    answer = goes_on(desk, merged)
    assert answer.status_code == 201, answer.text
    new = desk.record.complaints[answer.json()["code"]]
    assert (new.continues, new.lead, new.field) == (merged, AGENCY, "moi-truong")
    assert desk.record.submissions[new.code].report.place == "Số 1 Nơ Trang Lơng"


@pytest.mark.parametrize("who", ["tnmt", "nobody", "stranger", "ioc"])
def test_nobody_goes_on_with_the_case_of_a_reporter_who_can(desk: Desk, who: str) -> None:
    first = closed(desk)
    answer = goes_on(desk, first, who)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["continues"]
    assert desk.sees(first, who).json().get("may_continue") is not True


def test_a_case_goes_on_in_one_case_at_a_time(desk: Desk) -> None:
    first = closed(desk)
    code = goes_on(desk, first).json()["code"]
    again = goes_on(desk, first)
    assert again.status_code == 422
    assert f"đang được tiếp nối ở hồ sơ {code}" in again.json()["errors"][0]["message"]
    desk.record.complaints[code] = replace(desk.record.complaints[code], status=Status.CLOSED)
    assert goes_on(desk, first).status_code == 201


def test_of_two_who_go_on_with_a_case_at_once_one_is_told_of_the_other(desk: Desk) -> None:
    first, faster = closed(desk), []
    desk.record.beaten_by = lambda _late: faster.append(goes_on(desk, first).json()["code"])
    slower = goes_on(desk, first)
    assert slower.status_code == 422
    assert f"đang được tiếp nối ở hồ sơ {faster[0]}" in slower.json()["errors"][0]["message"]


def test_only_a_closed_case_goes_on_and_only_where_the_regulation_says_so(desk: Desk) -> None:
    first, elsewhere = closed(desk), desk.walked("rate")
    desk.record.complaints[first] = replace(desk.record.complaints[first], status=Status.PUBLISHED)
    for code in (first, elsewhere):
        assert goes_on(desk, code).status_code == 422
        assert desk.sees(code, "reporter").json()["may_continue"] is False


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        ({"secret": True}, {"secret": True, "restricted": False}),
        ({"restricted": True}, {"secret": False, "restricted": True}),
        ({"hidden": True}, {"secret": False, "restricted": True}),
    ],
)
def test_what_was_kept_from_the_public_stays_so_in_the_continuation(
    desk: Desk, was: dict[str, bool], is_now: dict[str, bool]
) -> None:
    first = closed(desk, **was)
    case = desk.record.complaints[goes_on(desk, first).json()["code"]]
    assert {"secret": case.secret, "restricted": case.restricted} == is_now


def test_the_public_learns_nothing_of_the_link(desk: Desk) -> None:
    first = closed(desk)
    goes_on(desk, first)
    seen = desk.sees(first).json()
    assert (seen["continued_by"], seen["continues"], seen["may_continue"]) == ([], None, False)


def test_a_continuation_waits_for_the_focal_point_where_the_agency_works_no_longer(desk: Desk) -> None:
    first = closed(desk)
    desk.record.agencies_ = tuple(replace(each, active=each.id != AGENCY) for each in desk.record.agencies_)
    case = desk.record.complaints[goes_on(desk, first).json()["code"]]
    assert (case.status, case.lead) == (Status.WITH_FOCAL_POINT, None)
