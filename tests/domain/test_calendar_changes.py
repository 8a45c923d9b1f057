"""Official decisions move limits: nobody's act, recorded as such."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.acts import FollowCalendar
from domain.citing import article_of
from domain.decide import decide
from domain.events import LimitRescheduled, OverdueLifted, RescheduleCause
from domain.refusals import Refusal
from domain.time.decisions import ChangeKind, Edition
from domain.time.schedule import Schedule
from domain.words import Status
from language.labels import acts_of
from tests.support.domain.driving import DAY, HOUR, Case, case_in
from tests.support.domain.people import ACCEPT, ASK, DISPATCH, FILE, PROCEDURE, START, SUPPLEMENT


def later(case: Case, limit_id: str, by: timedelta) -> tuple[str, Schedule]:
    """The limit's schedule, every instant of it so much later."""
    limit = case.complaint.running(limit_id)
    old = limit.schedule
    return limit_id, Schedule(old.remind_at + by, old.due + by, tuple(rung + by for rung in old.rungs), calendar=2)


def follows(case: Case, *moved: tuple[str, Schedule]) -> list[str]:
    """Return the answer of the case to a change of the calendar."""
    before = len(case.events)
    events = decide(case.complaint, FollowCalendar(moved=moved, decided_by="25/CĐ-TTg"), by=None, at=case.now)
    assert not isinstance(events, Refusal)
    case._take(events)
    return case.since(before)


def test_a_limit_moves_and_the_event_says_from_when_and_by_which_act() -> None:
    case = case_in(Status.DISPATCHED)
    moved = later(case, "accept", DAY)
    assert follows(case, moved) == ["limit_rescheduled accept"]
    event = case.events[-1]
    assert isinstance(event, LimitRescheduled)
    assert (event.cause, event.previous_due, event.schedule) == (
        RescheduleCause.DECISION,
        START + 12 * HOUR,
        moved[1],
    )
    assert article_of(PROCEDURE, event) == "25/CĐ-TTg"
    assert case.complaint.running("accept").schedule == moved[1]


def test_a_reminder_given_is_not_given_again_and_the_limit_passes_at_its_new_end() -> None:
    case = case_in(Status.DISPATCHED).waits(10 * HOUR)
    follows(case, later(case, "accept", DAY))
    before = len(case.events)
    assert case.waits(26 * HOUR).since(before) == ["limit_passed accept", "escalated accept 1"]
    assert case.now == START + 36 * HOUR


def test_a_limit_that_had_passed_is_overdue_no_longer_and_rungs_climbed_are_not_climbed_again() -> None:
    case = case_in(Status.DISPATCHED).waits(13 * HOUR)
    assert case.complaint.overdue_limits
    assert follows(case, later(case, "accept", DAY)) == ["limit_rescheduled accept", "overdue_lifted accept"]
    lifted = case.events[-1]
    assert isinstance(lifted, OverdueLifted)
    assert lifted.due == START + 36 * HOUR
    assert article_of(PROCEDURE, lifted) == "25/CĐ-TTg"
    assert not case.complaint.overdue_limits
    before = len(case.events)
    assert case.waits(23 * HOUR).since(before) == ["limit_passed accept"]
    assert case.waits(12 * HOUR).since(before)[-1] == "escalated accept 2"


def test_a_limit_that_is_past_at_its_new_end_too_stays_overdue_since_then() -> None:
    case = case_in(Status.DISPATCHED).waits(20 * HOUR)
    assert follows(case, later(case, "accept", HOUR)) == ["limit_rescheduled accept"]
    assert case.complaint.running("accept").passed_at == START + 13 * HOUR


def test_a_limit_whose_new_end_is_past_passes_at_once() -> None:
    case = case_in(Status.DISPATCHED).waits(10 * HOUR)
    assert follows(case, later(case, "accept", -6 * HOUR)) == [
        "limit_rescheduled accept",
        "limit_passed accept",
        "escalated accept 1",
    ]


def test_a_limit_that_is_moved_is_not_missed_at_its_old_end_though_the_worker_was_down() -> None:
    case = case_in(Status.DISPATCHED).waits(10 * HOUR).sleeps(5 * HOUR)
    assert follows(case, later(case, "accept", DAY)) == ["limit_rescheduled accept"]


