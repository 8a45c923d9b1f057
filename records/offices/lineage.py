"""Finds what is kept under an authority that has joined another one: papers, reports and the trail of its time.

What was numbered or sent keeps the name of its time, so it is never moved. The people of the heir find it by these conditions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, text
from sqlmodel import col

from domain.offices.joinings import Joining, Joinings
from domain.time.zones import VIETNAM
from records.texts import storable

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlmodel import Session

OF_LINEAGE = "authority = ANY (authorities_of(:authority))"
"""The condition of a statement that a row belongs to an authority or to one that has joined it."""


def of_lineage(column: Any, authority: str) -> ColumnElement[bool]:
    """Return the same condition for a column."""
    condition: ColumnElement[bool] = col(column) == func.any(func.authorities_of(storable(authority)))
    return condition


_JOININGS = text(
    """
    SELECT authority, "into", day FROM reorganisations
    WHERE "into" <> authority AND withdrawn_at IS NULL AND day <= (now() AT TIME ZONE :zone)::date ORDER BY day, id
    """
)


def joinings(session: Session) -> Joinings:
    """Return every joining of authorities that has come."""
    rows = session.execute(_JOININGS, {"zone": VIETNAM.key})
    return Joinings(tuple(Joining(row.authority, row.into, row.day) for row in rows))
