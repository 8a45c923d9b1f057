"""The directory names who works where, to everybody who works there, and to nobody else."""

from __future__ import annotations

from dataclasses import replace

from tests.support.fronts.desk import Desk
from tests.support.pages.walker import Walker


def test_staff_find_who_works_where(desk: Desk, walker: Walker) -> None:
    walker.signs_in("officer")
    page = walker.opens("/can-bo/danh-ba")
    assert page.status_code == 200
    assert "Operator" in page.text
    assert "Leader" in page.text
    assert 'href="/can-bo/danh-ba"' in walker.opens("/can-bo").text


def test_people_of_other_authorities_and_those_who_left_are_not_in_it(desk: Desk) -> None:
    account, password_hash = desk.record.accounts_["leader"]
    desk.record.accounts_["leader"] = (replace(account, active=False), password_hash)
    listed = desk.gets("/directory", "operator").json()["items"]
    assert {each["authority"]["id"] for each in listed} == {"khanh-hoa"}
    names = {each["name"] for each in listed}
    assert account.display_name not in names
    assert desk.record.accounts_["operator"][0].display_name in names


def test_a_file_holds_the_same_people(desk: Desk) -> None:
    listed = desk.gets("/directory", "operator").json()["items"]
    lines = desk.client.get("/api/v1/directory.csv", headers=desk.headers("operator")).text.strip().splitlines()
    assert lines[0].lstrip("\ufeff").startswith("Địa phương")
    assert len(lines) == 1 + len(listed)
