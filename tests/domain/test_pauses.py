"""While a case waits for its reporter, no office's clock runs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.acts import Verify
from domain.limits import Alarm, AlarmKind, next_alarm
from domain.words import Status
from tests.support.domain.driving import DAY, HOUR, Case
from tests.support.domain.people import ASK, FILE, LIGHTING, REFUSE, ROAD, START, SUPPLEMENT, VERIFY, WITHDRAW, file


def dues(case: Case) -> dict[str, float]:
    """The hours after filing at which the running limits end."""
    return {limit.id: (limit.schedule.due - START) / HOUR for limit in case.complaint.running_limits}


def asked(after: float = 6) -> Case:
    return Case(FILE).waits(after * HOUR).does(ASK)


def test_asking_the_reporter_stops_every_alarm_but_the_windows_own() -> None:
    case = asked()
    before = len(case.events)
    assert case.waits(4.9 * DAY).since(before) == ["reminded supplement"]
    assert next_alarm(case.complaint) == Alarm(START + 6 * HOUR + 5 * DAY, "supplement", AlarmKind.PASS)


def test_an_answer_lets_the_limits_run_on_with_what_was_left_of_them() -> None:
    case = asked().waits(2 * DAY)
    before = len(case.events)
    case.does(SUPPLEMENT)
    assert case.since(before) == [
        "supplemented",
        "limit_closed supplement met",
        "clocks_resumed",
        "limit_rescheduled case",
        "limit_rescheduled verify_and_dispatch",
    ]
    assert dues(case) == {"case": 6.5 * 24 + 48, "verify_and_dispatch": 12 + 48}
    assert case.complaint.pauses == ((START + 6 * HOUR, START + 54 * HOUR),)


def test_a_window_that_lapses_brings_the_case_back_to_the_centre() -> None:
    case = asked()
    before = len(case.events)
    case.waits(5 * DAY)
    assert case.since(before) == [
        "reminded supplement",
        "supplement_lapsed",
        "limit_closed supplement lapsed",
        "clocks_resumed",
        "limit_rescheduled case",
        "limit_rescheduled verify_and_dispatch",
    ]
    assert case.complaint.status is Status.SUBMITTED
    assert dues(case) == {"case": 6.5 * 24 + 120, "verify_and_dispatch": 12 + 120}


def test_an_answer_after_the_window_is_still_taken_while_the_centre_has_not_decided() -> None:
    case = asked().sleeps(6 * DAY).does(SUPPLEMENT)
    assert case.since(-1) == ["supplemented"]
    assert "supplement_lapsed" in case.complaint.moments


def test_a_case_can_be_asked_about_twice_and_each_wait_counts() -> None:
    case = asked().waits(DAY).does(SUPPLEMENT).waits(HOUR).does(ASK).waits(DAY).does(SUPPLEMENT)
    assert dues(case) == {"case": 6.5 * 24 + 48, "verify_and_dispatch": 12 + 48}
    assert not case.complaint.overdue_limits


def test_a_reminder_given_before_the_wait_is_not_given_again_after_it() -> None:
    case = asked(after=10).waits(DAY).does(SUPPLEMENT)
    before = len(case.events)
    assert case.waits(2 * HOUR).since(before) == ["limit_passed verify_and_dispatch", "escalated verify_and_dispatch 1"]


def test_a_limit_missed_before_the_wait_stays_missed_and_climbs_on_after_it() -> None:
    case = asked(after=13).waits(3 * DAY)
    before = len(case.events)
    case.does(SUPPLEMENT)
    assert [limit.id for limit in case.complaint.overdue_limits] == ["verify_and_dispatch"]
    assert case.waits(11 * HOUR).since(before)[-1] == "escalated verify_and_dispatch 2"
    assert case.does(VERIFY).does(REFUSE).since(-1) == ["limit_closed verify_and_dispatch late"]


@pytest.mark.parametrize("wait", [0 * DAY, 2 * DAY])
def test_a_case_withdrawn_while_it_waits_no_longer_waits(wait: timedelta) -> None:
    case = asked().waits(wait).does(WITHDRAW)
    assert case.complaint.status is Status.WITHDRAWN
    assert case.complaint.paused_since is None
    assert not case.complaint.running_limits


def test_the_wait_counts_for_a_limit_that_opens_after_it() -> None:
    case = Case(file(field=LIGHTING), ASK).waits(DAY).does(SUPPLEMENT).does(Verify(field=ROAD))
    assert dues(case) == {"case": 6.5 * 24 + 24, "verify_and_dispatch": 12 + 24}
