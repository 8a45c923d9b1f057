"""Puts a backup back: the photos first, then the database in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cli.backup.manifest import ATTACHMENTS, DATABASE, BackupError, Manifest, copy, hashed
from language.system_errors import reason_of
from stack.clients import find_clients

if TYPE_CHECKING:
    from cli.backup.database import Site
    from cli.backup.progress import Progress

# Everything of the schema goes, also tables of a newer program that the backup does not know.
_EMPTY: Final = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


@dataclass(frozen=True, slots=True)
class Restored:
    """The loss after a restore, as far as it is known."""

    replaced: Mapping[str, int] | None  # events after the backup, by case; None where the database was empty
    left_out: Mapping[str, int]  # the last code that was left out, by prefix and year
    latest: datetime | None  # when the latest event that is back was recorded


def put_back(
    site: Site, database_url: str, folder: Path, manifest: Manifest, progress: Progress, *, replace: bool, now: datetime
) -> Restored:
    """Put a checked backup back. The database is filled wholly or stays as it was.

    Raises:
        BackupError: the database is in use, holds something that may not be replaced, or has a problem after the restore.
        StackError: a program of PostgreSQL is missing or did not succeed.
    """
    from records.backups import address, contents, leave_out_codes, other_sessions, recorded_since, unpair

    before = contents(database_url)
    if not before.is_empty and not replace:
        raise BackupError(
            f"Cơ sở dữ liệu đã có dữ liệu ({before.rows.get('cases', 0)} hồ sơ); "
            "hãy phục hồi vào một cơ sở dữ liệu trống, hoặc thêm --replace để thay tất cả."
        )
    if sessions := other_sessions(database_url):
        raise BackupError(
            f"Còn {sessions} kết nối khác tới cơ sở dữ liệu; hãy dừng giao diện và worker ở mọi máy trước khi phục hồi."
        )
    since = manifest.latest or manifest.taken_at
    replaced = recorded_since(database_url, since) if "events" in before.rows else None
    if site.store and manifest.attachments:
        _copy_back(folder / ATTACHMENTS, site.store, progress)
    given, clients = address(database_url), find_clients(max(before.server, manifest.server))
    with progress.step("cơ sở dữ liệu", len(manifest.rows)) as each:
        clients.restore(
            folder / DATABASE,
            given.url,
            given.password,
            first=None if before.is_empty else _EMPTY,
            each=lambda _table: each(),
        )
    after = contents(database_url)
    if after.rows != manifest.rows or after.revision != manifest.revision:
        raise BackupError("Số dòng sau khi phục hồi không khớp với bản kê; hãy phục hồi lại với --replace.")
    unpair(database_url)
    return Restored(replaced, leave_out_codes(database_url, since=since, until=now), after.latest)


def _copy_back(source: Path, store: Path, progress: Progress) -> None:
    """Copy every file that the store does not have. A name belongs to one content, so files of the same name are the same."""
    files = sorted(path for path in source.rglob("*") if path.is_file())
    try:
        store.mkdir(mode=0o700, parents=True, exist_ok=True)
        with progress.step("tệp kèm theo", len(files)) as each:
            for path in files:
                target = store / path.relative_to(source)
                if not target.exists() or hashed(target) != hashed(path):
                    copy(path, target)
                each()
    except OSError as error:
        raise BackupError(f"Không ghi được tệp kèm theo vào {store}: {reason_of(error)}.") from error
