"""The commands count by the decisions of the running system, or else by those that ship."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from calendars import Decision, Effect, official_decisions
from cli import main
from domain.time.decisions import Half
from domain.words import Role
from records.engine import connect, transaction
from records.migrations import upgrade
from records.record import Record
from stack.postgres import postgres_server
from tests.support.cli import NOWHERE, type_in

SHIPPED, DECIDED = "2026-03-11T10:00:00+07:00", "2026-03-12T10:00:00+07:00"
NOBODY_THERE = "postgresql://x:y@127.0.0.1:9/x"
ASKED = ("deadline", "2026-03-10 10:00", "1 wd")


def decide(database_url: str) -> None:
    """Make Wednesday 11/03/2026 a day off, which no shipped act does."""
    engine = connect(database_url, pool_size=1)
    record = Record(engine)
    admin = record.accounts.add(
        username="admin", role=Role.ADMIN, authority=None, agency=None, display_name="Quản trị", password_hash="x"
    )
    off = Decision(date(2026, 3, 11), Effect.OFF, "1/QĐ", "Nghỉ tránh bão")
    at = datetime(2026, 3, 1, tzinfo=UTC)
    record.calendar.add("1/QĐ", (off,), source="Công điện", by_account=admin.id, at=at)
    engine.dispose()


def typed(*arguments: str, **env: str) -> Result:
    return CliRunner().invoke(main, list(arguments), env=NOWHERE | {"COLUMNS": "120"} | env)


@pytest.mark.slow
def test_a_database_that_is_configured_is_asked(database_url: str) -> None:
    decide(database_url)
    answer = typed(*ASKED, "--explain", DATABASE_URL=database_url)
    assert answer.stdout.splitlines() == [
        DECIDED,
        "không tính 11/03/2026: Nghỉ tránh bão (1/QĐ)",
        "theo cơ sở dữ liệu, lần thay đổi 2",
    ]
    year = typed("calendar", "2026", DATABASE_URL=database_url).stdout
    assert "Theo cơ sở dữ liệu, lần thay đổi 2." in year
    assert "1/QĐ" in year


@pytest.mark.slow
async def test_a_system_that_runs_in_the_folder_is_asked_and_one_that_is_stopped_is_not(tmp_path: Path) -> None:
    async with await postgres_server(tmp_path, durable=False) as server:
        upgrade(server.address)
        engine = connect(server.address, pool_size=1)
        Record(engine).calendar.seed(official_decisions(), at=datetime(2026, 1, 1, tzinfo=UTC))
        engine.dispose()
        decide(server.address)
        assert typed(*ASKED, "--data", str(tmp_path)).stdout == f"{DECIDED}\n"
        assert typed(*ASKED, "--data", str(tmp_path), DATABASE_URL=NOBODY_THERE).stdout == f"{DECIDED}\n"
        assert typed(*ASKED, HIENTRUONG_DATA_DIR=str(tmp_path)).stdout == f"{DECIDED}\n"
    stopped = typed(*ASKED, "--data", str(tmp_path))
    assert (stopped.exit_code, stopped.stdout) == (1, "")
    assert stopped.stderr == f"Không có hệ thống nào đang chạy trong {tmp_path}.\n"
    assert typed(*ASKED, HIENTRUONG_DATA_DIR=str(tmp_path)).stdout == f"{SHIPPED}\n"


def test_where_nothing_runs_and_nothing_is_configured_the_shipped_acts_are_asked() -> None:
    assert type_in(*ASKED).stdout == f"{SHIPPED}\n"
    assert "Theo các văn bản kèm chương trình." in type_in("calendar", "2026").stdout


@pytest.mark.parametrize(
    ("command", "env", "sentence"),
    [
        pytest.param(ASKED, {"DATABASE_URL": NOBODY_THERE}, "Không đọc được lịch trong cơ sở dữ liệu", id="nobody"),
        pytest.param(("calendar", "2026"), {"DATABASE_URL": NOBODY_THERE}, "Không đọc được lịch", id="for the year too"),
        pytest.param(ASKED, {"DATABASE_URL": "mysql://x"}, "DATABASE_URL", id="no address of PostgreSQL"),
        pytest.param((*ASKED, "--data", "/nowhere"), {}, "Không có hệ thống nào đang chạy", id="no such folder"),
    ],
)  # fmt: skip
def test_a_calendar_that_was_asked_for_and_cannot_be_read_is_one_sentence_and_no_other_calendar(
    command: tuple[str, ...], env: dict[str, str], sentence: str
) -> None:
    answer = typed(*command, **env)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert sentence in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.slow
def test_a_database_without_a_calendar_says_who_brings_it(database_url: str) -> None:
    engine = connect(database_url, pool_size=1)
    with transaction(engine) as session:
        session.execute(text("TRUNCATE calendar_revisions, calendar_decisions"))
    engine.dispose()
    said = typed(*ASKED, DATABASE_URL=database_url).stderr
    assert said == "Cơ sở dữ liệu chưa có lịch làm việc; hientruong up sẽ nạp.\n"


@pytest.mark.parametrize("command", [("deadline",), ("calendar", "show")])
def test_the_help_states_the_rule(command: tuple[str, ...]) -> None:
    said = " ".join(type_in(*command, "--help").stdout.split())
    assert "Tính theo lịch của hệ thống đang chạy trong --data" in said
    assert "các văn bản kèm chương trình" in said


@pytest.mark.slow
def test_days_off_of_one_agency_count_where_the_agency_is_named(database_url: str, tmp_path: Path) -> None:
    engine = connect(database_url, pool_size=1)
    record = Record(engine)
    admin = record.accounts.add(
        username="admin", role=Role.ADMIN, authority=None, agency=None, display_name="Quản trị", password_hash="x"
    )
    off = Decision(
        date(2026, 3, 11),
        Effect.OFF,
        "2/QĐ",
        "Ngập",
        authority="khanh-hoa",
        agency="ubnd-nha-trang",
        half=Half.AFTERNOON,
    )
    at = datetime(2026, 3, 1, tzinfo=UTC)
    record.calendar.add("2/QĐ", (off,), source="Quyết định", by_account=admin.id, at=at)
    engine.dispose()
    asked = ("deadline", "2026-03-11 07:30", "1 wd", "--procedure", "khanh-hoa")
    own = ("--agency", "ubnd-nha-trang")
    assert typed(*asked, DATABASE_URL=database_url).stdout == "2026-03-11T17:00:00+07:00\n"
    assert typed(*asked, *own, DATABASE_URL=database_url).stdout == "2026-03-12T11:15:00+07:00\n"
    file = tmp_path / "lich.ics"
    typed("calendar", "2026", "--procedure", "khanh-hoa", *own, "--ics", str(file), DATABASE_URL=database_url)
    assert "Nghỉ nửa ngày: Ngập" in file.read_text("utf-8")


def test_an_agency_without_its_authority_is_refused() -> None:
    refused = typed(*ASKED, "--agency", "ubnd-nha-trang")
    assert (refused.exit_code, "--procedure" in refused.stderr) == (2, True)
