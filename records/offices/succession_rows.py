"""Successions as they are stored."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlmodel import Session, col, select

from domain.offices.succession import Heir, Succession
from records.offices import tables


def successions_of(session: Session, authority: str) -> tuple[Succession, ...]:
    """Return the successions of an authority that were not withdrawn, by day and agency."""
    table = tables.Succession
    wanted = select(table).where(col(table.authority) == authority, col(table.withdrawn_at).is_(None))
    return tuple(map(succession_of, session.exec(wanted.order_by(col(table.day), col(table.agency)))))


def succession_of(row: tables.Succession) -> Succession:
    """Return a succession as it is stored."""
    return Succession(**row.model_dump() | {"by_part": tuple(Heir(**each) for each in row.by_part)})


def columns_of(succession: Succession) -> dict[str, Any]:
    """Return the row of a succession."""
    return vars(succession) | {"by_part": [asdict(each) for each in succession.by_part]}


def plain_succession(succession: Succession) -> dict[str, Any]:
    """Return what the trail of an office's changes notes of a succession."""
    noted = ("agency", "decision", "decided_by", "heir")
    plain: dict[str, Any] = {name: getattr(succession, name) for name in noted}
    return plain | {
        "day": succession.day.isoformat(),
        "by_part": [asdict(each) for each in succession.by_part],
        "withdrawn": succession.withdrawn_at is not None,
    }
