"""`hientruong up` and the demo accounts: they are in a database that is for trying out, and never beside reports in earnest."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.up.parts import Demo
from cli.up.prepare import prepare_records
from procedures import provinces
from records.engine import connect
from records.record import Record
from records.staff.demo_accounts import demo_accounts_in
from settings import StackSettings
from stack.errors import PreparationError
from stack.supervisor import Supervisor
from tests.support.records.desk import Desk


async def starts(database_url: str, folder: Path, demo: Demo) -> tuple[int, str]:
    """Return how many demo accounts are active after the start, and what it said."""
    said: list[str] = []
    await prepare_records(database_url, Supervisor(folder, said.append).waiting, said.append, demo=demo)
    engine = connect(database_url, pool_size=1)
    there = demo_accounts_in(Record(engine).accounts, provinces().offices)
    engine.dispose()
    return sum(account.active for account in there), "\n".join(said)


@pytest.mark.parametrize(
    ("said", "database", "meant"),
    [
        (None, None, Demo.WANTED),
        (None, "postgresql://a@b/c", Demo.REFUSED),
        (True, "postgresql://a@b/c", Demo.WANTED),
        (False, "postgresql://a@b/c", Demo.TAKEN_AWAY),
        (False, None, Demo.TAKEN_AWAY),
    ],
)
def test_only_a_database_of_our_own_gets_demo_accounts_unasked(
    said: bool | None, database: str | None, meant: Demo
) -> None:
    assert Demo.of(said, StackSettings.model_construct(database_url=database)) is meant


@pytest.mark.slow
@pytest.mark.fault("weak passwords, secrets or demo accounts in production")
async def test_a_database_of_somebody_s_refuses_demo_accounts_until_they_are_taken_away(
    database_url: str, tmp_path: Path
) -> None:
    assert (await starts(database_url, tmp_path, Demo.REFUSED))[0] == 0
    there, _ = await starts(database_url, tmp_path, Demo.WANTED)
    assert there > 0
    with pytest.raises(PreparationError, match=rf"{there} tài khoản dùng thử.*--no-demo"):
        await starts(database_url, tmp_path, Demo.REFUSED)
    left, said = await starts(database_url, tmp_path, Demo.TAKEN_AWAY)
    assert left == 0
    assert f"Đã gỡ {there} tài khoản dùng thử" in said
    assert (await starts(database_url, tmp_path, Demo.REFUSED))[0] == 0


@pytest.mark.slow
@pytest.mark.fault("weak passwords, secrets or demo accounts in production")
async def test_no_demo_account_comes_beside_a_report_that_was_taken_in_without_them(
    database_url: str, tmp_path: Path
) -> None:
    await starts(database_url, tmp_path, Demo.TAKEN_AWAY)
    engine = connect(database_url, pool_size=1)
    Desk(Record(engine)).take_in()
    engine.dispose()
    with pytest.raises(PreparationError, match=r"có hồ sơ mà không có tài khoản dùng thử.*--no-demo"):
        await starts(database_url, tmp_path, Demo.WANTED)
