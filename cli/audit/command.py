"""`hientruong audit`: checks that nobody changed the record, and names what was changed by case and event."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from domain.proof.deviations import Deviation
from language.deviations import sentence_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from api.auditing.auditing import Auditor, CaseAudit
    from records.roots.rows import DailyRoot

app = typer.Typer()

_TOLD_EVERY = 1000
"""The number of cases after which the command says how far it is, on standard error."""

Code = Annotated[str | None, typer.Argument(metavar="MÃ", help="Mã của một hồ sơ, như KH-2026-000001.")]
Every = Annotated[bool, typer.Option("--all", help="Kiểm chứng mọi hồ sơ.")]
Without = Annotated[bool, typer.Option("--without-temporal", help="Không đối chiếu với lịch sử của Temporal.")]
AsJson = Annotated[bool, typer.Option("--json", help="In JSON thay vì các câu.")]
Data = Annotated[
    Path | None, typer.Option(metavar="THƯ_MỤC", help="Thư mục dữ liệu của hệ thống đang chạy.", show_default=False)
]
Temporal = Annotated[
    str | None, typer.Option(metavar="MÁY:CỔNG", help="Temporal, mặc định TEMPORAL_ADDRESS.", show_default=False)
]


@dataclass
class _Found:
    """The findings so far."""

    asked_temporal: bool = False
    cases: int = 0
    events: int = 0
    histories: int = 0
    without_history: int = 0
    root: DailyRoot | None = None
    deviations: list[Deviation] = field(default_factory=list)

    def add(self, audit: CaseAudit) -> None:
        self.cases += 1
        self.events += audit.events
        self.histories += audit.told is True
        self.without_history += audit.told is False
        self.deviations += audit.deviations


@app.command()
def audit(
    code: Code = None,
    every: Every = False,
    without_temporal: Without = False,
    as_json: AsJson = False,
    data: Data = None,
    temporal: Temporal = None,
) -> None:
    """Kiểm chứng sổ hồ sơ: chuỗi mã băm, các bảng, văn bản, ảnh và lịch sử Temporal phải khớp nhau.

    Mã thoát 1 khi có sai lệch; mỗi sai lệch là một câu, nêu hồ sơ và diễn biến.
    """
    if (code is None) is not every:
        typer.echo("Hãy nêu mã của một hồ sơ, hoặc --all để kiểm chứng mọi hồ sơ.", err=True)
        raise typer.Exit(2)
    # Imported here, so that `--help` answers at once.
    import asyncio

    from cli.audit.system import SystemAway
    from records.errors import RecordsError
    from workflows.errors import WorkflowsUnavailable

    began = time.monotonic()
    try:
        found = asyncio.run(_audit(code, data, None if without_temporal else temporal or "", quiet=as_json))
    except SystemAway as error:
        _refuse(str(error))
    except RecordsError as error:
        _refuse(f"Không đọc được cơ sở dữ liệu: {error}.")
    except WorkflowsUnavailable as error:
        _refuse(f"Temporal không trả lời: {error}. Thêm --without-temporal để chỉ kiểm chứng sổ hồ sơ.")
    if code is not None and not found.cases:
        _refuse(f"Không có hồ sơ {code}.")
    _tell(found, time.monotonic() - began, as_json=as_json)
    if found.deviations:
        raise typer.Exit(1)


async def _audit(code: str | None, data: Path | None, temporal: str | None, *, quiet: bool) -> _Found:
    from cli.audit.system import open_auditor

    found = _Found(asked_temporal=temporal is not None)
    async with open_auditor(data, temporal) as auditor:
        began_at = auditor.record.now()
        found.deviations += _shown(auditor.guards_off(), quiet=quiet)
        if code is None:
            found.deviations += _shown(auditor.roots(), quiet=quiet)
        found.root = auditor.latest_root()
        all_of_them = auditor.record.audits.count()
        began = time.monotonic()
        async for each in auditor.every() if code is None else _one(auditor, code):
            found.add(each)
            _shown(each.deviations, quiet=quiet)
            if found.cases % _TOLD_EVERY == 0:
                speed = found.cases / (time.monotonic() - began)
                typer.echo(f"… {found.cases} trên {all_of_them} hồ sơ, {speed:.0f} hồ sơ mỗi giây", err=True)
        if found.cases or code is None:
            _keep(auditor, found, code, began_at)
    return found


def _keep(auditor: Auditor, found: _Found, code: str | None, began_at: datetime) -> None:
    """Put the audit in the list of past ones. An audit may run where nothing can be written, as on a standby server."""
    import socket

    from records.auditing.rows import AuditWay, FinishedAudit
    from records.errors import RecordsError

    finished = FinishedAudit(
        began_at=began_at,
        way=AuditWay.COMMAND,
        by_account=None,
        machine=f"{_user()}@{socket.gethostname()}",
        code=code,
        cases=found.cases,
        events=found.events,
        histories=found.histories if found.asked_temporal else None,
        deviations=tuple(found.deviations),
    )
    try:
        auditor.record.past_audits.keep(finished)
    except RecordsError as error:
        typer.echo(f"Không ghi được lần kiểm chứng này vào danh sách: {error}.", err=True)


def _user() -> str:
    """Return the user of this machine under whom the command runs, as a number where it has no name."""
    import getpass
    import os

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


async def _one(auditor: Auditor, code: str) -> AsyncIterator[CaseAudit]:
    if (found := await auditor.case(code)) is not None:
        yield found


def _shown(deviations: tuple[Deviation, ...], *, quiet: bool) -> tuple[Deviation, ...]:
    """Print deviations as they are found, because a large record takes long."""
    for each in () if quiet else deviations:
        typer.echo(sentence_of(each))
    return deviations


def _tell(found: _Found, seconds: float, *, as_json: bool) -> None:
    if as_json:
        import json

        told = {
            "cases": found.cases,
            "events": found.events,
            "histories": found.histories,
            "without_history": found.without_history,
            "root": {"date": found.root.date.isoformat(), "hash": found.root.hash.hex()} if found.root else None,
            "deviations": [{**asdict(each), "sentence": sentence_of(each)} for each in found.deviations],
        }
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    compared = f", đối chiếu {found.histories} lịch sử Temporal" if found.histories else ""
    if found.without_history:
        compared += f" ({found.without_history} hồ sơ không còn lịch sử)"
    if found.root:
        typer.echo(f"Mã của ngày {found.root.date:%d/%m/%Y}: {found.root.hash.hex()} (hãy so với thư đã gửi đi).")
    outcome = f"{len(found.deviations)} sai lệch" if found.deviations else "không có sai lệch"
    typer.echo(
        f"Đã kiểm chứng {found.cases} hồ sơ, {found.events} diễn biến{compared}, trong {seconds:.0f} giây: {outcome}."
    )


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
