"""`hientruong rehearse`: a written case played through its procedure, and what of it does not hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.cli import type_in
from tests.support.rulings.judging import FILES

CASE = """
title = "Quá hạn tiếp nhận"
procedure = "khanh-hoa"
source = "Điều 6 khoản 3; Điều 7 khoản 3"

[filed]
at = "2026-11-16 09:00"
field = "moi-truong"

[[then]]
at = "2026-11-16 10:00"
who = "centre_operator"
does = "dispatch"
lead = "ubnd-nha-trang"

[[then]]
who = "reporter"
does = "rate"
rating = "satisfied"
refused = "wrong_status"

[[then]]
at = "2026-11-16 16:00"
expect = { overdue = ["accept"], public = false }
"""


ROUTED = """
title = "Theo vị trí, hệ thống chuyển thẳng huyện"
procedure = "dien-bien"
source = "Công văn 4/2024, đoạn 2"

[filed]
at = "2026-11-16 09:00"
field = "giao-thong"
place = "muong-nhe"
routed_to = "ubnd-muong-nhe"
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    file = tmp_path / "ho-so.toml"
    file.write_text(CASE, "utf-8")
    return file


def test_a_rehearsal_tells_the_course_its_clocks_and_who_may_do_what(case: Path) -> None:
    shown = type_in("rehearse", str(case), columns=200)
    assert shown.exit_code == 0, shown.output
    for told in (
        "10:00 thứ Hai 16/11/2026  cán bộ trung tâm: Phân phối xử lý",
        "đến hạn 15:45 thứ Hai 16/11/2026",  # Điều 7 khoản 3: 0,5 ngày làm việc = 3 giờ 45; 10:00–11:15 rồi 13:15–15:45
        "Bị từ chối. Không đúng lúc",
        "Quá hạn: Tiếp nhận hoặc trả lại",
        "[Điều 16 khoản 3]",
        "cán bộ chuyên môn (ubnd-nha-trang) có thể: Tiếp nhận xử lý; Trả lại, không đúng thẩm quyền",
        "Mọi điều ghi ở expect đều đúng",
    ):
        assert told in shown.output


def test_an_expectation_that_does_not_hold_ends_the_command_with_an_error(case: Path) -> None:
    case.write_text(CASE.replace('overdue = ["accept"]', "overdue = []"), "utf-8")
    shown = type_in("rehearse", str(case), columns=200)
    assert shown.exit_code == 1
    assert "✗ then[3]: overdue" in shown.output
    assert "thực tế là [accept]" in shown.output


def test_a_rehearsal_is_read_by_other_programs(case: Path) -> None:
    shown = type_in("rehearse", str(case), "--json")
    told = json.loads(shown.output)
    assert [step["key"] for step in told["steps"]] == ["filed", "then[1]", "then[2]", "then[3]"]
    accept = next(clock for clock in told["steps"][1]["clocks"] if clock["limit"] == "accept")
    assert accept["due"] == "2026-11-16T08:45:00+00:00"
    refused = told["steps"][2]["refused"]
    assert (refused["kind"], refused["expected"]) == ("wrong_status", True)
    assert refused["sentence"].startswith("Không đúng lúc: Hồ sơ đang ở trạng thái “chờ cơ quan xử lý tiếp nhận”")
    assert told["missed"] == []


def test_a_dispatch_that_the_routing_rules_make_is_nobody_s_act_and_channels_are_told_in_words(case: Path) -> None:
    case.write_text(ROUTED, "utf-8")
    [filed] = json.loads(type_in("rehearse", str(case), "--json").output)["steps"]
    by = {event["kind"]: event["by"] for event in filed["happened"]}
    assert (by["filed"], by["dispatched"]) == ("người gửi", None)
    assert {each["channel"] for each in filed["sent"]} == {"portal", "email"}
    printed = type_in("rehearse", str(case), columns=200).output
    assert "Phân phối xử lý: thư điện tử → " in printed
    assert "portal" not in printed


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('procedure = "khanh-hoa"', "quy trình"),
        ('does = "dispatch"', "không có thao tác"),
        ('at = "2026-11-16 10:00"', "sớm hơn mục ngay trên"),
    ],
)
def test_a_faulty_file_is_one_sentence(case: Path, written: str, said: str) -> None:
    wrong = {'procedure = "khanh-hoa"': 'procedure = "tinh-moi"', 'does = "dispatch"': 'does = "dance"'}
    case.write_text(CASE.replace(written, wrong.get(written, 'at = "2026-11-15 10:00"'), 1), "utf-8")
    shown = type_in("rehearse", str(case))
    assert shown.exit_code == 1
    assert said in shown.output
    assert "Traceback" not in shown.output


def test_a_case_beyond_the_known_calendar_is_one_sentence(case: Path) -> None:
    case.write_text(CASE.replace("2026-11-16", "2100-12-30"), "utf-8")
    shown = type_in("rehearse", str(case))
    assert shown.exit_code == 1
    assert "ngoài lịch làm việc đã biết" in shown.output


def test_a_file_that_is_not_there_is_one_sentence() -> None:
    shown = type_in("rehearse", "/khong/co.toml")
    assert (shown.exit_code, shown.output.count("\n")) == (1, 1)


@pytest.mark.parametrize("file", FILES[::12])
def test_a_ruling_is_rehearsed_as_it_rules(file: str) -> None:
    told = type_in("rehearse", str(Path(__file__).parents[2] / file), "--json")
    assert told.exit_code == 0, told.output
