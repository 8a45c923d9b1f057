"""Reads the events of a case."""

from __future__ import annotations

from sqlmodel import Session, col, select

from domain.actors import Actor
from domain.words import Role
from records.cases import tables
from records.cases.rows import Entry
from records.codec import event_from_json


def entries(session: Session, code: str, *, after: int = 0, act_id: str | None = None) -> tuple[Entry, ...]:
    """Return the entries of a case in order: all of them, those after number `after`, or those of one act."""
    wanted = select(tables.Event).where(col(tables.Event.code) == code, col(tables.Event.number) > after)
    if act_id is not None:
        wanted = wanted.where(col(tables.Event.act_id) == act_id)
    rows = session.exec(wanted.order_by(col(tables.Event.number)))
    return tuple(Entry(row.number, row.act_id, _actor(row), event_from_json(row.body), row.act_digest) for row in rows)


def _actor(row: tables.Event) -> Actor | None:
    if row.by_role is None:
        return None
    return Actor(Role(row.by_role), row.by_authority, row.by_agency, row.by_account, row.by_on_behalf_of, row.by_report)
