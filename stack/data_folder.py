"""The data folder of `hientruong up`: the cluster, logs, the secret, and a lock against a second stack."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from language.system_errors import reason_of
from stack.errors import DataFolderError, DataFolderLockedError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Create the folder if needed, and lock it against a second stack. The lock ends with the process, even after SIGKILL."""
    make_folder(folder)
    path = folder / "lock"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unusable(folder, error) from error
    with os.fdopen(descriptor, "r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DataFolderLockedError(folder, lock.read().strip() or "?") from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def make_folder(folder: Path) -> None:
    """Create a folder that other accounts can pass through but not list."""
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True)
            folder.chmod(0o711)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(None, "không có quyền ghi")
    except OSError as error:
        raise _unusable(folder, error) from error


def secret_of(folder: Path) -> str:
    """Return the master secret, created at the first start. Every key comes from it, so losing it loses every sealed field."""
    path = folder / "secret"
    try:
        if kept := path.read_text().strip():
            return kept
    except FileNotFoundError:
        pass
    except OSError as error:
        raise _unusable(folder, error) from error
    else:
        raise DataFolderError(f"Tệp {path} trống: khóa bí mật đã mất. Hãy khôi phục tệp này từ bản sao lưu.")
    secret = secrets.token_urlsafe(32)
    write_private(path, secret)
    return secret


def write_private(path: Path, text: str) -> None:
    """Write a private file, completely or not at all. It is on the disk when this returns."""
    half = path.with_name(f"{path.name}.new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a data folder that is deleted at the end."""
    folder = Path(tempfile.mkdtemp(prefix="hientruong-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unusable(folder: Path, error: OSError) -> DataFolderError:
    return DataFolderError(
        f"Không ghi được vào thư mục dữ liệu {folder}: {reason_of(error)}; hãy chọn thư mục khác bằng --data."
    )
