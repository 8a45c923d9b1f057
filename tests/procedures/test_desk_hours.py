"""A desk that opens when the office does not, as data: what a file may say of it, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from typer.testing import CliRunner

from cli import main
from domain.time.office_hours import DeskHours, usual_week
from records.codec import procedure_from_json, procedure_to_json
from tests.support.procedures.files import alone, changed, faults_of, khanh_hoa, read

SATURDAYS = """[[desk_hours]]
valid_from = 2022-10-05
source = "QĐ 14/2010/QĐ-TTg"
saturday = ["07:30-11:30"]
"""
ACTS = "# ── Thao tác: ai"


def saying(desk: str) -> str:
    return changed((ACTS, f"{desk}\n{ACTS}"))


def test_a_file_says_only_the_weekdays_on_which_the_desk_is_not_as_the_office() -> None:
    [desk] = read(saying(SATURDAYS)).desk_hours
    assert (desk.valid_from, desk.source) == (date(2022, 10, 5), "QĐ 14/2010/QĐ-TTg")
    assert [sessions is not None for sessions in desk.weekdays] == [False] * 5 + [True, False]


def test_the_hours_of_the_desk_are_kept_with_the_procedure_and_one_without_them_is_read_back() -> None:
    procedure = read(saying(SATURDAYS))
    kept = procedure_to_json(procedure)[1]
    assert procedure_from_json(kept) == procedure
    before = {key: value for key, value in procedure_to_json(khanh_hoa())[1].items() if key != "desk_hours"}
    assert procedure_from_json(before) == khanh_hoa()


@pytest.mark.parametrize(
    ("desk", "key", "reason"),
    [
        pytest.param(
            SATURDAYS.replace("saturday =", "thu_bay ="), "desk_hours[1].thu_bay", "không có khóa nào", id="no such day"
        ),
        pytest.param(SATURDAYS.replace("07:30", "7h30"), "desk_hours[1].saturday[1]", "một buổi", id="no session"),
        pytest.param(
            SATURDAYS.replace('"07:30-11:30"', '"07:30-11:30", "11:00-12:00"'), "desk_hours[1]", "chồng", id="overlap"
        ),
        pytest.param(
            SATURDAYS.replace('saturday = ["07:30-11:30"]\n', ""), "desk_hours[1]", "ít nhất một ngày", id="no day at all"
        ),
        pytest.param(SATURDAYS.replace('source = "QĐ 14/2010/QĐ-TTg"\n', ""), "desk_hours[1].source", "thiếu", id="no source"),
        pytest.param(SATURDAYS + SATURDAYS, "desk_hours[2].valid_from", "phải sau ngày", id="twice from one day"),
        pytest.param(
            SATURDAYS.replace('saturday = ["07:30-11:30"]', "\n".join(f"{day} = []" for day in (
                "monday", "tuesday", "wednesday", "thursday", "friday"
            ))),
            "desk_hours", "ít nhất một buổi", id="a desk that never opens",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_its_key(desk: str, key: str, reason: str) -> None:
    assert any(found == key and reason in said for found, said in faults_of(saying(desk)))


@pytest.mark.parametrize(
    "weekdays",
    [
        pytest.param((None,) * 7, id="no weekday of its own"),
        pytest.param(((),) * 6, id="six days"),
        pytest.param((usual_week().weekdays[0][::-1],) + (None,) * 6, id="backwards"),
    ],
)
def test_hours_of_a_desk_make_sense_by_themselves(weekdays):
    with pytest.raises(ValueError, match=r"desk hours|sessions of a day"):
        DeskHours(date(2020, 1, 1), weekdays, "QĐ 14/2010/QĐ-TTg")


def test_people_are_shown_the_hours_of_the_desk(tmp_path):
    file = tmp_path / "tinh-moi.toml"
    file.write_text(alone(saying(SATURDAYS)), "utf-8")
    shown = CliRunner().invoke(main, ["procedures", "show", str(file)], env={"COLUMNS": "400"}).output
    lines = shown[shown.index("Giờ bộ phận một cửa") :].splitlines()
    assert any(all(word in line for word in ("thứ Bảy", "07:30–11:30", "QĐ 14/2010/QĐ-TTg")) for line in lines)
