"""Reaches the database and the Temporal server of a system, running on this machine or configured."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from temporalio.client import Client

from cli.chosen_system import NoSystem, database_of
from records.engine import connect as connect_records
from records.record import Record
from settings import KeyPurpose, SettingsError, SystemSettings, derive_key, installation_of, read
from stack.running import temporal_address
from workflows.connection import connect


class CannotReach(Exception):
    """The system cannot be reached; the message is one sentence."""


@dataclass(frozen=True)
class Reach:
    """The record of a system, and the way to its workflows. `installation` is the system's own name, `name` tells this process
    from others."""

    record: Record
    address: str
    namespace: str
    task_queue: str
    sealing_key: bytes
    installation: str
    name: str

    async def connect(self) -> Client:
        """Return a client of its Temporal server.

        Raises:
            CannotReach: the server does not answer.
        """
        try:
            return await connect(self.address, self.namespace, [self.sealing_key])
        except RuntimeError as error:
            raise CannotReach(
                f"Không kết nối được Temporal ở {self.address}; hãy xem nó có đang chạy không."
            ) from error


@contextmanager
def reach(data: Path | None) -> Iterator[Reach]:
    """Reach the system of `data`. Without `data`, the configured one (DATABASE_URL, TEMPORAL_ADDRESS), or else that of .data.

    Raises:
        CannotReach: no such system runs, or its secret is not known.
    """
    try:
        settings = read(SystemSettings)
        database = database_of(data, settings)
    except (SettingsError, NoSystem) as error:
        raise CannotReach(str(error)) from error
    folder = data or settings.data_dir
    address = temporal_address(folder, None if data else settings.temporal_address)
    secret = settings.secret_of(folder)
    if not secret:
        raise CannotReach(
            "Không có khóa bí mật của hệ thống: hãy đặt HIENTRUONG_SECRET, hoặc chạy bằng tài khoản đọc được tệp khóa."
        )
    key, installation = derive_key(secret.encode(), KeyPurpose.SEALED_WORDS), installation_of(secret.encode())
    name = f"reconcile {socket.gethostname()} {os.getpid()}"
    engine = connect_records(database, pool_size=40)
    try:
        yield Reach(Record(engine), address, settings.temporal_namespace, settings.task_queue, key, installation, name)
    finally:
        engine.dispose()
