"""The command `hientruong backup`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.backup.database import Site
from cli.backup.manifest import Manifest, in_vietnam
from cli.backup.progress import Progress
from cli.backup.taking import take
from cli.sentences import in_one_sentence

app = typer.Typer()


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục mới cho bản sao lưu này.")],
    data: Annotated[
        Path | None, typer.Option(metavar="THƯ_MỤC", help="Thư mục dữ liệu của hệ thống.", show_default=False)
    ] = None,
) -> None:
    """Sao lưu cơ sở dữ liệu, ảnh và cấu hình không bí mật; hệ thống vẫn chạy trong lúc đó."""
    with in_one_sentence("sao lưu"):
        site = Site(data)
        manifest = asyncio.run(_take(site, folder.absolute()))
    _tell(site, folder, manifest)


async def _take(site: Site, folder: Path) -> Manifest:
    async with site.database(may_create=False) as database_url:
        return await asyncio.to_thread(take, site, database_url, folder, Progress(Console(stderr=True)))


def _tell(site: Site, folder: Path, manifest: Manifest) -> None:
    """Print what was saved, and what was not."""
    rows, size = manifest.rows, sum(file.size for file in manifest.files.values())
    typer.echo(
        f"Đã sao lưu vào {folder}: {rows.get('cases', 0)} hồ sơ, {rows.get('events', 0)} diễn biến, "
        f"{manifest.attachments or 0} tệp kèm theo, {size / 1e6:.1f} MB."
    )
    if manifest.latest:
        typer.echo(f"Bản sao lưu đến {in_vietnam(manifest.latest)}.")
    if manifest.store:
        typer.echo(
            f"Tệp kèm theo nằm ở {manifest.store} và không được chép: "
            "hãy bật lưu phiên bản của kho đó, hoặc chép bằng công cụ của nhà cung cấp."
        )
    where = "HIENTRUONG_SECRET" if site.settings.secret or site.settings.secret_file else str(site.data / "secret")
    typer.echo(
        f"Khóa bí mật ({where}) và mật khẩu không nằm trong bản sao lưu: hãy cất riêng, mất khóa là mất mọi khóa theo dõi."
    )
    typer.echo("Dữ liệu của Temporal không cần sao lưu: hồ sơ được dựng lại từ cơ sở dữ liệu.")
