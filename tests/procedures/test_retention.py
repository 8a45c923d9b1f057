"""A province says in `retention.toml` how long it keeps who reported, with its ground."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.procedures.whole_province import check_province
from domain.personal_data.retention import Retention
from procedures import ProvinceFault, provinces, retention_rules
from procedures.province import load_province
from procedures.retention import load_retention
from tests.support.procedures.provinces import make_song_huong


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('years = 10\nsource = "Điều 9 khoản 4"', Retention(10, "Điều 9 khoản 4")),
        ('years = 5\nsource = "Quy chế không nêu"\nours = true', Retention(5, "Quy chế không nêu", ours=True)),
        ('years = "không quy định"\nsource = "Quy chế không nêu"', Retention(None, "Quy chế không nêu")),
    ],
)
def test_a_rule_is_a_number_of_years_or_says_that_there_is_none(tmp_path: Path, text: str, rule: Retention) -> None:
    (tmp_path / "retention.toml").write_text(f"[identity]\n{text}\n", "utf-8")
    assert load_retention(tmp_path / "retention.toml") == rule


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("", "identity", "thiếu khóa này"),
        ("identity = 3", "identity", "phải là một bảng gồm các khóa"),
        ("[identity]\nyears = 5", "identity.source", "thiếu điều, khoản làm căn cứ"),
        ('[identity]\nyears = 5\nsource = " "', "identity.source", "không được để trống"),
        *(
            (
                f'[identity]\nyears = {years}\nsource = "Điều 1"',
                "identity.years",
                "phải là số năm, từ 1 đến 100, hoặc “không quy định”",
            )
            for years in ("0", "-1", "101", "true", "1.5", '"5"', '"mãi mãi"', "[]", "{}", "2026-01-01")
        ),
        ('[identity]\nyear = 5\nyears = 5\nsource = "x"', "identity.year", "không có khóa nào tên như vậy ở đây"),
    ],
)
def test_a_faulty_rule_is_named_by_its_key(tmp_path: Path, text: str, key: str, reason: str) -> None:
    (tmp_path / "retention.toml").write_text(text, "utf-8")
    with pytest.raises(ProvinceFault) as found:
        load_retention(tmp_path / "retention.toml")
    assert [(fault.key, fault.reason) for fault in found.value.faults] == [(key, reason)]


def test_every_shipped_province_says_that_its_text_regulates_no_time() -> None:
    rules = {authority_id: rule for _, authority_id, rule in retention_rules()}
    assert rules.keys() == provinces().by_id.keys()
    assert {(rule.years, "chưa xác nhận được" in rule.source) for rule in rules.values()} == {(None, True)}


def test_the_check_of_a_folder_says_how_long_identities_are_kept(tmp_path: Path) -> None:
    folder = make_song_huong(tmp_path)
    assert "Không có retention.toml: danh tính người gửi được giữ mãi." in check_province(folder).holds
    assert load_province(folder).retention is None
    (folder / "retention.toml").write_text('[identity]\nyears = 5\nsource = "Điều 9"\n', "utf-8")
    assert "Danh tính người gửi bị xóa 5 năm sau khi hồ sơ kết thúc (Điều 9)." in check_province(folder).holds
    (folder / "retention.toml").write_text('[identity]\nyears = 0\nsource = "Điều 9"\n', "utf-8")
    assert [line for line in check_province(folder).lines if "retention.toml: identity.years" in line]
