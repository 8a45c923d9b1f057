"""Tests who may do which act to which case in which status (`who_may.txt`): one table for the JSON API and for the pages."""

from __future__ import annotations

import re
import uuid
from datetime import date
from html import unescape
from typing import Any

import pytest

from domain.words import Role, Status
from procedures import all_procedures
from tests.support.fronts.desk import FIELDS, REPORT
from tests.support.permissions.doors import Api, Door, Pages
from tests.support.permissions.tables import (
    AUTHORITIES,
    ENDED,
    ROLES,
    ROWS,
    acts_of,
    helps_now,
    is_an_agency_s,
    may,
    may_now,
    statuses_of,
)
from tests.support.permissions.town import NOBODY, OF_ALL, OWN, Town, Whose

PEOPLE = [*ROLES, *OF_ALL]
NOTHING_SPECIAL: dict[str, Any] = {}
ALL_AT_ONCE: dict[str, Any] = {
    "hidden": True, "has_open_question": True, "test": True, "committed": date(2026, 12, 1), "limits": ()
}  # fmt: skip
NO_OCCASION = {
    False: {"unhide", "answer", "delete_test", "keep_commitment", "move_commitment"},
    True: {"hide", "ask", "mark_as_test"},
}
NO_OCCASION_IN_KHANH_HOA = {False: {"extend"}, True: {"ask_direction", "explain_delay"}}
"""The acts without an occasion: in a case where nothing is hidden, asked, tried or committed to, and in a case where all are. In
Khánh Hòa a limit has passed in the first and none in the second."""

KEPT: dict[str, Any] = {"restricted": True}
"""The state of a case that is kept from the public. Such a case cannot be published, nor restricted once more."""

REFUSED = {401, 403, 404, 409}


def who(column: str, authority: str) -> str:
    """Return the name of a person of this column, with the authority if the column belongs to one."""
    if column == NOBODY:
        return NOBODY
    return f"{column}@" if column in OF_ALL else f"{column}@{authority}"


def test_the_table_names_the_provinces_and_their_acts() -> None:
    assert sorted(all_procedures()) == AUTHORITIES
    assert set(ROWS) == {(each.id, rule.act) for each in all_procedures().values() for rule in each.acts}


@pytest.mark.parametrize("column", PEOPLE)
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_to_a_case_of_their_own_each_is_offered_what_the_table_says(
    town: Town, door: Door, authority: str, column: str
) -> None:
    wrong = []
    for status in (*statuses_of(authority), *ENDED):
        for otherwise in occasions(authority, column, status):
            code = town.stands(authority, column, status, **otherwise)
            expected = may_now(authority, column, status) - without_occasion(authority, special=bool(otherwise))
            if (offered := door.offers(code, who(column, authority))) != expected:
                wrong.append((status, bool(otherwise), offered, expected))
    assert wrong == []


def without_occasion(authority: str, *, special: bool) -> set[str]:
    """Return the acts that a case gives no occasion for: one where all is special, or one where nothing is."""
    return NO_OCCASION[special] | (NO_OCCASION_IN_KHANH_HOA[special] if authority == "khanh-hoa" else set())


def occasions(authority: str, column: str, status: Status) -> list[dict[str, Any]]:
    """Return the kinds of cases that make a difference in this column. Only a technician has trials of the own."""
    if column == "technician":
        return [ALL_AT_ONCE]
    acts = without_occasion(authority, special=False) | without_occasion(authority, special=True)
    differ = (ROWS[authority, act] for act in acts if (authority, act) in ROWS)
    return [NOTHING_SPECIAL, ALL_AT_ONCE] if any(status in row.when for row in differ) else [NOTHING_SPECIAL]


@pytest.mark.parametrize("column", [*(column for column in ROLES if column != "reporter"), "neighbour"])
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_to_a_case_of_others_each_is_offered_what_the_table_s_head_says(
    town: Town, door: Door, authority: str, column: str
) -> None:
    wrong = []
    for whose, statuses in others_of(authority, column).items():
        for status in statuses:
            code = town.stands(authority, column, status, whose, **KEPT)
            expected = of_others(authority, column, status, whose)
            if (offered := door.offers(code, seen_from(authority, column, whose))) != expected:
                wrong.append((whose, status, offered, expected))
    assert wrong == []


