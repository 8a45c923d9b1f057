"""Courses of cases that only Bình Định's procedure lets happen."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from domain.actors import REPORTER
from domain.acts import (
    Accept,
    Answer,
    Approve,
    Ask,
    AskDirection,
    Direct,
    Dispatch,
    Merge,
    Note,
    Publish,
    Rate,
    Restrict,
    Return,
    SubmitResult,
    Unmerge,
    Verify,
    Withhold,
)
from domain.time.amounts import Amount, Unit
from domain.words import Role
from tests.support.workflows.driver import Case, staff
from tests.support.workflows.shapes import WORDS, Shape

QUY_NHON, GIAO_THONG = "ubnd-quy-nhon", "so-gtvt"
OPERATOR = staff(Role.CENTRE_OPERATOR, authority="binh-dinh")
CENTRE_LEADER = staff(Role.CENTRE_LEADER, authority="binh-dinh")
AUTHORITY_LEADER = staff(Role.AUTHORITY_LEADER, authority="binh-dinh")
OFFICER = staff(Role.AGENCY_OFFICER, QUY_NHON, "binh-dinh")
LEADER = staff(Role.AGENCY_LEADER, QUY_NHON, "binh-dinh")
OTHER_OFFICER = staff(Role.AGENCY_OFFICER, GIAO_THONG, "binh-dinh")

FILING = {
    "channel": "app",
    "field": "giao-thong-van-tai",
    "holds": ("content", "occurred_at", "place", "name", "phone", "email", "pledge"),
}


async def disputed(case: Case) -> None:
    """Returned, accepted late, disputed, directed late, edited twice, asked about and rated."""
    await case.does(OPERATOR, Verify())
    await case.does(OPERATOR, Dispatch(lead=GIAO_THONG, co_ordinating=(QUY_NHON,)))
    await case.does(OTHER_OFFICER, Return(reason=WORDS))
    await case.does(OPERATOR, Dispatch(lead=QUY_NHON, agency_limit=Amount(Decimal(3), Unit.WORKING_DAY)))
    await case.at(case.filed_at + timedelta(days=1))
    await case.does(OFFICER, Accept())
    await case.does(CENTRE_LEADER, AskDirection(reason=WORDS))
    await case.at(case.filed_at + timedelta(days=7))
    await case.does(AUTHORITY_LEADER, Direct(direction=WORDS))
    await case.does(OPERATOR, Dispatch(lead=QUY_NHON))
    await case.does(OFFICER, Accept())
    await case.does(OFFICER, SubmitResult(result=WORDS))
    await case.does(LEADER, Approve(edited=WORDS))
    await case.does(OPERATOR, Publish(edited=WORDS))
    await case.does(REPORTER, Ask(question=WORDS))
    await case.at(case.filed_at + timedelta(days=9))
    await case.does(OFFICER, Answer(answer=WORDS))
    await case.does(REPORTER, Rate(rating="satisfied"))


async def kept_secret(case: Case) -> None:
    await case.does(OPERATOR, Restrict(ground="state_secret"))
    await case.does(OPERATOR, Dispatch(lead=QUY_NHON))
    await case.does(OFFICER, Accept())
    await case.does(OFFICER, SubmitResult(result=WORDS))
    await case.does(LEADER, Approve())
    await case.does(OPERATOR, Withhold(ground="state_secret"))
    await case.at(case.filed_at + timedelta(days=20))


async def merged(case: Case) -> None:
    await case.does(OPERATOR, Merge(into="BD-2026-000001"))


async def unmerged(case: Case) -> None:
    """Merged by mistake and taken out again: the history is that of the run which goes on after that, with fresh limits."""
    await case.does(OPERATOR, Merge(into="BD-2026-000001"))
    await case.runs_once_more()
    await case.does(OPERATOR, Unmerge(reason=WORDS))
    await case.does(OPERATOR, Note(text=WORDS))
    await case.at(case.filed_at + timedelta(days=1))
    await kept_secret(case)


SHAPES = {
    "disputed": Shape(disputed, FILING),
    "kept_secret": Shape(kept_secret, FILING),
    "merged": Shape(merged, FILING),
    "unmerged": Shape(unmerged, FILING),
}
