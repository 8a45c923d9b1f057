"""Courses of cases that only Điện Biên's procedure lets happen."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from domain.acts import (
    DeleteTest,
    Dispatch,
    Hide,
    MarkAsTest,
    Publish,
    Refuse,
    ReportProgress,
    Return,
    SubmitResult,
    Unhide,
)
from domain.time.amounts import Amount, Unit
from domain.words import Role
from tests.support.workflows.driver import Case, staff
from tests.support.workflows.shapes import WORDS, Shape

TUA_CHUA, NAM_PO, MUONG_NHE = "ubnd-tua-chua", "ubnd-nam-po", "ubnd-muong-nhe"
OPERATOR = staff(Role.CENTRE_OPERATOR, authority="dien-bien")
CENTRE_LEADER = staff(Role.CENTRE_LEADER, authority="dien-bien")
OFFICER = staff(Role.AGENCY_OFFICER, TUA_CHUA, "dien-bien")
TECHNICIAN = staff(Role.TECHNICIAN, authority="dien-bien")

FILING = {
    "field": None,
    "holds": ("content", "place", "name", "phone"),
    "place": "tua-chua",
    "routed_to": TUA_CHUA,
}


async def sent_by_itself(case: Case) -> None:
    """Within the agency's own limit; hidden and shown again; past it a day is promised, missed, and the answer published."""
    await case.does(OPERATOR, Hide(ground="abusive", reason=WORDS))
    await case.does(CENTRE_LEADER, Unhide(reason=WORDS))
    late = case.filed_at + timedelta(days=9)
    await case.at(late)
    await case.does(OFFICER, ReportProgress(state=WORDS, expected=late.date() + timedelta(days=2)))
    await case.at(late + timedelta(days=9))
    await case.does(OFFICER, SubmitResult(result=WORDS))
    await case.does(OFFICER, Publish())


async def bounced_and_unclear(case: Case) -> None:
    """Returned by three, sent on by the leader, and answered as unclear when the day for that is over."""
    for agency, following in ((TUA_CHUA, NAM_PO), (NAM_PO, MUONG_NHE), (MUONG_NHE, TUA_CHUA)):
        await case.does(staff(Role.AGENCY_OFFICER, agency, "dien-bien"), Return(reason=WORDS))
        await case.does(OPERATOR if following != TUA_CHUA else CENTRE_LEADER, Dispatch(lead=following))
    await case.at(case.filed_at + timedelta(days=2))
    await case.does(OFFICER, Refuse(ground="unclear", reason=WORDS, guidance=WORDS))


async def hidden_after_its_end(case: Case) -> None:
    """Published, and only then found to hold what must not be in view: the history is that of the run for the hiding."""
    await case.does(OFFICER, SubmitResult(result=WORDS))
    await case.does(OFFICER, Publish())
    await case.runs_once_more()
    await case.does(OPERATOR, Hide(ground="personal_data", reason=WORDS))


async def trial_marked_later(case: Case) -> None:
    await case.at(case.filed_at + timedelta(days=2))
    await case.does(TECHNICIAN, MarkAsTest(reason=WORDS))
    await case.does(TECHNICIAN, DeleteTest(reason=WORDS))


SHAPES = {
    "sent_by_itself": Shape(sent_by_itself, FILING | {"agency_limit": Amount(Decimal(4), Unit.WORKING_DAY)}),
    "bounced_and_unclear": Shape(bounced_and_unclear, FILING),
    "hidden_after_its_end": Shape(hidden_after_its_end, FILING),
    "trial_marked_later": Shape(trial_marked_later, FILING | {"by": TECHNICIAN}),
}
