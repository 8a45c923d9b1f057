"""Checks a backup before anything is touched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from cli.backup.manifest import BackupError, Manifest, faults_of, read_manifest

if TYPE_CHECKING:
    from cli.backup.database import Site
    from cli.backup.progress import Progress

_SHOWN: Final = 3


def checked(folder: Path, progress: Progress) -> Manifest:
    """Return the manifest of a backup whose files are all as they were saved, and whose schema this program knows.

    Raises:
        BackupError: the backup is damaged, incomplete, or of a newer program.
    """
    # Imported here, because it loads the database's libraries.
    from records.migrations import revisions

    manifest = read_manifest(folder)
    if manifest.revision not in revisions():
        raise BackupError(
            f"Bản sao lưu có lược đồ {manifest.revision}, mới hơn chương trình này; "
            f"hãy cài phiên bản đã sao lưu ({manifest.program}) hoặc mới hơn."
        )
    with progress.step("kiểm tra tệp", len(manifest.files)) as each:
        faults = faults_of(folder, manifest, each)
    if faults:
        others = f" (và {len(faults) - _SHOWN} tệp khác)" if len(faults) > _SHOWN else ""
        raise BackupError(f"Bản sao lưu {folder} hỏng: {'; '.join(faults[:_SHOWN])}{others}. Chưa thay đổi gì.")
    return manifest


def require_secret(site: Site, manifest: Manifest) -> None:
    """Raise BackupError where the system would start with another master secret than the one of the backup."""
    if manifest.secret in (None, site.secret_mark):
        return
    where = f"{site.data / 'secret'}, HIENTRUONG_SECRET hay HIENTRUONG_SECRET_FILE"
    missing = site.secret_mark is None
    raise BackupError(
        f"Khóa bí mật {'không có' if missing else 'không phải là khóa lúc sao lưu'} ({where}): người dân sẽ không mở được hồ sơ "
        "bằng khóa theo dõi. Hãy đặt lại khóa đã cất, hoặc thêm --new-secret nếu khóa đã mất."
    )
