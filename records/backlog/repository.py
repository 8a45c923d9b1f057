"""Keeps imports of cases from other systems, and hands each to one process at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import col, select

from records.backlog import tables
from records.backlog.rows import Import, TakenImport
from records.engine import transaction
from records.texts import storable, storable_json

LEASE = timedelta(minutes=1)
"""The time after which another process goes on with an import that one has taken up and not touched again."""

_TAKE = text(
    """
    UPDATE imports SET taken_at = now() WHERE id = (
        SELECT id FROM imports
        WHERE started_at IS NOT NULL AND finished_at IS NULL AND (taken_at IS NULL OR taken_at < now() - :lease)
          AND (CAST(:wanted AS text) IS NULL OR id = :wanted)
        ORDER BY started_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING id
    """
)
_ADVANCE = text(
    """
    UPDATE imports SET added = added + :added, again = again + :again, differing = differing + :differing, taken_at = now()
    WHERE id = :id AND added + again + differing = :done
    """
)
_FINISH = text(
    "UPDATE imports SET finished_at = now(), content = NULL, stopped = :stopped WHERE id = :id AND finished_at IS NULL"
)
_FORGET = text("DELETE FROM imports WHERE started_at IS NULL AND uploaded_at < now() - :older_than")
_START = text("UPDATE imports SET started_at = now() WHERE id = :id AND started_at IS NULL AND content IS NOT NULL")


class Imports:
    """The imports in the record. Every method may raise RecordsUnavailable. Calling again is safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self,
        import_id: str,
        *,
        authority: str,
        source: str,
        content: bytes,
        preview: Mapping[str, Any],
        total: int,
        by_account: str,
    ) -> None:
        """Keep a file that was checked. It waits to be started."""
        with transaction(self._engine) as session:
            session.add(
                tables.Import(
                    id=import_id,
                    authority=authority,
                    source=storable(source),
                    digest=hashlib.sha256(content).hexdigest(),
                    content=content,
                    preview=storable_json(dict(preview)),
                    total=total,
                    by_account=by_account,
                )
            )

    def find(self, import_id: str) -> Import | None:
        """Return an import, None for an unknown id."""
        with transaction(self._engine) as session:
            row = session.get(tables.Import, storable(import_id))
            return _import(row) if row else None

    def latest(self, authority: str, limit: int) -> tuple[Import, ...]:
        """Return an authority's latest imports, the last one first."""
        table = tables.Import
        wanted = select(table).where(col(table.authority) == storable(authority))
        with transaction(self._engine) as session:
            rows = session.exec(wanted.order_by(col(table.uploaded_at).desc(), col(table.id)).limit(limit))
            return tuple(_import(row) for row in rows)

    def start(self, import_id: str) -> None:
        """Let an import begin, once however often it is asked for."""
        with transaction(self._engine) as session:
            session.connection().execute(_START, {"id": storable(import_id)})

    def take(self, import_id: str | None = None) -> TakenImport | None:
        """Take up an import that was started and that no other process goes on with: this one, or the oldest. None where there
        is none."""
        with transaction(self._engine) as session:
            taken = session.connection().execute(_TAKE, {"lease": LEASE, "wanted": import_id}).scalar_one_or_none()
            row = session.get(tables.Import, taken) if taken else None
            return TakenImport(_import(row), row.content or b"") if row else None

    def advance(self, import_id: str, done: int, *, added: int, again: int, differing: int) -> bool:
        """Count further rows of an import of which `done` were counted. Return false where another process counted meanwhile."""
        counts = {"added": added, "again": again, "differing": differing}
        with transaction(self._engine) as session:
            advanced = session.connection().execute(_ADVANCE, {"id": import_id, "done": done, **counts})
            return bool(advanced.rowcount)

    def finish(self, import_id: str, stopped: str | None = None) -> None:
        """End an import and empty its file. `stopped` is why it ends before its last row."""
        with transaction(self._engine) as session:
            session.connection().execute(_FINISH, {"id": import_id, "stopped": stopped})

    def forget(self, older_than: timedelta) -> None:
        """Delete the files that were checked and never started, because they name reporters."""
        with transaction(self._engine) as session:
            session.connection().execute(_FORGET, {"older_than": older_than})


def _import(row: tables.Import) -> Import:
    return Import(**row.model_dump(exclude={"content", "digest", "taken_at"}))
