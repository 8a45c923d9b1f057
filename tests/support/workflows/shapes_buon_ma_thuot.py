"""Courses of cases that only Buôn Ma Thuột's procedure lets happen."""

from __future__ import annotations

from datetime import timedelta

from domain.actors import REPORTER
from domain.acts import (
    Contest,
    Dispatch,
    Forward,
    HandBack,
    Publish,
    Rate,
    Recall,
    RecordInspection,
    Refuse,
    ReportProgress,
    Restrict,
    Return,
    SubmitResult,
    TakeOn,
    Withhold,
)
from domain.words import Role, Urgency
from tests.support.workflows.driver import Case, staff
from tests.support.workflows.shapes import WORDS, Shape

DO_THI, TAI_NGUYEN = "phong-qldt", "phong-tnmt"
OPERATOR = staff(Role.CENTRE_OPERATOR, authority="buon-ma-thuot")
FOCAL_POINT = staff(Role.FOCAL_POINT, authority="buon-ma-thuot")
OFFICER = staff(Role.AGENCY_OFFICER, DO_THI, "buon-ma-thuot")
OTHER_OFFICER = staff(Role.AGENCY_OFFICER, TAI_NGUYEN, "buon-ma-thuot")

FILING = {"field": "ha-tang-do-thi", "holds": ("content", "place", "name", "phone")}


async def two_levels(case: Case) -> None:
    """Inspected late, returned, forwarded, promised, missed, published, reopened by rating and by contest, closed."""
    await case.does(OPERATOR, Dispatch())
    await case.does(FOCAL_POINT, Forward(lead=TAI_NGUYEN))
    await case.at(case.filed_at + timedelta(days=1, hours=6))
    await case.does(OTHER_OFFICER, RecordInspection(findings=WORDS))
    await case.does(OTHER_OFFICER, Return(reason=WORDS))
    await case.does(FOCAL_POINT, Forward(lead=DO_THI))
    promised = (case.filed_at + timedelta(days=4)).date()
    await case.does(FOCAL_POINT, ReportProgress(state=WORDS, expected=promised))
    await case.at(case.filed_at + timedelta(days=9))
    await answered(case)
    await case.does(REPORTER, Rate(rating="unsatisfied", comment=WORDS))
    await answered(case)
    await case.does(REPORTER, Contest(reason=WORDS))
    await answered(case)
    await case.at(case.filed_at + timedelta(days=30))


async def answered(case: Case) -> None:
    today = (await case.now()).date()
    await case.does(OFFICER, SubmitResult(result=WORDS, handled_on=today, no_images=True))
    await case.does(OPERATOR, Publish())


async def urgent_by_focal_point(case: Case) -> None:
    await case.does(OPERATOR, Dispatch(urgency=Urgency.URGENT))
    await case.does(FOCAL_POINT, TakeOn())
    await case.at(case.filed_at + timedelta(days=3))
    await case.does(FOCAL_POINT, SubmitResult(result=WORDS, handled_on=case.filed_at.date(), no_images=True))
    await case.does(OPERATOR, Publish())
    await case.does(REPORTER, Rate(rating="satisfied"))


async def reputation(case: Case) -> None:
    await case.does(OPERATOR, Restrict(ground="reputation"))
    await case.does(OPERATOR, Dispatch())
    await case.does(FOCAL_POINT, Forward(lead=DO_THI))
    await case.does(OFFICER, SubmitResult(result=WORDS, handled_on=case.filed_at.date(), no_images=True))
    await case.does(OPERATOR, Withhold(ground="reputation"))
    await case.does(REPORTER, Rate(rating="acceptable"))


async def continued_in_hand(case: Case) -> None:
    """Goes on with a closed case; the focal point keeps a hand: checks, recalls, forwards, and sends the result itself."""
    await case.does(FOCAL_POINT, RecordInspection(findings=WORDS))
    await case.does(FOCAL_POINT, Recall(reason=WORDS))
    await case.does(FOCAL_POINT, Forward(lead=TAI_NGUYEN))
    await case.at(case.filed_at + timedelta(days=2))
    await case.does(FOCAL_POINT, SubmitResult(result=WORDS, handled_on=case.filed_at.date(), no_images=True))
    await case.does(OPERATOR, Publish())
    await case.does(REPORTER, Rate(rating="unsatisfied"))
    await case.does(FOCAL_POINT, HandBack(ground="not_of_city", reason=WORDS))
    await case.at(case.filed_at + timedelta(days=4))
    await case.does(OPERATOR, Refuse(ground="not_of_city", reason=WORDS))


SHAPES = {
    "two_levels": Shape(two_levels, FILING),
    "urgent_by_focal_point": Shape(urgent_by_focal_point, FILING),
    "reputation": Shape(reputation, FILING),
    "continued_in_hand": Shape(
        continued_in_hand, FILING | {"continues": "BMT-2026-000001", "kept": False, "routed_to": DO_THI}
    ),
}
