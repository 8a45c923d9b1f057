"""The calendar over HTTP: anybody reads it; an admin changes it after a preview of the cases that move."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from api.background.sweeping import sweep
from api.calendar.views import deadline_view, desk_view, year_view
from calendars import VIETNAM, working_calendar
from calendars.deadlines import deadline
from calendars.year import year_of_office
from domain.time.amounts import Amount
from domain.time.office_hours import DeskHours, usual_week
from tests.support.fronts.desk import STAFF, Desk

# The desk's first day is Monday 23/11/2026, and 24/11 is a holiday: a case dispatched at 08:00 is due at noon the same day.
STORM: dict[str, Any] = {
    "number": "25/CĐ-TTg",
    "source": "Công điện 25/CĐ-TTg",
    "date": "2026-11-23",
    "days": [{"why": "Nghỉ tránh bão", "off": ["2026-11-25", "2026-11-26"]}],
}


def decides(desk: Desk, who: str = "admin", **changes: Any) -> Any:
    return desk.client.post("/api/v1/calendar/decisions", json=STORM | changes, headers=desk.headers(who))


def withdraws(desk: Desk, number: str = STORM["number"], *, dry_run: bool = False) -> Any:
    body = {"number": number, "dry_run": dry_run}
    return desk.client.post("/api/v1/calendar/decisions/withdraw", json=body, headers=desk.headers("admin"))


def dues(desk: Desk, code: str) -> dict[str, str]:
    return {limit["id"]: limit["due_text"] for limit in desk.sees(code, "auditor").json()["limits"]}


@pytest.fixture
def code(desk: Desk) -> str:
    """A case in processing: five working days from Monday 23/11, with a holiday on the 24th."""
    return desk.walked("accept")


def test_a_dry_run_names_the_cases_that_move_and_changes_nothing(desk: Desk, code: str) -> None:
    desk.walked("rate")
    before = dues(desk, code)
    shown = decides(desk)
    assert shown.status_code == 200
    assert shown.json()["moves"]["open_cases"] == 1
    assert shown.json()["moves"]["total"] == 1
    [case] = shown.json()["moves"]["items"]
    moved = {each["limit"]["id"]: (each["due_before_text"], each["due_after_text"]) for each in case["limits"]}
    assert case["code"] == code
    assert (
        moved["process"] == (before["process"], "08:00 thứ Năm 03/12/2026") or moved["process"][0] == before["process"]
    )
    assert dues(desk, code) == before
    assert desk.record.book.revision == 1


def test_an_act_put_in_force_moves_the_case_and_the_case_says_from_when_to_when_and_by_what(
    desk: Desk, code: str
) -> None:
    before = dues(desk, code)
    shown = decides(desk).json()["moves"]["items"][0]["limits"]
    saved = decides(desk, dry_run=False)
    assert saved.status_code == 202
    assert saved.json()["revision"] == 2
    after = dues(desk, code)
    assert after == before | {each["limit"]["id"]: each["due_after_text"] for each in shown}
    assert after["process"] != before["process"]
    events = desk.sees(code, "reporter", "/events").json()["items"]
    event = next(each for each in events if each["kind"] == "limit_rescheduled" and each["limit"]["id"] == "process")
    assert (event["previous_due_text"], event["due_text"]) == (before["process"], after["process"])
    assert event["decided_by"] == event["article"] == "25/CĐ-TTg"
    assert event["by"] is None


def test_the_withdrawal_of_an_act_brings_the_case_back(desk: Desk, code: str) -> None:
    before = dues(desk, code)
    decides(desk, dry_run=False)
    shown = withdraws(desk, dry_run=True)
    assert shown.json()["moves"]["total"] == 1
    assert withdraws(desk).json()["revision"] == 3
    assert dues(desk, code) == before
    last = desk.sees(code, "auditor", "/events").json()["items"][-1]
    assert last["decided_by"] == "thu hồi 25/CĐ-TTg"


def test_a_new_case_is_due_by_the_new_calendar_at_once(desk: Desk) -> None:
    decides(desk, dry_run=False)
    code = desk.walked("accept")
    assert withdraws(desk, dry_run=True).json()["moves"]["total"] == 1
    kinds = [event["kind"] for event in desk.sees(code, "auditor", "/events").json()["items"]]
    assert "limit_rescheduled" not in kinds


def test_progress_says_how_many_were_told(desk: Desk, code: str) -> None:
    saved = decides(desk, dry_run=False).json()
    told = desk.client.get(saved["progress"], headers=desk.headers("admin")).json()
    assert (told["state"], told["told"], told["moved"], told["total"]) == ("told", 1, 1, 1)
    assert told["act"] == "25/CĐ-TTg"


def test_while_temporal_is_away_the_change_is_saved_and_told_when_it_is_back(desk: Desk, code: str) -> None:
    desk.gateway.away = True
    assert decides(desk, dry_run=False).status_code == 202
    assert desk.record.calendar.untold() == (2,)
    desk.gateway.away = False
    waiting = desk.gets("/calendar/changes/2", "admin").json()
    assert waiting["state"] == "waiting"
    assert decides(desk, dry_run=False).json()["revision"] == 2
    assert desk.record.calendar.untold() == ()
    assert desk.gets("/calendar/changes/2", "admin").json()["state"] == "told"


async def test_the_sweeper_starts_a_telling_that_temporal_was_away_for(desk: Desk, code: str) -> None:
    desk.gateway.away = True
    decides(desk, dry_run=False)
    await sweep(desk.app.state.front)
    assert desk.record.calendar.untold() == (2,)
    desk.gateway.away = False
    await sweep(desk.app.state.front)
    assert desk.record.calendar.untold() == ()
    assert desk.gets("/calendar/changes/2", "admin").json()["moved"] == 1


def test_the_same_act_sent_again_is_the_same_revision_and_moves_nothing_more(desk: Desk, code: str) -> None:
    decides(desk, dry_run=False)
    count = len(desk.sees(code, "auditor", "/events").json()["items"])
    assert decides(desk).json()["already"] is True
    assert decides(desk, dry_run=False).json()["revision"] == 2
    assert len(desk.sees(code, "auditor", "/events").json()["items"]) == count


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_act_in_force_with_other_days_must_be_withdrawn_first(desk: Desk, dry_run: bool) -> None:
    decides(desk, dry_run=False)
    again = decides(desk, dry_run=dry_run, days=[{"why": "Nghỉ tránh bão", "off": ["2026-11-27"]}])
    assert again.status_code == 409
    assert again.json()["type"] == "/problems/act-in-force"


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_act_that_is_not_in_force_cannot_be_withdrawn(desk: Desk, dry_run: bool) -> None:
    answer = withdraws(desk, "1/KHONG-CO", dry_run=dry_run)
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/act-not-in-force"


@pytest.mark.parametrize("who", [*sorted(set(STAFF) - {"admin"}), "nobody"])
def test_only_an_admin_changes_the_calendar(desk: Desk, who: str) -> None:
    assert decides(desk, who).status_code == (401 if who == "nobody" else 403)
    assert desk.gets("/calendar/changes/2", who).status_code == (401 if who == "nobody" else 403)


def test_a_change_that_never_was_is_unknown(desk: Desk) -> None:
    assert desk.gets("/calendar/changes/1", "admin").status_code == 404
    assert desk.gets("/calendar/changes/9", "admin").json()["type"] == "/problems/unknown-change"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"days": []}, "ngắn quá"),
        ({"days": [{"why": "Nghỉ"}]}, "ít nhất một ngày"),
        ({"days": [{"why": "Nghỉ", "off": ["2026-11-25"], "hours_of": "friday"}]}, "không có giờ làm việc"),
        ({"days": [{"why": "Làm bù", "worked": ["2026-11-28"]}]}, "theo giờ của thứ nào"),
        ({"days": [{"why": "Nghỉ", "off": ["2026-11-25", "2026-11-25"]}]}, "chỉ được nêu một lần"),
        ({"days": [{"why": "Nghỉ", "off": ["1999-11-25"]}]}, "từ 2020 đến 2100"),
        ({"days": [{"why": "Nghỉ", "off": ["hôm nay"]}]}, "2026-01-02"),
        ({"days": [{"why": "Làm bù", "worked": ["2026-11-28"], "hours_of": "thứ sáu"}]}, "danh sách"),
        ({"number": " "}, "không được để trống"),
        ({"surprise": 1}, "tên như vậy"),
    ],
)
def test_an_act_that_makes_no_sense_is_refused_in_a_sentence(
    desk: Desk, changes: dict[str, Any], sentence: str
) -> None:
    refused = decides(desk, **changes)
    assert refused.status_code == 422
    assert any(sentence in error["message"] for error in refused.json()["errors"]), refused.json()
    assert desk.record.book.revision == 1


@pytest.mark.parametrize(
    ("days", "field", "sentence"),
    [
        ([{"worked": ["2026-12-06"]}], "days.0", "theo giờ của thứ nào"),
        (
            [{"off": ["2026-11-25"], "worked": ["2026-12-07"], "hours": "07:30-11:30"}],
            "days.0",
            "không có giờ làm việc",
        ),
        ([{"off": ["2026-11-25"], "worked": ["2026-12-07"], "half": "morning"}], "days.0", "nghỉ một buổi"),
        ([{"off": ["2026-11-25"], "worked": ["2026-12-06"]}], "days.0", "theo giờ của thứ nào"),
        ([{"off": [], "half": "afternoon"}], "days.0", "ít nhất một ngày"),
        ([{"worked": ["2026-12-07"], "hours_of": "friday", "hours": "07:30-11:30"}], "days.0", "một trong hai"),
        ([{"off": ["1999-11-25"]}], "days.0.off.0", "từ 2020 đến 2100"),
        ([{"off": ["2026-11-25"]}, {"worked": ["2026-12-06"]}], "days.1", "theo giờ của thứ nào"),
        ([], "days", "ngắn quá"),
    ],
)
def test_one_fault_in_an_entry_is_one_error(desk: Desk, days: list[dict[str, Any]], field: str, sentence: str) -> None:
    refused = decides(desk, days=[{"why": "Nghỉ tránh bão"} | each for each in days])
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert (error["field"], sentence in error["message"]) == (field, True), error
    assert not re.search(r"off|worked|hours|half", error["message"])  # pages show the same sentence


def test_anybody_reads_the_acts_in_force_and_the_changes(desk: Desk) -> None:
    decides(desk, dry_run=False)
    listed = desk.gets("/calendar/decisions").json()
    assert listed["revision"] == 2
    assert [each["change"] for each in listed["changes"]] == ["seed", "add"]
    acts = {act["number"]: act for act in listed["acts"]}
    swap = {day["day"]: (day["effect"], day["hours_of"]) for day in acts["12729/VPCP-KGVX"]["days"]}
    assert swap["2026-01-02"] == ("off", None)
    assert swap["2026-01-10"] == ("worked", "friday")
    assert [day["day"] for day in acts["25/CĐ-TTg"]["days"]] == ["2026-11-25", "2026-11-26"]


def test_anybody_reads_a_year_with_its_acts(desk: Desk) -> None:
    decides(desk, dry_run=False)
    year = desk.gets("/calendar/2026", procedure="khanh-hoa").json()
    days = {day["day"]: (day["kind"], day["basis"], day["predicted"]) for day in year["days"]}
    assert year["office"] == "Ủy ban nhân dân tỉnh Khánh Hòa"
    assert days["2026-01-02"] == ("swapped_off", "12729/VPCP-KGVX", False)
    assert days["2026-01-10"] == ("swapped_worked", "12729/VPCP-KGVX", False)
    assert days["2026-11-25"] == ("holiday", "25/CĐ-TTg", False)
    assert {"number": "25/CĐ-TTg", "act_date": "2026-11-23", "days": ["2026-11-25", "2026-11-26"]} in year["acts"]
    assert desk.gets("/calendar/2028").json()["decided"] is False


@pytest.mark.parametrize("path", ["/calendar/1900", "/calendar/2101", "/calendar/0", "/calendar/tết"])
def test_a_year_that_cannot_be_computed_is_a_problem(desk: Desk, path: str) -> None:
    refused = desk.gets(path)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["place"] == "path"


def test_the_year_of_no_procedure_is_a_problem(desk: Desk) -> None:
    refused = desk.gets("/calendar/2026", procedure="sao-hoa")
    assert refused.status_code == 422
    assert refused.json()["errors"][0] | {"message": ""} == {"field": "procedure", "place": "query", "message": ""}


def test_anybody_asks_whether_the_desk_is_open_and_whether_time_runs(desk: Desk) -> None:
    answer = desk.gets("/desk", procedure="khanh-hoa", at="2026-03-14T08:00:00+07:00").json()
    assert answer == {
        "at": "2026-03-14T08:00:00+07:00",
        "desk_open": False,
        "next_desk_opening": "2026-03-16T07:30:00+07:00",
        "clock_running": False,
        "next_opening": "2026-03-16T07:30:00+07:00",
    }
    now = desk.gets("/desk").json()
    assert (now["at"], now["desk_open"]) == ("2026-11-23T08:00:00+07:00", True)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"procedure": "sao-hoa"}, "procedure"),
        ({"at": "2101-01-01T08:00:00+07:00"}, "at"),
        ({"at": "2026-03-14T08:00:00"}, "at"),
    ],
)
def test_a_desk_that_cannot_be_meant_is_a_problem(desk: Desk, asked: dict[str, str], field: str) -> None:
    refused = desk.gets("/desk", **asked)
    assert refused.status_code == 422
    assert [(error["field"], error["place"]) for error in refused.json()["errors"]] == [(field, "query")]


def test_a_desk_of_its_own_hours_is_open_while_no_time_runs_and_the_year_names_its_days() -> None:
    saturdays = DeskHours(date(2020, 1, 1), (*[None] * 5, usual_week("07:30-11:30").weekdays[0], None), "QĐ 14/2010")
    calendar = working_calendar((usual_week(),), desk_hours=(saturdays,))
    shown = desk_view(calendar, VIETNAM, datetime(2026, 3, 14, 8, tzinfo=VIETNAM))
    assert (shown.desk_open, shown.clock_running) == (True, False)
    assert (shown.next_desk_opening.isoformat(), shown.next_opening.isoformat()) == (
        "2026-03-16T08:00:00+07:00",
        "2026-03-16T08:00:00+07:00",
    )
    year = year_view("UBND", 1, year_of_office(calendar, 2026), ())
    assert (year.desk_only[0].day, year.desk_only[0].hours) == (date(2026, 1, 3), "07:30-11:30")
    over = deadline(calendar, datetime(2026, 3, 13, 16, tzinfo=VIETNAM), Amount.parse("2 wh"))
    assert [day.desk_open for day in deadline_view(over, timedelta(0), VIETNAM).skipped] == [True, False]


def asks(desk: Desk, **body: Any) -> Any:
    return desk.client.post("/api/v1/deadlines", json={"start": "2026-01-09T16:30:00+07:00", "amount": "1 wd"} | body)


def test_anybody_asks_when_an_amount_runs_out(desk: Desk) -> None:
    answer = asks(desk).json()
    assert answer["due"] == "2026-01-10T16:30:00+07:00"
    assert answer["due_text"] == "16:30 thứ Bảy 10/01/2026"
    assert answer["predicted"] is False
    over = asks(desk, start="2025-12-31T16:00:00+07:00", counting="whole_day").json()
    assert over["due"] == "2026-01-05T17:00:00+07:00"
    assert ("2026-01-02", "12729/VPCP-KGVX") in [(day["day"], day["basis"]) for day in over["skipped"]]
    assert asks(desk, hours="07:30-11:30").json()["due"] == "2026-01-10T11:30:00+07:00"
    assert asks(desk, procedure="khanh-hoa").status_code == 200


@pytest.mark.parametrize(
    ("start", "amount", "hours_left"),
    [
        ("2026-11-23T08:00:00+07:00", "4 wh", 4.0),
        ("2026-11-23T15:00:00+07:00", "4 wh", 10.0),
        ("2026-11-20T16:00:00+07:00", "1 wh", 0.0),
        ("2026-11-20T15:00:00+07:00", "1 wh", -1.0),
        ("2026-11-20T16:00:00+07:00", "2 h", -62.0),
    ],
)
def test_what_is_left_runs_as_the_limit_runs_and_is_negative_once_it_has_passed(
    desk: Desk, start: str, amount: str, hours_left: float
) -> None:
    """Now is Monday 23/11, 08:00."""
    assert asks(desk, start=start, amount=amount).json()["left_seconds"] == hours_left * 3600


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"start": "2026-01-09T16:30:00"}, "start"),
        ({"start": "1999-01-09T16:30:00+07:00"}, "start"),
        ({"start": "2100-12-31T16:30:00+07:00"}, "start"),
        ({"amount": "0.3 wd"}, "amount"),
        ({"amount": "-1 wd"}, "amount"),
        ({"counting": "backwards"}, "counting"),
        ({"hours": "17:00-08:00"}, "hours"),
        ({"procedure": "sao-hoa"}, "procedure"),
        ({"procedure": "khanh-hoa", "hours": "08:00-12:00"}, ""),
    ],
)
def test_a_deadline_that_makes_no_sense_is_refused_in_a_sentence(desk: Desk, body: dict[str, str], field: str) -> None:
    refused = asks(desk, **body)
    assert refused.status_code == 422, refused.json()
    assert [error["field"] for error in refused.json()["errors"]] == [field]


def test_a_case_that_was_overdue_only_by_the_old_calendar_is_overdue_no_longer(desk: Desk) -> None:
    """On Wednesday morning an act gives that very Wednesday afternoon off; the case is told in the evening."""
    desk.now += timedelta(days=2)  # Wednesday 25/11, 08:00
    code = desk.walked("dispatch")
    assert dues(desk, code)["accept"].endswith("25/11/2026")
    desk.now += timedelta(hours=1)
    desk.gateway.away = True
    assert decides(desk, dry_run=False).status_code == 202
    desk.gateway.away = False
    desk.waits(timedelta(hours=9))
    assert "accept" in [
        each["id"] for each in desk.sees(code, "auditor").json()["limits"] if each["state"] == "overdue"
    ]
    assert decides(desk, dry_run=False).status_code == 202
    assert desk.sees(code, "auditor").json()["overdue"] is False
    events = desk.sees(code, "reporter", "/events").json()["items"]
    lifted = [event for event in events if event["kind"] == "overdue_lifted"]
    assert {event["decided_by"] for event in lifted} == {"25/CĐ-TTg"}
