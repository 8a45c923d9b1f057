"""Open311 GeoReport v2, read: services, public cases with their filters and pages, one case, in JSON and XML."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from httpx2 import Response

from api.open311.requests import CLOSED, OPEN, status_of
from domain.words import Status
from tests.support.fronts.desk import Desk


def gets(desk: Desk, path: str, **query: Any) -> Response:
    return desk.client.get(f"/open311/v2/{path}", params={"jurisdiction_id": "khanh-hoa"} | query)


def codes(answer: Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [each["service_request_id"] for each in answer.json()]


def test_services_are_the_fields_of_work_and_say_what_a_report_must_hold() -> None:
    desk = Desk()
    listed = gets(desk, "services.json").json()
    transport = next(each for each in listed if each["service_code"] == "giao-thong")
    assert (transport["metadata"], transport["type"]) == (True, "realtime")
    asked = gets(desk, "services/giao-thong.json").json()
    assert asked["service_code"] == "giao-thong"
    required = {each["code"] for each in asked["attributes"] if each["required"]}
    assert {"occurred_at", "address"} <= required
    assert [each["order"] for each in asked["attributes"]] == list(range(1, len(asked["attributes"]) + 1))
    root = ElementTree.fromstring(gets(desk, "services.xml").content)  # noqa: S314 - our own answer
    assert (root.tag, len(root)) == ("services", len(listed))
    assert root[0].tag == "service"


def test_requests_are_the_public_cases_alone() -> None:
    desk = Desk()
    hidden, shown, again = desk.filed(), desk.walked("publish"), desk.walked("publish")
    assert codes(gets(desk, "requests.json")) == [again, shown]
    assert codes(gets(desk, "requests.json", page_size=1, page=2)) == [shown]
    assert codes(gets(desk, "requests.json", page_size=1, page=9)) == []
    assert codes(gets(desk, "requests.json", service_request_id=f"{shown},{hidden},khong-phai")) == [shown]
    assert codes(gets(desk, "requests.json", status="closed")) == [again, shown]
    assert codes(gets(desk, "requests.json", status="open")) == []
    assert codes(gets(desk, "requests.json", start_date="2100-01-01T00:00:00Z")) == []
    assert codes(gets(desk, "requests.json", service_code="moi-truong")) == []
    [one] = gets(desk, f"requests/{shown}.json").json()
    assert (one["status"], one["service_code"], one["expected_datetime"]) == ("closed", "giao-thong", None)
    assert one["agency_responsible"] == "UBND thành phố Nha Trang"
    assert one["status_notes"].endswith("Đã kiểm tra, xử lý xong")
    assert "Nguyễn Thị Hoa" not in str(one)
    assert gets(desk, f"requests/{hidden}.json").status_code == 404
    assert gets(desk, f"tokens/{shown}.json").json() == [{"service_request_id": shown, "token": shown}]


def test_the_reporter_sees_the_limit_that_runs() -> None:
    desk = Desk()
    code = desk.filed()
    path = f"/open311/v2/requests/{code}.xml"
    root = ElementTree.fromstring(desk.client.get(path, headers=desk.headers("reporter", code)).content)  # noqa: S314 - our own answer
    assert (root.tag, root[0].tag) == ("service_requests", "request")
    said = {each.tag: each.text for each in root[0]}
    limits = desk.sees(code, "reporter").json()["limits"]
    nearest = min(each["due"] for each in limits if each["state"] == "running")
    assert said["expected_datetime"] == nearest[:19] + "Z"
    assert (said["status"], said["media_url"]) == ("open", None)


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("services.json", {"jurisdiction_id": ""}, 400),
        ("services.json", {"jurisdiction_id": "khong-co"}, 404),
        ("services/khong-co.json", {}, 404),
        ("requests.json", {"status": "mo"}, 400),
        ("requests.json", {"page": "0"}, 400),
        ("requests.json", {"page": "٣"}, 400),
        ("requests.json", {"page_size": "999999999999999999999"}, 400),
        ("requests.json", {"start_date": "hôm qua"}, 400),
        ("requests.json", {"end_date": "9999-12-31T23:59:59-12:00"}, 400),
        ("requests/khong-phai-ma.json", {}, 404),
        ("tokens/KH-2026-999999.json", {}, 404),
    ],
)
def test_what_is_wrong_is_told_as_the_standard_says(path: str, query: dict[str, str], status: int) -> None:
    desk = Desk()
    answer = gets(desk, path, **query)
    assert answer.status_code == status
    [told] = answer.json()
    assert (told["code"], bool(told["description"])) == (status, True)
    root = ElementTree.fromstring(gets(desk, path.replace(".json", ".xml"), **query).content)  # noqa: S314 - our own answer
    assert (root.tag, root[0].tag, root[0][0].text) == ("errors", "error", str(status))


def test_each_status_is_open_or_closed() -> None:
    assert {status_of(each) for each in Status} == {OPEN, CLOSED}
    assert status_of(Status.PROCESSING) == OPEN
    assert status_of(Status.PUBLISHED) == CLOSED


def test_a_report_without_a_key_is_refused() -> None:
    desk = Desk()
    answer = desk.client.post(
        "/open311/v2/requests.json", data={"jurisdiction_id": "khanh-hoa", "service_code": "giao-thong"}
    )
    assert (answer.status_code, answer.json()[0]["code"]) == (403, 403)
