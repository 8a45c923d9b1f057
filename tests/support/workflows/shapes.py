"""The courses of cases, one for each shape; their histories are committed and replayed by every later version of the
workflow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from domain.actors import REPORTER
from domain.acts import (
    Accept,
    Approve,
    AskSupplement,
    ChangeText,
    Contribute,
    DeclinePart,
    Dispatch,
    ExplainDelay,
    Extend,
    FixTemporarily,
    KeepCommitment,
    MoveCommitment,
    Publish,
    Rate,
    Refuse,
    Return,
    Sealed,
    SendBack,
    SetPartDay,
    SubmitResult,
    Supplement,
    Verify,
    Withdraw,
    Withhold,
)
from domain.texts.taking_over import taken_over
from domain.texts.transitions import OpenCases, Transition
from domain.time.amounts import Amount
from domain.words import Role
from tests.support.workflows.driver import LEADER, NHA_TRANG, OFFICER, OPERATOR, Case, staff
from tests.support.workflows.regulations import digest_of

WORDS = Sealed("Đã kiểm tra tại hiện trường và xử lý.")
MOI_TRUONG, GIAO_THONG = "so-tnmt", "so-gtvt"


@dataclass(frozen=True)
class Shape:
    """A shape of case: how it was filed, its course afterwards, and the settings of the server."""

    course: Callable[[Case], Awaitable[None]]
    filing: Mapping[str, Any] = field(default_factory=dict)
    dynamic_config: tuple[str, ...] = ()


async def straight(case: Case) -> None:
    await case.does(OPERATOR, Verify())
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG))
    await case.does(OFFICER, Accept())
    await answered(case)
    await case.does(LEADER, Publish())
    await case.does(REPORTER, Rate(rating="very_satisfied"))


async def answered(case: Case) -> None:
    await case.does(OFFICER, SubmitResult(result=WORDS))
    await case.does(LEADER, Approve())


async def under_another_text(case: Case) -> None:
    """Let the text be replaced in the middle: the case goes on under the new one, which gives it seven days to process."""
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG))
    await case.does(OFFICER, Accept())
    old = case.complaint.procedure
    clause = Transition(of=old.id, open_cases=OpenCases.NEW_TEXT, source="Điều 20 khoản 2")
    limits = tuple(replace(rule, amount=Amount.parse("7 wd")) if rule.id == "process" else rule for rule in old.limits)
    day = old.authority.local_date(case.filed_at)
    text = taken_over(old, digest_of(old), replace(old, valid_from=day, limits=limits, transitions=(clause,)))
    assert text is not None
    change = ChangeText(text=digest_of(text), day=day, decided_by="QĐ 30/2026", source=clause.source)
    await case.does(staff(Role.ADMIN), change)
    await answered(case)
    await case.does(LEADER, Publish())
    await case.does(REPORTER, Rate(rating="very_satisfied"))


async def supplemented(case: Case) -> None:
    await case.does(OPERATOR, AskSupplement(wanted=WORDS))
    await case.at(case.filed_at + timedelta(days=1))
    await case.does(REPORTER, Supplement(text=WORDS))
    await straight(case)


async def never_supplemented(case: Case) -> None:
    await case.does(OPERATOR, AskSupplement(wanted=WORDS))
    await case.at(case.filed_at + timedelta(days=8))
    await case.does(OPERATOR, Refuse(ground="fails_requirements", reason=WORDS))


async def returned(case: Case) -> None:
    await case.does(OPERATOR, Dispatch(lead=MOI_TRUONG))
    await case.does(staff(Role.AGENCY_OFFICER, MOI_TRUONG), Return(reason=WORDS))
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG))
    await case.does(OFFICER, Accept())
    await answered(case)
    await case.does(OPERATOR, Publish())
    await case.at(case.filed_at + timedelta(days=20))


async def several_agencies(case: Case) -> None:
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG, co_ordinating=(MOI_TRUONG,)))
    await case.does(OFFICER, Accept())
    await case.does(OFFICER, Extend(reason=WORDS))
    await case.at(case.filed_at + timedelta(days=21))
    await case.does(OFFICER, ExplainDelay(reason=WORDS))
    await answered(case)
    await case.does(LEADER, Publish())
    await case.does(REPORTER, Rate(rating="unsatisfied", comment=WORDS))


async def instant(case: Case) -> None:
    await case.does(OPERATOR, Verify())
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG))
    await case.does(OFFICER, Accept())
    await case.does(OFFICER, FixTemporarily(what=WORDS))
    await answered(case)
    await case.does(LEADER, Publish())
    await case.does(REPORTER, Rate(rating="satisfied"))


async def sent_back_and_withheld(case: Case) -> None:
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG))
    await case.does(OFFICER, Accept())
    await case.does(OFFICER, SubmitResult(result=WORDS))
    await case.does(LEADER, SendBack(reason=WORDS))
    await answered(case)
    await case.does(LEADER, Withhold(ground="reporter_asked"))
    await case.does(REPORTER, Rate(rating="satisfied"))


async def missed_at_every_rung(case: Case) -> None:
    late = case.filed_at
    for by, act in (
        (OPERATOR, Dispatch(lead=NHA_TRANG)),
        (OFFICER, Accept()),
        (OFFICER, SubmitResult(result=WORDS)),
        (LEADER, Approve()),
        (LEADER, Publish()),
    ):
        late += timedelta(days=14)
        await case.at(late)
        await case.does(by, act)
    await case.does(REPORTER, Rate(rating="unsatisfied"))


async def refused(case: Case) -> None:
    await case.does(OPERATOR, Refuse(ground="duplicate", reason=WORDS, duplicate_of="KH-2026-000001"))


async def withdrawn(case: Case) -> None:
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG))
    await case.does(REPORTER, Withdraw(reason=WORDS))


async def moved(case: Case) -> None:
    """A day off is decided while the case waits, and again when a limit has passed; both are told."""
    second, third = ((case.filed_at + timedelta(days=days, hours=7)).date() for days in (1, 2))
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG))
    await case.does(OFFICER, Accept())
    await case.hears(case.decides(second, act="1/CĐ-TTg", since=case.filed_at))
    await case.at(case.filed_at + timedelta(days=9))
    await case.hears(case.decides(third, act="2/CĐ-TTg", since=case.filed_at + timedelta(days=1)))
    await answered(case)
    await case.does(LEADER, Publish())
    await case.does(REPORTER, Rate(rating="satisfied"))


async def parts_and_commitment(case: Case) -> None:
    """The course of a case with an agency that has no part, another past its day, and a commitment moved and kept late."""
    days = [(case.filed_at + timedelta(days=days)).date() for days in range(12)]
    helper = staff(Role.AGENCY_OFFICER, MOI_TRUONG)
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG, co_ordinating=(MOI_TRUONG, GIAO_THONG)))
    await case.does(OFFICER, Accept())
    await case.does(staff(Role.AGENCY_OFFICER, GIAO_THONG), DeclinePart(reason=WORDS))
    await case.does(OFFICER, SetPartDay(agency=MOI_TRUONG, expected=days[1]))
    await case.at(case.filed_at + timedelta(days=2))
    await case.does(helper, Contribute(part=WORDS))
    await case.does(OFFICER, SubmitResult(result=WORDS, expected=days[7]))
    await case.does(LEADER, Approve())
    await case.does(LEADER, Publish())
    await case.at(case.filed_at + timedelta(days=4))
    await case.does(LEADER, MoveCommitment(reason=WORDS, expected=days[9]))
    await case.does(REPORTER, Rate(rating="satisfied"))
    await case.at(case.filed_at + timedelta(days=11))
    await case.does(LEADER, KeepCommitment(result=WORDS))
    await case.does(REPORTER, Rate(rating="very_satisfied"))


SHAPES = {
    "straight": Shape(straight),
    "supplemented": Shape(supplemented),
    "never_supplemented": Shape(never_supplemented),
    "returned": Shape(returned),
    "several_agencies": Shape(several_agencies),
    "parts_and_commitment": Shape(parts_and_commitment),
    "instant": Shape(instant, {"field": "chieu-sang"}),
    "sent_back_and_withheld": Shape(sent_back_and_withheld, {"secret": True}),
    "missed_at_every_rung": Shape(missed_at_every_rung),
    "begun_anew": Shape(straight, dynamic_config=("limit.historyCount.suggestContinueAsNew=20",)),
    "moved": Shape(moved),
    "refused": Shape(refused),
    "withdrawn": Shape(withdrawn),
    "under_another_text": Shape(under_another_text),
    "begun_anew_under_another_text": Shape(
        under_another_text, dynamic_config=("limit.historyCount.suggestContinueAsNew=20",)
    ),
}
