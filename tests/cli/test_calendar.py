"""`hientruong calendar`: a year in the terminal and as a file for a phone."""

from __future__ import annotations

from datetime import date

import pytest
from icalendar import Calendar, Event

from tests.support.cli import type_in


def test_the_year_is_drawn_with_a_mark_for_each_kind_of_day():
    result = type_in("calendar", "2026")
    assert result.exit_code == 0
    for month in range(1, 13):
        assert f"Tháng {month} " in result.stdout
    for cell in (" 2- ", "10+ ", "16* ", "17· ", "24* "):
        assert cell in result.stdout
    assert "?" not in result.stdout.replace("? dự kiến", "")


def test_beneath_stand_the_acts_and_the_days_each_decides():
    lines = type_in("calendar", "2026").stdout.splitlines()
    for parts in (
        ("12729/VPCP-KGVX (25/12/2025)", "02/01", "Nghỉ hoán đổi với thứ Bảy 10/01/2026"),
        ("9441/TB-BNV (16/10/2025)", "16–20/02", "Nghỉ Tết Nguyên đán Bính Ngọ"),
        ("01–02/09", "Nghỉ Quốc khánh"),
    ):
        assert any(all(part in line for part in parts) for line in lines)


def test_a_year_without_its_act_says_so_and_marks_its_days():
    output = type_in("calendar", "2028").stdout
    assert "Năm 2028 chưa có quyết định chính thức: mọi ngày là dự kiến." in output
    assert "26*?" in output
    assert "01–02/09?" in output


def test_nothing_is_wider_than_a_narrow_terminal():
    assert max(map(len, type_in("calendar", "2026", columns=80).stdout.splitlines())) <= 80


def test_the_year_belongs_to_the_office_asked_for():
    assert "Ủy ban nhân dân tỉnh Khánh Hòa" in type_in("calendar", "2026", "--procedure", "khanh-hoa").stdout


def test_without_a_year_it_is_this_year_and_help_is_still_help():
    assert "Lịch làm việc 20" in type_in("calendar").stdout
    assert "show" in type_in("calendar", "--help").stdout


@pytest.mark.parametrize("order", [("2026", "--ics", "{}"), ("--ics", "{}", "2026"), ("show", "2026", "--ics", "{}")])
def test_a_phone_takes_the_file_that_is_written(order, tmp_path):
    file = tmp_path / "lich.ics"
    result = type_in("calendar", *(each.format(file) for each in order))
    assert (result.exit_code, result.stdout.replace("\n", "")) == (0, f"Đã ghi 17 ngày vào {file}.")
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert (
        len(events) == len({event["uid"] for event in events}) == 17
    )  # 14 weekdays off, a holiday on a Sunday, two Saturdays worked
    assert date(2026, 1, 10) in {event.start for event in events if isinstance(event, Event)}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["nay"], "“nay” không phải là một năm", id="no year"),
        pytest.param(["20260"], "“20260” không phải là một năm", id="five digits"),
        pytest.param(["0000"], "“0000” không phải là một năm", id="the year nought"),
        pytest.param(["2019"], "Chỉ tính được từ ngày 01/01/2020", id="before all decisions"),
        pytest.param(["2101"], "đến hết ngày 31/12/2100", id="after the last year"),
        pytest.param(["2022", "--procedure", "khanh-hoa"], "Chỉ tính được từ ngày 05/10/2022", id="a part of a year"),
        pytest.param(["2026", "--procedure", "atlantis"], "Không có quy trình “atlantis”", id="no such procedure"),
        pytest.param(["2026", "--hours", "x"], "Không đọc được giờ làm việc “x”", id="no hours"),
        pytest.param(["2026", "--ics", "/nowhere/lich.ics"], "Không ghi được /nowhere/lich.ics", id="no such folder"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence_and_exit_code_2(arguments, sentence):
    result = type_in("calendar", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1
