"""Accounts that nobody uses are locked, but of each place the admin who was there last stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.offices.unused import LastUse, unused

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
LONGEST = timedelta(days=90)


def last_use(account: str, days: int, authority: str | None = "khanh-hoa") -> LastUse:
    """An account that was used so many days ago. An admin's name begins with `admin`."""
    return LastUse(account, authority, account.startswith("admin"), NOW - timedelta(days=days))


@pytest.mark.parametrize(("days", "locked"), [(0, ()), (89, ()), (90, ("officer",)), (400, ("officer",))])
def test_an_account_is_locked_once_nobody_used_it_for_so_long(days: int, locked: tuple[str, ...]) -> None:
    assert unused([last_use("officer", days)], NOW, LONGEST) == locked


@pytest.mark.parametrize(
    ("admins", "locked"),
    [
        ({"admin-a": 200}, ()),
        ({"admin-a": 200, "admin-b": 100}, ("admin-a",)),
        ({"admin-a": 200, "admin-b": 200}, ("admin-a",)),
        ({"admin-a": 200, "admin-b": 1}, ("admin-a",)),
    ],
)
def test_the_admin_who_was_there_last_stays(admins: dict[str, int], locked: tuple[str, ...]) -> None:
    assert unused([last_use(name, days) for name, days in admins.items()], NOW, LONGEST) == locked


def test_an_admin_of_each_authority_stays_and_one_of_the_whole_system() -> None:
    admins = [
        last_use("admin-here", 200),
        last_use("admin-elsewhere", 300, "binh-dinh"),
        last_use("admin-of-all", 400, None),
    ]
    assert unused([*admins, last_use("officer", 200)], NOW, LONGEST) == ("officer",)
