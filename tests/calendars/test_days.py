"""Tests which days count: the official calendar of 2020-2027, the `holidays` library compared with it, and the arrival
of acts."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from calendars import (
    Decision,
    Effect,
    InvalidDecision,
    SkippedDay,
    official_decisions,
    read_decisions,
    working_calendar,
)
from domain.time.amounts import Amount, Counting, Unit
from tests.support.calendars.offices import B, hours, local

# Compiled by hand from the acts and the Labour Code: weekdays off, and weekend days worked.
OFFICIAL = {
    2020: ("1/1 23/1 24/1 27/1 28/1 29/1 2/4 30/4 1/5 2/9", ""),
    2021: ("1/1 10/2 11/2 12/2 15/2 16/2 21/4 30/4 3/5 2/9 3/9", ""),
    2022: ("3/1 31/1 1/2 2/2 3/2 4/2 11/4 2/5 3/5 1/9 2/9", ""),
    2023: ("2/1 20/1 23/1 24/1 25/1 26/1 1/5 2/5 3/5 1/9 4/9", ""),
    2024: ("1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9", "4/5"),
    2025: ("1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9", "26/4"),
    2026: ("1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11", "10/1 22/8"),
    2027: ("1/1 4/2 5/2 8/2 9/2 10/2 16/4 30/4 3/5 2/9 3/9 24/11", ""),
}
# Where the installed library is wrong, and the act that says so. An upgrade of the library that changes a line fails
# here.
LIBRARY_ERRS = {
    (date(2026, 1, 2), "works", "12729/VPCP-KGVX"),
    (date(2026, 1, 10), "is off", "12729/VPCP-KGVX"),
}


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


def works(cal, day: date) -> bool:
    midnight = local(f"{day} 00:00")
    return cal.elapsed(midnight, midnight + timedelta(days=1), Unit.WORKING_DAY) > timedelta(0)


@pytest.mark.parametrize("year", OFFICIAL)
def test_every_year_follows_its_acts(year):
    cal = working_calendar((B,))
    off = [day for day in days_of(year) if day.weekday() < 5 and not works(cal, day)]
    worked = [day for day in days_of(year) if day.weekday() >= 5 and works(cal, day)]
    written = tuple(" ".join(f"{day.day}/{day.month}" for day in days) for days in (off, worked))
    assert written == OFFICIAL[year]


def test_the_library_is_wrong_only_where_this_table_says_so():
    cal = working_calendar((B,))
    by_act = {decision.day: decision.act for decision in official_decisions()}
    library = holidays.country_holidays("VN", years=range(2020, 2028), expand=False)
    differences = set()
    for day in (day for year in OFFICIAL for day in days_of(year)):
        in_library = day in library.weekend_workdays or (day.weekday() < 5 and day not in library)
        if in_library is not works(cal, day):
            differences.add((day, "works" if in_library else "is off", by_act.get(day, "no act")))
    assert differences == LIBRARY_ERRS


def test_the_library_still_knows_the_last_year_and_nothing_after_it():
    assert holidays.country_holidays("VN", years=2100, expand=False)
    assert not holidays.country_holidays("VN", years=2101, expand=False)


def test_swaps_come_from_acts_alone():
    rules_alone = working_calendar((B,), ())
    assert works(rules_alone, date(2026, 8, 31))
    assert not works(rules_alone, date(2026, 8, 22))


def test_an_answer_names_the_days_it_skipped_and_the_act_or_rule_behind_each():
    cal = working_calendar((B,))
    assert cal.explain(local("2026-01-01 08:00"), local("2026-01-05 17:00")) == (
        SkippedDay(date(2026, 1, 1), "Tết Dương lịch", "Bộ luật Lao động 2019, khoản 1 Điều 112", predicted=False),
        SkippedDay(date(2026, 1, 2), "Nghỉ hoán đổi với thứ Bảy 10/01/2026", "12729/VPCP-KGVX", predicted=False),
        SkippedDay(date(2026, 1, 3), "Thứ Bảy, cơ quan không làm việc", "Quyết định thử nghiệm", predicted=False),
        SkippedDay(date(2026, 1, 4), "Chủ nhật, cơ quan không làm việc", "Quyết định thử nghiệm", predicted=False),
    )


@pytest.mark.parametrize(
    ("day", "why", "basis", "predicted"),
    [
        pytest.param("2026-02-17", "Nghỉ Tết Nguyên đán Bính Ngọ", "9441/TB-BNV", False, id="Tết, by act"),
        pytest.param(
            "2026-04-27",
            "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)",
            "Bộ luật Lao động 2019, khoản 3 Điều 111",
            False,
            id="a holiday made up",
        ),
        pytest.param(
            "2026-11-24", "Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16, Điều 2", False, id="the Cultural Day"
        ),
        pytest.param(
            "2020-04-30",
            "Ngày Chiến thắng",
            "Bộ luật Lao động 2012, Điều 115",
            False,
            id="under the former Labour Code",
        ),
        pytest.param(
            "2028-01-26", "Tết Nguyên Đán", "Bộ luật Lao động 2019, khoản 1 Điều 112", True, id="Tết before its act"
        ),
        pytest.param(
            "2028-03-04", "Thứ Bảy, cơ quan không làm việc", "Quyết định thử nghiệm", True, id="a free Saturday"
        ),
    ],
)
def test_each_kind_of_day_off_has_its_reason(day, why, basis, predicted):
    noon = local(f"{day} 12:00")
    assert working_calendar((B,)).explain(noon, noon) == (SkippedDay(date.fromisoformat(day), why, basis, predicted),)


def test_what_is_skipped_is_the_same_in_either_direction():
    cal = working_calendar((B,))
    start, end = local("2026-02-13 15:30"), local("2026-02-23 10:30")
    assert len(cal.explain(start, end)) == 9
    assert cal.explain(end, start) == cal.explain(start, end)


@pytest.mark.parametrize(
    ("at", "predicted"),
    [
        pytest.param("2027-12-31 17:00", False, id="the last decided year"),
        pytest.param("2028-01-01 00:00", True, id="the first undecided year"),
        pytest.param("2020-01-01 00:00", False, id="the first year"),
    ],
)
def test_a_due_date_in_a_year_without_an_act_is_predicted(at, predicted):
    assert working_calendar((B,)).is_predicted(local(at)) is predicted


# Invented: an act for 2028 that gives other days off than the predicted ones.
ACT_OF_2028 = tuple(
    Decision(date.fromisoformat(day), Effect.OFF, "1/VPCP-KGVX", "Nghỉ Tết Nguyên đán Mậu Thân", date(2027, 10, 1))
    for day in ("2028-01-25", "2028-01-26", "2028-01-27", "2028-01-28", "2028-01-31")
)


def test_when_the_act_of_a_year_arrives_its_days_replace_the_predicted_ones():
    guessed = working_calendar((B,))
    decided = working_calendar((B,), official_decisions() + ACT_OF_2028)
    assert [works(guessed, date(2028, 1, day)) for day in (24, 31)] == [False, True]
    assert [works(decided, date(2028, 1, day)) for day in (24, 31)] == [True, False]
    assert not decided.is_predicted(local("2028-06-01 09:00"))
    assert not works(decided, date(2028, 9, 1)), (
        "the act does not mention the second National Day, so that day stays predicted"
    )


def test_a_tet_day_on_a_saturday_stays_off_though_acts_list_weekdays_alone():
    saturdays = working_calendar((hours("08:00-12:00 13:00-17:00", saturday="08:00-12:00"),))
    assert not works(saturdays, date(2027, 2, 6))
    assert works(saturdays, date(2027, 2, 13))


def test_an_act_that_only_swaps_a_day_does_not_decide_the_year():
    swap = Decision(date(2028, 5, 3), Effect.OFF, "2/VPCP-KGVX", "Nghỉ hoán đổi", date(2028, 3, 1))
    cal = working_calendar((B,), (*official_decisions(), swap))
    assert not works(cal, date(2028, 5, 3))
    assert not cal.is_predicted(local("2028-05-03 09:00"))
    assert cal.is_predicted(local("2028-05-04 09:00"))


def test_an_expected_decision_counts_but_is_predicted():
    expected = Decision(date(2026, 11, 23), Effect.OFF, "Dự thảo", "Đề xuất hoán đổi", decided=False)
    cal = working_calendar((B,), (*official_decisions(), expected))
    assert cal.add(local("2026-11-20 17:00"), Amount.parse("1 wd")) == local("2026-11-25 17:00")
    assert cal.is_predicted(local("2026-11-23 09:00"))
    assert not cal.is_predicted(local("2026-11-25 09:00"))


@pytest.mark.parametrize(
    ("first", "second", "off"),
    [
        pytest.param(("off", date(2025, 1, 1), True), ("worked", date(2025, 2, 1), True), False, id="the later act"),
        pytest.param(("worked", date(2025, 2, 1), True), ("off", date(2025, 1, 1), True), False, id="in either order"),
        pytest.param(("off", date(2025, 1, 1), True), ("worked", date(2025, 2, 1), False), True, id="a decided one"),
        pytest.param(("off", None, True), ("worked", date(2025, 2, 1), True), False, id="one with a date"),
    ],
)
def test_of_two_decisions_about_one_day_one_holds(first, second, off):
    decisions = tuple(
        Decision(date(2026, 3, 11), Effect(effect), f"{effect}/TB", "Thử", act_date, decided)
        for effect, act_date, decided in (first, second)
    )
    assert works(working_calendar((B,), decisions), date(2026, 3, 11)) is not off


def test_due_dates_move_when_an_act_comes_seven_days_before_its_day():
    before = tuple(each for each in official_decisions() if each.act != "12729/VPCP-KGVX")
    start = local("2025-12-31 15:00")
    assert working_calendar((B,), before).add(start, Amount.parse("1 wd")) == local("2026-01-02 15:00")
    assert working_calendar((B,)).add(start, Amount.parse("1 wd")) == local("2026-01-05 15:00")


@pytest.mark.parametrize(("made_up", "due"), [(True, "2029-11-27 17:00"), (False, "2029-11-26 17:00")])
def test_whether_the_cultural_day_is_made_up_is_a_choice(made_up, due):
    cal = working_calendar((B,), cultural_day_made_up=made_up)
    assert cal.add(local("2029-11-23 10:00"), Amount.parse("1 wd"), Counting.WHOLE_DAY) == local(due)


ACT = '[[act]]\nnumber = "1/TB"\nstatus = "decided"\nsource = "Thử"\n[[act.days]]\nwhy = "Thử"\n'


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        pytest.param("[[act", "not TOML", id="not TOML"),
        pytest.param("", "missing field act", id="empty"),
        pytest.param("act = [1]", "1 is not a table", id="an act that is no table"),
        pytest.param(ACT, "names no days", id="no days"),
        pytest.param("act = 1", "act is 1, not a list", id="mistyped"),
        pytest.param(ACT + "of = [2026-03-11]", "unknown field of", id="a misspelt field"),
        pytest.param(
            ACT.replace('"decided"', '"sure"') + "off = [2026-03-11]", "status is 'sure'", id="another status"
        ),
        pytest.param(ACT.replace('number = "1/TB"\n', ""), "missing field number", id="no number"),
        pytest.param(ACT + 'worked = [2026-03-14]\nhours_of = "mon"', "hours_of is 'mon'", id="no such weekday"),
        pytest.param(ACT + "worked = [2026-03-14]", "must say whose hours", id="a Saturday without hours"),
        pytest.param(ACT + 'off = [2026-03-13]\nhours_of = "monday"', "cannot have hours", id="a day off with hours"),
        pytest.param(ACT + 'off = ["2026-03-13"]', "not a date", id="a day in quotes"),
        pytest.param(ACT + "off = [2026-03-13T00:00:00]", "not a date", id="a day with a time"),
    ],
)
def test_a_faulty_table_of_decisions_is_refused(toml, complaint):
    with pytest.raises(InvalidDecision, match=complaint):
        read_decisions(toml)


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        pytest.param({"hours_of": 7}, "weekday 7", id="no such weekday"),
        pytest.param({"hours_of": 0, "sessions": B.weekdays[0]}, "not both", id="two kinds of hours"),
    ],
)
def test_a_decision_that_contradicts_itself_is_refused(wrong, complaint):
    with pytest.raises(InvalidDecision, match=complaint):
        Decision(date(2026, 3, 14), Effect.WORKED, "1/TB", "Thử", **wrong)


def test_every_official_decision_is_cited_and_names_a_day_once():
    decisions = official_decisions()
    assert len({decision.day for decision in decisions}) == len(decisions)
    assert all(decision.act and decision.why and decision.decided for decision in decisions)
    assert [decision.day for decision in decisions] == sorted(decision.day for decision in decisions)
