"""The text of `hientruong up` on a narrow screen."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console

from cli.up.parts import Demo, Options
from cli.up.welcome import welcome
from language.labels import ROLE
from procedures import provinces
from records.staff.demo_accounts import PASSWORD, DemoAccount
from settings import StackSettings
from stack.inbox.child import InboxPlan


def test_no_account_and_no_role_is_cut_at_eighty_columns() -> None:
    shown = _screen(_accounts(), width=80)
    assert "…" not in shown.replace("canbo.…, lanhdao.…", "")
    assert max(map(len, shown.splitlines())) <= 80
    words = set(shown.split())
    first_of_each = {(each.authority, each.role_name): each for each in reversed(_accounts())}.values()
    for account in first_of_each:
        assert account.username in words
        told = f"{account.role_name} ({account.agency_name})" if account.agency_name else account.role_name
        assert re.search(r"\s+".join(map(re.escape, told.split())), shown), told


def _accounts() -> tuple[DemoAccount, ...]:
    names = {(agency.authority, agency.id): agency.name for office in provinces().offices for agency in office.agencies}
    return tuple(
        DemoAccount(
            post.username,
            PASSWORD,
            office.authority,
            ROLE[post.role],
            names[office.authority, post.agency] if post.agency else None,
        )
        for office in provinces().offices
        for post in office.staff
    )


def _screen(accounts: tuple[DemoAccount, ...], *, width: int) -> str:
    screen = io.StringIO()
    console = Console(file=screen, width=width, highlight=False)
    options = Options(
        data=Path("/dữ-liệu"),
        front_port=8000,
        temporal_port=7233,
        ui_port=8233,
        postgres_port=54329,
        inbox=InboxPlan(8025, 2525, Path("/dữ-liệu")),
        demo=Demo.WANTED,
    )
    welcome(console, lambda _: None, StackSettings(), options, accounts)
    return screen.getvalue()
