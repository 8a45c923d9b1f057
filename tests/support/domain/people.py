"""The people of the tests, and one ordinary act of each kind with the person who should do it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from domain import acts
from domain.actors import REPORTER, Actor
from domain.acts.specimens import specimens
from domain.complaint import Complaint
from domain.procedure import ActRule
from domain.words import ActKind, Party, Role
from procedures import all_procedures

PROCEDURE = all_procedures()["khanh-hoa"]
START = datetime(2026, 3, 2, tzinfo=UTC)

KH, NHA_TRANG, TRANSPORT, POWER = "khanh-hoa", "ubnd-nha-trang", "so-gtvt", "dien-luc"

OPERATOR = Actor(Role.CENTRE_OPERATOR, KH, account="1")
CENTRE_LEADER = Actor(Role.CENTRE_LEADER, KH, account="2")
OFFICER = Actor(Role.AGENCY_OFFICER, KH, NHA_TRANG, "3")
LEADER = Actor(Role.AGENCY_LEADER, KH, NHA_TRANG, "4")
HELPER = Actor(Role.AGENCY_OFFICER, KH, TRANSPORT, "33")
AUTHORITY_LEADER = Actor(Role.AUTHORITY_LEADER, KH, account="5")
AUDITOR = Actor(Role.AUDITOR, KH, account="6")
ADMIN = Actor(Role.ADMIN, KH, account="7")

HOLDS = ("content", "occurred_at", "place", "name", "address", "phone")
ROAD, LIGHTING = "giao-thong", "chieu-sang"
WORDS = acts.Sealed("Đã kiểm tra, xử lý xong")


def file(*, field: str | None = ROAD, secret: bool = False) -> acts.File:
    """A complete report, ordinary unless the field says otherwise."""
    return acts.File(channel="portal", field=field, secret=secret, holds=HOLDS)


_PEOPLE = {each.role: each for each in (REPORTER, OPERATOR, CENTRE_LEADER, OFFICER, LEADER, AUTHORITY_LEADER)}
_LATER = START.date() + timedelta(days=60)
_NAMED: dict[ActKind, dict[str, Any]] = {
    ActKind.REFUSE: {"ground": "fails_requirements", "duplicate_of": None, "guidance": acts.NOTHING_WRITTEN},
    ActKind.DISPATCH: {"lead": NHA_TRANG, "field": None},
    ActKind.SUBMIT_RESULT: {"handled_on": None, "no_images": False},
    ActKind.HAND_BACK: {"ground": "out_of_scope"},
    ActKind.WITHHOLD: {"ground": "state_secret"},
    ActKind.RESTRICT: {"ground": "state_secret"},
    ActKind.RATE: {"rating": "satisfied", "comment": acts.NOTHING_WRITTEN},
    ActKind.INVOLVE: {"co_ordinating": (TRANSPORT,)},
    ActKind.SET_PART_DAY: {"agency": TRANSPORT, "expected": _LATER},
    ActKind.MOVE_COMMITMENT: {"expected": _LATER},
    ActKind.ASSIGN: {"officer": "33"},
    ActKind.MERGE: {"into": "KH-2026-000002"},
}
"""Names that Khánh Hòa and its people know, and fields that a test fills in only where it is about them."""


def _sample(rule: ActRule) -> tuple[acts.Act, Actor]:
    """The ordinary act, and the person who does it first by the regulation. The centre's leader dispatches in the tests, and
    Transport co-ordinates."""
    specimen = next(specimens(Complaint(code="", procedure=PROCEDURE), rule.act, START))
    act = file() if rule.act is ActKind.FILE else replace(specimen, **_NAMED.get(rule.act, {}))
    if rule.agencies is Party.CO_ORDINATING:
        return act, HELPER
    return act, CENTRE_LEADER if rule.act is ActKind.DISPATCH else _PEOPLE[rule.by[0]]


SAMPLES = {rule.act: _sample(rule) for rule in PROCEDURE.acts}

(FILE, ASK, SUPPLEMENT, REFUSE, VERIFY, DISPATCH, ACCEPT, RETURN, RECALL, HAND_BACK, EXTEND, FIX, EXPLAIN, SUBMIT, APPROVE,
 SEND_BACK, PUBLISH, WITHHOLD, KEEP_COMMITMENT, MOVE_COMMITMENT, RATE, WITHDRAW, ASK_DIRECTION, DIRECT, INVOLVE, CONTRIBUTE,
 DECLINE_PART, SET_PART_DAY, ASSIGN, RESTRICT, ASK_SECRECY, MERGE, UNMERGE, QUESTION, ANSWER, COMMENT, NOTE) = (
    SAMPLES[kind][0] for kind in sorted(SAMPLES, key=list(ActKind).index)
)  # fmt: skip
