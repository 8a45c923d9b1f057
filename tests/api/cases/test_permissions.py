"""Tests who may do what to which case over HTTP: every act by every person."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.fronts.desk import AFTER, FIELDS, STAFF, TRANSPORT, Desk

CENTRE = {"operator", "centre_leader"}
MAY: dict[str, set[str]] = {
    "ask_supplement": CENTRE,
    "supplement": {"reporter", "operator"},  # the centre enters what the reporter says on the telephone
    "refuse": CENTRE,
    "verify": CENTRE,
    "dispatch": CENTRE,
    "accept": {"officer"},
    "return": {"officer"},
    "recall": CENTRE,
    "hand_back": {"officer", "leader"},
    "extend": {"officer", "leader"},
    "fix_temporarily": {"officer"},
    "explain_delay": {"officer", "leader"},
    "submit_result": {"officer"},
    "approve": {"leader"},
    "send_back": {"leader"},
    "publish": CENTRE | {"leader"},
    "withhold": CENTRE | {"leader"},
    "keep_commitment": {"leader"},
    "move_commitment": {"leader"},
    "rate": {"reporter"},
    "withdraw": {"reporter"},
    "ask_direction": CENTRE,
    "direct": {"authority"},
    "forward": {"focal_point"},
    "take_on": {"focal_point"},
    "reclassify": CENTRE,
    "involve": {"officer"},
    "contribute": {"other_officer", "other_leader"},
    "decline_part": {"other_officer", "other_leader"},
    "set_part_day": {"officer", "leader"},
    "assign": {"officer", "leader"},
    "record_inspection": {"officer"},
    "report_progress": {"officer"},  # of the focal point too, while no agency has the case
    "restrict": CENTRE,
    "share_identity": {"authority"},
    "ask_secrecy": {"reporter", "operator"},
    "hide": CENTRE,
    "unhide": CENTRE,
    "merge": CENTRE,
    "unmerge": CENTRE,
    "ask": {"reporter"},
    "answer": {"officer", "leader"},
    "comment": CENTRE | {"reporter"},  # and of the agency once it has the case
    "note": CENTRE,  # and of the agency once it has the case
    "contest": {"reporter"},
    "mark_as_test": {"technician"},
    "delete_test": {"technician"},
}
PUBLIC = {"rate", "ask", "answer", "contest", "keep_commitment", "move_commitment"}
"""Done to a case that anybody may look at."""

PEOPLE = (*STAFF, "reporter", "nobody")


def _expected(act: str, who: str) -> int:
    """Return 403 if the person knows of the case but may not act, 404 if the person may not know of the case."""
    if who in MAY[act]:
        return 200
    if act in ("rate", "ask") and who == "operator":
        return 409  # the centre rates and asks only for a reporter who cannot
    is_public = act in PUBLIC
    if who == "nobody":
        return 401 if is_public else 404
    is_theirs = {
        "stranger": False,
        "technician": act in ("mark_as_test", "delete_test"),
        "other_officer": False,
        "other_leader": False,
        "officer": act in AFTER,  # an agency knows of a case from its dispatch on
        "leader": act in AFTER,
    }
    return 403 if is_public or is_theirs.get(who, True) else 404


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("act", FIELDS)
def test_who_may_do_what(desk: Desk, act: str, who: str) -> None:
    code = desk.ready_for(act)
    before = len(desk.record.ledger[code])
    answer = desk.acts(code, act, who)
    assert answer.status_code == _expected(act, who), answer.text
    assert (len(desk.record.ledger[code]) > before) is (answer.status_code == 200)


@pytest.mark.parametrize("act", [act for act, people in MAY.items() if "officer" in people])
def test_an_agency_that_co_ordinates_looks_on(desk: Desk, act: str) -> None:
    code = desk.under(desk.filed(field="su-co-dien"))
    course: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("dispatch", "operator", {"co_ordinating": [TRANSPORT]}),
        ("accept", "officer", {}),
        ("submit_result", "officer", {}),
        ("approve", "leader", {}),
        ("publish", "leader", {}),
    )
    for before, who, said in course:
        assert desk.acts(code, before, who, **said).status_code == 200
        if AFTER[act] == before:
            break
    answer = desk.acts(code, act, "other_officer")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/wrong-agency")


def test_the_table_names_every_act() -> None:
    assert set(MAY) == set(FIELDS)