def others_of(authority: str, column: str) -> dict[Whose, list[Status]]:
    """Return the relations to other people's cases that differ for this column, each with its statuses.

    Only people of an agency co-ordinate. Only for the focal point it matters whether an agency has the case.
    """
    every, few = [*statuses_of(authority), ENDED[0]], [Status.SUBMITTED, Status.PROCESSING, Status.CLOSED]
    found = {Whose.ELSEWHERE: every if column == "focal" else few, Whose.OF_ANOTHER_AUTHORITY: few}
    return found | ({Whose.CO_ORDINATED: every} if ROLES.get(column, Role.REPORTER).of_agency else {})


def seen_from(authority: str, column: str, whose: Whose) -> str:
    """Return the person who looks at the authority's case: of that authority, or of the next one."""
    if whose is not Whose.OF_ANOTHER_AUTHORITY:
        return who(column, authority)
    return who(column, AUTHORITIES[AUTHORITIES.index(authority) - 1])


def of_others(authority: str, column: str, status: Status, whose: Whose) -> set[str] | None:
    """Return the acts on a case that is not the column's own and is hidden from the public, as the table's head says.
    None if the column may not know of the case."""
    possible = may_now(authority, column, status) - without_occasion(authority, special=False) - {"publish", "restrict"}
    match column:
        case _ if whose is Whose.OF_ANOTHER_AUTHORITY:
            return None
        case "operator" | "c.leader" | "province":
            return possible
        case "focal":
            return {act for act in possible if not is_an_agency_s(authority, act)}
        case "auditor" | "admin":
            return set()
        case "officer" | "a.leader" if whose is Whose.CO_ORDINATED:
            return helps_now(authority, column, status)
        case _:
            return None


@pytest.mark.parametrize("column", ROLES)
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_what_is_offered_is_done(town: Town, door: Door, authority: str, column: str) -> None:
    wrong = []
    for act in acts_of(authority):
        for status in statuses_of(authority) if may(authority, act, column) else ():
            if status not in ROWS[authority, act].when:
                continue
            special = act in without_occasion(authority, special=False)
            code = town.stands(authority, column, status, **(ALL_AT_ONCE if special else NOTHING_SPECIAL))
            before = town.was_left(authority)
            answer = door.does(code, act, who(column, authority), authority)
            if not answer.done or town.was_left(authority) == before:
                wrong.append((act, status, answer.status, answer.text[:300]))
    assert wrong == []


@pytest.mark.parametrize("column", ["officer", "a.leader"])
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_what_is_offered_to_an_agency_that_co_ordinates_is_done(
    town: Town, door: Door, authority: str, column: str
) -> None:
    wrong = []
    for status in statuses_of(authority):
        for act in helps_now(authority, column, status):
            code = town.stands(authority, column, status, Whose.CO_ORDINATED)
            before = town.was_left(authority)
            answer = door.does(code, act, who(column, authority), authority)
            if not answer.done or town.was_left(authority) == before:
                wrong.append((act, status, answer.status, answer.text[:300]))
    assert wrong == []


@pytest.mark.parametrize("column", [*ROLES, NOBODY])
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_an_act_that_is_not_theirs_or_comes_at_another_time_is_refused_in_a_sentence_and_changes_nothing(
    town: Town, authority: str, column: str
) -> None:
    api, pages, wrong = Api(town), Pages(town), []
    for act in acts_of(authority):
        for status in untimely(authority, act) if may(authority, act, column) else timely(authority, act):
            code = town.stands(
                authority,
                column,
                status,
                **(ALL_AT_ONCE if act in without_occasion(authority, special=False) else KEPT),
            )
            before = town.was_left(authority)
            told = api.does(code, act, who(column, authority), authority)
            page = pages.does(code, act, who(column, authority), authority)
            if town.was_left(authority) != before or told.status not in REFUSED or not told.text:
                wrong.append((act, status, told.status, told.text))
            if not is_told_alike(column, told.status, told.text, page.status, page.text):
                wrong.append((act, status, page.status, told.text))
    assert wrong == []


def timely(authority: str, act: str) -> list[Status]:
    """Return the first status in which the act is possible."""
    return [status for status in statuses_of(authority) if status in ROWS[authority, act].when][:1]


def untimely(authority: str, act: str) -> list[Status]:
    """Return the first open status in which the act is not possible, and one in which nothing is."""
    outside = [status for status in statuses_of(authority) if status not in ROWS[authority, act].when]
    return [*outside[:1], ENDED[0]]


