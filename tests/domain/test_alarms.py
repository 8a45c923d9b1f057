"""Tests which alarms ring, when, and whom they notify."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.actors import Told
from domain.acts import Accept, Dispatch
from domain.complaint import Outcome
from domain.events import Escalated, LimitClosed, LimitPassed, Reminded
from domain.limits import Alarm, AlarmKind, next_alarm
from domain.words import Role, Status
from tests.support.domain.driving import DAY, HOUR, MINUTE, Case, case_in, story
from tests.support.domain.people import (
    ACCEPT,
    DISPATCH,
    EXTEND,
    FILE,
    INVOLVE,
    LIGHTING,
    NHA_TRANG,
    START,
    SUBMIT,
    TRANSPORT,
    VERIFY,
)

OPERATOR, CENTRE_LEADER = Told(Role.CENTRE_OPERATOR), Told(Role.CENTRE_LEADER)
OFFICER, LEADER = Told(Role.AGENCY_OFFICER, NHA_TRANG), Told(Role.AGENCY_LEADER, NHA_TRANG)
PROVINCE, REPORTER = Told(Role.AUTHORITY_LEADER), Told(Role.REPORTER)


def told_of(case: Case, limit: str) -> list[tuple[str, timedelta, tuple[Told, ...]]]:
    return [
        (event.kind, event.at - START, event.told)
        for event in case.events
        if isinstance(event, Reminded | Escalated) and event.limit == limit
    ]


def test_a_limit_reminds_at_three_quarters_passes_at_its_end_and_climbs_rung_by_rung() -> None:
    case = case_in(Status.DISPATCHED).waits(2 * DAY)
    assert told_of(case, "accept") == [
        ("reminded", 9 * HOUR, (OFFICER,)),
        ("escalated", 12 * HOUR, (OFFICER, LEADER)),
        ("escalated", 24 * HOUR, (OPERATOR, CENTRE_LEADER)),
        ("escalated", 36 * HOUR, (PROVINCE,)),
    ]
    passed = next(event for event in case.events if isinstance(event, LimitPassed))
    assert (passed.limit, passed.at, passed.due) == ("accept", START + 12 * HOUR, START + 12 * HOUR)


def test_an_instant_limit_of_the_centre_climbs_by_clock_hours() -> None:
    case = case_in(Status.SUBMITTED, field=LIGHTING).waits(DAY)
    assert told_of(case, "verify_instant") == [
        ("reminded", 0.75 * HOUR, (OPERATOR,)),
        ("escalated", 1 * HOUR, (OPERATOR, CENTRE_LEADER)),
        ("escalated", 2 * HOUR, (OPERATOR, CENTRE_LEADER)),
        ("escalated", 3 * HOUR, (PROVINCE,)),
    ]


def test_a_leader_who_misses_a_limit_is_told_once() -> None:
    case = case_in(Status.AWAITING_APPROVAL).waits(0.5 * DAY)
    assert told_of(case, "approve_and_publish")[-1] == ("escalated", 12 * HOUR, (LEADER,))


def test_several_agencies_let_the_reporter_know_beside_the_province_by_article_3_5() -> None:
    case = Case(FILE, VERIFY, Dispatch(lead=NHA_TRANG, co_ordinating=(TRANSPORT,)), Accept()).waits(7 * DAY)
    rungs = [event for event in case.events if isinstance(event, Escalated) and event.limit == "process"]
    assert [(rung.told, rung.source) for rung in rungs] == [
        ((OFFICER, LEADER), "Điều 16 khoản 3"),
        ((OPERATOR, CENTRE_LEADER), "Điều 17 khoản 2"),
        ((PROVINCE, REPORTER), "Điều 3 khoản 5"),
    ]


WHOSE_TURN = {
    Status.SUBMITTED: OPERATOR,
    Status.VERIFIED: OPERATOR,
    Status.DISPATCHED: OFFICER,
    Status.RETURNED: OPERATOR,
    Status.PROCESSING: OFFICER,
    Status.AWAITING_APPROVAL: LEADER,
    Status.APPROVED: LEADER,
}


@pytest.mark.parametrize("field", ["giao-thong", LIGHTING])
@pytest.mark.parametrize(("status", "whose"), WHOSE_TURN.items(), ids=WHOSE_TURN.keys())
def test_the_limit_of_the_whole_case_is_whoevers_turn_it_is(status: Status, whose: Told, field: str) -> None:
    case = case_in(status, field=field).waits(8 * DAY)
    first, *_ = rungs = [tell for kind, _, tell in told_of(case, "case") if kind == "escalated"]
    assert first == tuple(dict.fromkeys((whose, Told(whose.role.leader, whose.agency))))
    assert rungs[1:] == [(OPERATOR, CENTRE_LEADER), (PROVINCE,)]


def test_a_late_act_finds_its_limit_passed_and_closes_it_late_though_nothing_has_rung() -> None:
    case = case_in(Status.DISPATCHED).sleeps(13 * HOUR).does(ACCEPT)
    assert story(case.events)[-5:] == [
        "limit_passed accept",
        "escalated accept 1",
        "accepted",
        "limit_closed accept late",
        "limit_opened process",
    ]


def test_an_act_in_time_closes_its_limit_as_met() -> None:
    case = case_in(Status.DISPATCHED).waits(11 * HOUR).does(ACCEPT)
    assert [event.outcome for event in case.events if isinstance(event, LimitClosed)][-1] is Outcome.MET


def test_what_rang_while_the_worker_was_down_rings_in_order_with_no_reminder_after_the_end() -> None:
    case = case_in(Status.PROCESSING)
    before = len(case.events)
    case.sleeps(20 * DAY).looks_up()
    assert case.since(before) == [
        "limit_passed process",
        "escalated process 1",
        "escalated process 2",
        "escalated process 3",
        "limit_passed case",
        "escalated case 1",
        "escalated case 2",
        "escalated case 3",
    ]
    assert {event.at for event in case.events[before:]} == {case.now}
    assert case.complaint.running("process").passed_at == START + 5 * DAY
    assert next_alarm(case.complaint, case.now) is None


def test_a_reminder_that_is_late_but_before_the_end_is_still_given() -> None:
    case = case_in(Status.DISPATCHED).sleeps(11 * HOUR).looks_up()
    assert story(case.events)[-1] == "reminded accept"


@pytest.mark.parametrize("hours", [1, 9, 10, 12, 13, 24, 30, 36, 200])
def test_an_act_that_races_a_timer_gives_the_same_events_either_way(hours: int) -> None:
    late = hours * HOUR + MINUTE
    act_first = case_in(Status.DISPATCHED).sleeps(late).does(ACCEPT)
    timer_first = case_in(Status.DISPATCHED).sleeps(late).looks_up().does(ACCEPT)
    assert act_first.events == timer_first.events
    assert act_first.complaint == timer_first.complaint


@pytest.mark.parametrize(
    ("after_the_end", "outcome"),
    [(-timedelta.resolution, Outcome.MET), (timedelta(0), Outcome.MET), (timedelta.resolution, Outcome.LATE)],
)
def test_an_act_at_the_very_end_of_its_limit_is_in_time_and_after_it_late(
    after_the_end: timedelta, outcome: Outcome
) -> None:
    case = case_in(Status.DISPATCHED).sleeps(12 * HOUR + after_the_end).does(ACCEPT)
    assert [event.outcome for event in case.events if isinstance(event, LimitClosed)][-1] is outcome


def test_the_nearest_alarm_is_next_and_alarms_of_one_instant_keep_their_order() -> None:
    case = case_in(Status.DISPATCHED)
    assert next_alarm(case.complaint) == Alarm(START + 9 * HOUR, "accept", AlarmKind.REMIND)
    assert next_alarm(case.complaint, START + 12 * HOUR) == Alarm(START + 12 * HOUR, "accept", AlarmKind.PASS)


def test_an_extension_moves_the_processing_limit_and_the_whole_cases_and_reminds_before_the_new_end() -> None:
    case = case_in(Status.PROCESSING).waits(4 * DAY).does(INVOLVE).does(EXTEND).waits(5 * DAY)
    dues = {limit.id: (str(limit.amount), limit.schedule.due - START) for limit in case.complaint.running_limits}
    assert dues == {"case": ("11.5 wd", 11.5 * DAY), "process": ("10 wd", 10 * DAY)}
    assert told_of(case, "process") == [("reminded", 3.75 * DAY, (OFFICER,)), ("reminded", 7.5 * DAY, (OFFICER,))]
    assert told_of(case, "case") == [("reminded", 0.75 * 11.5 * DAY, (OFFICER,))]


def test_an_extension_saves_no_limit_of_the_whole_case_that_has_passed() -> None:
    case = case_in(Status.DISPATCHED).waits(7 * DAY).does(ACCEPT).waits(DAY).does(INVOLVE).does(EXTEND)
    assert [limit.id for limit in case.complaint.overdue_limits] == ["case"]
    amounts = {limit.id: str(limit.amount) for limit in case.complaint.running_limits}
    assert amounts == {"case": "6.5 wd", "process": "10 wd"}


def test_whose_turn_it_is_when_dispatched_to_another_agency_is_the_other_agencys() -> None:
    case = case_in(Status.RETURNED).does(Dispatch(lead=TRANSPORT)).waits(0.5 * DAY)
    assert told_of(case, "accept")[-1][2] == (Told(Role.AGENCY_OFFICER, TRANSPORT), Told(Role.AGENCY_LEADER, TRANSPORT))


def test_no_limit_of_an_office_rings_once_its_work_is_done() -> None:
    case = Case(FILE, VERIFY, DISPATCH, ACCEPT, SUBMIT).waits(6 * HOUR)
    assert not told_of(case, "process")
