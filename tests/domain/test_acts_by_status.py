"""Every act in every status, as the law has it: done by the right person, to a case of Nha Trang's."""

from __future__ import annotations

import pytest

from domain.refusals import Refusal
from domain.words import ActKind, Status
from tests.support.domain.driving import DAY, KNOWN, case_in, with_occasion
from tests.support.domain.people import LIGHTING, PROCEDURE, SAMPLES

COLUMNS = {
    "UNF": Status.UNFILED, "SUB": Status.SUBMITTED, "SUP": Status.AWAITING_SUPPLEMENT, "VER": Status.VERIFIED,
    "DIS": Status.DISPATCHED, "RET": Status.RETURNED, "PRO": Status.PROCESSING, "DIR": Status.AWAITING_DIRECTION,
    "APP": Status.AWAITING_APPROVAL,
    "OKD": Status.APPROVED, "PUB": Status.PUBLISHED, "WIT": Status.WITHHELD, "CLO": Status.CLOSED,
    "REF": Status.REFUSED, "GON": Status.WITHDRAWN, "MER": Status.MERGED,
}  # fmt: skip
SAYS = {
    "·": "wrong_status", "x": "case_closed", "-": "wrong_agency", "r": "already_rated", "=": "not_co_ordinating",
}  # fmt: skip

# A status in a cell: allowed, and the case is then in it. `·` wrong status, `x` the case is closed, `-` no agency has the case,
# `r` the result was rated before, `=` none co-ordinates in it.
# Every act has its occasion: the trouble is instant (Điều 10) and the case a week old, so overdue as a whole.
TABLE = """
                  UNF  SUB  SUP  VER  DIS  RET  PRO  DIR  APP  OKD  PUB  WIT  CLO  REF  GON  MER
file              SUB   ·    ·    ·    ·    ·    ·    ·    ·    ·    ·    ·    x    x    x    x
ask_supplement     ·   SUP   ·    ·    ·    ·    ·    ·    ·    ·    ·    ·    x    x    x    x
supplement         ·   SUB  SUB   ·    ·    ·    ·    ·    ·    ·    ·    ·    x    x    x    x
refuse             ·   REF   ·   REF   ·   REF   ·    ·    ·    ·    ·    ·    x    x    x    x
verify             ·   VER   ·    ·    ·    ·    ·    ·    ·    ·    ·    ·    x    x    x    x
dispatch           ·   DIS   ·   DIS   ·   DIS   ·    ·    ·    ·    ·    ·    x    x    x    x
accept             -    -    -    -   PRO   -    ·    ·    ·    ·    ·    ·    x    -    x    -
return             -    -    -    -   RET   -    ·    ·    ·    ·    ·    ·    x    -    x    -
hand_back          -    -    -    -   RET   -   RET  RET  RET   ·    ·    ·    x    -    x    -
recall             ·    ·    ·    ·   RET   ·   RET  RET  RET   ·    ·    ·    x    x    x    x
extend             -    -    -    -    ·    -   PRO   ·    ·    ·    ·    ·    x    -    x    -
fix_temporarily    -    -    -    -    ·    -   PRO   ·    ·    ·    ·    ·    x    -    x    -
explain_delay      -    -    -    -   DIS   -   PRO  DIR  APP  OKD   ·    ·    x    -    x    -
submit_result      -    -    -    -    ·    -   APP  APP   ·    ·    ·    ·    x    -    x    -
approve            -    -    -    -    ·    -    ·    ·   OKD   ·    ·    ·    x    -    x    -
send_back          -    -    -    -    ·    -    ·    ·   PRO   ·    ·    ·    x    -    x    -
publish            -    -    -    -    ·    -    ·    ·    ·   PUB   ·    ·    x    -    x    -
withhold           -    -    -    -    ·    -    ·    ·    ·   WIT   ·    ·    x    -    x    -
rate               ·    ·    ·    ·    ·    ·    ·    ·    ·    ·   CLO  CLO   r    x    x    x
withdraw           ·   GON  GON  GON  GON  GON  GON  GON   ·    ·    ·    ·    x    x    x    x
involve            -    -    -    -   DIS   -   PRO   ·    ·    ·    ·    ·    x    -    x    -
contribute         =    =    =    =   DIS   =   PRO  DIR   =    =    =    =    =    =    =    =
decline_part       =    =    =    =   DIS   =   PRO   ·    =    =    =    =    =    =    =    =
set_part_day       -    -    -    -    ·    -   PRO   ·    ·    ·    ·    ·    x    -    x    -
keep_commitment    -    -    -    -    ·    -    ·    ·    ·    ·   PUB  WIT   x    -    x    -
move_commitment    -    -    -    -    ·    -    ·    ·    ·    ·   PUB  WIT   x    -    x    -
assign             -    -    -    -   DIS   -   PRO  DIR  APP  OKD  PUB  WIT   x    -    x    -
restrict           ·   SUB  SUP  VER  DIS  RET  PRO  DIR  APP  OKD  PUB   ·   CLO   x    x    x
ask_secrecy        ·   SUB  SUP  VER  DIS  RET  PRO  DIR  APP  OKD  PUB  WIT  CLO   x    x   MER
merge              ·   MER   ·   MER   ·   MER   ·    ·    ·    ·    ·    ·    x    x    x    x
unmerge            ·    ·    ·    ·    ·    ·    ·    ·    ·    ·    ·    ·    x    x    x   SUB
ask                ·    ·    ·    ·    ·    ·    ·    ·    ·    ·   PUB  WIT  PUB   x    x    x
answer             -    -    -    -    ·    -    ·    ·    ·    ·   PUB  WIT   x    -    x    -
comment            ·   SUB  SUP  VER  DIS  RET  PRO  DIR  APP  OKD  PUB  WIT   x    x    x    x
note               ·   SUB  SUP  VER  DIS  RET  PRO  DIR  APP  OKD  PUB  WIT   x    x    x    x
ask_direction      -    -    -    -    ·    -   DIR   ·    ·    ·    ·    ·    x    -    x    -
direct             ·    ·    ·    ·    ·    ·    ·   PRO   ·    ·    ·    ·    x    x    x    x
"""


