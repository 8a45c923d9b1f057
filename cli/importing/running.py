"""Runs an import from the command line: checks, shows, then imports case by case."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from api.backlog.checking import Backlog, Checked, backlog_of, check
from api.backlog.running import go_on, keep
from api.web.offices import ProceduresInForce
from cli.acting_admin import CannotRun, admin_of, authority_of, open_record
from cli.importing.printing import print_faults, print_outcome, print_preview
from documents.sheets.reading import UnreadableSheet
from procedures import NoProcedure
from records.errors import RecordsError
from records.record import Record
from records.staff.rows import Account

_A_MOMENT = 0.5


def run(content: bytes, source: str, *, username: str, authority: str, only_check: bool, data: Path | None) -> bool:
    """Import the cases of a file, and print what it holds and what became of it. Return false where the file has faults.

    Raises:
        CannotRun: there is no such system, admin or authority, or the file is no table.
    """
    console = Console(highlight=False)
    try:
        with open_record(data) as record:
            admin = admin_of(record, username)
            backlog = _backlog(record, admin, authority, source)
            checked = check(backlog, content, record.intake, record.calendar.book())
            if checked.faults:
                print_faults(console, checked.faults)
                return False
            print_preview(console, checked.preview)
            if not only_check:
                _import(console, record, backlog, content, checked, admin)
            return True
    except UnreadableSheet as error:
        raise CannotRun(str(error)) from error
    except RecordsError as error:
        raise CannotRun(f"Không đọc, ghi được cơ sở dữ liệu: {error}. Nhập lại cùng tệp thì đi tiếp.") from error


def _import(
    console: Console, record: Record, backlog: Backlog, content: bytes, checked: Checked, admin: Account
) -> None:
    """Import row by row. Where this command is stopped, the running system goes on."""
    import_id = keep(record, backlog, content, checked, admin)
    record.imports.start(import_id)
    with Progress(console=console) as progress, ThreadPoolExecutor(1) as pool:
        bar = progress.add_task("Nhập hồ sơ", total=len(checked.rows))
        running = pool.submit(go_on, record, record.now, import_id)
        while (about := record.imports.find(import_id)) and about.finished_at is None:
            progress.update(bar, completed=about.done)
            time.sleep(_A_MOMENT)
            if running.done() and running.result():  # false: the running system goes on with it
                break
        about = record.imports.find(import_id)
        progress.update(bar, completed=about.done if about else 0)
    if about is None or about.stopped:
        raise CannotRun(f"Đã dừng. {about.stopped if about else ''}")
    print_outcome(console, about)


def _backlog(record: Record, admin: Account, authority: str, source: str) -> Backlog:
    """Return the backlog of the authority that was named, or of the admin's own."""
    wanted = authority_of(admin, authority)
    try:
        procedures = ProceduresInForce(record.offices)
        return backlog_of(record.offices, procedures, wanted, source=source, now=record.now())
    except NoProcedure as error:
        raise CannotRun(f"Địa phương {wanted} không có quy chế nào đang có hiệu lực.") from error
