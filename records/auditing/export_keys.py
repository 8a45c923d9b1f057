"""Keeps the public keys that signed exports."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, text

from records.engine import transaction

_KEEP = text("INSERT INTO export_keys (public_key) VALUES (:public_key) ON CONFLICT DO NOTHING")
_ALL = text("SELECT public_key, first_used_at FROM export_keys ORDER BY first_used_at DESC, public_key")


class ExportKeys:
    """The public keys that signed exports. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, public_key: bytes) -> None:
        """Keep a key that is about to sign. Calling again is safe."""
        with transaction(self._engine) as session:
            session.execute(_KEEP, {"public_key": public_key})

    def all(self) -> tuple[tuple[bytes, datetime], ...]:
        """Return all keys that ever signed, each with the instant of its first export, the latest first."""
        with transaction(self._engine) as session:
            return tuple((bytes(row.public_key), row.first_used_at) for row in session.execute(_ALL))
