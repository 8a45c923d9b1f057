"""Tests the invariants of a case: they hold for any acts of people, and for any time at which the worker looks."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from domain.acts import Act, TimePassed
from domain.complaint import Complaint, Outcome, apply_all
from domain.decide import decide
from domain.events import Event
from domain.limit_rules import LimitKind
from domain.limits import next_alarm
from domain.refusals import Refusal
from domain.words import ActKind, Status
from tests.support.domain.driving import DAY, Case
from tests.support.domain.people import PROCEDURE, SAMPLES
from tests.support.domain.random_acts import cases, steps

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
ACT: TypeAdapter[Act] = TypeAdapter(Act)
COMPLAINT = TypeAdapter(Complaint)

some = settings(max_examples=60, deadline=None)
few = settings(max_examples=15, deadline=None)


@some
@given(cases())
def test_a_case_is_what_its_events_make_of_it(case: Case) -> None:
    folded = apply_all(Complaint(code=case.complaint.code, procedure=PROCEDURE), case.events)
    assert folded == case.complaint
    assert folded.number == len(case.events)


@some
@given(cases())
def test_no_limit_is_lost_in_silence(case: Case) -> None:
    complaint = case.looks_up().complaint
    running = complaint.running_limits
    if complaint.status.is_final or complaint.status is Status.UNFILED:
        assert not running
        assert next_alarm(complaint) is None
        return
    assert [limit for limit in running if complaint.rule_of(limit).kind is not LimitKind.CASE]
    assert all(limit.schedule for limit in running)
    told_everyone = all(limit.rungs_climbed == len(limit.schedule.rungs) for limit in running)
    assert next_alarm(complaint, case.now) or (told_everyone and complaint.paused_since is None)


@some
@given(cases())
def test_a_limit_runs_once_and_ends_late_exactly_when_it_passed(case: Case) -> None:
    complaint = case.complaint
    assert all(count == 1 for count in Counter(limit.id for limit in complaint.running_limits).values())
    for limit in complaint.limits:
        if limit.outcome in (Outcome.MET, Outcome.SUPERSEDED, Outcome.LAPSED):
            assert limit.passed_at is None
        if limit.outcome is Outcome.LATE:
            assert limit.passed_at is not None or complaint.rule_of(limit).is_internal
    assert complaint.running("case") or "filed" not in complaint.moments or _has_its_result(complaint)


def _has_its_result(complaint: Complaint) -> bool:
    return complaint.status.is_final or complaint.status in (Status.PUBLISHED, Status.WITHHELD)


@some
@given(cases())
def test_time_never_goes_back_in_the_record(case: Case) -> None:
    instants = [event.at for event in case.events]
    assert instants == sorted(instants)
    assert all(begins <= ends for begins, ends in case.complaint.pauses)


@some
@given(cases())
def test_the_clocks_stand_still_exactly_while_the_reporter_is_waited_for(case: Case) -> None:
    waits = case.complaint.status is Status.AWAITING_SUPPLEMENT
    assert (case.complaint.paused_since is not None) == waits


@some
@given(st.data())
def test_deciding_is_repeatable_and_an_act_that_races_a_timer_ends_the_same(data: st.DataObject) -> None:
    case = data.draw(cases())
    step = data.draw(steps(case))
    case.sleeps(step.long)
    decided = case.decides(step.act, step.by)
    assert decided == case.decides(step.act, step.by)
    timer_first = case.copied().looks_up()
    after_timer = timer_first.decides(step.act, step.by)
    assert isinstance(decided, Refusal) == isinstance(after_timer, Refusal)
    if isinstance(decided, Refusal):
        assert decided == after_timer
    else:
        act_first = case.does(step.act, step.by).looks_up()
        timer_first.does(step.act, step.by).looks_up()
        assert act_first.events == timer_first.events
        assert act_first.complaint == timer_first.complaint


_AFTER_THE_END = {
    (ActKind.UNMERGE, Status.MERGED), (ActKind.RATE, Status.CLOSED), (ActKind.ASK, Status.CLOSED),
    (ActKind.RESTRICT, Status.CLOSED), (ActKind.ASK_SECRECY, Status.CLOSED), (ActKind.ASK_SECRECY, Status.MERGED),
}  # fmt: skip


@some
@given(cases())
def test_after_the_end_every_act_but_the_few_of_the_law_is_refused_and_time_does_nothing(case: Case) -> None:
    if not case.complaint.status.is_final:
        return
    for act, _ in SAMPLES.values():
        if (act.kind, case.complaint.status) not in _AFTER_THE_END:
            case.refuses(act)
    assert not decide(case.complaint, TimePassed(), by=None, at=case.now + 400 * DAY)


@few
@given(cases())
def test_events_and_cases_pass_through_json_unchanged(case: Case) -> None:
    for event in case.events:
        assert EVENT.validate_json(EVENT.dump_json(event)) == event
    assert COMPLAINT.validate_json(COMPLAINT.dump_json(case.complaint)) == case.complaint


@some
@given(st.data())
def test_acts_pass_through_json_unchanged(data: st.DataObject) -> None:
    act = data.draw(steps(Case())).act
    assert ACT.validate_json(ACT.dump_json(act)) == act


@few
@given(cases())
def test_a_case_read_from_json_goes_on_as_the_one_it_was(case: Case) -> None:
    again = case.copied(COMPLAINT.validate_json(COMPLAINT.dump_json(case.complaint)))
    assert again.waits(30 * DAY).complaint == case.waits(30 * DAY).complaint
