"""The command `hientruong restore`."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.backup.database import Site
from cli.backup.manifest import BackupError, Manifest, in_vietnam
from cli.backup.progress import Progress
from cli.restore.checking import checked, require_secret
from cli.restore.putting_back import Restored, put_back
from cli.restore.telling import keep, sentences
from cli.sentences import in_one_sentence

app = typer.Typer()


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Bản sao lưu.")],
    data: Annotated[
        Path | None, typer.Option(metavar="THƯ_MỤC", help="Thư mục dữ liệu của hệ thống.", show_default=False)
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Chỉ kiểm tra bản sao lưu, không thay đổi gì.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Thay tất cả những gì cơ sở dữ liệu đang có.")] = False,
    new_secret: Annotated[
        bool, typer.Option("--new-secret", help="Phục hồi dù khóa bí mật không còn là khóa lúc sao lưu.")
    ] = False,
) -> None:
    """Phục hồi một bản sao lưu, khi giao diện và worker đã dừng."""
    progress, now = Progress(Console(stderr=True)), datetime.now(UTC)
    with in_one_sentence("phục hồi"):
        manifest = checked(folder, progress)
        if check:
            typer.echo(
                f"Bản sao lưu còn nguyên: lúc {in_vietnam(manifest.taken_at)}, {manifest.rows.get('cases', 0)} hồ sơ."
            )
            return
        site = Site(data)
        if site.running:
            raise BackupError(f"Hệ thống trong {site.data} đang chạy; hãy dừng nó trước khi phục hồi.")
        if not new_secret:
            require_secret(site, manifest)
        restored = asyncio.run(_put_back(site, folder, manifest, progress, replace=replace, now=now))
        kept = keep(site.data, folder.absolute(), manifest, restored, now=now)
    for sentence in sentences(manifest, restored):
        typer.echo(sentence)
    typer.echo(f"Những điều trên được ghi ở {kept}.")


async def _put_back(
    site: Site, folder: Path, manifest: Manifest, progress: Progress, *, replace: bool, now: datetime
) -> Restored:
    async with site.database(may_create=True) as database_url:
        return await asyncio.to_thread(
            put_back, site, database_url, folder, manifest, progress, replace=replace, now=now
        )
