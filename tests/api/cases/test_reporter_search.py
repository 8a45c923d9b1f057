"""Staff who may know the reporters find a reporter's cases, on record; nobody else does, and nothing that was sought is kept."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from records.engine import transaction
from tests.support.fronts.real_desk import RealDesk

pytestmark = pytest.mark.slow

SEARCH = "/api/v1/complaints/reporter-search"


def filed(desk: RealDesk, name: str, phone: str, **more: Any) -> str:
    return desk.filed(reporter={"name": name, "address": "12 Trần Phú", "phone": phone}, **more)


def found(desk: RealDesk, who: str, **sought: str) -> list[str]:
    answer = desk.client.post(SEARCH, json=sought, headers=desk.headers(who))
    assert answer.status_code == 200, answer.text
    return [item["code"] for item in answer.json()["items"]]


@pytest.fixture
def people(real_desk: RealDesk) -> tuple[str, str, str]:
    return (
        filed(real_desk, "Nguyễn Thị Đường", "0905 123 456"),
        filed(real_desk, "Trần Văn Dương", "0912 345 678"),
        filed(real_desk, "Lê Hoa", "0905.123.456"),
    )


@pytest.mark.parametrize("phone", ["0905123456", "0905 123 456", "0905.123.456", "+84 905 123 456", "84905123456"])
def test_a_phone_is_found_in_any_writing(real_desk: RealDesk, people: tuple[str, str, str], phone: str) -> None:
    assert set(found(real_desk, "operator", phone=phone)) == {people[0], people[2]}


def test_a_name_is_found_with_its_diacritics_first(real_desk: RealDesk, people: tuple[str, str, str]) -> None:
    assert found(real_desk, "operator", name="dương") == [people[1], people[0]]
    assert found(real_desk, "operator", name="tran duong") == [people[1]]
    assert found(real_desk, "operator", name="Hồng") == []


def test_nobody_finds_a_reporter_whom_the_regulation_keeps_from_them(
    real_desk: RealDesk, people: tuple[str, str, str]
) -> None:
    for who in ("nobody", "officer", "leader", "kh_auditor", "kh_admin", "admin"):
        answer = real_desk.client.post(SEARCH, json={"phone": "0905123456"}, headers=real_desk.headers(who))
        assert answer.status_code in (401, 403), who
        assert people[0] not in answer.text


def test_each_search_is_on_record_and_what_was_sought_nowhere(
    real_desk: RealDesk, people: tuple[str, str, str]
) -> None:
    with capture_logs() as logs:
        found(real_desk, "operator", name="Nguyễn Thị Đường")
        found(real_desk, "operator", phone="0999 999 999")
    looks = real_desk.gets("/admin/looks", "kh_auditor").json()["items"]
    assert [(look["looked_at"], look["pieces"], look["code"], look["username"]) for look in looks] == [
        ("search_by_phone", 0, None, "operator"),
        ("search_by_name", 1, None, "operator"),
    ]
    with transaction(real_desk.engine) as session:
        kept = str(session.execute(text("SELECT looks::text FROM looks")).all())
    for sought in ("Đường", "999"):
        assert sought not in str(logs)
        assert sought not in kept


@pytest.mark.parametrize("sought", [{}, {"name": "Hoa", "phone": "0905123456"}, {"phone": "12"}, {"name": " "}])
def test_a_search_for_nothing_or_for_two_things_is_refused_in_a_sentence(
    real_desk: RealDesk, sought: dict[str, str]
) -> None:
    answer = real_desk.client.post(SEARCH, json=sought, headers=real_desk.headers("operator"))
    assert answer.status_code == 422
    assert answer.json()["errors"]
