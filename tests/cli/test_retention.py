"""`hientruong retention` tells what each province says, and erases what is no longer kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner, Result

from cli import main
from domain import acts
from domain.actors import REPORTER
from records.record import Record
from tests.support.cli import NOWHERE, type_in
from tests.support.procedures.provinces import make_song_huong
from tests.support.records.desk import Desk, filed, submission


def typed(database_url: str, *arguments: str, provinces: Path | None = None) -> Result:
    env = NOWHERE | {"DATABASE_URL": database_url} | ({"HIENTRUONG_PROVINCES": str(provinces)} if provinces else {})
    return CliRunner().invoke(main, ["retention", *arguments], env=env)


def test_without_a_system_it_says_so_in_one_sentence() -> None:
    refused = type_in("retention", "--dry-run")
    assert refused.exit_code == 1
    assert refused.stderr == "Không có hệ thống nào đang chạy trong /nowhere; hãy chạy `hientruong up` trước.\n"


@pytest.mark.slow
def test_where_no_text_regulates_it_everything_is_kept(database_url: str) -> None:
    done = typed(database_url)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Ủy ban nhân dân tỉnh Khánh Hòa: không quy định, giữ mãi (Quy chế không nêu;" in done.stdout
    assert done.stdout.endswith("Đã xóa 0 danh tính.\n")


@pytest.mark.slow
def test_a_dry_run_names_the_cases_and_the_rule_and_changes_nothing(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    folder, desk, code = make_song_huong(tmp_path), Desk(Record(engine)), "SH-2024-000001"
    (folder / "retention.toml").write_text('[identity]\nyears = 1\nsource = "Điều 9"\n', "utf-8")
    long_ago = datetime(2024, 9, 18, 3, tzinfo=UTC)
    complaint, events = filed(code, at=long_ago)
    desk.record.intake.take_in(submission(), complaint, events, by=REPORTER, act_id="filing")
    desk.act(complaint, acts.Withdraw(), REPORTER, long_ago)
    with engine.begin() as connection:
        connection.execute(text("UPDATE cases SET authority = 'song-huong'"))

    tried = typed(database_url, "--dry-run", provinces=folder)
    assert tried.exit_code == 0, tried.output
    assert f"{code}: kết thúc quá 1 năm (Điều 9)\n" in tried.stdout
    assert tried.stdout.endswith("1 danh tính hết hạn giữ; chưa xóa gì (--dry-run).\n")
    assert desk.record.erasures.of(code) is None

    done = typed(database_url, provinces=folder)
    assert done.stdout.endswith("Đã xóa 1 danh tính.\n"), done.output
    erasure = desk.record.erasures.of(code)
    assert erasure is not None
    assert (erasure.years, erasure.source) == (1, "Điều 9")
    assert typed(database_url, provinces=folder).stdout.endswith("Đã xóa 0 danh tính.\n")
