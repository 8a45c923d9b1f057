"""Tests the core under regulations other than Khánh Hòa's, with a procedure made for these tests."""

from __future__ import annotations

from dataclasses import replace

from domain.acts import Dispatch, Publish
from domain.limit_rules import LimitKind, LimitRule
from domain.procedure import OwnDispatch, Procedure
from domain.refusals import Refusal, RefusalKind
from domain.time.amounts import Amount
from domain.words import ActKind, Role, Status
from tests.support.domain.driving import DAY, Case
from tests.support.domain.people import (
    ACCEPT,
    ASK,
    COMMENT,
    DISPATCH,
    EXPLAIN,
    FILE,
    NHA_TRANG,
    PROCEDURE,
    START,
    VERIFY,
    file,
)

INTERIM_REPORT = LimitRule(
    id="interim_report",
    kind=LimitKind.STEP,
    name="Báo cáo tiến độ",
    amount=Amount.parse("3 wd"),
    opens_on=("accepted", "delay_explained"),
    closes_on=("delay_explained", "result_submitted"),
    assignee=Role.AGENCY_OFFICER,
    ladder="ordinary",
    source="Điều thử nghiệm",
)

RETURN_AFTER_A_LOOK = LimitRule(
    id="return_after_a_look",
    kind=LimitKind.OPTION,
    name="Trả lại",
    amount=Amount.parse("1 wd"),
    counts_from="accepted",
    opens_on=("accepted", "commented"),
    closes_on=("withdrawn",),
    assignee=Role.AGENCY_OFFICER,
    extended=Amount.parse("3 wd"),
    extended_source="Điều thử nghiệm",
    extended_on="commented",
    source="Điều thử nghiệm",
)


def under(procedure: Procedure) -> Case:
    case = Case()
    case.complaint = replace(case.complaint, procedure=procedure)
    return case


def test_an_event_that_ends_a_limit_and_begins_it_anew_leaves_it_running() -> None:
    case = under(replace(PROCEDURE, limits=(*PROCEDURE.limits, INTERIM_REPORT)))
    case.does(FILE).does(VERIFY).does(DISPATCH).does(ACCEPT).waits(5 * DAY).does(EXPLAIN)
    assert case.since(-3) == [
        "delay_explained",
        "limit_closed interim_report late",
        "limit_opened interim_report",
    ]
    assert case.complaint.running("interim_report").schedule.due == START + 8 * DAY


def test_what_lengthens_a_limit_gives_its_longer_end_even_when_the_ordinary_one_is_past() -> None:
    case = under(replace(PROCEDURE, limits=(*PROCEDURE.limits, RETURN_AFTER_A_LOOK)))
    case.does(FILE).does(VERIFY).does(DISPATCH).does(ACCEPT).waits(2 * DAY)
    assert case.complaint.running("return_after_a_look") is None
    case.does(COMMENT)
    assert case.complaint.running("return_after_a_look").schedule.due == START + 3 * DAY
    case.waits(DAY)
    assert case.complaint.running("return_after_a_look") is None
    assert [limit.amount for limit in case.complaint.limits if limit.id == "return_after_a_look"] == [
        Amount.parse("3 wd")
    ]


def test_an_act_the_regulation_does_not_know_is_refused_to_everybody() -> None:
    rules = tuple(rule for rule in PROCEDURE.acts if rule.act is not ActKind.PUBLISH)
    case = under(replace(PROCEDURE, acts=rules)).does(FILE)
    assert case.refuses(Publish()) == Refusal(RefusalKind.NOT_IN_PROCEDURE, ActKind.PUBLISH)


def test_a_regulation_without_a_separate_verifying_dispatches_all_the_same() -> None:
    rules = tuple(rule for rule in PROCEDURE.acts if rule.act is not ActKind.VERIFY)
    case = under(replace(PROCEDURE, acts=rules)).does(FILE).does(DISPATCH)
    assert case.complaint.status is Status.DISPATCHED


def test_where_the_system_dispatches_by_itself_neither_it_nor_the_centre_needs_a_field_of_work() -> None:
    by_place = replace(PROCEDURE, own_dispatch=OwnDispatch("Điều thử nghiệm"))
    sent = under(by_place).does(file(field=None)).does(Dispatch(lead=NHA_TRANG))
    assert (sent.complaint.status, sent.complaint.field) == (Status.DISPATCHED, None)
    itself = under(by_place).does(replace(file(field=None), routed_to=NHA_TRANG))
    assert (itself.complaint.status, itself.complaint.field) == (Status.DISPATCHED, None)
    unknown = under(by_place).does(file(field=None)).refuses(Dispatch(lead=NHA_TRANG, field="y-hoc"))
    assert unknown == Refusal(RefusalKind.UNKNOWN_FIELD, "y-hoc")


def test_a_regulation_that_pauses_nothing_lets_every_clock_run() -> None:
    case = under(replace(PROCEDURE, paused_in=())).does(FILE).does(ASK).waits(DAY)
    assert "clocks_paused" not in case.since(0)
    assert [limit.id for limit in case.complaint.overdue_limits] == ["verify_and_dispatch"]
