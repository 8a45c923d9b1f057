"""Tests that figures follow the cases of an authority that joins another one, and can be read by earlier borders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from domain import acts
from domain.words import Role
from procedures import all_procedures, use_provinces
from tests.api.staff.test_reorganisations import HUONG, NEW, begun, carried_out, files, joined, two_days_ago
from tests.api.staff.test_reorganisations import worked_on as cases_at_different_steps
from tests.support.fronts.real_desk import RealDesk
from tests.support.records.town import ZONE, Town

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(real_desk: RealDesk) -> RealDesk:
    """A desk whose clock is the database's, by which the day of a plan comes."""
    real_desk.now = datetime.now(UTC)
    return real_desk


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    yield
    use_provinces(())


def received(desk: RealDesk, borders: str | None = None) -> list[int]:
    """Return how many cases each way to read figures finds: statistics by month, and the account of a period."""
    asked = {"authority": NEW} | ({"borders": borders} if borders else {})
    first = f"{(desk.now - timedelta(days=20)).astimezone(ZONE):%Y-%m-%d}"
    statistics: dict[str, Any] = desk.gets("/statistics", "auditor", **asked).json()
    account: dict[str, Any] = desk.gets("/accounts", "auditor", **asked, first=first).json()
    month = desk.gets("/statistics", "auditor", **asked).json()["months"]
    assert sum(each["received"] for each in month) == statistics["total"]["received"]
    return [statistics["total"]["received"], account["total"]["received"] + account["total"]["carried_in"]]


def joined_with_its_cases(desk: RealDesk, folder: Path) -> None:
    """Let five cases of Sông Hương, one of them ended, go over to Hương Giang, which gets two of its own later."""
    joined(folder, two_days_ago(desk), "new_text")
    desk.employs("huong_leader", Role.CENTRE_LEADER, HUONG)
    cases_at_different_steps(desk)
    files(desk, days_ago=9).does(f"{desk.now - timedelta(days=8):%Y-%m-%d %H:%M}", "reporter", acts.Withdraw())
    begun(desk, NEW)
    carried_out(desk)
    for _ in range(2):
        Town(desk.record).files(NEW, f"{desk.now.astimezone(ZONE):%Y-%m-%d %H:%M}", "khac")


@pytest.mark.parametrize("summed", [False, True])
def test_figures_follow_the_cases_and_are_read_by_the_old_borders_too(
    desk: RealDesk, tmp_path: Path, summed: bool
) -> None:
    joined_with_its_cases(desk, tmp_path)
    if summed:
        desk.record.sums.fold(dict.fromkeys(all_procedures(), "Asia/Ho_Chi_Minh"))
    assert received(desk) == [7, 7]
    assert received(desk, HUONG) == [5, 5]
    assert received(desk, NEW) == [2, 2]


def test_borders_that_an_authority_never_had_are_refused(desk: RealDesk, tmp_path: Path) -> None:
    joined_with_its_cases(desk, tmp_path)
    for path in ("/statistics", "/accounts"):
        for wrong in ("khanh-hoa", "nowhere"):
            refused = desk.gets(path, "auditor", authority=NEW, borders=wrong)
            assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "borders")
    assert desk.gets("/statistics", "auditor", authority="khanh-hoa", borders="khanh-hoa").status_code == 422


def test_the_rows_that_figures_are_counted_from_agree_with_the_events(
    desk: RealDesk, engine: Engine, tmp_path: Path
) -> None:
    joined_with_its_cases(desk, tmp_path)
    with engine.connect() as connection:
        codes = list(connection.exec_driver_sql("SELECT code FROM cases ORDER BY code").scalars())
    assert len(codes) == 7
    for whole in desk.record.audits.whole(codes):
        assert desk.record.audits.check(whole) == ()
