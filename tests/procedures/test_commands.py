"""`hientruong procedures`: what people see, and how it ends."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner, Result

from cli import main
from language.labels import length_text
from tests.support.procedures.files import KHANH_HOA, alone, changed, khanh_hoa, within

WIDE = {"COLUMNS": "400"}


def run(*arguments: str) -> Result:
    """`hientruong procedures …`, as typed."""
    return CliRunner().invoke(main, ["procedures", *arguments], env=WIDE)


@pytest.mark.parametrize("arguments", [(), ("list",)])
def test_the_list_names_every_procedure_with_its_authority_act_and_date(arguments):
    result = run(*arguments)
    assert result.exit_code == 0
    for word in ("khanh-hoa", "Ủy ban nhân dân tỉnh Khánh Hòa", "18/2022/QĐ-UBND", "từ 05/10/2022"):
        assert word in result.output


def test_a_procedure_is_shown_with_every_limit_act_and_article():
    result = run("show", "khanh-hoa")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    for rule in khanh_hoa().limits:
        parts = (rule.name, length_text(rule.amount), rule.source, "do chúng tôi đặt" if rule.ours else "")
        assert any(all(part in line for part in parts) for line in lines)
    for act in khanh_hoa().acts:
        assert any(act.name in line and act.source in line for line in lines)


def test_our_readings_and_our_own_amounts_are_marked():
    output = run("show", "khanh-hoa").output
    assert "Cách hiểu: “Tính từ lúc tiếp nhận hồ sơ”. Phụ lục II in 0,5 ngày là sai sót" in output
    assert "Điều 11 khoản 3 (không nêu hạn) · do chúng tôi đặt" in output


def test_an_unknown_procedure_is_one_sentence_and_exit_code_1():
    result = run("show", "atlantis")
    assert result.exit_code == 1
    assert result.stderr.startswith("Không có quy trình “atlantis”; có: ")
    assert result.stderr.endswith(".\n")
    assert "khanh-hoa" in result.stderr


def test_a_good_file_is_told_to_be_good():
    result = run("check", str(KHANH_HOA))
    assert result.exit_code == 0
    assert "hợp lệ" in result.stdout


@pytest.mark.parametrize("command", ["check", "show", "draw"])
def test_a_faulty_file_is_one_line_with_file_and_key_and_exit_code_1(command, tmp_path):
    file = tmp_path / "tinh-moi.toml"
    file.write_text(alone(changed(within("[limits.process]", '"5 wd"', '"0 wd"'))), "utf-8")
    result = run(command, str(file))
    assert result.exit_code == 1
    assert result.stderr == f"{file}: limits.process.amount: thời hạn phải dài hơn 0\n"
    assert "Traceback" not in result.output


def test_a_file_that_is_not_shipped_yet_is_shown_and_drawn_by_its_path(tmp_path):
    file = tmp_path / "tinh-moi.toml"
    file.write_text(
        alone(changed(('name = "Ủy ban nhân dân tỉnh Khánh Hòa"', 'name = "Ủy ban nhân dân tỉnh Mới"'))), "utf-8"
    )
    assert "Ủy ban nhân dân tỉnh Mới" in run("show", str(file)).output
    assert run("draw", str(file)).exit_code == 0


def test_a_drawing_goes_to_a_file(tmp_path):
    result = run("draw", "khanh-hoa", "--output", str(tmp_path / "a.svg"))
    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / "a.svg").read_text("utf-8") == run("draw", "khanh-hoa").stdout


def test_a_drawing_that_cannot_be_written_is_one_sentence(tmp_path):
    result = run("draw", "khanh-hoa", "--output", str(tmp_path / "khong-co" / "a.svg"))
    assert result.exit_code == 1
    assert result.stderr.startswith("Không ghi được")