def test_a_limit_that_stands_still_and_one_that_has_ended_are_left_alone() -> None:
    waiting = Case(FILE)
    moved = later(waiting, "case", DAY)
    waiting.does(ASK)
    assert follows(waiting, moved) == []
    done = case_in(Status.DISPATCHED)
    moved = later(done, "accept", DAY)
    done.does(ACCEPT)
    assert follows(done, moved) == []


def test_the_reporters_own_window_moves_while_the_case_waits() -> None:
    case = Case(FILE, ASK)
    assert follows(case, later(case, "supplement", DAY)) == ["limit_rescheduled supplement"]
    assert case.waits(5.5 * DAY).complaint.status is Status.AWAITING_SUPPLEMENT
    assert case.does(SUPPLEMENT).complaint.status is Status.SUBMITTED


def runs_on(case: Case, limit_id: str, by: timedelta) -> Case:
    """The reporter supplements, and the record finds that decisions moved a limit that had passed."""
    events = case.decides(SUPPLEMENT)
    assert not isinstance(events, Refusal)
    before = case.complaint.running(limit_id).schedule
    assert before is not None
    schedule = replace(before, due=before.due + by, decided_by="25/CĐ-TTg")
    return case._take(
        tuple(
            replace(event, schedule=schedule)
            if isinstance(event, LimitRescheduled) and event.limit == limit_id
            else event
            for event in events
        )
    )


def waited(limit_id: str) -> Case:
    """A case whose limit passed before it had to wait for its reporter for a day."""
    case = Case(FILE)
    due = case.complaint.running(limit_id).schedule.due
    return case.waits(due - case.now + HOUR).does(ASK).sleeps(DAY)


def test_a_limit_that_runs_on_towards_an_end_that_lies_ahead_is_overdue_no_longer() -> None:
    case = waited("verify_and_dispatch")
    old = case.complaint.running("verify_and_dispatch").schedule.due
    case = runs_on(case, "verify_and_dispatch", 3 * DAY)
    before = len(case.events)
    assert case.looks_up().since(before) == ["overdue_lifted verify_and_dispatch"]
    lifted = case.events[-1]
    assert isinstance(lifted, OverdueLifted)
    assert (lifted.due, article_of(PROCEDURE, lifted)) == (old + 3 * DAY, "25/CĐ-TTg")
    assert case.looks_up().since(before + 1) == []
    assert case.waits(2 * DAY).since(before + 1)[0] == "limit_passed verify_and_dispatch"


def test_an_act_that_races_the_lifting_finds_it_done() -> None:
    case = runs_on(waited("verify_and_dispatch"), "verify_and_dispatch", 3 * DAY)
    before = len(case.events)
    assert case.does(DISPATCH).since(before)[0] == "overdue_lifted verify_and_dispatch"
    assert "limit_closed verify_and_dispatch met" in case.since(before)


def test_a_limit_that_runs_on_with_an_end_that_is_past_too_stays_overdue_since_then() -> None:
    case = runs_on(waited("verify_and_dispatch"), "verify_and_dispatch", HOUR).looks_up()
    assert "overdue_lifted verify_and_dispatch" not in case.since(0)
    limit = case.complaint.running("verify_and_dispatch")
    assert limit.passed_at == limit.schedule.due


def test_a_limit_that_runs_on_as_it_passed_stays_overdue() -> None:
    case = waited("verify_and_dispatch").does(SUPPLEMENT)
    before = len(case.events)
    assert case.looks_up().since(before) == []
    assert case.complaint.overdue_limits


def test_nothing_moved_is_nothing_happened() -> None:
    assert follows(case_in(Status.PROCESSING)) == []


def test_acts_are_cited_once_and_what_is_withdrawn_as_such() -> None:
    added = Edition(2, START, (), ChangeKind.ADD, "1/QĐ")
    withdrawn = replace(added, revision=3, change=ChangeKind.WITHDRAW)
    seed = Edition(1, START, (), ChangeKind.SEED)
    assert acts_of((seed, added, withdrawn, added)) == "1/QĐ; thu hồi 1/QĐ"
