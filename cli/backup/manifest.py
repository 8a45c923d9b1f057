"""The manifest of a backup: what it holds, of when, and the SHA-256 of each file."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError

from language.system_errors import reason_of
from stack.errors import StackError

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DATABASE: Final = "database"
ATTACHMENTS: Final = "attachments"
SETTINGS: Final = "settings.json"
_CHUNK: Final = 1024 * 1024
_VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")


class BackupError(StackError):
    """A backup that cannot be taken, read or put back, as one sentence."""


class SavedFile(BaseModel):
    """A file of a backup."""

    model_config = ConfigDict(frozen=True)

    sha256: str
    size: int


class Manifest(BaseModel):
    """Everything that is known of a backup without opening the database's part."""

    model_config = ConfigDict(frozen=True)

    format: Literal[1] = FORMAT
    program: str  # the version that took it
    taken_at: datetime
    server: int  # the major release of PostgreSQL
    revision: str  # of the schema
    latest: datetime | None  # when the latest event in it was recorded
    rows: Mapping[str, int]
    attachments: int | None  # the number of files; None where they lie in an object store
    store: str | None = None  # the address of that object store
    secret: str | None  # tells whether a master secret is the one of then, without revealing it
    files: Mapping[str, SavedFile]


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a backup. Raises BackupError where the folder is none."""
    try:
        return Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise BackupError(f"{folder} không phải là một bản sao lưu: không có tệp {MANIFEST}.") from error
    except ValidationError as error:
        raise BackupError(f"{folder / MANIFEST} không đọc được: tệp hỏng, hoặc của một phiên bản mới hơn.") from error
    except OSError as error:
        raise BackupError(f"Không đọc được {folder / MANIFEST}: {reason_of(error)}.") from error


def faults_of(folder: Path, manifest: Manifest, each: Callable[[], None]) -> list[str]:
    """Return a sentence for each file that is missing, changed or too much. `each` hears of each file."""
    found = []
    for name, saved in manifest.files.items():
        try:
            if hashed(folder / name) != saved:
                found.append(f"{name} không còn như khi sao lưu (SHA-256 khác)")
        except FileNotFoundError:
            found.append(f"thiếu {name}")
        except OSError as error:
            found.append(f"không đọc được {name}: {reason_of(error)}")
        each()
    there = {str(path.relative_to(folder)) for path in (folder / DATABASE).rglob("*") if path.is_file()}
    return found + [f"{name} không có trong bản kê" for name in sorted(there - manifest.files.keys())]


def hashed(path: Path) -> SavedFile:
    """Return the SHA-256 and the size of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return SavedFile(sha256=digest.hexdigest(), size=file.tell())


def copy(source: Path, target: Path) -> SavedFile:
    """Copy a file and return the SHA-256 and the size of what was read. The target is complete or not there."""
    digest, size = hashlib.sha256(), 0
    half = target.with_name(f"{target.name}.part")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with source.open("rb") as original, half.open("wb") as written:
        while chunk := original.read(_CHUNK):
            digest.update(chunk)
            size += written.write(chunk)
    shutil.copystat(source, half)
    half.rename(target)
    return SavedFile(sha256=digest.hexdigest(), size=size)


def in_vietnam(moment: datetime) -> str:
    """Return a moment as people in Vietnam write it, with its seconds."""
    return moment.astimezone(_VIETNAM).strftime("%H:%M:%S ngày %d/%m/%Y")
