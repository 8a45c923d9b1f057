"""Half days off, and days off of one authority or agency: the calendar agrees with counting minute by minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars import VIETNAM, Decision, Effect, InvalidDecision, working_calendar
from calendars.year import DayKind, year_of_office
from domain.time.amounts import Amount, Counting, Unit
from domain.time.decisions import EVERYWHERE, CalendarBook, ChangeKind, Edition, Half, Reach
from domain.time.office_hours import OfficeHours, Session, usual_week
from tests.calendars.test_laws import FIRST, LAST, ROUNDING, an_office, aware, cases, instants
from tests.support.calendars.brute_force import MICROSECOND, BruteForce, halved_days, working_minutes

B = usual_week()
HALVED = settings(max_examples=40, deadline=None)
STORM = Decision(date(2026, 3, 13), Effect.OFF, "11/CĐ-UBND", "Nghỉ tránh bão", half=Half.AFTERNOON)  # a Friday
FESTIVAL = Decision(date(2026, 3, 16), Effect.OFF, "12/QĐ-UBND", "Lễ hội", authority="khanh-hoa")
FLOODED = Decision(
    date(2026, 3, 17), Effect.OFF, "13/QĐ-UBND", "Trụ sở ngập", authority="khanh-hoa", agency="ubnd-nha-trang"
)
REACHES = (
    EVERYWHERE,
    Reach("khanh-hoa"),
    Reach("khanh-hoa", "ubnd-nha-trang"),
    Reach("khanh-hoa", "so-xay-dung"),
    Reach("lai-chau"),
)


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("start", "amount", "counting", "due"),
    [
        ("2026-03-12 14:00", "1 wd", "rolling", "2026-03-16 09:00"),  # 3 h on Thursday, 4 on Friday, 1 on Monday
        ("2026-03-12 08:00", "1.5 wd", "rolling", "2026-03-13 12:00"),
        ("2026-03-13 08:00", "0.5 wd", "rolling", "2026-03-13 12:00"),
        ("2026-03-13 10:00", "0.5 wd", "rolling", "2026-03-16 10:00"),
        ("2026-03-13 08:00", "1 wd", "rolling", "2026-03-16 12:00"),
        ("2026-03-13 10:00", "4 wh", "rolling", "2026-03-16 10:00"),
        ("2026-03-13 14:00", "2 wh", "rolling", "2026-03-16 10:00"),
        ("2026-03-12 14:00", "1 wd", "whole_day", "2026-03-13 12:00"),  # a day with a morning is a day of work
        ("2026-03-13 14:00", "1 wd", "whole_day", "2026-03-16 17:00"),
    ],
)
def test_an_afternoon_off_gives_half_a_working_day_back(start, amount, counting, due):
    cal = working_calendar((B,), (STORM,))
    assert cal.add(at(start), Amount.parse(amount), Counting(counting)) == at(due)


def test_half_a_day_off_is_shown_with_its_hours_and_its_act():
    cal = working_calendar((B,), (STORM,))
    friday = year_of_office(cal, 2026).days[date(2026, 3, 13).timetuple().tm_yday - 1]
    assert (friday.kind, friday.basis, friday.why) == (DayKind.HALF_OFF, "11/CĐ-UBND", "Nghỉ tránh bão")
    assert friday.sessions == (Session(time(8), time(12)),)
    assert cal.explain(at("2026-03-12 08:00"), at("2026-03-13 17:00")) == ()


def test_two_halves_are_a_day_off_by_both_acts():
    morning = replace(STORM, half=Half.MORNING, act="10/CĐ-UBND", why="Mưa lớn")
    (skipped,) = working_calendar((B,), (morning, STORM)).explain(at("2026-03-13 08:00"), at("2026-03-13 17:00"))
    assert (skipped.why, skipped.basis) == ("Mưa lớn; Nghỉ tránh bão", "10/CĐ-UBND; 11/CĐ-UBND")
    assert working_calendar((B,), (morning, STORM)).add(at("2026-03-13 08:00"), Amount.parse("1 wh")) == at(
        "2026-03-16 09:00"
    )


def test_half_a_swapped_day_is_half_of_its_hours():
    saturday = Decision(date(2026, 3, 14), Effect.WORKED, "1/TB", "Làm bù", hours_of=4)
    half = Decision(date(2026, 3, 14), Effect.OFF, "2/QĐ", "Lễ hội", half=Half.AFTERNOON, authority="khanh-hoa")
    assert working_calendar((B,), (saturday, half)).rules.sessions_of(saturday.day) == (Session(time(8), time(12)),)


def test_a_half_holds_on_no_day_that_a_narrower_act_decides_whole():
    worked = Decision(STORM.day, Effect.WORKED, "9/QĐ", "Vẫn làm việc", authority="khanh-hoa")
    assert working_calendar((B,), (STORM, worked)).rules.sessions_of(STORM.day) == B.weekdays[0]


@pytest.mark.parametrize(
    ("session", "morning", "afternoon"),
    [
        (("07:30", "12:15"), ("07:30", "12:15"), None),
        (("12:00", "13:00"), ("12:00", "13:00"), None),
        (("12:45", "16:00"), None, ("12:45", "16:00")),
        (("08:00", "16:00"), ("08:00", "12:00"), ("12:00", "16:00")),
    ],
)
def test_the_halves_of_a_day_part_at_its_lunch(session, morning, afternoon):
    def parsed(one):
        return (Session(*map(time.fromisoformat, one)),) if one else ()

    assert Half.MORNING.of(parsed(session)) == parsed(morning)
    assert Half.AFTERNOON.of(parsed(session)) == parsed(afternoon)


def test_a_decision_that_contradicts_itself_is_refused():
    with pytest.raises(InvalidDecision):
        replace(STORM, effect=Effect.WORKED)
    with pytest.raises(InvalidDecision):
        replace(FLOODED, authority=None)


def _book(*decisions: Decision, earlier: tuple[Decision, ...] = ()) -> CalendarBook:
    first = Edition(1, datetime(2020, 1, 1, tzinfo=VIETNAM), earlier, ChangeKind.SEED)
    second = Edition(2, at("2026-03-01 00:00"), decisions, ChangeKind.ADD, "an act")
    return CalendarBook((first, second))


def test_an_own_day_off_concerns_its_offices_alone():
    book = _book(STORM, FESTIVAL, FLOODED)
    acts = {reach: {each.act for each in book.of(reach).decisions} for reach in REACHES}
    assert acts == {
        EVERYWHERE: {"11/CĐ-UBND"},
        Reach("lai-chau"): {"11/CĐ-UBND"},
        Reach("khanh-hoa"): {"11/CĐ-UBND", "12/QĐ-UBND"},
        Reach("khanh-hoa", "so-xay-dung"): {"11/CĐ-UBND", "12/QĐ-UBND"},
        Reach("khanh-hoa", "ubnd-nha-trang"): {"11/CĐ-UBND", "12/QĐ-UBND", "13/QĐ-UBND"},
    }


def test_offices_without_days_of_their_own_share_one_book():
    book = _book(FESTIVAL, FLOODED)
    assert book.of(Reach("lai-chau", "any")) is book.of(EVERYWHERE)
    assert book.of(Reach("khanh-hoa", "so-xay-dung")) is book.of(Reach("khanh-hoa"))
    assert _book(STORM).of(Reach("khanh-hoa")).editions == _book(STORM).editions


def test_a_change_for_other_offices_is_none_here_but_is_seen():
    book = _book(FESTIVAL)
    assert book.of(Reach("lai-chau")).changes_after(1) == ()
    assert [each.act for each in book.of(Reach("khanh-hoa")).changes_after(1)] == ["an act"]
    assert {book.of(reach).revision for reach in REACHES} == {2}


def test_an_own_day_off_in_tet_fixes_no_festival():
    own = Decision(date(2028, 1, 26), Effect.OFF, "1/QĐ", "Nghỉ", authority="khanh-hoa")
    assert not working_calendar((B,), (own,)).rules.year(2028).decided


# Random offices and decisions, against counting minute by minute.


def _time_off(day: date) -> st.SearchStrategy[Decision]:
    def of(half: Half | None) -> Decision:
        return Decision(day, Effect.OFF, "1/TB", "Nghỉ", half=half)

    return st.sampled_from([*Half, None]).map(of)


@st.composite
def some_halves(draw: st.DrawFn) -> tuple[Decision, ...]:
    days = draw(st.sets(st.integers(0, 13), min_size=1, max_size=5))
    return tuple(draw(_time_off(date(2026, 2, 23) + timedelta(days=n))) for n in sorted(days))


@st.composite
def offices_and_halves(draw: st.DrawFn) -> tuple[tuple[OfficeHours, ...], tuple[Decision, ...]]:
    return (draw(an_office()),), draw(some_halves())


def _brute(offices: tuple[OfficeHours, ...], decisions: tuple[Decision, ...]) -> BruteForce:
    return BruteForce(working_minutes(offices, decisions, FIRST, LAST), halved_days(offices, decisions, FIRST, LAST))


@HALVED
@given(offices_and_halves(), cases(instants(), st.integers(1, 11)))
def test_days_and_half_days_are_the_shares_of_each_day_counted(known, cases):
    cal, brute = working_calendar(*known), _brute(*known)
    for start, halves in cases:
        amount = Amount(Decimal(halves) / 2, Unit.WORKING_DAY)
        assert cal.add(aware(start), amount) == aware(brute.add_days(start, halves))
        assert cal.add(aware(start), amount, Counting.WHOLE_DAY) == aware(brute.add_whole_days(start, halves))


@HALVED
@given(offices_and_halves(), cases(instants(), st.integers(1, 600)))
def test_hours_are_the_minutes_counted_around_half_days(known, cases):
    cal, brute = working_calendar(*known), _brute(*known)
    for start, minutes in cases:
        exactly = timedelta(minutes=minutes)
        assert cal.advance(aware(start), exactly, Unit.WORKING_HOUR) == aware(brute.advance(start, exactly))


@HALVED
@given(offices_and_halves(), cases(instants(), st.integers(1, 7)))
def test_days_back_over_half_days_lead_to_the_last_instant_in_time_but_for_rounding(known, cases):
    cal, brute = working_calendar(*known), _brute(*known)
    for end, halves in cases:
        start = cal.subtract(aware(end), Amount(Decimal(halves) / 2, Unit.WORKING_DAY))
        last = start.astimezone(VIETNAM).replace(tzinfo=None)
        due, due_later = (brute.add_days(each, halves) for each in (last, last + 2 * ROUNDING + MICROSECOND))
        assert due <= end < due_later


@HALVED
@given(offices_and_halves(), instants(), st.integers(1, 11), st.integers(1, 600))
def test_time_off_never_makes_a_rolling_limit_or_hours_end_earlier(known, start, halves, minutes):
    offices, decisions = known
    usual, less = working_calendar(offices, ()), working_calendar(offices, decisions)
    days, hours = Amount(Decimal(halves) / 2, Unit.WORKING_DAY), timedelta(minutes=minutes)
    if less.is_working(aware(start)) or not usual.is_working(aware(start)):
        assert less.add(aware(start), days) >= usual.add(aware(start), days) - ROUNDING
    assert less.advance(aware(start), hours, Unit.WORKING_HOUR) >= usual.advance(aware(start), hours, Unit.WORKING_HOUR)
    whole = [each.add(aware(start), days, Counting.WHOLE_DAY).astimezone(VIETNAM).date() for each in (usual, less)]
    assert whole[0] <= whole[1]


@st.composite
def own_days(draw: st.DrawFn) -> tuple[Decision, ...]:
    """At most one decision of each reach on each day, so that the narrowest of them is plain."""
    chosen = draw(st.sets(st.tuples(st.integers(0, 13), st.sampled_from(REACHES)), min_size=1, max_size=8))
    return tuple(
        replace(
            Decision(date(2026, 2, 23) + timedelta(days=n), Effect.OFF, f"{n}/QĐ", "Nghỉ"),
            authority=reach.authority,
            agency=reach.agency,
            half=draw(st.sampled_from([None, *Half])),
        )
        for n, reach in sorted(chosen, key=str)
    )


@HALVED
@given(an_office(), own_days(), st.sampled_from(REACHES), cases(instants(), st.integers(1, 600)))
def test_an_office_works_in_the_minutes_that_no_decision_for_it_takes(office, decisions, reach, cases):
    own = working_calendar((office,), _book(*decisions).of(reach).decisions)
    concerned = [
        each for each in decisions if each.authority in (None, reach.authority) and each.agency in (None, reach.agency)
    ]
    taken = [
        set(working_minutes((office,), (), FIRST, LAST)) - set(working_minutes((office,), (each,), FIRST, LAST))
        for each in concerned
    ]
    minutes = sorted(set(working_minutes((office,), (), FIRST, LAST)).difference(*taken))
    brute = BruteForce(minutes)
    for start, running in cases:
        exactly = timedelta(minutes=running)
        assert own.advance(aware(start), exactly, Unit.WORKING_HOUR) == aware(brute.advance(start, exactly))