def _cells() -> list[object]:
    header, *rows = TABLE.strip("\n").splitlines()
    return [
        pytest.param(ActKind(act), COLUMNS[column], cell, id=f"{act} when {COLUMNS[column]}")
        for act, *cells in map(str.split, rows)
        for column, cell in zip(header.split(), cells, strict=True)
    ]


@pytest.mark.parametrize(("kind", "status", "ruling"), _cells())
def test_an_act_leads_where_the_law_says_or_is_refused(kind: ActKind, status: Status, ruling: str) -> None:
    case = with_occasion(kind, case_in(status, field=LIGHTING, after=7 * DAY))
    decided = case.decides(SAMPLES[kind][0])
    if isinstance(decided, Refusal):
        assert decided.kind == SAYS.get(ruling, "allowed")
    else:
        assert case.does(SAMPLES[kind][0]).complaint.status == COLUMNS.get(ruling)


def test_the_table_holds_every_act_and_every_status() -> None:
    assert {cell.values[0] for cell in _cells()} == {rule.act for rule in PROCEDURE.acts}  # type: ignore[attr-defined]
    assert {cell.values[1] for cell in _cells()} == set(KNOWN)  # type: ignore[attr-defined]


_ALLOWED_AFTER_THE_END = {
    (ActKind.UNMERGE, Status.MERGED), (ActKind.ASK, Status.CLOSED), (ActKind.RESTRICT, Status.CLOSED),
    (ActKind.ASK_SECRECY, Status.CLOSED), (ActKind.ASK_SECRECY, Status.MERGED),
}  # fmt: skip


@pytest.mark.parametrize("status", [status for status in KNOWN if status.is_final])
@pytest.mark.parametrize("kind", SAMPLES)
def test_nothing_happens_to_a_case_that_has_ended_but_a_question_and_what_keeps_it_from_view(
    kind: ActKind, status: Status
) -> None:
    decided = case_in(status).decides(SAMPLES[kind][0])
    assert isinstance(decided, Refusal) is ((kind, status) not in _ALLOWED_AFTER_THE_END)
