"""Reorganisations as they are stored."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlmodel import Session, col, select

from domain.offices.reorganisation import Ending, Renaming, Reorganisation
from domain.offices.succession import Heir
from records.offices import tables


def reorganisations_of(session: Session, authority: str) -> tuple[Reorganisation, ...]:
    """Return the reorganisations of an authority that were not withdrawn, by day."""
    table = tables.Reorganisation
    wanted = select(table).where(col(table.authority) == authority, col(table.withdrawn_at).is_(None))
    return tuple(map(reorganisation_of, session.exec(wanted.order_by(col(table.day), col(table.id)))))


def reorganisation_of(row: tables.Reorganisation) -> Reorganisation:
    """Return a reorganisation as it is stored."""
    ends = tuple(
        Ending(each["agency"], each["heir"], tuple(Heir(**part) for part in each["by_part"])) for each in row.ends
    )
    renames = tuple(Renaming(**each) for each in row.renames)
    return Reorganisation(**row.model_dump() | {"ends": ends, "renames": renames})


def columns_of(plan: Reorganisation) -> dict[str, Any]:
    """Return the row of a reorganisation."""
    return vars(plan) | {
        "ends": [asdict(each) for each in plan.ends],
        "renames": [asdict(each) for each in plan.renames],
    }


def plain_reorganisation(plan: Reorganisation) -> dict[str, Any]:
    """Return what the trail of an office's changes notes of a reorganisation."""
    noted = ("decision", "decided_by", "into")
    plain: dict[str, Any] = {name: getattr(plan, name) for name in noted}
    return plain | {
        "day": plan.day.isoformat(),
        "ends": [asdict(each) for each in plan.ends],
        "renames": [asdict(each) for each in plan.renames],
        "withdrawn": plan.withdrawn_at is not None,
    }
