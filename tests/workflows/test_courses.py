"""Every branch of Khánh Hòa's procedure on a real server that skips time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.actors import REPORTER
from domain.acts import (
    Accept,
    Approve,
    AskSupplement,
    Dispatch,
    Extend,
    FixTemporarily,
    Publish,
    Rate,
    Refuse,
    Return,
    Sealed,
    SendBack,
    SubmitResult,
    Supplement,
    Verify,
    Withdraw,
    Withhold,
)
from domain.complaint import Outcome
from domain.events import Escalated, LimitClosed, Reminded
from domain.words import Role, Status
from tests.support.workflows.driver import LEADER, NHA_TRANG, OFFICER, OPERATOR, Case, staff

pytestmark = pytest.mark.slow

WORDS = Sealed("Đã kiểm tra tại hiện trường.")
MOI_TRUONG = "so-tnmt"


async def to_processing(case: Case, **dispatch: Any) -> None:
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG, **dispatch))
    await case.does(OFFICER, Accept())


async def to_approved(case: Case) -> None:
    await to_processing(case)
    await case.does(OFFICER, SubmitResult(result=WORDS))
    await case.does(LEADER, Approve())


def outcomes(case: Case) -> dict[str, Outcome]:
    return {event.limit: event.outcome for event in case.ledger.events(case.code) if isinstance(event, LimitClosed)}


async def test_a_straight_case_goes_from_report_to_rating_with_every_limit_met(file):
    case = await file()
    await to_approved(case)
    await case.does(LEADER, Publish())
    await case.does(REPORTER, Rate(rating="very_satisfied"))
    assert await case.handle.result() == Status.CLOSED
    assert set(outcomes(case).values()) == {Outcome.MET}
    assert case.complaint.rating == "very_satisfied"


async def test_waiting_for_the_reporter_stops_the_clocks_and_they_run_on_with_what_was_left(file):
    case = await file()
    await case.at(case.filed_at + timedelta(hours=1))
    before = case.complaint.running("verify_and_dispatch").schedule.due
    await case.does(OPERATOR, AskSupplement(wanted=Sealed("Xin cho biết địa điểm.")))
    await case.at(case.filed_at + timedelta(days=2, hours=1))
    assert "limit_passed" not in case.kinds
    await case.does(REPORTER, Supplement(text=Sealed("Trước số 12 đường Trần Phú.")))
    after = case.complaint.running("verify_and_dispatch").schedule.due
    assert abs(after - before - timedelta(days=2)) < timedelta(minutes=1)


async def test_a_supplement_that_never_comes_brings_the_case_back_to_the_centre(file):
    case = await file()
    await case.does(OPERATOR, AskSupplement(wanted=Sealed("Xin cho biết địa điểm.")))
    await case.at(case.filed_at + timedelta(days=7, hours=1))
    assert "supplement_lapsed" in case.kinds
    assert case.complaint.status is Status.SUBMITTED
    assert case.complaint.running("verify_and_dispatch") is not None


async def test_a_refused_duplicate_ends_the_case_and_names_the_original(file):
    case = await file()
    await case.does(OPERATOR, Refuse(ground="duplicate", reason=WORDS, duplicate_of="KH-2026-000001"))
    assert await case.handle.result() == Status.REFUSED


async def test_an_agency_that_is_not_competent_returns_the_case_and_another_takes_it(file):
    case = await file()
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG))
    await case.does(OFFICER, Return(reason=Sealed("Thuộc thẩm quyền của Sở.")))
    assert case.complaint.running("dispatch_again") is not None
    await case.does(OPERATOR, Dispatch(lead=MOI_TRUONG))
    await case.does(staff(Role.AGENCY_OFFICER, MOI_TRUONG), Accept())
    assert case.complaint.status is Status.PROCESSING


async def test_an_extended_case_is_reminded_and_overdue_by_the_longer_limit(file):
    case = await file()
    await to_processing(case, co_ordinating=(MOI_TRUONG,))
    await case.does(OFFICER, Extend(reason=Sealed("Phải kiểm tra thực địa liên ngành.")))
    await case.at(case.filed_at + timedelta(days=9))
    assert "limit_passed" not in case.kinds
    await case.at(case.filed_at + timedelta(days=17))
    assert [event.limit for event in case.ledger.events(case.code) if event.kind == "limit_passed"] == [
        "process",
        "case",
    ]


async def test_an_instant_case_has_an_hour_to_verify_and_an_hour_to_dispatch_and_is_made_safe(file):
    case = await file(field="su-co-dien")
    assert case.complaint.running("verify_instant").schedule.due == case.filed_at + timedelta(hours=1)
    await case.does(OPERATOR, Verify())
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG))
    await case.does(OFFICER, Accept())
    await case.does(OFFICER, FixTemporarily(what=Sealed("Đã cắt điện, dựng rào.")))
    assert [limit.id for limit in case.complaint.running_limits] == ["case", "process"]


async def test_a_result_sent_back_keeps_counting_from_the_acceptance(file):
    case = await file()
    await to_processing(case)
    due = case.complaint.running("process").schedule.due
    await case.does(OFFICER, SubmitResult(result=WORDS))
    await case.at(case.filed_at + timedelta(hours=2))
    await case.does(LEADER, SendBack(reason=Sealed("Chưa có hình ảnh.")))
    assert case.complaint.running("process").schedule.due == due


async def test_a_secret_case_is_answered_to_the_reporter_alone(file):
    case = await file(secret=True)
    await to_approved(case)
    await case.does(LEADER, Withhold(ground="reporter_asked"))
    assert case.complaint.status is Status.WITHHELD


async def test_a_case_that_nobody_rates_closes_when_the_window_ends(file):
    case = await file()
    await to_approved(case)
    await case.does(LEADER, Publish())
    await case.at(case.filed_at + timedelta(days=15))
    assert await case.handle.result() == Status.CLOSED
    assert case.kinds[-2:] == ["rating_lapsed", "limit_closed"]


async def test_a_withdrawn_case_ends_with_no_limit_left_running(file):
    case = await file()
    await to_processing(case)
    await case.does(REPORTER, Withdraw())
    assert await case.handle.result() == Status.WITHDRAWN
    assert case.complaint.running_limits == ()


MISSED = [
    ("verify_and_dispatch", "moi-truong", 0),
    ("verify_instant", "chieu-sang", 0),
    ("accept", "moi-truong", 1),
    ("accept_instant", "chieu-sang", 1),
    ("process", "moi-truong", 2),
    ("fix_temporarily", "chieu-sang", 2),
    ("approve_and_publish", "moi-truong", 3),
    ("case", "moi-truong", 2),
]


@pytest.mark.parametrize(("limit", "field", "steps"), MISSED, ids=[limit for limit, _, _ in MISSED])
async def test_a_missed_limit_reminds_passes_and_climbs_every_rung_in_turn(file, limit, field, steps):
    case = await file(field=field)
    for by, act in [
        (OPERATOR, Dispatch(lead=NHA_TRANG)),
        (OFFICER, Accept()),
        (OFFICER, SubmitResult(result=WORDS)),
    ][:steps]:
        await case.does(by, act)
    await case.at(case.filed_at + timedelta(days=14))
    rang = [
        (event.kind, getattr(event, "rung", None))
        for event in case.ledger.events(case.code)
        if getattr(event, "limit", None) == limit and event.kind in ("reminded", "limit_passed", "escalated")
    ]
    assert rang == [("reminded", None), ("limit_passed", None), *[("escalated", rung) for rung in (1, 2, 3)]]


async def test_working_time_limits_remind_and_climb_only_in_office_hours(file):
    case = await file()
    await case.at(case.filed_at + timedelta(days=14))
    for event in case.ledger.events(case.code):
        if isinstance(event, Reminded | Escalated):
            local = event.at + timedelta(hours=7)
            assert local.weekday() < 5
            assert "07:30" <= f"{local:%H:%M}" <= "17:00"


async def test_the_authority_hears_of_a_case_of_several_agencies_by_its_own_article_and_the_reporter_with_it(file):
    case = await file()
    await to_processing(case, co_ordinating=(MOI_TRUONG,))
    await case.at(case.filed_at + timedelta(days=10))
    last = [e for e in case.ledger.events(case.code) if isinstance(e, Escalated) and e.limit == "process"][-1]
    assert last.source == "Điều 3 khoản 5"
    assert {told.role for told in last.told} == {Role.AUTHORITY_LEADER, Role.REPORTER}
