"""The people of the tests, and one ordinary act of each kind with whoever should do it."""

from __future__ import annotations

from domain import acts
from domain.actors import REPORTER, Actor
from domain.words import ActKind, Role

KH, NHA_TRANG, TRANSPORT, POWER = "khanh-hoa", "ubnd-nha-trang", "so-gtvt", "dien-luc"

OPERATOR = Actor(Role.CENTRE_OPERATOR, KH, account="1")
CENTRE_LEADER = Actor(Role.CENTRE_LEADER, KH, account="2")
OFFICER = Actor(Role.AGENCY_OFFICER, KH, NHA_TRANG, "3")
LEADER = Actor(Role.AGENCY_LEADER, KH, NHA_TRANG, "4")
AUTHORITY_LEADER = Actor(Role.AUTHORITY_LEADER, KH, account="5")
AUDITOR = Actor(Role.AUDITOR, KH, account="6")
ADMIN = Actor(Role.ADMIN, KH, account="7")

HOLDS = ("content", "occurred_at", "place", "name", "address", "phone")
ROAD, LIGHTING = "giao-thong", "chieu-sang"
WORDS = acts.Sealed("Đã kiểm tra, xử lý xong")


def file(*, field: str | None = ROAD, secret: bool = False) -> acts.File:
    """A complete report, ordinary unless the field says otherwise."""
    return acts.File(channel="portal", field=field, secret=secret, holds=HOLDS)


SAMPLES: dict[ActKind, tuple[acts.Act, Actor]] = {
    ActKind.FILE: (file(), REPORTER),
    ActKind.ASK_SUPPLEMENT: (acts.AskSupplement(wanted=WORDS), OPERATOR),
    ActKind.SUPPLEMENT: (acts.Supplement(text=WORDS), REPORTER),
    ActKind.REFUSE: (acts.Refuse(ground="fails_requirements", reason=WORDS), OPERATOR),
    ActKind.VERIFY: (acts.Verify(), OPERATOR),
    ActKind.DISPATCH: (acts.Dispatch(lead=NHA_TRANG), CENTRE_LEADER),
    ActKind.ACCEPT: (acts.Accept(), OFFICER),
    ActKind.RETURN: (acts.Return(reason=WORDS), OFFICER),
    ActKind.EXTEND: (acts.Extend(reason=WORDS), OFFICER),
    ActKind.FIX_TEMPORARILY: (acts.FixTemporarily(what=WORDS), OFFICER),
    ActKind.EXPLAIN_DELAY: (acts.ExplainDelay(reason=WORDS), OFFICER),
    ActKind.SUBMIT_RESULT: (acts.SubmitResult(result=WORDS), OFFICER),
    ActKind.APPROVE: (acts.Approve(), LEADER),
    ActKind.SEND_BACK: (acts.SendBack(reason=WORDS), LEADER),
    ActKind.PUBLISH: (acts.Publish(), LEADER),
    ActKind.WITHHOLD: (acts.Withhold(ground="state_secret"), LEADER),
    ActKind.RATE: (acts.Rate(rating="satisfied"), REPORTER),
    ActKind.WITHDRAW: (acts.Withdraw(), REPORTER),
    ActKind.INVOLVE: (acts.Involve(co_ordinating=(TRANSPORT,)), OFFICER),
    ActKind.ASSIGN: (acts.Assign(officer="33"), LEADER),
    ActKind.MERGE: (acts.Merge(into="KH-2026-000002"), OPERATOR),
    ActKind.ASK: (acts.Ask(question=WORDS), REPORTER),
    ActKind.ANSWER: (acts.Answer(answer=WORDS), OFFICER),
    ActKind.COMMENT: (acts.Comment(text=WORDS), REPORTER),
}

(FILE, ASK, SUPPLEMENT, REFUSE, VERIFY, DISPATCH, ACCEPT, RETURN, EXTEND, FIX, EXPLAIN, SUBMIT, APPROVE, SEND_BACK,
 PUBLISH, WITHHOLD, RATE, WITHDRAW, INVOLVE, ASSIGN, MERGE, QUESTION, ANSWER, COMMENT) = (
    act for act, _ in SAMPLES.values()
)  # fmt: skip
