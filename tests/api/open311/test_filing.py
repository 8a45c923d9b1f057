"""Open311 GeoReport v2, written: a machine client files a report for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from httpx2 import Response
from sqlalchemy import Engine

from records.engine import connect
from tests.api.staff.test_machine_clients import CHANNEL, Machines
from tests.support.fronts.real_desk import RealDesk

pytestmark = pytest.mark.slow

SAID = {
    "jurisdiction_id": "khanh-hoa",
    "service_code": "giao-thong",
    "description": "Ổ gà lớn giữa đường Lê Hồng Phong, rất nguy hiểm",
    "address_string": "Trước số 45 đường Lê Hồng Phong",
    "first_name": "Thị Hoa",
    "last_name": "Nguyễn",
    "phone": "0905 123 456",
    "attribute[occurred_at]": "Sáng 20/11",
    "attribute[address]": "12 Trần Phú, Nha Trang",
    "attribute[pledge]": "true",
}


@pytest.fixture(scope="module")
def machines(shared_database_url: str) -> Iterator[Machines]:
    engine: Engine = connect(shared_database_url)
    desk = RealDesk(engine)
    with desk.client:
        yield Machines(desk)
    engine.dispose()


def sends(machines: Machines, key: str, form: str = "json", **other: str) -> Response:
    said: dict[str, Any] = SAID | {"api_key": key} | other
    return machines.client.post(f"/open311/v2/requests.{form}", data=said)


def test_a_program_files_for_a_person_who_then_follows_the_case(machines: Machines) -> None:
    key = ":".join(machines.registered(**CHANNEL))
    answer = sends(machines, key)
    assert answer.status_code == 201, answer.text
    [filed] = answer.json()
    code = filed["service_request_id"]
    assert filed["service_notice"] is None
    headers = {"X-Tracking-Key": filed["tracking_key"]}
    [followed] = machines.client.get(f"/open311/v2/requests/{code}.json", headers=headers).json()
    assert (followed["status"], followed["description"]) == ("open", SAID["description"])
    assert followed["expected_datetime"] is not None
    seen = machines.desk.sees(code, "operator").json()
    assert (seen["identity"]["name"], seen["identity"]["phone"]) == ("Nguyễn Thị Hoa", "0905123456")
    assert machines.client.get(f"/open311/v2/requests/{code}.json").status_code == 404
    other = sends(machines, key, "xml", media_url="https://example.org/anh.jpg")
    [request] = ElementTree.fromstring(other.content)  # noqa: S314 - our own answer
    assert "media_url" in str(request.findtext("service_notice"))


def test_a_report_is_refused_in_the_words_of_the_standard(machines: Machines) -> None:
    client, secret = machines.registered(**CHANNEL)
    key = f"{client}:{secret}"
    for_agency = ":".join(machines.registered())
    wrong = sends(machines, key, description="", lat="0", phone="12")
    assert wrong.status_code == 400
    assert all(each["code"] == 400 for each in wrong.json())
    assert [sends(machines, each).status_code for each in ("", "a", f"{client}:sai", for_agency)] == [403] * 4
    assert sends(machines, key, jurisdiction_id="binh-dinh").status_code == 403
    assert sends(machines, key, service_code="khong-co").status_code == 404
    assert sends(machines, key, **{"attribute[mau]": "đỏ"}).status_code == 400
    assert machines.seen(client)["refusals"] == 1
