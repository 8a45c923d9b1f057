"""A request's limits are counted by the calendar, and its steps follow one another as the law lets them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from calendars import working_calendar
from domain.personal_data.requests import (
    Hindrance,
    LegalLimit,
    Office,
    PersonalDataRequest,
    RequestKind,
    RequestLaw,
    RequestStep,
    answer,
    carry_out,
    extend,
    lift,
    receive,
    refuse,
)
from domain.time.office_hours import usual_week
from procedures.personal_data import request_law

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE = Office(working_calendar((usual_week(),)), ZONE)


def on(day: int, month: int, hour: int = 9, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZONE)


def limit(days: int, *, working: bool) -> LegalLimit:
    return LegalLimit(days, working, "Điều 5", confirmed=False)


LAW = RequestLaw(
    limit(2, working=True),
    {kind: limit(15, working=False) for kind in RequestKind},
    {RequestKind.RESTRICT: limit(15, working=False)},
)
FRIDAY = on(20, 11)


def received(kind: RequestKind = RequestKind.RESTRICT) -> PersonalDataRequest:
    return receive(kind, FRIDAY, LAW, OFFICE)


@pytest.mark.parametrize(
    ("of", "start", "end"),
    [
        (limit(2, working=True), on(20, 11), on(25, 11, 17)),  # 24 November is a day off
        (limit(2, working=True), on(16, 11), on(18, 11, 17)),
        (limit(2, working=True), on(21, 11), on(25, 11, 17)),  # received on a Saturday
        (limit(15, working=False), on(2, 11), on(17, 11, 17)),
        (limit(15, working=False), on(6, 11, 23), on(23, 11, 17)),  # the 21st is a Saturday
        (limit(1, working=False), on(2, 11, 23), on(3, 11, 17)),
    ],
)
def test_a_limit_ends_when_the_offices_close_on_its_last_day(of: LegalLimit, start: datetime, end: datetime) -> None:
    assert of.ends(start, OFFICE.days, ZONE) == end


def test_a_request_is_answered_then_carried_out() -> None:
    request = received()
    answered = answer(request, FRIDAY + timedelta(hours=1))
    assert isinstance(answered, PersonalDataRequest)
    assert answered.next_due == request.carry_out_due
    done = carry_out(answered, FRIDAY + timedelta(days=2))
    assert isinstance(done, PersonalDataRequest)
    assert (done.ended_at, done.refused, done.next_due) == (FRIDAY + timedelta(days=2), False, None)


@pytest.mark.parametrize("last", [carry_out, refuse])
def test_carrying_out_or_refusing_answers_too(last) -> None:
    done = last(received(), FRIDAY)
    assert (done.answered_at, done.ended_at) == (FRIDAY, FRIDAY)
    assert done.refused is (last is refuse)


def test_the_limit_to_carry_out_is_extended_once_from_its_end() -> None:
    request = received()
    extended = extend(request, FRIDAY, LAW, OFFICE)
    assert isinstance(extended, PersonalDataRequest)
    assert extended.carry_out_due == LAW.extension[RequestKind.RESTRICT].ends(request.carry_out_due, OFFICE.days, ZONE)
    assert extended.carry_out_due - request.carry_out_due >= timedelta(days=15)
    assert extend(extended, FRIDAY, LAW, OFFICE) is Hindrance.EXTENDED_BEFORE


def test_what_may_not_be_is_named() -> None:
    request = received()
    ended = carry_out(request, FRIDAY)
    assert isinstance(ended, PersonalDataRequest)
    late = request.carry_out_due + timedelta(seconds=1)
    assert extend(request, late, LAW, OFFICE) is Hindrance.LIMIT_PASSED
    assert extend(received(RequestKind.ERASE), FRIDAY, LAW, OFFICE) is Hindrance.NO_EXTENSION
    for step in (answer, carry_out, refuse):
        assert step(ended, FRIDAY) is Hindrance.ENDED
        assert step(request, FRIDAY - timedelta(seconds=1)) is Hindrance.NOT_BEFORE
    answered = answer(request, FRIDAY)
    assert isinstance(answered, PersonalDataRequest)
    assert answer(answered, FRIDAY) is Hindrance.ANSWERED_BEFORE


def test_a_request_is_overdue_by_the_clock() -> None:
    request, second = received(), timedelta(seconds=1)
    assert request.overdue_limit(request.answer_due) is None
    assert request.overdue_limit(request.answer_due + second) is RequestStep.ANSWERED
    assert request.overdue_limit(request.carry_out_due + second) is RequestStep.CARRIED_OUT
    answered = answer(request, FRIDAY)
    assert isinstance(answered, PersonalDataRequest)
    assert answered.overdue_limit(request.carry_out_due) is None
    done = refuse(request, FRIDAY)
    assert isinstance(done, PersonalDataRequest)
    assert done.overdue_limit(request.carry_out_due + second) is None


def test_the_law_of_the_program_cites_a_source_for_each_limit_and_claims_to_have_read_none() -> None:
    law = request_law()
    limits = (law.answer, *law.carry_out.values(), *law.extension.values())
    assert (law.answer.days, law.answer.working) == (2, True)
    assert law.carry_out.keys() == set(RequestKind)
    assert {(each.confirmed, "356/2025/NĐ-CP" in each.source) for each in limits} == {(False, True)}
    assert law.extension.keys() == {RequestKind.RESTRICT}


def test_only_a_restriction_that_was_carried_out_is_lifted() -> None:
    done = carry_out(received(), FRIDAY)
    assert isinstance(done, PersonalDataRequest)
    assert lift(done) == done
    refused, erased = refuse(received(), FRIDAY), carry_out(received(RequestKind.ERASE), FRIDAY)
    for other in (received(), refused, erased):
        assert isinstance(other, PersonalDataRequest)
        assert lift(other) is Hindrance.NOT_RESTRICTED
