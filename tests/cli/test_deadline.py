"""`hientruong deadline`: what it answers, what it explains, and what it refuses."""

from __future__ import annotations

import json

import pytest

from tests.support.cli import type_in
from tests.support.procedures.files import alone, changed


@pytest.mark.parametrize(
    ("arguments", "due"),
    [
        pytest.param(["2026-01-09 16:30", "1 wd"], "2026-01-10T16:30:00+07:00", id="the example of the help"),
        pytest.param(["2026-01-09T16:30", "1 wd"], "2026-01-10T16:30:00+07:00", id="ISO 8601 without an offset"),
        pytest.param(["2026-01-09T09:30:00Z", "1 wd"], "2026-01-10T16:30:00+07:00", id="an instant in UTC"),
        pytest.param(["2026-01-09T18:30+09:00", "1 wd"], "2026-01-10T16:30:00+07:00", id="an instant elsewhere"),
        pytest.param(["2026-11-23 15:00", "0.5 wd"], "2026-11-25T10:00:00+07:00", id="half a day"),
        pytest.param(["2026-11-23 15:00", "0,5  wd"], "2026-11-25T10:00:00+07:00", id="a Vietnamese comma"),
        pytest.param(["2026-02-13 15:30", "4 wh"], "2026-02-23T10:30:00+07:00", id="working hours"),
        pytest.param(["2026-03-11 11:45", "2 h"], "2026-03-11T13:45:00+07:00", id="clock hours"),
        pytest.param(
            ["2026-01-09 16:30", "1 wd", "--counting", "whole_day"], "2026-01-10T17:00:00+07:00", id="whole days"
        ),
        pytest.param(
            ["2026-02-13 15:30", "5 wd", "--procedure", "khanh-hoa"], "2026-02-27T15:30:00+07:00", id="of a procedure"
        ),
        pytest.param(
            ["2027-02-06 09:00", "5 wd", "--hours", "07:30-11:30,13:30-17:00"], "2027-02-17T17:00:00+07:00", id="hours"
        ),
        pytest.param(
            ["2026-03-11 08:00:00.000001", "1 wd"], "2026-03-12T08:00:00.000001+07:00", id="to the microsecond"
        ),
    ],
)
def test_it_prints_the_due_instant_in_local_time_and_nothing_else(arguments, due):
    result = type_in("deadline", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{due}\n", "")


def test_it_explains_each_skipped_day_by_its_act():
    lines = type_in("deadline", "2025-12-31 15:00", "1 wd", "--explain").stdout.splitlines()
    assert lines[0] == "2026-01-05T15:00:00+07:00"
    assert lines[2] == "không tính 02/01/2026: Nghỉ hoán đổi với thứ Bảy 10/01/2026 (12729/VPCP-KGVX)"
    assert len(lines) == 6
    assert lines[-1] == "theo các văn bản kèm chương trình"


@pytest.fixture
def with_saturdays(tmp_path):
    """A regulation whose office keeps a desk on Saturday mornings."""
    desk = '[[desk_hours]]\nvalid_from = 2022-10-05\nsource = "QĐ 14/2010/QĐ-TTg"\nsaturday = ["07:30-11:30"]\n'
    file = tmp_path / "tinh-moi.toml"
    file.write_text(alone(changed(("[[office_hours]]", f"{desk}\n[[office_hours]]"))), "utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("start", "line"),
    [
        pytest.param("2026-03-14 08:00", "lúc 08:00 14/03/2026: mở; thời hạn chưa chạy", id="open, and no time runs"),
        pytest.param("2026-03-13 16:00", "lúc 16:00 13/03/2026: mở; thời hạn đang chạy", id="open, and time runs"),
        pytest.param("2026-03-13 18:00", ": đóng, mở lại 07:30 14/03/2026; thời hạn chưa chạy", id="closed"),
    ],
)
def test_it_explains_that_a_desk_is_open_while_no_time_runs(with_saturdays, start, line):
    lines = type_in("deadline", start, "1 wd", "--procedure", with_saturdays, "--explain").stdout.splitlines()
    assert line in lines[-2]
    assert any("không tính 14/03/2026" in each and each.endswith("bộ phận một cửa vẫn mở") for each in lines)
    assert "bộ phận" not in next(each for each in lines if "15/03/2026" in each)


def test_an_office_without_desk_hours_says_nothing_of_a_desk():
    assert "bộ phận" not in type_in("deadline", "2026-03-13 16:00", "1 wd", "--explain").stdout


def test_the_year_marks_the_days_on_which_the_desk_alone_is_open(with_saturdays):
    drawn = type_in("calendar", "2026", "--procedure", with_saturdays).stdout
    assert "14° " in drawn
    assert "° chỉ bộ phận một cửa mở" in drawn
    assert "°" not in type_in("calendar", "2026").stdout


def test_json_holds_the_due_instant_the_skipped_days_and_whether_they_are_predicted():
    result = type_in("deadline", "2025-12-31 15:00", "1 wd", "--json")
    answer = json.loads(result.stdout)
    assert list(answer) == ["due", "skipped", "predicted"]
    assert (answer["due"], answer["predicted"]) == ("2026-01-05T15:00:00+07:00", False)
    assert answer["skipped"][1] == {
        "day": "2026-01-02",
        "why": "Nghỉ hoán đổi với thứ Bảy 10/01/2026",
        "basis": "12729/VPCP-KGVX",
        "predicted": False,
    }


def test_a_due_date_in_a_year_without_its_act_is_marked_and_stdout_still_holds_the_instant_alone():
    result = type_in("deadline", "2028-01-20 09:00", "5 wd")
    assert (result.exit_code, result.stdout) == (0, "2028-02-03T09:00:00+07:00\n")
    assert "dự kiến" in result.stderr
    assert json.loads(type_in("deadline", "2028-01-20 09:00", "5 wd", "--json").stdout)["predicted"] is True


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["mai", "1 wd"], "Không đọc được thời điểm “mai”", id="no instant"),
        pytest.param(["2026-02-30 09:00", "1 wd"], "Không đọc được thời điểm", id="no such day"),
        pytest.param(["2026-01-09", "1 wd"], "“2026-01-09” thiếu giờ", id="a day without an hour"),
        pytest.param(["2026-01-09 16:30", "1 ngày"], "Không đọc được thời hạn “1 ngày”", id="no amount"),
        pytest.param(["2026-01-09 16:30", "0.3 wd"], "Không đọc được thời hạn “0.3 wd”", id="a third of a day"),
        pytest.param(["2026-01-09 16:30", "-1 wd"], "Không đọc được thời hạn “-1 wd”", id="less than nothing"),
        pytest.param(["2026-01-09 16:30", ""], "Không đọc được thời hạn “”", id="nothing"),
        pytest.param(["2026-01-09 16:30", "1 wd", "--counting", "x"], "Không có cách tính “x”", id="no such counting"),
        pytest.param(["2026-01-09 16:30", "1 wd", "--hours", "8-12"], "Không đọc được giờ làm việc", id="hours"),
        pytest.param(["2026-01-09 16:30", "1 wd", "--hours", ""], "Không đọc được giờ làm việc", id="no hours"),
        pytest.param(
            ["2026-01-09 16:30", "1 wd", "--hours", "13:00-17:00,08:00-12:00"],
            "Không đọc được giờ làm việc",
            id="the afternoon first",
        ),
        pytest.param(
            ["2026-01-09 16:30", "1 wd", "--procedure", "atlantis"],
            "Không có quy trình “atlantis” có hiệu lực ngày 09/01/2026",
            id="no such procedure",
        ),
        pytest.param(
            ["2022-10-04 16:30", "1 wd", "--procedure", "khanh-hoa"],
            "Không có quy trình “khanh-hoa” có hiệu lực ngày 04/10/2022",
            id="before the procedure is in force",
        ),
        pytest.param(
            ["2026-01-09 16:30", "1 wd", "--procedure", "khanh-hoa", "--hours", "08:00-12:00"],
            "Chỉ dùng một trong hai",
            id="two offices",
        ),
        pytest.param(["2019-12-31 16:30", "1 wd"], "Chỉ tính được từ ngày 01/01/2020", id="before all decisions"),
        pytest.param(["2100-12-30 16:30", "5 wd"], "đến hết ngày 31/12/2100", id="due after the last year"),
        pytest.param(["9999-12-31 23:59", "9999 h"], "Chỉ tính được từ", id="due after the last date"),
        pytest.param(["0001-01-01T00:00+14:00", "1 wd"], "Chỉ tính được từ", id="before the first date"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence_and_exit_code_2(arguments, sentence):
    result = type_in("deadline", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1
