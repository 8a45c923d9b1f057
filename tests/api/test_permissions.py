"""Who may do what to whose case, over HTTP: every act, every person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.api.desk import FIELDS, STAFF, Desk

CENTRE = {"operator", "centre_leader"}
MAY: dict[str, set[str]] = {
    "ask_supplement": CENTRE,
    "supplement": {"reporter", "operator"},  # the centre notes what the reporter says on the telephone
    "refuse": CENTRE,
    "verify": CENTRE,
    "dispatch": CENTRE,
    "accept": {"officer"},
    "return": {"officer"},
    "extend": {"officer", "leader"},
    "fix_temporarily": {"officer"},
    "explain_delay": {"officer", "leader"},
    "submit_result": {"officer"},
    "approve": {"leader"},
    "send_back": {"leader"},
    "publish": CENTRE | {"leader"},
    "withhold": CENTRE | {"leader"},
    "rate": {"reporter"},
    "withdraw": {"reporter"},
}
AFTER: dict[str, str] = {
    "accept": "dispatch",
    "return": "dispatch",
    "extend": "accept",
    "fix_temporarily": "accept",
    "explain_delay": "accept",
    "submit_result": "accept",
    "approve": "submit_result",
    "send_back": "submit_result",
    "publish": "approve",
    "withhold": "approve",
    "rate": "publish",
}
"""What was done last before the act can be; nothing for those that begin."""

PEOPLE = (*STAFF, "reporter", "nobody")


def _ready(desk: Desk, act: str) -> str:
    field = "su-co-dien" if act == "fix_temporarily" else "giao-thong"
    code = desk.walked(AFTER[act], field=field) if act in AFTER else desk.filed(field=field)
    if act == "explain_delay":
        desk.waits(timedelta(days=10))
    return code


def _expected(act: str, who: str) -> int:
    """403 where the person knows of the case and may not act, 404 where the case is not theirs to know of."""
    if who in MAY[act]:
        return 200
    is_public = act == "rate"
    if who == "nobody":
        return 401 if is_public else 404
    is_theirs = {
        "stranger": False,
        "other_officer": False,
        "other_leader": False,
        "officer": act in AFTER,  # an agency knows of a case from its dispatch on
        "leader": act in AFTER,
    }
    return 403 if is_public or is_theirs.get(who, True) else 404


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("act", FIELDS)
def test_who_may_do_what(desk: Desk, act: str, who: str) -> None:
    code = _ready(desk, act)
    before = len(desk.record.ledger[code])
    answer = desk.acts(code, act, who)
    assert answer.status_code == _expected(act, who), answer.text
    assert (len(desk.record.ledger[code]) > before) is (answer.status_code == 200)


@pytest.mark.parametrize("act", [act for act, people in MAY.items() if "officer" in people])
def test_an_agency_that_co_ordinates_looks_on(desk: Desk, act: str) -> None:
    from tests.api.desk import TRANSPORT

    code = desk.filed(field="su-co-dien")
    desk.acts(code, "dispatch", "operator", co_ordinating=[TRANSPORT])
    if AFTER[act] == "accept":
        desk.acts(code, "accept", "officer")
    answer = desk.acts(code, act, "other_officer")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/wrong-agency")


def test_the_table_names_every_act() -> None:
    assert set(MAY) == set(FIELDS)
