"""Courses of cases that only Lai Châu's procedure lets happen."""

from __future__ import annotations

from datetime import timedelta

from domain.actors import REPORTER
from domain.acts import (
    AskDirection,
    AskSecrecy,
    Direct,
    Dispatch,
    Forward,
    HandBack,
    Involve,
    Publish,
    Recall,
    Reclassify,
    Refuse,
    ReportProgress,
    Restrict,
    Return,
    SendBack,
    ShareIdentity,
    SubmitResult,
    Withhold,
)
from domain.words import Role
from tests.support.workflows.driver import Case, staff
from tests.support.workflows.shapes import WORDS, Shape

MOI_TRUONG, CONG_AN, DOAN_KET = "phong-tnmt", "cong-an", "ubnd-doan-ket"
OPERATOR = staff(Role.CENTRE_OPERATOR, authority="lai-chau")
CENTRE_LEADER = staff(Role.CENTRE_LEADER, authority="lai-chau")
CITY_OFFICE = staff(Role.FOCAL_POINT, authority="lai-chau")
CITY_LEADER = staff(Role.AUTHORITY_LEADER, authority="lai-chau")
OFFICER = staff(Role.AGENCY_OFFICER, MOI_TRUONG, "lai-chau")
WARD_LEADER = staff(Role.AGENCY_LEADER, DOAN_KET, "lai-chau")

FILING = {"channel": "app", "holds": ("content", "place", "name", "phone", "pledge")}


async def directed(case: Case) -> None:
    """Directed late and again while it is handled, late by the clock at night, sent back by the city's leaders."""
    await case.does(CENTRE_LEADER, AskDirection(reason=WORDS))
    await case.at(case.filed_at + timedelta(days=1))
    await case.does(CITY_LEADER, Direct(direction=WORDS))
    await case.does(CENTRE_LEADER, Dispatch(lead=MOI_TRUONG, co_ordinating=(CONG_AN,)))
    await case.does(CITY_OFFICE, Direct(direction=WORDS))
    await case.does(OFFICER, Involve(co_ordinating=(DOAN_KET,)))
    await case.at(case.filed_at + timedelta(days=1, hours=18))
    await case.does(OFFICER, SubmitResult(result=WORDS, why_no_images=WORDS))
    await case.does(CITY_LEADER, SendBack(reason=WORDS))
    await case.at(case.filed_at + timedelta(days=4))
    await case.does(OFFICER, SubmitResult(result=WORDS, why_no_images=WORDS))
    await case.does(OPERATOR, Publish())


async def reclassified_and_promised(case: Case) -> None:
    """A case in the wrong field: the city's office corrects it, and it is not resolved by the day that was then promised."""
    await case.does(CENTRE_LEADER, Dispatch(lead=MOI_TRUONG))
    await case.does(CITY_OFFICE, Reclassify(field="trat-tu-do-thi", lead=DOAN_KET, reason=WORDS))
    promised = (case.filed_at + timedelta(days=3)).date()
    await case.does(WARD_LEADER, ReportProgress(state=WORDS, expected=promised))
    await case.at(case.filed_at + timedelta(days=9))
    await case.does(WARD_LEADER, SubmitResult(result=WORDS, why_no_images=WORDS))
    await case.does(OPERATOR, Publish())


async def kept_secret(case: Case) -> None:
    await case.does(OPERATOR, Restrict(ground="state_secret"))
    await case.does(CENTRE_LEADER, Dispatch(lead=MOI_TRUONG))
    await case.does(OFFICER, SubmitResult(result=WORDS, why_no_images=WORDS))
    await case.does(OPERATOR, Withhold(ground="state_secret"))


async def shared_and_moved(case: Case) -> None:
    """Given to the wrong unit, which says so; who reported is shared; recalled, given again, and refused at last."""
    await case.does(CENTRE_LEADER, Dispatch(lead=MOI_TRUONG))
    await case.does(OFFICER, Return(reason=WORDS))
    await case.does(CITY_OFFICE, Forward(lead=DOAN_KET))
    await case.does(CITY_LEADER, ShareIdentity(reason=WORDS, agency=DOAN_KET))
    await case.does(CITY_LEADER, ShareIdentity(reason=WORDS, outside=WORDS))
    await case.does(CITY_OFFICE, Recall(reason=WORDS))
    await case.does(CENTRE_LEADER, Dispatch(lead=MOI_TRUONG))
    await case.does(REPORTER, AskSecrecy())
    await case.at(case.filed_at + timedelta(days=1))
    await case.does(OFFICER, HandBack(ground="out_of_scope", reason=WORDS))
    await case.does(CENTRE_LEADER, Refuse(ground="out_of_scope", reason=WORDS))


SHAPES = {
    "directed": Shape(directed, FILING),
    "reclassified_and_promised": Shape(reclassified_and_promised, FILING),
    "kept_secret": Shape(kept_secret, FILING),
    "shared_and_moved": Shape(shared_and_moved, FILING),
}
