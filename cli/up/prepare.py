"""Prepares the database: its schema, the procedures, the calendar, the offices and the demo accounts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from cli.up.parts import Demo
from procedures import all_procedures, provinces
from procedures.loading import outside_provinces
from stack.errors import PreparationError, UnreachableError
from stack.probes import accepts
from stack.supervisor import Say

if TYPE_CHECKING:
    from records.record import Record
    from records.staff.demo_accounts import DemoAccount

T = TypeVar("T")
Waiting = Callable[[str], AbstractContextManager[None]]
"""Tells a person what is waited for, from the beginning of a block to its end."""


def check_provinces() -> None:
    """Read every province in use, and check all that those from outside the program hold."""
    if outside := outside_provinces():
        # Imported here, because Typst and Word load slowly.
        from cli.procedures.whole_province import require_whole

        require_whole(province.folder for province in outside)


_IN_EARNEST = (
    "Cơ sở dữ liệu này có hồ sơ mà không có tài khoản dùng thử, nên không nạp tài khoản dùng thử vào bên cạnh: "
    "ai cũng biết mật khẩu của chúng. Hãy chạy với --no-demo, hoặc dùng thử với thư mục dữ liệu khác (--data)."
)
_DEMO_ACCOUNTS = (
    "Cơ sở dữ liệu này có {count} tài khoản dùng thử, ai cũng biết mật khẩu. Hãy chạy với --no-demo để gỡ chúng, "
    "hoặc với --demo nếu cơ sở dữ liệu này chỉ để thử."
)


async def require_answer(database_url: str) -> None:
    """Raise an error at once where no server answers, because the database driver would wait for long."""
    place = urlsplit(database_url)
    if place.hostname and not await accepts(place.hostname, place.port or 5432):
        raise UnreachableError(
            f"Không kết nối được PostgreSQL ở {place.hostname}:{place.port or 5432} (DATABASE_URL); "
            "hãy xem máy chủ đó có đang chạy không."
        )


async def prepare_records(
    database_url: str, waiting: Waiting, say: Say, *, demo: Demo, owner_url: str | None = None
) -> tuple[DemoAccount, ...]:
    """Bring the database up to date. Return the demo accounts, none where they are not wanted.

    `owner_url` is the address for the role that owns the tables; without it, the role of `database_url` does.

    Raises:
        PreparationError: a step failed, or the demo accounts are where they must not be.
    """
    with waiting("lược đồ cơ sở dữ liệu"):
        await _in_one_sentence("cập nhật được lược đồ cơ sở dữ liệu", _migrate, owner_url or database_url)
        if owner_url:
            await _in_one_sentence("trao được quyền trên các bảng", partial(_grant, owner_url), database_url)
    if await _in_one_sentence("đọc được quyền trên các bảng", _owns_tables, database_url):
        say(_OWNS)
    with waiting("các quy trình và lịch làm việc"):
        await _in_one_sentence("nạp được các quy trình", _keep_procedures, database_url)
        new_acts = await _in_one_sentence("nạp được lịch làm việc", _seed_calendar, database_url)
    if new_acts:
        say(f"Lịch làm việc có văn bản mới: {'; '.join(new_acts)}. Các hồ sơ đang mở sẽ được báo và tính lại hạn.")
    with waiting("cơ quan, địa bàn và quy tắc phân phối"):
        await _in_one_sentence("nạp được cơ quan của các địa phương", _load_offices, database_url)
    with waiting("tài khoản dùng thử"):
        match demo:
            case Demo.WANTED:
                if await _in_one_sentence("đọc được cơ sở dữ liệu", _is_in_earnest, database_url):
                    raise PreparationError(_IN_EARNEST)
                return await _in_one_sentence("nạp được dữ liệu dùng thử", _seed, database_url)
            case Demo.REFUSED:
                if there := await _in_one_sentence("đọc được các tài khoản", _active_demo_accounts, database_url):
                    raise PreparationError(_DEMO_ACCOUNTS.format(count=there))
            case Demo.TAKEN_AWAY:
                gone = await _in_one_sentence("gỡ được tài khoản dùng thử", _take_away, database_url)
                if gone:
                    say(f"Đã gỡ {gone} tài khoản dùng thử: không đăng nhập được nữa, mọi phiên đã kết thúc.")
    return ()


_OWNS = (
    "Chú ý: vai trò trong DATABASE_URL sở hữu các bảng, nên ai có nó sửa được cả những gì chỉ ghi thêm. "
    "Hãy đặt HIENTRUONG_OWNER_DATABASE_URL, xem docs/operating.md."
)


def _owns_tables(database_url: str) -> bool:
    from records.roles import owns_tables

    return owns_tables(database_url)


def _grant(owner_url: str, database_url: str) -> None:
    from records.roles import grant, role_of

    if role := role_of(database_url):
        grant(owner_url, role)


def _migrate(database_url: str) -> None:
    from records.migrations import upgrade

    upgrade(database_url)


def _keep_procedures(database_url: str) -> None:
    with _opened(database_url) as record:
        for procedure in all_procedures().values():
            record.intake.keep_procedure(procedure)


def _seed_calendar(database_url: str) -> tuple[str, ...]:
    """Load the shipped decisions into an empty record, else those of acts that the record does not know. Return the new acts.

    The worker then rolls them out to the open cases.
    """
    from calendars import official_decisions

    with _opened(database_url) as record:
        return record.calendar.seed(official_decisions(), at=record.now())


def _load_offices(database_url: str) -> None:
    """Load what the offices' files list, except what an admin has changed."""

    with _opened(database_url) as record:
        for office in provinces().offices:
            record.offices.load(office, at=record.now())


def _seed(database_url: str) -> tuple[DemoAccount, ...]:
    from records.offices.rows import ChangedBy
    from records.staff.demo_accounts import add_demo_accounts

    with _opened(database_url) as record:
        return add_demo_accounts(record.accounts, provinces().offices, ChangedBy(None, record.now()))


def _take_away(database_url: str) -> int:
    from records.offices.rows import ChangedBy
    from records.staff.demo_accounts import take_away_demo_accounts

    with _opened(database_url) as record:
        return take_away_demo_accounts(record.accounts, provinces().offices, ChangedBy(None, record.now()))


def _active_demo_accounts(database_url: str) -> int:
    from records.staff.demo_accounts import demo_accounts_in

    with _opened(database_url) as record:
        return sum(account.active for account in demo_accounts_in(record.accounts, provinces().offices))


def _is_in_earnest(database_url: str) -> bool:
    """Return whether reports were taken in here without demo accounts, so that people sent them in earnest."""
    from records.staff.demo_accounts import demo_accounts_in

    with _opened(database_url) as record:
        if not record.intake.has_taken_any():
            return False
        return not any(account.active for account in demo_accounts_in(record.accounts, provinces().offices))


@contextmanager
def _opened(database_url: str) -> Iterator[Record]:
    """Open the record for one step of the preparation."""
    from records.engine import connect
    from records.record import Record

    engine = connect(database_url, pool_size=1)
    try:
        yield Record(engine)
    finally:
        engine.dispose()


async def _in_one_sentence(what: str, work: Callable[[str], T], database_url: str) -> T:
    """Run blocking work of `records`, and turn any error into one sentence.

    Every error, because the classes of `records` load the database libraries, which no other command needs.
    """
    try:
        return await asyncio.to_thread(work, database_url)
    except Exception as error:
        reason = str(error).strip().splitlines()
        raise PreparationError(f"Không {what}: {reason[0] if reason else type(error).__name__}") from error
