"""Takes a backup: into a folder beside the wanted one, which is renamed when everything lies in it."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli.backup.kept_settings import settings_file
from cli.backup.manifest import (
    ATTACHMENTS,
    DATABASE,
    MANIFEST,
    SETTINGS,
    BackupError,
    Manifest,
    SavedFile,
    copy,
    hashed,
)
from cli.backup.progress import Progress
from language.system_errors import reason_of
from stack.clients import find_clients
from stack.data_folder import write_private

if TYPE_CHECKING:
    from cli.backup.database import Site


def take(site: Site, database_url: str, target: Path, progress: Progress) -> Manifest:
    """Save the system into `target`, completely or not at all.

    The photos are copied after the database: a photo is stored before the record names it and is never changed, so every
    photo that the saved record names is among them.

    Raises:
        BackupError: the folder cannot be written, or is not empty.
        StackError: a program of PostgreSQL is missing or did not succeed.
    """
    half = target.with_name(f"{target.name}.half-{os.getpid()}")
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise BackupError(f"{target} đã có và không trống; hãy chọn một thư mục mới cho mỗi bản sao lưu.")
        target.parent.mkdir(parents=True, exist_ok=True)
        half.mkdir(mode=0o700)
        try:
            manifest = _fill(site, database_url, half, progress)
            # Written last: a folder without it is no backup.
            write_private(half / MANIFEST, manifest.model_dump_json(indent=2))
            if target.exists():
                target.rmdir()
            half.rename(target)
        finally:
            shutil.rmtree(half, ignore_errors=True)
    except OSError as error:
        raise BackupError(f"Không ghi được bản sao lưu vào {target}: {reason_of(error)}.") from error
    return manifest


def _fill(site: Site, database_url: str, half: Path, progress: Progress) -> Manifest:
    # Imported here, because they load the database's libraries.
    from records.backups import address, exported
    from release import VERSION

    taken_at = datetime.now(UTC)
    with exported(database_url) as (snapshot, contents):
        if contents.revision is None:
            raise BackupError("Cơ sở dữ liệu chưa có lược đồ nào, không có gì để sao lưu.")
        given, clients = address(database_url), find_clients(contents.server)
        with progress.step("cơ sở dữ liệu", len(contents.rows)) as each:
            clients.dump(given.url, given.password, half / DATABASE, snapshot=snapshot, each=lambda _table: each())
    files = {f"{DATABASE}/{path.name}": hashed(path) for path in sorted((half / DATABASE).iterdir())}
    attachments = _copy_attachments(site.store, half / ATTACHMENTS, progress) if site.store else None
    write_private(half / SETTINGS, settings_file(os.environ))
    return Manifest(
        program=VERSION,
        taken_at=taken_at,
        server=contents.server,
        revision=contents.revision,
        latest=contents.latest,
        rows=contents.rows,
        attachments=len(attachments) if attachments is not None else None,
        store=None if site.store else site.store_address,
        secret=site.secret_mark,
        files=files
        | {f"{ATTACHMENTS}/{name}": saved for name, saved in (attachments or {}).items()}
        | {SETTINGS: hashed(half / SETTINGS)},
    )


def _copy_attachments(store: Path, target: Path, progress: Progress) -> dict[str, SavedFile]:
    target.mkdir(mode=0o700)
    names = (
        sorted(str(path.relative_to(store)) for path in store.rglob("*") if path.is_file()) if store.is_dir() else []
    )
    with progress.step("tệp kèm theo", len(names)) as each:
        found = {}
        for name in names:
            found[name] = copy(store / name, target / name)
            each()
    return found