def is_told_alike(column: str, told: int, sentence: str, page: int, text: str) -> bool:
    """Return whether the page refuses with the API's own sentence. A stranger is asked to sign in instead, and an act
    that is not a reporter's has no address among the reporter's pages."""
    if column == NOBODY:
        return (told, page) in ((404, 401), (404, 303))
    if column == "reporter" and page == 404:
        return told == 403 and "Không có hồ sơ nào mang mã này" in text
    return page == told and sentence in text


@pytest.mark.parametrize("column", ROLES)
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_who_may_file(town: Town, authority: str, column: str) -> None:
    town.desk.record.tries_.clear()
    somebody = NOBODY if column == "reporter" else who(column, authority)
    report = REPORT | {"procedure": authority}
    told = Api(town).sends("/api/v1/complaints", somebody, json=report, headers={"Idempotency-Key": str(uuid.uuid4())})
    typed = {name: said for name, said in report.items() if name != "reporter"}
    typed |= {f"reporter.{name}": said for name, said in report["reporter"].items()}
    page = Pages(town).sends(f"/gui/{authority}", somebody, typed | {"step": "send"})
    is_refused = (told.status_code, told.json().get("type")) == (403, "/problems/wrong-role")
    assert is_refused is not may(authority, "file", column), told.text
    assert (page.status_code == 403) is is_refused
    assert not is_refused or told.json()["detail"] in unescape(page.text)


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_what_a_regulation_does_not_know_is_done_by_nobody(town: Town, door: Door, authority: str) -> None:
    for column in ("operator", "reporter"):
        for act in FIELDS:
            if (authority, act) not in ROWS:
                code = town.stands(authority, column, Status.PROCESSING)
                before = town.was_left(authority)
                answer = door.does(code, act, who(column, authority), authority)
                assert answer.status in (404, 409), (act, answer)
                assert town.was_left(authority) == before


@pytest.mark.parametrize("column", [column for column in PEOPLE if column != "reporter"])
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_several_at_once_are_dispatched_by_those_alone_who_dispatch_one(
    town: Town, authority: str, column: str
) -> None:
    code = town.stands(authority, column, Status.SUBMITTED)
    before = town.was_left(authority)
    somebody, typed = who(column, authority), {"code": code, "lead": OWN}
    if authority == "buon-ma-thuot":
        typed.pop("lead")  # there the case goes to the focal point
    page = Pages(town).sends("/can-bo/phan-phoi", somebody, typed)
    assert page.status_code == 200
    assert (town.was_left(authority) != before) is may(authority, "dispatch", column)


@pytest.mark.parametrize("column", ["operator", "officer", "a.leader"])
@pytest.mark.parametrize(
    ("act", "status"),
    [("verify", Status.SUBMITTED), ("accept", Status.DISPATCHED), ("approve", Status.AWAITING_APPROVAL)],
)
def test_an_act_is_done_to_several_at_once_by_those_alone_who_do_it_to_one(
    town: Town, act: str, status: Status, column: str
) -> None:
    authority = "khanh-hoa"
    code = town.stands(authority, column, status)
    before = town.was_left(authority)
    page = Pages(town).sends(f"/can-bo/nhieu/{act}", who(column, authority), {"code": code})
    assert page.status_code == 200
    assert (town.was_left(authority) != before) is may(authority, act, column)


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_a_case_that_anybody_may_see_is_acted_on_by_nobody_from_elsewhere(town: Town, authority: str) -> None:
    api, pages = Api(town), Pages(town)
    another = AUTHORITIES[AUTHORITIES.index(authority) - 1]
    for somebody in (NOBODY, f"operator@{another}", f"a.leader@{another}", f"neighbour@{authority}"):
        for act in acts_of(authority):
            code = town.stands(authority, "operator", Status.CLOSED)
            before = town.was_left(authority)
            assert api.offers(code, somebody) == set()
            told, page = api.does(code, act, somebody, authority), pages.does(code, act, somebody, authority)
            assert told.status in (401, 403), (act, somebody)
            assert not page.done
            assert town.was_left(authority) == before
        seen = pages.opens(f"/cong-khai/ho-so/{code}", somebody, code)
        assert seen.status_code == 200
        forms = re.findall(rf'<form[^>]*action="[^"]*/{code}/([a-z_-]+)"', seen.text)
        assert set(forms) <= {"theo-doi", "thoi-theo-doi"}
