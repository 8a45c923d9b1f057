"""Finds the database of a system for backup and restore, and runs the embedded one where it stands still."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cli.backup.manifest import BackupError
from settings import KeyPurpose, SystemSettings, derive_key, read
from stack.data_folder import locked
from stack.running import running_database


class Site:
    """A system: its settings, its data folder, and the way to its database."""

    def __init__(self, data: Path | None) -> None:
        self.settings = read(SystemSettings)
        self._given = data is not None
        self.data = (data or self.settings.data_dir).absolute()

    @property
    def configured(self) -> str | None:
        """The configured database, as the owner of its tables where one is named. A folder that is named on the command line
        goes before both."""
        return None if self._given else self.settings.owner_database_url or self.settings.database_url

    @property
    def running(self) -> str | None:
        """The embedded database, where the stack of the data folder runs."""
        return None if self.configured else running_database(self.data)

    @property
    def store(self) -> Path | None:
        """The folder of attachments; None where they lie in an object store."""
        url = self.store_address
        return Path(unquote(urlsplit(url).path)) if url.startswith("file:") else None

    @property
    def store_address(self) -> str:
        """The address of the store of attachments."""
        return self.settings.store_url or (self.data / "attachments").as_uri()

    @property
    def secret_mark(self) -> str | None:
        """A mark that tells one master secret from another and reveals neither; None where there is no secret."""
        master = self.settings.secret_of(self.data)
        if not master:
            return None
        return hashlib.sha256(derive_key(master.encode(), KeyPurpose.BACKUPS)).hexdigest()

    @asynccontextmanager
    async def database(self, *, may_create: bool) -> AsyncIterator[str]:
        """Yield the address of the database. An embedded one that stands still runs during the block.

        Raises:
            BackupError: there is no database.
            DataFolderLockedError: the stack of the data folder is starting or stopping.
        """
        if address := self.configured or self.running:
            yield address
            return
        if not may_create and not (self.data / "postgres").is_dir():
            raise BackupError(
                f"Không có cơ sở dữ liệu nào trong {self.data}; hãy đặt DATABASE_URL, hoặc chỉ thư mục dữ liệu bằng --data."
            )
        # Imported here, because a configured database needs no server of ours.
        from stack.postgres import run_postgres

        with locked(self.data):
            async with run_postgres(self.data) as address:
                yield address
