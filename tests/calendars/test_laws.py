"""Property tests with random offices, decisions and amounts: the calendar agrees with counting minute by minute."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from calendars import VIETNAM, Decision, Effect, schedule, working_calendar
from calendars.working import WorkingCalendar
from domain.time.amounts import Amount, Counting, Unit
from domain.time.office_hours import DeskHours, OfficeHours, Session
from tests.support.calendars.brute_force import MICROSECOND, MINUTE, BruteForce, working_minutes

# A share rounded down on a short day may be worth up to this much more on the longest day.
ROUNDING = timedelta(microseconds=24)
HALF_A_WEEK = Amount.parse("2.5 wd")
FIRST, LAST = date(2026, 2, 2), date(2026, 4, 10)
WORKING = st.sampled_from([Unit.WORKING_DAY, Unit.WORKING_HOUR])
COUNTED = settings(max_examples=100, deadline=None)  # examples of ten to twenty questions each: thousands in all
LAWFUL = settings(max_examples=60, deadline=None)


def a_session(opens: tuple[int, int], closes: tuple[int, int]) -> st.SearchStrategy[Session]:
    """A strategy for sessions that open and close between these hours, on multiples of five minutes."""
    bounds = (st.integers(a * 12, b * 12 - 1).map(lambda n: time(n // 12, n % 12 * 5)) for a, b in (opens, closes))
    return st.builds(Session, *bounds)


MORNING, AFTERNOON = a_session((0, 9), (10, 12)), a_session((12, 14), (16, 24))


def a_days_sessions() -> st.SearchStrategy[tuple[Session, ...]]:
    return st.one_of(st.tuples(MORNING, AFTERNOON), st.tuples(MORNING), st.tuples(AFTERNOON))


@st.composite
def an_office(draw: st.DrawFn, valid_from: date = date(2020, 1, 1)) -> OfficeHours:
    usual = draw(a_days_sessions())
    short = draw(a_days_sessions())
    saturday = draw(st.one_of(st.just(()), a_days_sessions()))
    return OfficeHours(valid_from, (usual, usual, short, usual, usual, saturday, ()), "Quyết định thử nghiệm")


@st.composite
def some_decisions(draw: st.DrawFn) -> tuple[Decision, ...]:
    days = draw(st.sets(st.integers(0, 13), max_size=4))
    return tuple(draw(a_decision(date(2026, 2, 23) + timedelta(days=n))) for n in days)


def a_decision(day: date) -> st.SearchStrategy[Decision]:
    off = st.just(Decision(day, Effect.OFF, "1/TB", "Nghỉ"))
    swapped = st.integers(0, 4).map(lambda n: Decision(day, Effect.WORKED, "2/TB", "Làm bù", hours_of=n))
    short = a_days_sessions().map(lambda own: Decision(day, Effect.WORKED, "3/TB", "Giờ khác", sessions=own))
    return st.one_of(off, swapped, short)


@st.composite
def a_calendar(draw: st.DrawFn) -> tuple[WorkingCalendar, BruteForce]:
    offices = (draw(an_office()), *draw(st.one_of(st.just(()), st.tuples(an_office(date(2026, 2, 25))))))
    decisions = draw(some_decisions())
    return working_calendar(offices, decisions), BruteForce(working_minutes(offices, decisions, FIRST, LAST))


@st.composite
def a_desk(draw: st.DrawFn) -> DeskHours:
    own = st.one_of(st.none(), st.just(()), a_days_sessions())
    monday, saturday = draw(own), draw(a_days_sessions())
    return DeskHours(
        date(2026, 2, 18), (monday, None, draw(own), None, None, saturday, draw(own)), "Quyết định thử nghiệm"
    )


def instants(days: int = 21) -> st.SearchStrategy[datetime]:
    """A strategy for whole minutes, without a zone, from the second week of the window on."""
    return st.integers(0, days * 1440).map(lambda n: datetime(2026, 2, 9) + timedelta(minutes=n))  # noqa: DTZ001


def aware(at: datetime) -> datetime:
    return at.replace(tzinfo=VIETNAM)


def cases(*each: st.SearchStrategy[object]) -> st.SearchStrategy[list[tuple[Any, ...]]]:
    """A strategy for several questions to one calendar: preparing its minutes costs more than asking."""
    return st.lists(st.tuples(*each), min_size=10, max_size=20)


@COUNTED
@given(a_calendar(), cases(instants(), st.integers(1, 600)))
def test_working_hours_are_the_minutes_counted(calendars, cases):
    cal, brute = calendars
    for start, minutes in cases:
        amount = Amount(Decimal(minutes) / 60, Unit.WORKING_HOUR)
        exactly = timedelta(microseconds=int(amount.value * 3_600_000_000))  # a third of an hour has no finite decimal
        assert cal.add(aware(start), amount) == aware(brute.advance(start, exactly))


@COUNTED
@given(a_calendar(), cases(instants(), st.integers(1, 11)))
def test_rolling_days_are_the_shares_of_each_day_counted(calendars, cases):
    cal, brute = calendars
    for start, halves in cases:
        due = cal.add(aware(start), Amount(Decimal(halves) / 2, Unit.WORKING_DAY))
        assert due == aware(brute.add_days(start, halves))


@COUNTED
@given(a_calendar(), cases(instants(), st.integers(1, 11)))
def test_whole_days_are_the_days_counted(calendars, cases):
    cal, brute = calendars
    for start, halves in cases:
        due = cal.add(aware(start), Amount(Decimal(halves) / 2, Unit.WORKING_DAY), Counting.WHOLE_DAY)
        assert due == aware(brute.add_whole_days(start, halves))


@COUNTED
@given(a_calendar(), cases(instants(), st.integers(1, 7)))
def test_whole_days_back_lead_to_the_last_instant_that_is_counted_as_in_time(calendars, cases):
    cal, brute = calendars
    for end, halves in cases:
        start = cal.subtract(aware(end), Amount(Decimal(halves) / 2, Unit.WORKING_DAY), Counting.WHOLE_DAY)
        last = start.astimezone(VIETNAM).replace(tzinfo=None)
        due, due_later = (brute.add_whole_days(at, halves) for at in (last, last + MICROSECOND))
        assert due <= end < due_later


@COUNTED
@given(a_calendar(), cases(instants(), st.integers(1, 7)))
def test_rolling_days_back_lead_to_the_last_instant_that_is_counted_as_in_time_but_for_rounding(calendars, cases):
    cal, brute = calendars
    for end, halves in cases:
        start = cal.subtract(aware(end), Amount(Decimal(halves) / 2, Unit.WORKING_DAY))
        last = start.astimezone(VIETNAM).replace(tzinfo=None)
        due, due_later = (brute.add_days(at, halves) for at in (last, last + ROUNDING + MICROSECOND))
        assert due <= end < due_later


@COUNTED
@given(a_calendar(), cases(instants(), instants(), WORKING))
def test_running_time_is_the_minutes_between(calendars, cases):
    cal, brute = calendars
    for start, end, unit in cases:
        assert cal.elapsed(aware(start), aware(end), unit) == brute.elapsed(start, end)
        assert cal.left(aware(start), aware(end), unit) == brute.elapsed(start, end)


@COUNTED
@given(a_calendar(), cases(instants()))
def test_openings_and_closings_are_where_minutes_begin_and_end(calendars, cases):
    cal, brute = calendars
    worked = brute.worked
    openings = [at for at in brute.minutes if at - MINUTE not in worked]
    closings = [at + MINUTE for at in brute.minutes if at + MINUTE not in worked]
    for (at,) in cases:
        assert cal.is_working(aware(at)) is (at in worked)
        assert cal.next_opening(aware(at)) == aware(min(opening for opening in openings if opening >= at))
        assert cal.previous_closing(aware(at)) == aware(max(closing for closing in closings if closing <= at))
        assert cal.add(aware(at), Amount.parse("0 wd")) == aware(brute.settle(at))
        within = at in worked or at in closings
        assert cal.subtract(aware(at), Amount.parse("0 wd")) == aware(
            at if within else max(c for c in closings if c <= at)
        )


@COUNTED
@given(a_calendar(), a_desk(), some_decisions(), cases(instants()))
def test_the_desk_is_open_in_its_own_minutes_and_no_limit_notices(calendars, desk, decisions, cases):
    cal = working_calendar(calendars[0].rules.office_hours, decisions)
    offices = cal.rules.office_hours
    with_desk = working_calendar(offices, decisions, desk_hours=(desk,))
    minutes = working_minutes(offices, decisions, FIRST, LAST, (desk,))
    open_in = set(minutes)
    openings = [at for at in minutes if at - MINUTE not in open_in]
    for (at,) in cases:
        assert with_desk.is_desk_open(aware(at)) is (at in open_in)
        assert with_desk.next_desk_opening(aware(at)) == aware(min(each for each in openings if each >= at))
        assert with_desk.is_working(aware(at)) is cal.is_working(aware(at))
        assert with_desk.add(aware(at), HALF_A_WEEK) == cal.add(aware(at), HALF_A_WEEK)


def pauses() -> st.SearchStrategy[list[tuple[datetime, datetime]]]:
    return st.lists(
        st.tuples(instants(), st.integers(0, 2 * 1440)).map(lambda p: (p[0], p[0] + timedelta(minutes=p[1]))),
        max_size=3,
    )


def unpaused(brute: BruteForce, paused: list[tuple[datetime, datetime]]) -> BruteForce:
    return BruteForce([at for at in brute.minutes if not any(begins <= at < ends for begins, ends in paused)])


@COUNTED
@given(
    a_calendar(),
    instants(7),
    st.sampled_from(["0.5 wd", "1 wd", "2 wd", "1 wh", "4 wh", "6.5 wh"]),
    st.sampled_from(Counting),
    st.sampled_from([Decimal("0.5"), Decimal("0.75"), Decimal("0.9")]),
    pauses(),
)
def test_a_schedule_is_the_unpaused_minutes_counted(calendars, start, amount, counting, share, paused):
    cal, brute = calendars
    limit = Amount.parse(amount)
    answer = schedule(
        cal,
        counted_from=aware(start),
        amount=limit,
        counting=counting,
        remind_at=share,
        rung_offsets=(Amount.parse("0 wd"), Amount.parse("2 wh"), Amount.parse("1.5 wh")),
        pauses=tuple((aware(begins), aware(ends)) for begins, ends in paused),
    )
    running = cal.elapsed(aware(start), cal.add(aware(start), limit, counting), limit.unit)
    clock = unpaused(brute, paused)
    due = clock.advance(start, running)
    assert answer.due == aware(due)
    microseconds = running // timedelta(microseconds=1)
    assert answer.remind_at == aware(clock.advance(start, timedelta(microseconds=int(microseconds * share))))
    assert answer.rungs == (aware(due), *(aware(clock.advance(due, timedelta(hours=h))) for h in (2, 1.5)))


MICROSECONDS = st.integers(0, 21 * 86_400_000_000).map(
    lambda n: datetime(2026, 2, 9, tzinfo=VIETNAM) + timedelta(microseconds=n)
)
RUNNING = st.integers(1, 40 * 3_600_000_000).map(lambda n: timedelta(microseconds=n))
AMOUNTS = st.one_of(
    st.integers(0, 12).map(lambda n: Amount(Decimal(n) / 2, Unit.WORKING_DAY)),
    st.tuples(st.integers(0, 4_000), st.sampled_from([Unit.WORKING_HOUR, Unit.HOUR, Unit.MINUTE])).map(
        lambda p: Amount(Decimal(p[0]) / 100, p[1])
    ),
)
OFFICES = st.builds(lambda office, decisions: working_calendar((office,), decisions), an_office(), some_decisions())


@LAWFUL
@given(OFFICES, MICROSECONDS, RUNNING, st.sampled_from(Unit))
def test_what_was_advanced_has_elapsed(cal, start, running, unit):
    assert cal.elapsed(start, cal.advance(start, running, unit), unit) == running
    assert cal.elapsed(start, cal.advance(start, -running, unit), unit) == -running


@LAWFUL
@given(OFFICES, MICROSECONDS, AMOUNTS, st.sampled_from(Counting))
def test_a_due_date_is_reached_by_advancing_what_elapses_until_it(cal, start, amount, counting):
    due = cal.add(start, amount, counting)
    assert due >= start
    assert cal.advance(start, cal.elapsed(start, due, amount.unit), amount.unit) == due


@LAWFUL
@given(OFFICES, MICROSECONDS, MICROSECONDS, AMOUNTS, st.sampled_from(Counting))
def test_a_later_start_is_never_due_earlier(cal, one, other, amount, counting):
    earlier, later = sorted((one, other))
    assert cal.add(earlier, amount, counting) <= cal.add(later, amount, counting)


@LAWFUL
@given(OFFICES, MICROSECONDS, AMOUNTS, AMOUNTS, st.sampled_from(Counting))
def test_a_longer_amount_is_never_due_earlier(cal, start, one, other, counting):
    if one.unit is other.unit:
        less, more = sorted((one, other), key=lambda amount: amount.value)
        assert cal.add(start, less, counting) <= cal.add(start, more, counting)


@LAWFUL
@given(OFFICES, MICROSECONDS, st.integers(1, 3_000), st.integers(1, 3_000))
def test_hours_may_be_added_in_two_parts(cal, start, one, other):
    first, second, both = (Amount(Decimal(n) / 100, Unit.WORKING_HOUR) for n in (one, other, one + other))
    assert cal.add(cal.add(start, first), second) == cal.add(start, both)


@LAWFUL
@given(OFFICES, MICROSECONDS, st.integers(1, 4), st.integers(1, 4))
def test_rolling_days_may_be_added_in_two_parts_but_for_rounding(cal, start, one, other):
    first, second, both = (Amount(Decimal(n), Unit.WORKING_DAY) for n in (one, other, one + other))
    apart = cal.add(cal.add(start, first), second)
    rounding = cal.elapsed(apart, cal.add(start, both), Unit.WORKING_DAY)
    assert timedelta(0) <= rounding <= ROUNDING


@LAWFUL
@given(OFFICES, MICROSECONDS, AMOUNTS, st.sampled_from(Counting))
def test_what_is_subtracted_and_added_again_runs_out_no_later(cal, end, amount, counting):
    start = cal.subtract(end, amount, counting)
    assert start <= end
    assert cal.add(start, amount, counting) <= end
    assert cal.add(start + ROUNDING + MICROSECOND, amount, counting) > end


@LAWFUL
@given(
    OFFICES, MICROSECONDS, AMOUNTS, st.sampled_from(Counting), st.lists(st.tuples(MICROSECONDS, RUNNING), max_size=3)
)
def test_pauses_never_make_anything_earlier(cal, start, amount, counting, paused):
    pauses = tuple((begins, begins + length) for begins, length in paused)
    rungs = (Amount.parse("0 wd"), Amount.parse("1 wd"), Amount.parse("2 h"))
    without, with_pauses = (
        schedule(
            cal,
            counted_from=start,
            amount=amount,
            counting=counting,
            remind_at=Decimal("0.75"),
            rung_offsets=rungs,
            pauses=each,
        )
        for each in ((), pauses)
    )
    assert without.due == cal.add(start, amount, counting)
    assert with_pauses.due >= without.due
    assert with_pauses.remind_at >= without.remind_at
    for answer in (without, with_pauses):
        assert answer.remind_at <= answer.due == answer.rungs[0] <= answer.rungs[1]
        if amount.unit.is_working:
            assert all(cal.add(ring, Amount.parse("0 wd")) == ring for ring in (answer.due, *answer.rungs))
