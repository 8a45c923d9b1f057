"""The text that `hientruong up` prints when everything runs: addresses and demo accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from cli.up.parts import Options, needs_inbox
from settings import StackSettings
from stack.supervisor import Say, way_to_stop

if TYPE_CHECKING:
    from records.staff.demo_accounts import DemoAccount


def welcome(
    console: Console, say: Say, settings: StackSettings, options: Options, accounts: tuple[DemoAccount, ...]
) -> None:
    """Print where everything answers, and who may sign in to try it."""
    front = f"http://{settings.front_host}:{options.front_port}"
    addresses = Table.grid(padding=(0, 2))
    addresses.add_row("Trang web và API", front)
    addresses.add_row("Tài liệu API", f"{front}/docs")
    if settings.temporal_address is None:
        addresses.add_row("Temporal Web UI", options.web_ui)
    if needs_inbox(settings):
        addresses.add_row("Hộp thư thử (thư, SMS sẽ gửi)", options.inbox.page)
    console.print("\nĐã sẵn sàng.", addresses, "", sep="\n")
    if accounts:
        _print_accounts(console, say, accounts)
    say(f"Dữ liệu và nhật ký: {options.data}. {way_to_stop()} để dừng.")


def _print_accounts(console: Console, say: Say, accounts: tuple[DemoAccount, ...]) -> None:
    table = Table(box=SIMPLE, pad_edge=False)
    widest = max(len(account.username) for account in accounts)
    table.add_column("Tài khoản dùng thử", no_wrap=True, min_width=widest)  # so that names can be copied
    table.add_column("Vai trò", overflow="fold")  # on as many lines as a narrow screen needs
    last = None
    for account in _one_of_each(accounts):
        if account.authority != last:
            table.add_section()
            last = account.authority
        post = f"{account.role_name} ({account.agency_name})" if account.agency_name else account.role_name
        table.add_row(account.username, post)
    console.print(table)
    passwords = ", ".join(sorted({account.password for account in accounts}))
    say(f"Mật khẩu của các tài khoản này: {passwords}")
    say("Mỗi cơ quan xử lý có cán bộ và lãnh đạo của mình: canbo.…, lanhdao.… (xem provinces/*/office.toml).")


def _one_of_each(accounts: Iterable[DemoAccount]) -> Iterable[DemoAccount]:
    """Return the first account of each role of each authority: enough for the course of a case, and short enough to read."""
    first: dict[tuple[str | None, str], DemoAccount] = {}
    for account in accounts:
        first.setdefault((account.authority, account.role_name), account)
    return first.values()
