"""Tests that what is past shows the names of its time after an agency or a person was renamed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from records.letters.rows import LetterKey
from records.messages.rows import Addressee
from tests.support.fronts.desk import NHA_TRANG
from tests.support.fronts.real_desk import KH, RealDesk

pytestmark = pytest.mark.slow

OLD, NEW = "UBND thành phố Nha Trang", "UBND phường Nha Trang"


def rename(desk: RealDesk) -> None:
    """Give the agency and its officer other names a day later."""
    desk.now += timedelta(days=1)
    assert desk.puts(f"/admin/{KH}/agencies/{NHA_TRANG}", "admin", name=NEW).status_code == 200
    officer = desk.accounts["officer"]
    body = {"role": "agency_officer", "agency": NHA_TRANG, "display_name": "Bà Mới"}
    assert desk.puts(f"/admin/accounts/{officer.id}", "admin", **body).status_code == 200


def test_events_keep_the_names_of_their_time_and_new_ones_have_the_new(real_desk: RealDesk) -> None:
    desk = real_desk
    code = desk.walked("accept")
    rename(desk)
    assert desk.acts(code, "submit_result", "officer").status_code == 200
    items = {item["kind"]: item for item in desk.sees(code, "leader", "/events").json()["items"]}
    assert items["dispatched"]["agency"]["name"] == OLD
    accepted, submitted = items["accepted"], items["result_submitted"]
    assert (accepted["by"]["agency"]["name"], accepted["officer"]["name"]) == (OLD, "Officer")
    assert accepted["by"]["account"]["name"] == "Officer"
    assert (submitted["by"]["agency"]["name"], submitted["by"]["account"]["name"]) == (NEW, "Bà Mới")
    public = {item["kind"]: item for item in desk.sees(code, "reporter", "/events").json()["items"]}
    assert public["dispatched"]["agency"]["name"] == OLD
    assert desk.sees(code, "leader").json()["lead"]["name"] == NEW  # who has it now


def test_notices_and_letters_keep_the_names_of_their_time(real_desk: RealDesk) -> None:
    desk = real_desk
    code = desk.walked("publish")
    while desk.record.outbox.address(100):
        pass
    with desk.engine.connect() as connection:
        letters = connection.execute(text("SELECT event_number FROM letters WHERE code = :code"), {"code": code}).all()
    before = desk.record.letters.facts(LetterKey(code, letters[-1][0]))
    rename(desk)
    shown = desk.record.mailbox.shown_to(Addressee(reporter_of=code), unread=False, cursor=None, limit=50).notices
    assert shown
    assert {notice.agencies[NHA_TRANG] for notice in shown} == {OLD}
    names = {line.told_name for lines in desk.record.mailbox.of_case(code).values() for line in lines}
    assert "Officer" in names
    assert "Bà Mới" not in names
    assert before is not None
    assert desk.record.letters.facts(LetterKey(code, letters[-1][0])) == before
    assert OLD in str(before)


def test_a_name_before_the_first_known_one_is_the_first(real_desk: RealDesk) -> None:
    desk = real_desk
    names = desk.record.offices.agency_names(KH)[NHA_TRANG]
    assert [name for _, name in names] == [OLD]
    rename(desk)
    assert [name for _, name in desk.record.offices.agency_names(KH)[NHA_TRANG]] == [OLD, NEW]
    moved = desk.record.accounts.names(frozenset({desk.accounts["officer"].id}))
    assert [name for _, name in moved[desk.accounts["officer"].id]] == ["Officer", "Bà Mới"]


def test_lists_name_an_ended_case_as_its_page_does_and_an_open_one_by_the_present_name(real_desk: RealDesk) -> None:
    desk = real_desk
    ended, still = desk.walked("rate"), desk.walked("publish")
    rename(desk)
    wanted = {ended: OLD, still: NEW}
    assert {code: desk.sees(code, "leader").json()["lead"]["name"] for code in wanted} == wanted
    for listed in (desk.gets("/complaints", "leader"), desk.gets("/public/complaints", "nobody")):
        assert {line["code"]: line["lead"]["name"] for line in listed.json()["items"]} == wanted
    table = desk.gets("/complaints.csv", "leader").content.decode()
    assert {
        code: name
        for code in wanted
        for line in table.splitlines()
        if code in line
        for name in (OLD, NEW)
        if name in line
    } == wanted
