"""Tests who may do what: the right is a role's, within one authority and, for an agency's people, within the lead agency."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import acts
from domain.actors import REPORTER, Actor
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind, Status
from tests.support.domain.driving import DAY, KNOWN, Case, case_in, with_occasion
from tests.support.domain.people import (
    ADMIN,
    AUDITOR,
    AUTHORITY_LEADER,
    CENTRE_LEADER,
    COMMENT,
    CONTRIBUTE,
    DECLINE_PART,
    FILE,
    HELPER,
    INVOLVE,
    LEADER,
    LIGHTING,
    NHA_TRANG,
    NOTE,
    OFFICER,
    OPERATOR,
    POWER,
    PROCEDURE,
    SAMPLES,
    TRANSPORT,
    VERIFY,
)

# fmt: off
COLUMNS = {"reporter": REPORTER, "operator": OPERATOR, "c.leader": CENTRE_LEADER, "officer": OFFICER, "a.leader": LEADER,
           "province": AUTHORITY_LEADER, "auditor": AUDITOR, "admin": ADMIN}
# fmt: on

TABLE = """
act              in                   reporter operator c.leader officer a.leader province auditor admin
contribute       processing              ·        ·        ·        -       -        ·        ·      ·
decline_part     processing              ·        ·        ·        -       -        ·        ·      ·
ask_direction    processing              ·        ·        ·        ·      yes       ·        ·      ·
direct           awaiting_direction      ·        ·        ·        ·       ·       yes       ·      ·
set_part_day     processing              ·        ·        ·       yes     yes       ·        ·      ·
keep_commitment  published               ·        ·        ·        ·      yes       ·        ·      ·
move_commitment  published               ·        ·        ·        ·      yes       ·        ·      ·
file             unfiled                yes      yes       ·        ·       ·        ·        ·      ·
ask_supplement   submitted               ·       yes      yes       ·       ·        ·        ·      ·
supplement       awaiting_supplement    yes      yes       ·        ·       ·        ·        ·      ·
refuse           submitted               ·       yes      yes       ·       ·        ·        ·      ·
verify           submitted               ·       yes      yes       ·       ·        ·        ·      ·
dispatch         verified                ·       yes      yes       ·       ·        ·        ·      ·
accept           dispatched              ·        ·        ·       yes      ·        ·        ·      ·
return           dispatched              ·        ·        ·       yes      ·        ·        ·      ·
hand_back        processing              ·        ·        ·       yes     yes       ·        ·      ·
recall           processing              ·       yes      yes       ·       ·        ·        ·      ·
involve          processing              ·        ·        ·       yes      ·        ·        ·      ·
assign           processing              ·        ·        ·       yes     yes       ·        ·      ·
extend           processing              ·        ·        ·       yes     yes       ·        ·      ·
fix_temporarily  processing              ·        ·        ·       yes      ·        ·        ·      ·
explain_delay    processing              ·        ·        ·       yes     yes       ·        ·      ·
submit_result    processing              ·        ·        ·       yes      ·        ·        ·      ·
approve          awaiting_approval       ·        ·        ·        ·      yes       ·        ·      ·
send_back        awaiting_approval       ·        ·        ·        ·      yes       ·        ·      ·
publish          approved                ·       yes      yes       ·      yes       ·        ·      ·
withhold         approved                ·       yes      yes       ·      yes       ·        ·      ·
rate             published              yes      own       ·        ·       ·        ·        ·      ·
withdraw         submitted              yes       ·        ·        ·       ·        ·        ·      ·
restrict         published               ·       yes      yes       ·      yes       ·        ·      ·
ask_secrecy      published              yes      yes       ·        ·       ·        ·        ·      ·
merge            submitted               ·       yes      yes       ·       ·        ·        ·      ·
unmerge          merged                  ·       yes      yes       ·       ·       ·        ·      ·
ask              published              yes      own       ·        ·       ·        ·        ·      ·
answer           published               ·        ·        ·       yes     yes       ·        ·      ·
comment          processing             yes      yes      yes      yes     yes       ·        ·      ·
note             processing              ·       yes      yes      yes     yes       ·        ·      ·
"""


def _cells() -> list[object]:
    header, *rows = TABLE.strip("\n").splitlines()
    return [
        pytest.param(ActKind(act), Status(status), COLUMNS[column], cell, id=f"{act} by {column}")
        for act, status, *cells in map(str.split, rows)
        for column, cell in zip(header.split()[2:], cells, strict=True)
    ]


_OWN = {RefusalKind.REPORTERS_OWN_RATING, RefusalKind.REPORTERS_OWN_QUESTION}
_REFUSED = {"·": {RefusalKind.WRONG_ROLE}, "own": _OWN}
"""The reasons of the table: not for the role, or for the reporter as long as the reporter can do it."""


@pytest.mark.parametrize(("kind", "status", "by", "cell"), _cells())
def test_an_act_is_for_the_roles_the_law_gives_it_to(kind: ActKind, status: Status, by: Actor, cell: str) -> None:
    decided = with_occasion(kind, case_in(status, field=LIGHTING, after=7 * DAY)).decides(SAMPLES[kind][0], by)
    if cell == "yes":
        assert not isinstance(decided, Refusal)
    elif cell == "-":  # of that role in an agency that co-ordinates; these people are the lead's
        assert decided == Refusal(RefusalKind.NOT_CO_ORDINATING, NHA_TRANG)
    else:
        assert isinstance(decided, Refusal)
        assert decided.kind in _REFUSED[cell]


def test_the_table_holds_every_act() -> None:
    assert {cell.values[0] for cell in _cells()} == {rule.act for rule in PROCEDURE.acts}  # type: ignore[attr-defined]


@pytest.mark.parametrize("agency", [TRANSPORT, "", None])
def test_another_agency_acts_on_no_case_of_nha_trangs(agency: str | None) -> None:
    case = case_in(Status.DISPATCHED)
    refusal = case.refuses(acts.Accept(), by=replace(OFFICER, agency=agency))
    assert refusal == Refusal(RefusalKind.WRONG_AGENCY, NHA_TRANG)


def test_an_agency_that_co_ordinates_does_not_act_for_the_lead() -> None:
    case = Case(FILE, VERIFY, acts.Dispatch(lead=NHA_TRANG, co_ordinating=(TRANSPORT,)))
    assert case.refuses(acts.Accept(), by=replace(OFFICER, agency=TRANSPORT)).kind is RefusalKind.WRONG_AGENCY


def test_an_agency_that_co_ordinates_records_its_part_comments_and_says_that_it_has_none() -> None:
    case = Case(FILE, VERIFY, acts.Dispatch(lead=NHA_TRANG, co_ordinating=(TRANSPORT, POWER)), acts.Accept())
    for act in (COMMENT, NOTE, CONTRIBUTE):
        case.does(act, by=HELPER)
    case.does(DECLINE_PART, by=replace(HELPER, agency=POWER))
    assert (case.complaint.co_ordinating, case.complaint.parts) == ((TRANSPORT,), (TRANSPORT,))
    assert case.complaint.declined == (POWER,)


def test_an_agency_that_declined_its_part_has_none_of_the_case_until_it_is_brought_in_again() -> None:
    case = Case(FILE, VERIFY, acts.Dispatch(lead=NHA_TRANG, co_ordinating=(TRANSPORT,)), acts.Accept())
    case.does(DECLINE_PART)
    assert case.refuses(CONTRIBUTE).kind is RefusalKind.NOT_CO_ORDINATING
    case.does(INVOLVE).does(CONTRIBUTE)
    assert case.complaint.declined == ()


@pytest.mark.parametrize("agency", ["", None])
def test_an_agencys_person_without_an_agency_acts_on_no_case_that_nobody_has(agency: str | None) -> None:
    case = case_in(Status.SUBMITTED)
    assert case.refuses(acts.Accept(), by=replace(OFFICER, agency=agency)).kind is RefusalKind.WRONG_AGENCY


@pytest.mark.parametrize("by", [OPERATOR, OFFICER], ids=["operator", "officer"])
@pytest.mark.parametrize("authority", ["binh-dinh", "", None])
def test_people_of_another_authority_may_do_nothing(by: Actor, authority: str | None) -> None:
    case = case_in(Status.SUBMITTED if by is OPERATOR else Status.DISPATCHED)
    act = acts.Verify() if by is OPERATOR else acts.Accept()
    assert case.refuses(act, by=replace(by, authority=authority)).kind is RefusalKind.WRONG_AUTHORITY


def test_a_stranger_learns_nothing_of_where_the_case_stands() -> None:
    for status in KNOWN:
        assert case_in(status).refuses(acts.Rate(rating="satisfied"), by=AUDITOR).kind is RefusalKind.WRONG_ROLE
