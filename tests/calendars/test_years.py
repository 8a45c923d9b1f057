"""A year day by day, compared with the official table; the acts behind it; and its iCalendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from calendars import VIETNAM, Decision, Effect, NaiveInstant, OutsideCalendar, official_decisions, working_calendar
from calendars.deadlines import deadline
from calendars.ics import icalendar_of
from calendars.instants import SteadyClock
from calendars.year import DayKind, bases, year_of_office
from domain.time.amounts import Amount
from tests.support.calendars.offices import B, hours, local

# The official calendar: Tết weekdays off, National Day, days swapped off and worked.
OFFICIAL = {
    2020: ("23/1 24/1 27/1 28/1 29/1", "2/9", "", ""),
    2021: ("10/2 11/2 12/2 15/2 16/2", "2/9 3/9", "", ""),
    2022: ("31/1 1/2 2/2 3/2 4/2", "1/9 2/9", "", ""),
    2023: ("20/1 23/1 24/1 25/1 26/1", "1/9 4/9", "", ""),
    2024: ("8/2 9/2 12/2 13/2 14/2", "2/9 3/9", "29/4", "4/5"),
    2025: ("27/1 28/1 29/1 30/1 31/1", "1/9 2/9", "2/5", "26/4"),
    2026: ("16/2 17/2 18/2 19/2 20/2", "1/9 2/9", "2/1 31/8", "10/1 22/8"),
    2027: ("4/2 5/2 8/2 9/2 10/2", "2/9 3/9", "", ""),
}
WORKING_DAYS = {2020: 252, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 250, 2026: 249, 2027: 249}
STAMP = datetime(2026, 1, 1, tzinfo=UTC)


def written(days) -> str:
    return " ".join(f"{each.day.day}/{each.day.month}" for each in days)


@pytest.mark.parametrize("year", OFFICIAL)
def test_every_year_shows_the_days_of_the_official_table(year):
    drawn = year_of_office(working_calendar((B,)), year)
    holidays = [each for each in drawn.days if each.kind is DayKind.HOLIDAY and each.day.weekday() < 5]
    tet = [each for each in holidays if each.day.month < 3 and "Tết Dương lịch" not in each.why]
    national = [each for each in holidays if each.day.month == 9]
    off = [each for each in drawn.days if each.kind is DayKind.SWAPPED_OFF]
    worked = [each for each in drawn.days if each.kind is DayKind.SWAPPED_WORKED]
    assert tuple(map(written, (tet, national, off, worked))) == OFFICIAL[year]
    assert drawn.decided
    assert not any(each.predicted for each in drawn.days)


@pytest.mark.parametrize(("year", "working_days"), WORKING_DAYS.items())
def test_a_year_has_each_of_its_days_once_and_its_working_days_counted(year, working_days):
    drawn = year_of_office(working_calendar((B,)), year)
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    assert [each.day for each in drawn.days] == [first + timedelta(days=n) for n in range((after - first).days)]
    assert drawn.working_days == working_days


@pytest.mark.parametrize("year", OFFICIAL)
def test_a_day_of_the_year_is_worked_when_the_calendar_says_so(year):
    cal = working_calendar((B,))
    for each in year_of_office(cal, year).days:
        assert cal.is_working(local(f"{each.day} 09:00")) is each.kind.is_worked is bool(each.sessions)


def test_a_worked_saturday_has_the_hours_of_the_day_it_replaces_and_its_act():
    drawn = year_of_office(working_calendar((hours("08:00-12:00 13:00-17:00", saturday="08:00-12:00"),)), 2026)
    (saturday,) = (each for each in drawn.days if each.day == date(2026, 8, 22))
    assert saturday.sessions == B.weekdays[0]
    assert (saturday.why, saturday.basis) == ("Làm việc thay cho thứ Hai 31/08/2026", "9441/TB-BNV")


def test_the_acts_of_a_year_come_with_their_dates_and_the_days_each_decides():
    cal = working_calendar((B,))
    behind = {each.number: each for each in bases(cal, year_of_office(cal, 2026))}
    assert written(behind["9441/TB-BNV"].days) == "16/2 17/2 18/2 19/2 20/2 22/8 31/8 1/9 2/9"
    assert written(behind["12729/VPCP-KGVX"].days) == "2/1 10/1"
    assert behind["12729/VPCP-KGVX"].act_date == date(2025, 12, 25)
    assert behind["Nghị quyết 28/2026/QH16, Điều 2"].act_date is None


def test_a_year_without_its_act_is_predicted_day_by_day():
    drawn = year_of_office(working_calendar((B,)), 2028)
    assert not drawn.decided
    assert all(each.predicted for each in drawn.days)


def test_a_festival_moved_by_its_act_is_a_holiday_and_only_what_is_made_up_is_swapped():
    days = ("2028-01-25", "2028-01-26", "2028-01-27", "2028-01-28", "2028-01-31", "2028-05-08")
    act = [Decision(date.fromisoformat(day), Effect.OFF, "1/TB", "Nghỉ", date(2027, 10, 1)) for day in days]
    made_up = Decision(date(2028, 5, 13), Effect.WORKED, "1/TB", "Làm việc thay", date(2027, 10, 1), hours_of=0)
    drawn = year_of_office(working_calendar((B,), (*official_decisions(), *act, made_up)), 2028)
    kinds = {each.day: each.kind for each in drawn.days}
    assert kinds[date(2028, 1, 31)] is DayKind.HOLIDAY
    assert kinds[date(2028, 5, 8)] is DayKind.SWAPPED_OFF
    assert kinds[date(2028, 5, 13)] is DayKind.SWAPPED_WORKED


@pytest.mark.parametrize("year", [2019, 2101])
def test_a_year_that_cannot_be_computed_is_refused(year):
    with pytest.raises(OutsideCalendar):
        year_of_office(working_calendar((B,)), year)


def test_a_year_in_which_the_office_only_begins_is_refused():
    begins = hours("08:00-12:00 13:00-17:00", valid_from=date(2022, 10, 5))
    with pytest.raises(OutsideCalendar):
        year_of_office(working_calendar((begins,)), 2022)


def events_of(year: int) -> dict[str, Event]:
    """Read the iCalendar of a year back: each event by its UID."""
    text = icalendar_of(year_of_office(working_calendar((B,)), year), "Thử", stamp=STAMP)
    return {str(event["uid"]): event for event in Calendar.from_ical(text).walk("VEVENT") if isinstance(event, Event)}


@pytest.mark.parametrize("year", [2026, 2028])
def test_a_phone_reads_back_each_unusual_day_as_one_whole_day(year):
    unusual = year_of_office(working_calendar((B,)), year).unusual
    events = events_of(year).values()
    assert [event.start for event in events] == [each.day for each in unusual]
    assert all(event.end - event.start == timedelta(days=1) and not event.errors for event in events)
    assert all(each.basis in str(event["description"]) for each, event in zip(unusual, events, strict=True))


def test_a_phone_learns_which_days_are_worked_and_which_are_predicted():
    worked, off = (events_of(2026)[f"{day}@lich-lam-viec.hientruong"] for day in ("2026-08-22", "2026-08-31"))
    assert worked["summary"] == "Làm việc thay cho thứ Hai 31/08/2026"
    assert "Giờ làm việc: 08:00–12:00, 13:00–17:00." in str(worked["description"])
    assert [each["status"] for each in (worked, off)] == ["CONFIRMED", "CONFIRMED"]
    assert {str(event["status"]) for event in events_of(2028).values()} == {"TENTATIVE"}


def test_an_event_keeps_its_uid_when_an_act_changes_its_day():
    before = tuple(each for each in official_decisions() if each.day.year != 2026)
    drawn = year_of_office(working_calendar((B,), before), 2026)
    predicted = Calendar.from_ical(icalendar_of(drawn, "Thử", stamp=STAMP))
    uids = {event.start: event["uid"] for event in predicted.walk("VEVENT") if isinstance(event, Event)}
    assert all(uids[event.start] == uid for uid, event in events_of(2026).items() if event.start in uids)


@pytest.mark.parametrize(
    ("start", "amount", "predicted", "skipped"),
    [
        pytest.param("2026-01-09 16:30", "1 wd", False, 0, id="over a worked Saturday"),
        pytest.param("2027-12-30 09:00", "1 wd", False, 0, id="within a decided year"),
        pytest.param("2027-12-31 09:00", "1 wd", True, 3, id="into an undecided year"),
        pytest.param("2028-05-12 16:00", "48 h", False, 0, id="clock time, which no act moves"),
    ],
)
def test_a_deadline_knows_what_it_skipped_and_whether_it_is_certain(start, amount, predicted, skipped):
    answer = deadline(working_calendar((B,)), local(start), Amount.parse(amount))
    assert (answer.predicted, len(answer.skipped)) == (predicted, skipped)


@given(
    zone=st.sampled_from([VIETNAM, ZoneInfo("Europe/Paris"), ZoneInfo("Africa/Casablanca"), ZoneInfo("Asia/Tokyo")]),
    at=st.datetimes(datetime.fromisoformat("1970-01-01"), datetime.fromisoformat("2110-01-01")),
    fold=st.sampled_from([0, 1]),
)
def test_a_steady_clock_reads_every_instant_as_its_zone_does(zone, at, fold):
    clock = SteadyClock(zone, date(2020, 1, 1), date(2100, 12, 31))
    at = at.replace(tzinfo=zone, fold=fold)
    assert clock.in_utc(at) == at.astimezone(UTC)
    assert clock.in_utc(at).tzinfo is UTC


@pytest.mark.parametrize("zone", [VIETNAM, ZoneInfo("Europe/Paris")])
def test_no_clock_takes_a_naive_datetime(zone):
    with pytest.raises(NaiveInstant):
        SteadyClock(zone, date(2020, 1, 1), date(2100, 12, 31)).in_utc(datetime.fromisoformat("2026-01-01 09:00"))
