"""The permission table of the five regulations (`who_may.txt`), asked over HTTP: the JSON API, and the staff's pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.requests import Request

from api.pages import forgery
from domain.complaint import Complaint
from domain.keys import FORMS, derive
from domain.words import ActKind, Role, Status
from procedures import all_procedures
from tests.api.desk import FIELDS, NHA_TRANG, REPORT, Desk
from tests.api.memory import SECRET

TABLE = Path(__file__).with_name("who_may.txt")
ROLES = {
    "reporter": Role.REPORTER,
    "operator": Role.CENTRE_OPERATOR,
    "c.leader": Role.CENTRE_LEADER,
    "officer": Role.AGENCY_OFFICER,
    "a.leader": Role.AGENCY_LEADER,
    "focal": Role.FOCAL_POINT,
    "province": Role.AUTHORITY_LEADER,
    "technician": Role.TECHNICIAN,
}
ONLOOKERS = {"auditor": Role.AUDITOR, "admin": Role.ADMIN}
HOST = "https://pakn.vidu.vn"


@dataclass(frozen=True)
class Row:
    """One act under one regulation, and the columns in which it says yes."""

    authority: str
    act: str
    may: frozenset[str]


def _rows() -> Iterator[Row]:
    authority, columns = "", list[str]()
    for line in TABLE.read_text("utf-8").splitlines()[5:]:
        if not line.strip():
            continue
        first, *rest = line.split()
        if not line.startswith(" "):
            authority, columns = first, rest
            continue
        cells = dict(zip(columns, rest[: len(columns)], strict=True))
        assert set(cells.values()) <= {"yes", "·"}, line
        yield Row(authority, first, frozenset(column for column, cell in cells.items() if cell == "yes"))


ROWS = list(_rows())
PROVINCES = sorted({row.authority for row in ROWS})


def may(authority: str, act: str, column: str) -> bool | None:
    """What the table says; None where the province has no such act."""
    row = next((row for row in ROWS if (row.authority, row.act) == (authority, act)), None)
    return row and column in row.may


def theirs(desk: Desk, authority: str, column: str) -> tuple[str, str]:
    """A case that is this person's, and how the person is called. It is closed, so that whoever may act hears that it is too
    late, and nobody else gets that far."""
    code, role = desk.filed(), ROLES[column]
    lead = None if column == "focal" else NHA_TRANG
    desk.record.complaints[code] = Complaint(
        code=code,
        procedure=all_procedures()[authority],
        status=Status.CLOSED,
        lead=lead,
        test=column == "technician",
        secret=True,
        moments={"filed": desk.now},
    )
    if column == "reporter":
        return code, column
    desk.employs(column, role, authority, NHA_TRANG if role.of_agency else None)
    return code, column


def test_the_table_names_the_provinces_and_their_acts() -> None:
    assert sorted(all_procedures()) == PROVINCES
    listed = {(row.authority, row.act) for row in ROWS}
    assert len(listed) == len(ROWS)
    assert listed == {(each.id, rule.act) for each in all_procedures().values() for rule in each.acts}


@pytest.mark.parametrize("column", ROLES)
@pytest.mark.parametrize("authority", PROVINCES)
def test_who_may_do_what_over_the_api(desk: Desk, authority: str, column: str) -> None:
    code, who = theirs(desk, authority, column)
    wrong = []
    for act in (row.act for row in ROWS if row.authority == authority and row.act != "file"):
        answer = desk.acts(code, act, who)
        told = answer.json().get("type", "")
        refused = (answer.status_code, told) == (403, "/problems/wrong-role")
        if refused is may(authority, act, column) or answer.status_code in (401, 404):
            wrong.append(f"{act}: the answer was {answer.status_code} {told}")
    assert wrong == []


@pytest.mark.parametrize("column", ROLES)
@pytest.mark.parametrize("authority", PROVINCES)
def test_who_may_file(desk: Desk, authority: str, column: str) -> None:
    desk.employs(column, ROLES[column], authority, NHA_TRANG if ROLES[column].of_agency else None)
    answer = desk.sends(REPORT | {"procedure": authority}, who="nobody" if column == "reporter" else column)
    refused = (answer.status_code, answer.json().get("type")) == (403, "/problems/wrong-role")
    assert refused is not may(authority, "file", column), answer.text


@pytest.mark.parametrize("authority", PROVINCES)
def test_what_a_regulation_does_not_know_is_done_by_nobody(desk: Desk, authority: str) -> None:
    code, who = theirs(desk, authority, "operator")
    for act in FIELDS:
        if may(authority, act, who) is None:
            assert desk.acts(code, act, who).json()["type"] == "/problems/not-in-procedure", act


@pytest.mark.parametrize("column", ONLOOKERS)
def test_auditors_and_admins_act_on_no_case(desk: Desk, column: str) -> None:
    code, _ = theirs(desk, "khanh-hoa", "operator")
    desk.employs(column, ONLOOKERS[column], "khanh-hoa")
    for act in (row.act for row in ROWS if row.authority == "khanh-hoa" and row.act != "file"):
        assert desk.acts(code, act, column).json()["type"] == "/problems/wrong-role", act


STAFF_COLUMNS = [column for column in ROLES if column != "reporter"]


@pytest.mark.parametrize("column", ["operator", "officer", "a.leader"])
def test_who_may_do_what_on_the_case_s_page(desk: Desk, column: str) -> None:
    code, who = theirs(desk, "khanh-hoa", column)
    client = TestClient(desk.app, base_url=HOST, follow_redirects=False)
    cookies = {"__Host-session": f"token-{who}", "__Host-visitor": "trinh-duyet-nay"}
    token = _form_token(cookies)
    wrong = []
    for act in (row.act for row in ROWS if row.authority == "khanh-hoa" and row.act != "file"):
        before = len(desk.record.ledger[code])
        typed = {name: value if isinstance(value, str) else value[0] for name, value in _typed(act)}
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "Origin": HOST}
        sent = typed | {"csrf": token, "act_id": f"00000000-0000-4000-8000-{len(wrong):012}"}
        answer = client.post(f"/can-bo/ho-so/{code}/{act}", data=sent, headers=headers)
        is_refused = answer.status_code == 403
        if is_refused is may("khanh-hoa", act, column):
            wrong.append(f"{act}: answer was {answer.status_code}")
        if is_refused:
            assert len(desk.record.ledger[code]) == before
    assert wrong == []


def _typed(act: str) -> list[tuple[str, str | list[str]]]:
    return [(f"{name}[]" if isinstance(value, list) else name, value) for name, value in FIELDS[act].items()]


def _form_token(cookies: dict[str, str]) -> str:
    written = "; ".join(f"{name}={value}" for name, value in cookies.items()).encode()
    return forgery.form_token(derive(SECRET, FORMS), Request({"type": "http", "headers": [(b"cookie", written)]}))


def test_nobody_of_another_authority_or_agency_knows_of_the_case(desk: Desk) -> None:
    for authority in ("khanh-hoa", "buon-ma-thuot"):
        for column in STAFF_COLUMNS:
            code, _ = theirs(desk, authority, column)
            another = next(each for each in PROVINCES if each != authority)
            role = ROLES[column]
            desk.employs("elsewhere", role, another, NHA_TRANG if role.of_agency else None)
            assert desk.acts(code, ActKind.COMMENT, "elsewhere").status_code == 404, (authority, column)
            if role.of_agency:
                desk.employs("next door", role, authority, "so-gtvt")
                assert desk.acts(code, ActKind.COMMENT, "next door").status_code == 404, (authority, column)
