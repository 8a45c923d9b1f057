"""Tests a decision that arrives late: the used part of a limit stays used, the rest runs under the new calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars import Decision, Effect, chronicle, official_book, working_calendar
from calendars.filling import moved, moves, scheduled
from domain import acts
from domain.actors import REPORTER
from domain.complaint import Complaint, Outcome, apply, apply_all
from domain.decide import decide
from domain.events import LimitOpened, LimitRescheduled, OverdueLifted, RescheduleCause
from domain.procedure import Procedure
from domain.refusals import Refusal
from domain.time.amounts import Amount, Counting, Unit
from domain.time.decisions import CalendarBook, ChangeKind
from domain.time.office_hours import usual_week
from procedures import all_procedures
from tests.support.calendars.offices import local

KHANH_HOA: Procedure = all_procedures()["khanh-hoa"]
HOLDS = ("content", "occurred_at", "place", "name", "address", "phone")


def after(book: CalendarBook, *decisions: Decision, at: str, act: str = "1/QĐ") -> CalendarBook:
    return book.with_next((*book.decisions, *decisions), change=ChangeKind.ADD, act=act, since=local(at))


def without(book: CalendarBook, act: str, *, at: str) -> CalendarBook:
    left = tuple(each for each in book.decisions if each.act != act)
    return book.with_next(left, change=ChangeKind.WITHDRAW, act=act, since=local(at))


def off(day: str, act: str = "1/QĐ") -> Decision:
    return Decision(date.fromisoformat(day), Effect.OFF, act, "Nghỉ")


def worked(day: str, hours_of: int = 4, act: str = "1/QĐ") -> Decision:
    return Decision(date.fromisoformat(day), Effect.WORKED, act, "Làm bù", hours_of=hours_of)


def procedure_with(amount: str = "1 wd", counting: str = "rolling") -> Procedure:
    """Return a procedure whose office works 08-12 and 13-17 and whose every limit is this one."""
    limits = tuple(replace(rule, amount=Amount.parse(amount), counting=Counting(counting)) for rule in KHANH_HOA.limits)
    return replace(KHANH_HOA, office_hours=(usual_week(),), limits=limits)


def filed(start: str, book: CalendarBook, procedure: Procedure | None = None) -> Complaint:
    complaint = Complaint(code="KH-2026-000001", procedure=procedure or procedure_with())
    act = acts.File(channel="portal", field="giao-thong", secret=False, holds=HOLDS)
    events = decide(complaint, act, by=REPORTER, at=local(start))
    assert not isinstance(events, Refusal)
    return apply_all(complaint, scheduled(complaint, events, book))


def due(
    start: str, book: CalendarBook, later: CalendarBook, amount: str = "1 wd", counting: str = "rolling"
) -> datetime:
    """Return when a limit is due that began under one book and is told of a later one."""
    complaint = filed(start, book, procedure_with(amount, counting))
    limit = complaint.running_limits[0]
    new = moved(complaint, limit, later)
    assert limit.schedule is not None
    return (new or limit.schedule).due


BEGINNING = official_book()


@pytest.mark.parametrize(
    ("start", "amount", "counting", "decisions", "at", "rings"),
    [
        pytest.param(
            "2026-03-10 10:00", "2 wd", "rolling", [off("2026-03-11")], "2026-03-10 15:00", "2026-03-13 10:00", id="off"
        ),
        pytest.param(
            "2026-03-13 10:00", "1 wd", "rolling", [worked("2026-03-14")], "2026-03-13 15:00", "2026-03-14 10:00",
            id="a Saturday worked",
        ),
        pytest.param(
            "2026-03-10 10:00", "2 wd", "whole_day", [off("2026-03-12")], "2026-03-11 15:00", "2026-03-13 17:00",
            id="the last of whole days off",
        ),
        pytest.param(
            "2026-03-10 10:00", "4 wh", "rolling", [off("2026-03-11")], "2026-03-10 10:30", "2026-03-10 15:00",
            id="after the end",
        ),
        pytest.param(
            "2026-03-10 15:00", "4 wh", "rolling", [off("2026-03-11")], "2026-03-10 10:30", "2026-03-12 10:00",
            id="working hours",
        ),
        pytest.param(
            "2026-03-10 16:00", "1 wd", "rolling", [off("2026-03-11")], "2026-03-11 10:00", "2026-03-12 14:00",
            id="today, from ten o'clock on: one hour and two are used up, five are left",
        ),
        pytest.param(
            "2026-03-10 16:00", "1 wd", "whole_day", [off("2026-03-11")], "2026-03-11 10:00", "2026-03-12 17:00",
            id="today, of whole days",
        ),
        pytest.param(
            "2026-03-13 16:00", "1 wd", "rolling", [worked("2026-03-14")], "2026-03-14 15:00", "2026-03-16 14:00",
            id="a Saturday worked from three o'clock on",
        ),
        pytest.param(
            "2026-03-10 10:00", "3 wd", "rolling", [off("2026-03-11")], "2026-03-12 09:00", "2026-03-13 10:00",
            id="a day that has passed stays worked",
        ),
        pytest.param(
            "2026-03-10 10:00", "26 h", "rolling", [off("2026-03-11")], "2026-03-10 12:00", "2026-03-11 12:00",
            id="by the clock",
        ),
    ],
)  # fmt: skip
def test_what_is_left_of_a_limit_runs_on_under_the_new_calendar(start, amount, counting, decisions, at, rings):
    assert due(start, BEGINNING, after(BEGINNING, *decisions, at=at), amount, counting) == local(rings)


def test_the_act_that_came_seven_days_before_moves_what_was_due_over_it():
    """12729/VPCP-KGVX of 25/12/2025: 2/1/2026 off, 10/1/2026 worked."""
    unswapped = without(BEGINNING, "12729/VPCP-KGVX", at="2025-12-01 08:00").decisions
    before = CalendarBook((replace(BEGINNING.latest, decisions=unswapped),))
    swap = [each for each in BEGINNING.decisions if each.act == "12729/VPCP-KGVX"]
    later = after(before, *swap, at="2025-12-25 09:00", act="12729/VPCP-KGVX")
    assert due("2025-12-30 10:00", before, before, "5 wd") == local("2026-01-07 10:00")
    assert due("2025-12-23 10:00", before, later, "7 wd") == local("2026-01-05 10:00")
    assert due("2025-12-24 10:00", before, later, "11 wd") == local("2026-01-10 10:00")


def test_it_does_not_matter_when_a_case_is_told_of_a_decision():
    later = after(BEGINNING, off("2026-03-11"), at="2026-03-10 15:00")
    latest = after(later, off("2026-03-12", "2/QĐ"), at="2026-03-11 15:00", act="2/QĐ")
    complaint = filed("2026-03-10 10:00", BEGINNING, procedure_with("2 wd"))
    at_once = moved(complaint, complaint.running_limits[0], latest)
    first = moved(complaint, complaint.running_limits[0], later)
    limits = (replace(complaint.running_limits[0], schedule=first), *complaint.running_limits[1:])
    one_by_one = moved(replace(complaint, limits=limits), limits[0], latest)
    assert at_once == one_by_one
    assert at_once.due == local("2026-03-16 10:00")


def test_a_decision_withdrawn_before_its_day_leaves_no_trace():
    later = after(BEGINNING, off("2026-03-12"), at="2026-03-10 15:00")
    back = without(later, "1/QĐ", at="2026-03-11 15:00")
    complaint = filed("2026-03-10 10:00", BEGINNING, procedure_with("3 wd"))
    limit = complaint.running_limits[0]
    assert moved(complaint, limit, later).due == local("2026-03-16 10:00")
    assert moved(complaint, limit, back) is None


def test_a_limit_by_the_clock_never_moves():
    complaint = filed("2026-03-10 10:00", BEGINNING, procedure_with("26 h"))
    later = after(BEGINNING, off("2026-03-11"), at="2026-03-10 12:00")
    assert {
        moved(complaint, limit, later).due for limit in complaint.running_limits if moved(complaint, limit, later)
    } <= {local("2026-03-11 12:00")}


def test_what_has_rung_stays_as_it_rang():
    complaint = filed("2026-03-10 10:00", BEGINNING, procedure_with("2 wd"))
    limit = replace(complaint.running_limits[0], reminded=True, passed_at=local("2026-03-12 10:00"), rungs_climbed=1)
    later = after(BEGINNING, off("2026-03-13"), at="2026-03-12 15:00")
    new = moved(complaint, limit, later)
    assert (new.remind_at, new.due, new.rungs[0]) == (
        limit.schedule.remind_at,
        limit.schedule.due,
        limit.schedule.rungs[0],
    )
    assert new.rungs[1:] > limit.schedule.rungs[1:]
    assert new.calendar == 2


def test_a_paused_limit_is_moved_when_it_resumes():
    book = BEGINNING
    complaint = filed("2026-03-10 10:00", book, procedure_with("2 wd"))
    complaint = replace(complaint, paused_since=local("2026-03-10 15:00"))
    later = after(book, off("2026-03-12"), at="2026-03-11 10:00")
    assert [limit_id for limit_id, _ in moves(complaint, later)] == []
    resumed = replace(complaint, paused_since=None, pauses=((local("2026-03-10 15:00"), local("2026-03-11 15:00")),))
    limit = resumed.running_limits[0]
    event = LimitRescheduled(
        at=local("2026-03-11 15:00"), limit=limit.id, cause=RescheduleCause.RESUMED, amount=limit.amount
    )
    [filled] = scheduled(resumed, (event,), later)
    # Four hours were used on the tenth and two on the eleventh. Of the ten left, eight fall on the thirteenth and two
    # on the 16th.
    assert filled.schedule.due == local("2026-03-16 10:00")


@pytest.mark.parametrize(
    ("counting", "at", "rings", "by"),
    [
        pytest.param("rolling", "2026-03-12 09:00", "2026-03-13 09:00", "1/QĐ", id="decided before it passed"),
        pytest.param("rolling", "2026-03-12 10:30", "2026-03-12 10:00", None, id="decided after it passed"),
        pytest.param("whole_day", "2026-03-12 09:00", "2026-03-13 17:00", "1/QĐ", id="whole days, before"),
        pytest.param("whole_day", "2026-03-12 20:00", "2026-03-12 17:00", None, id="whole days, after closing time"),
        pytest.param("rolling", None, "2026-03-12 10:00", None, id="nothing decided"),
    ],
)
def test_a_passed_limit_gets_the_end_that_decisions_gave_it_before_it_passed(counting, at, rings, by):
    """Due on Thursday 12/03. An act gives that day off from some hour on, while the case is paused."""
    complaint = filed("2026-03-10 10:00", BEGINNING, procedure_with("2 wd", counting))
    limit = replace(complaint.running_limits[0], passed_at=complaint.running_limits[0].schedule.due)
    waited = (local("2026-03-12 21:00"), local("2026-03-12 22:00"))
    complaint = replace(complaint, limits=(limit, *complaint.running_limits[1:]), pauses=(waited,))
    later = after(BEGINNING, off("2026-03-12"), at=at) if at else BEGINNING
    event = LimitRescheduled(at=waited[1], limit=limit.id, cause=RescheduleCause.RESUMED, amount=limit.amount)
    [filled] = scheduled(complaint, (event,), later)
    assert (filled.schedule.due, filled.schedule.decided_by) == (local(rings), by)


LATER = after(BEGINNING, off("2026-03-11"), at="2026-03-10 15:00")


def test_after_a_result_is_sent_back_the_limit_has_the_end_that_decisions_gave_it_meanwhile():
    complaint = filed("2026-03-10 10:00", BEGINNING, procedure_with("2 wd"))
    passed = replace(complaint.limits[0], passed_at=complaint.limits[0].schedule.due, outcome=Outcome.LATE)
    complaint = replace(complaint, limits=(passed, *complaint.limits[1:]))
    again = LimitOpened(
        at=local("2026-03-12 11:00"), limit=passed.id, counted_from=passed.counted_from, amount=passed.amount
    )
    [filled] = scheduled(complaint, (again,), LATER)
    assert (filled.schedule.due, filled.schedule.decided_by) == (local("2026-03-13 10:00"), "1/QĐ")
    sent_back = apply(complaint, filled)
    elsewhere = after(LATER, off("2026-03-30", "2/QĐ"), at="2026-03-12 12:00", act="2/QĐ")
    running = sent_back.running(passed.id)
    assert running is not None
    assert moved(sent_back, running, elsewhere) is None
    followed = decide(sent_back, acts.TimePassed(), by=None, at=local("2026-03-12 11:00"))
    [lifted] = [event for event in followed if isinstance(event, OverdueLifted)]
    assert (lifted.limit, lifted.due, lifted.decided_by) == (passed.id, local("2026-03-13 10:00"), "1/QĐ")
    too_late = apply(complaint, replace(filled, at=local("2026-03-13 11:00"))).running(passed.id)
    assert too_late.passed_at == local("2026-03-13 10:00")


def test_an_event_that_has_a_schedule_keeps_it():
    complaint = filed("2026-03-10 10:00", BEGINNING)
    limit = complaint.running_limits[0]
    event = LimitRescheduled(
        at=local("2026-03-10 11:00"),
        limit=limit.id,
        cause=RescheduleCause.DECISION,
        amount=limit.amount,
        schedule=limit.schedule,
    )
    later = after(BEGINNING, off("2026-03-11"), at="2026-03-10 10:30")
    assert scheduled(complaint, (event,), later) == (event,)


DAYS = st.dates(date(2026, 3, 9), date(2026, 4, 10))


@st.composite
def changes(draw: st.DrawFn) -> tuple[Decision, ...]:
    days = draw(st.lists(DAYS, unique=True, max_size=6))
    return tuple(
        Decision(day, Effect.OFF, "1/QĐ", "Nghỉ")
        if day.weekday() < 5
        else Decision(day, Effect.WORKED, "1/QĐ", "Làm bù", hours_of=draw(st.integers(0, 4)))
        for day in days
    )


AMOUNTS = st.sampled_from(["0.5 wd", "1 wd", "2.5 wd", "5 wd", "3 wh", "10 wh", "26 h", "0 wd"])
COUNTINGS = st.sampled_from(["rolling", "whole_day"])
MINUTES = st.integers(0, 14 * 1440).map(lambda n: local("2026-03-09 00:00") + timedelta(minutes=n))


@settings(max_examples=150, deadline=None)
@given(MINUTES, AMOUNTS, COUNTINGS, changes(), st.integers(0, 1440))
def test_when_only_the_future_changes_a_limit_is_what_it_would_be_from_scratch(start, amount, counting, decided, early):
    first = min((each.day for each in decided), default=date(2026, 3, 9))
    since = local(f"{first} 00:00") - timedelta(minutes=early)
    later = BEGINNING.with_next((*BEGINNING.decisions, *decided), change=ChangeKind.ADD, act="1/QĐ", since=since)
    scratch = CalendarBook((replace(BEGINNING.latest, decisions=later.decisions),))
    written = f"{start:%Y-%m-%d %H:%M}"
    assert due(written, BEGINNING, later, amount, counting) == due(written, scratch, scratch, amount, counting)


@settings(max_examples=150, deadline=None)
@given(MINUTES, AMOUNTS, COUNTINGS, changes(), MINUTES)
def test_what_had_ended_stays_ended_and_what_had_not_does_not_end_in_the_past(start, amount, counting, decided, since):
    later = BEGINNING.with_next((*BEGINNING.decisions, *decided), change=ChangeKind.ADD, act="1/QĐ", since=since)
    written = f"{start:%Y-%m-%d %H:%M}"
    before, now = (due(written, BEGINNING, book, amount, counting) for book in (BEGINNING, later))
    if before <= since:
        assert now == before
    elif start < since and counting == "rolling":
        assert now >= since or now == before


@settings(max_examples=60, deadline=None)
@given(MINUTES, MINUTES, changes())
def test_the_past_is_worked_as_it_was_and_the_future_as_it_is_decided(one, other, decided):
    since = local("2026-03-17 10:20")
    later = BEGINNING.with_next((*BEGINNING.decisions, *decided), change=ChangeKind.ADD, act="1/QĐ", since=since)
    begins, ends = sorted((one, other))
    hours = (usual_week(),)
    spliced = chronicle(hours, later).in_parts
    old, new = working_calendar(hours, BEGINNING.decisions), working_calendar(hours, later.decisions)
    expected = timedelta(0)
    if begins < since:
        expected += old.elapsed(begins, min(ends, since), Unit.WORKING_HOUR)
    if ends > since:
        expected += new.elapsed(max(begins, since), ends, Unit.WORKING_HOUR)
    assert spliced.elapsed(begins, ends, Unit.WORKING_HOUR) == expected
