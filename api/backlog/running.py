"""Runs an import that an admin started: in the background, some rows at a time, by one process after another."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

from api.backlog.checking import Backlog, Checked, backlog_of
from api.backlog.importing import CannotImport, Outcome, import_case
from api.web.identity.callers import actor_of
from api.web.offices import ProceduresInForce
from documents.sheets.cases import SHEET, read_cases
from documents.sheets.reading import read_sheet
from domain.actors import Actor
from domain.words import Role
from procedures import NoProcedure
from records.backlog.rows import TakenImport
from records.record import Record
from records.staff.rows import Account

UNSTARTED = timedelta(days=1)
"""The time for which a checked file is kept that nobody starts."""

_AT_ONCE = 20
"""The rows after which an import counts what it did, so that it goes on from there after an interruption."""

Clock = Callable[[], datetime]


def keep(record: Record, backlog: Backlog, content: bytes, checked: Checked, by: Account) -> str:
    """Keep a file without faults, and return the id of its import. It begins when somebody starts it."""
    import_id = uuid.uuid4().hex
    record.imports.add(
        import_id,
        authority=backlog.authority,
        source=backlog.source,
        content=content,
        preview=asdict(checked.preview) | {"new": checked.preview.new},
        total=len(checked.rows),
        by_account=by.id,
    )
    return import_id


def go_on(record: Record, clock: Clock, import_id: str | None = None) -> bool:
    """Take up an import that was started, this one or the oldest, and run it to its end. Return false where there is none that no
    other process goes on with.

    Raises:
        RecordsUnavailable: the database is away; the rows go on waiting.
    """
    taken = record.imports.take(import_id)
    if taken is None:
        return False
    about = taken.about
    try:
        goes_on_elsewhere = _run(record, taken, clock)
    except CannotImport as error:
        record.imports.finish(about.id, _stopped(error))
        return True
    if not goes_on_elsewhere:
        record.imports.finish(about.id)
    return True


def _run(record: Record, taken: TakenImport, clock: Clock) -> bool:
    """Import the rows that are left. Return whether another process has taken the import up meanwhile.

    Raises:
        CannotImport: a row can be imported no longer. Those before it are counted.
    """
    backlog, done = _backlog(record, taken, clock), taken.about.done
    rows, faults = read_cases(read_sheet(taken.content, SHEET), backlog.known)
    if faults:
        raise CannotImport(faults[0])
    by, count = _by(record, taken.about.by_account), Counter[Outcome]()
    for row in rows[done:]:
        try:
            count[import_case(record, backlog, row, by, clock)] += 1
        except CannotImport:
            record.imports.advance(taken.about.id, done, **_counted(count))
            raise
        if count.total() == _AT_ONCE:
            if not record.imports.advance(taken.about.id, done, **_counted(count)):
                return True
            done, count = done + count.total(), Counter()
    return not record.imports.advance(taken.about.id, done, **_counted(count))


def _counted(count: Counter[Outcome]) -> dict[str, int]:
    return {"added": count[Outcome.NEW], "again": count[Outcome.AGAIN], "differing": count[Outcome.DIFFERS]}


def _backlog(record: Record, taken: TakenImport, clock: Clock) -> Backlog:
    """Return the backlog of an import. Its rows are checked as of the present."""
    about = taken.about
    try:
        procedures = ProceduresInForce(record.offices)
        return backlog_of(record.offices, procedures, about.authority, source=about.source, now=clock())
    except NoProcedure as error:
        raise CannotImport.of_file("Địa phương không còn quy chế nào có hiệu lực.") from error


def _by(record: Record, account_id: str) -> Actor:
    account = record.accounts.find(account_id)
    return actor_of(account) if account else Actor(Role.ADMIN, account=account_id)


def _stopped(error: CannotImport) -> str:
    fault = error.fault
    where = f"Dòng {fault.row}, cột “{fault.column}”: " if fault.row else ""
    return f"{where}{fault.sentence} Sửa rồi nhập lại cùng tệp: các dòng đã nhập không thêm lần nữa."
