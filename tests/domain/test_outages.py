"""Rulings on why an alarm was recorded late: the case had no workflow when it was to ring."""

from __future__ import annotations

from datetime import timedelta

from domain.acts import TimePassed
from domain.complaint import apply
from domain.decide import decide
from domain.events import LimitPassed, Reminded
from domain.outages import LATE, explained, outage_at_start, outage_of, rang_late
from domain.time.outage import Outage
from tests.support.records.desk import FRIDAY, filed

CASE, _ = filed("KH-2026-000001", at=FRIDAY)
LIMIT = CASE.running("verify_and_dispatch")
SCHEDULE = LIMIT.schedule
RUNG = SCHEDULE.due + timedelta(seconds=1)


def events_at(at):
    decided = decide(CASE, TimePassed(), by=None, at=at)
    assert isinstance(decided, tuple)
    return decided


def test_an_alarm_that_fell_into_the_outage_says_so():
    outage = Outage(SCHEDULE.due - timedelta(hours=1), SCHEDULE.due + timedelta(hours=1))
    [passed] = [each for each in explained(CASE, events_at(outage.until), outage) if isinstance(each, LimitPassed)]
    assert passed.outage == outage


def test_an_alarm_outside_the_outage_says_nothing():
    outage = Outage(FRIDAY, SCHEDULE.due)
    events = explained(CASE, events_at(RUNG), outage)
    assert [each.outage for each in events if isinstance(each, LimitPassed)] == [None]
    assert events == events_at(RUNG)


def test_of_several_rungs_each_is_measured_by_its_own_instant():
    last = SCHEDULE.rungs[-1]
    outage = Outage(SCHEDULE.due, last)
    events = explained(CASE, events_at(last + timedelta(hours=1)), outage)
    reasons = [(each.kind, each.outage is not None) for each in events if each.kind in {"limit_passed", "escalated"}]
    assert reasons[0] == ("limit_passed", True)
    assert reasons[1:] == [("escalated", at < last) for at in SCHEDULE.rungs]


def test_a_late_reminder_says_so_too():
    outage = Outage(FRIDAY, SCHEDULE.due)
    [reminded, *_] = explained(CASE, events_at(SCHEDULE.due - timedelta(seconds=1)), outage)
    assert isinstance(reminded, Reminded)
    assert reminded.outage == outage


def test_an_outage_begins_when_the_case_was_last_seen_to_run():
    seen, now = FRIDAY + timedelta(minutes=10), FRIDAY + timedelta(minutes=20)
    assert outage_of(CASE, seen_at=seen, recorded_at=FRIDAY, now=now) == Outage(seen, now)
    assert outage_of(CASE, seen_at=None, recorded_at=FRIDAY, now=now) == Outage(FRIDAY, now)
    assert outage_of(CASE, seen_at=FRIDAY, recorded_at=seen, now=now) == Outage(seen, now)


def test_an_alarm_that_did_not_ring_shows_that_the_outage_began_before_it():
    alarm = SCHEDULE.remind_at
    later = alarm + timedelta(minutes=5)
    assert outage_of(CASE, seen_at=later, recorded_at=FRIDAY, now=later).since == alarm


def test_a_case_that_starts_after_an_alarm_tells_by_it_since_when_nobody_watched():
    alarm, moment = SCHEDULE.remind_at, timedelta(seconds=1)
    for now, outage in (
        (FRIDAY, None),
        (alarm, None),
        (alarm + LATE, None),
        (alarm + LATE + moment, Outage(alarm, alarm + LATE + moment)),
        (RUNG, Outage(alarm, RUNG)),
    ):
        assert outage_at_start(CASE, now) == outage, now


def test_an_event_of_an_earlier_version_has_no_outage():
    from records.codec import event_from_json, event_to_json

    written = event_to_json(next(each for each in events_at(RUNG) if isinstance(each, LimitPassed)))
    del written["outage"]
    assert event_from_json(written).outage is None


def test_an_alarm_is_late_that_rings_minutes_after_its_instant():
    for over, late in ((timedelta(0), False), (LATE, False), (LATE + timedelta(seconds=1), True)):
        case, found = CASE, {}
        for event in events_at(SCHEDULE.due + over):
            found[event.kind] = rang_late(case, event)
            case = apply(case, event)
        assert found["limit_passed"] is late


def test_what_somebody_did_is_never_a_late_alarm():
    _, filing = filed("KH-2026-000002", at=FRIDAY)
    assert not any(rang_late(CASE, event) for event in filing)
