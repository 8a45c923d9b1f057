"""Opens the parts of a running system that an audit reads: the database, the photos and Temporal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from cryptography.x509 import Certificate

from api.auditing.auditing import Auditor
from attachments.errors import UnusableStore
from attachments.store import open_store
from cli.chosen_system import NoSystem, database_of
from records.engine import connect as connect_records
from records.record import Record
from records.roots.stamps import certificates
from settings import KeyPurpose, SettingsError, SystemSettings, derive_key, read
from stack.running import temporal_address
from workflows.connection import connect
from workflows.histories import Histories


class SystemAway(Exception):
    """The system, or a part of it, cannot be opened; the text is one sentence."""


def signing_key(data: Path | None) -> bytes:
    """Return the key that signs exports of the system in the folder `data`, or of the one that the settings name.

    Raises:
        SystemAway: its secret is not at hand.
    """
    try:
        settings = read(SystemSettings)
    except SettingsError as error:
        raise SystemAway(str(error)) from error
    secret = settings.secret_of(data or settings.data_dir)
    if not secret:
        raise SystemAway("Cần HIENTRUONG_SECRET, hoặc tệp secret trong thư mục dữ liệu, để ký bản xuất.")
    return derive_key(secret.encode(), KeyPurpose.EXPORTS)


@asynccontextmanager
async def open_auditor(data: Path | None, temporal: str | None) -> AsyncIterator[Auditor]:
    """Open the auditor of the system in the folder `data`, or of the one that the settings name. `temporal` is the address of
    its Temporal, empty for the system's own, None to ask none.

    Raises:
        SystemAway: a part is not there.
    """
    try:
        settings = read(SystemSettings)
        folder = data or settings.data_dir
        url = database_of(data, settings)
        store = open_store(settings.store_url or (folder / "attachments").absolute().as_uri())
    except (SettingsError, NoSystem, UnusableStore) as error:
        raise SystemAway(str(error)) from error
    histories = None
    if temporal is not None:
        address = temporal or temporal_address(folder, None if data else settings.temporal_address)
        try:
            client = await connect(address, settings.temporal_namespace, _keys(settings, folder))
        except RuntimeError as error:
            raise SystemAway(
                f"Không kết nối được Temporal ở {address}; thêm --without-temporal để chỉ kiểm chứng sổ hồ sơ."
            ) from error
        histories = Histories(client)
    trusted = _trusted(settings.stamp_roots)
    engine = connect_records(url, pool_size=4)
    try:
        yield Auditor(Record(engine), store, histories, trusted)
    finally:
        engine.dispose()


def _trusted(roots: Path | None) -> tuple[Certificate, ...]:
    """Return the certificates under which time stamps are trusted; none where no file of them is set."""
    try:
        return tuple(certificates(roots.read_bytes())) if roots else ()
    except (OSError, ValueError) as error:
        raise SystemAway(f"Không đọc được chứng thư trong {roots}: hãy xem HIENTRUONG_STAMP_ROOTS.") from error


def _keys(settings: SystemSettings, folder: Path) -> list[bytes]:
    """Return the keys that open sealed words. Without the system's secret a key that opens none, and words are not compared."""
    return [derive_key(settings.secret_of(folder).encode(), KeyPurpose.SEALED_WORDS)]
