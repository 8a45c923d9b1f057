"""Changes an office and notes the change, in one transaction. Writes nothing where nothing changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import insert, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import Session, SQLModel, col, select

from domain.time.zones import VIETNAM
from records.names import name_agency, name_agency_ahead
from records.offices import tables
from records.offices.rows import ChangedBy, Subject
from records.texts import storable, storable_json
from records.versions import require_seen

# The key of the advisory lock. Any number works, as long as every change of an office takes the same one.
_LOCK = 4_018_2024
_UNSHOWN = frozenset({"authority", "by_admin"})

Listed = TypeVar("Listed", tables.Agency, tables.Place, tables.RoutingRule, tables.OwnField, tables.AnswerTemplate)


def hold(session: Session) -> None:
    """Lock all offices against other changes until the end of the transaction, so that what was checked stays true."""
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def listed(session: Session, table: type[Listed], authority: str) -> dict[str, Listed]:
    """Return the rows of one authority by id."""
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
    """Add or change these entries and return the ids of the new ones. A file does not overwrite what an admin changed.

    Raises:
        ChangedMeanwhile: an entry is not as the author saw it.
    """
    if subject is Subject.AGENCY:
        _call_by_new_names(session, authority)
    kept = listed(session, table, authority)
    by_admin = change.by_account is not None
    changed: list[tuple[dict[str, Any] | None, dict[str, Any]]] = []
    for entry in entries:
        wanted = storable_json(dict(entry))
        row_before = kept.get(wanted["id"])
        before = _plain(row_before) if row_before else None
        require_seen(before, change.seen)
        if before == wanted or (row_before and row_before.by_admin and not by_admin):
            continue
        changed.append((before, wanted))
    if changed:
        # All at once: an office's file holds dozens of entries.
        rows = [wanted | {"authority": authority, "by_admin": by_admin} for _, wanted in changed]
        new = upsert(table)
        values = {name: new.excluded[name] for name in rows[0] if name not in ("authority", "id")}
        session.execute(new.on_conflict_do_update(index_elements=["authority", "id"], set_=values), rows)
        notes = [_noted(subject, authority, wanted["id"], before, wanted, change) for before, wanted in changed]
        session.execute(insert(tables.OfficeChange), notes)
    for before, wanted in changed:
        if subject is Subject.AGENCY and (before is None or before["name"] != wanted["name"]):
            name_agency(session, authority, wanted["id"], wanted["name"], change.at)
        if subject is Subject.AGENCY and _ahead(before) != _ahead(wanted):
            (_, day_before), (name, day) = _ahead(before), _ahead(wanted)
            name_agency_ahead(session, authority, wanted["id"], name, day, before=day_before)
    session.expire_all()
    return tuple(wanted["id"] for before, wanted in changed if before is None)


_CALL_BY_NEW_NAMES = text(
    f"""
    UPDATE agencies
    SET name = next_name, symbol = coalesce(nullif(next_symbol, ''), symbol), next_name = '', next_symbol = '', renamed_on = NULL
    WHERE authority = :authority AND renamed_on <= (now() AT TIME ZONE '{VIETNAM.key}')::date
    """  # noqa: S608 - the zone is a constant
)


def _call_by_new_names(session: Session, authority: str) -> None:
    """Take the names whose day has come over into the rows, as readers read them already."""
    session.execute(_CALL_BY_NEW_NAMES, {"authority": authority})


def _ahead(agency: Mapping[str, Any] | None) -> tuple[str, date | None]:
    """Return the name that was entered ahead, and its day."""
    if agency is None or agency["renamed_on"] is None:
        return "", None
    return agency["next_name"], date.fromisoformat(agency["renamed_on"])


def note(
    session: Session,
    subject: Subject,
    authority: str | None,
    subject_id: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    change: ChangedBy,
) -> None:
    """Record a change. The note can never be changed."""
    session.execute(insert(tables.OfficeChange).values(_noted(subject, authority, subject_id, before, after, change)))


def _noted(
    subject: Subject,
    authority: str | None,
    subject_id: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    change: ChangedBy,
) -> dict[str, Any]:
    return {
        "at": change.at,
        "authority": authority,
        "by_account": change.by_account,
        "subject": subject.value,
        "subject_id": storable(subject_id),
        "before": storable_json(dict(before)) if before is not None else None,
        "after": storable_json(dict(after)),
    }


def _plain(row: SQLModel) -> dict[str, Any]:
    plain = {name: value for name, value in row.model_dump().items() if name not in _UNSHOWN}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in plain.items()}
