"""How a change of an office is kept: what it changes and the note of it in one transaction, and nothing where nothing is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy import insert, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import Session, SQLModel, col, select

from records.offices import tables
from records.offices.rows import ChangedBy, Subject
from records.texts import storable, storable_json

# Any number will do, as long as everyone who changes an office takes the same.
_LOCK = 4_018_2024
_UNSHOWN = frozenset({"authority", "by_admin"})

Listed = TypeVar("Listed", tables.Agency, tables.Place, tables.RoutingRule, tables.OwnField)


def hold(session: Session) -> None:
    """Lets one change follow another until the end of the transaction, so that what was checked stays so."""
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def listed(session: Session, table: type[Listed], authority: str) -> dict[str, Listed]:
    """The rows of one authority, by id."""
    wanted = select(table).where(col(table.authority) == authority).order_by(col(table.id))
    return {row.id: row for row in session.exec(wanted)}


def keep(
    session: Session,
    table: type[Listed],
    subject: Subject,
    authority: str,
    entries: Iterable[Mapping[str, Any]],
    change: ChangedBy,
) -> tuple[str, ...]:
    """Add or change these entries; gives the ids of those that were new. A file leaves alone what an admin changed."""
    kept = listed(session, table, authority)
    by_admin = change.by_account is not None
    added = []
    for entry in entries:
        wanted = storable_json(dict(entry))
        row_before = kept.get(wanted["id"])
        before = _plain(row_before) if row_before else None
        if before == wanted or (row_before and row_before.by_admin and not by_admin):
            continue
        row = wanted | {"authority": authority, "by_admin": by_admin}
        values = {name: value for name, value in row.items() if name not in ("authority", "id")}
        session.execute(
            upsert(table).values(row).on_conflict_do_update(index_elements=["authority", "id"], set_=values)
        )
        note(session, subject, authority, wanted["id"], before, wanted, change)
        if before is None:
            added.append(wanted["id"])
    session.expire_all()
    return tuple(added)


def note(
    session: Session,
    subject: Subject,
    authority: str | None,
    subject_id: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    change: ChangedBy,
) -> None:
    """Put a change on record, for ever."""
    row = {
        "at": change.at,
        "authority": authority,
        "by_account": change.by_account,
        "subject": subject.value,
        "subject_id": storable(subject_id),
        "before": storable_json(dict(before)) if before is not None else None,
        "after": storable_json(dict(after)),
    }
    session.execute(insert(tables.OfficeChange).values(row))


def _plain(row: SQLModel) -> dict[str, Any]:
    return {name: value for name, value in row.model_dump().items() if name not in _UNSHOWN}
