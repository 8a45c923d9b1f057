"""The part of a statement that picks the cases within the borders that an authority had before another one joined it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.offices.joinings import Joinings
from records.texts import storable


@dataclass(frozen=True)
class Borders:
    """Borders that an authority had: the cases that were filed with one of the authorities `filed_with`, or later at one of
    `places`. Where `inside` is false, all others."""

    of: str
    filed_with: tuple[str, ...]
    places: tuple[str, ...]
    inside: bool = True


WITHIN = """
    (CAST(:borders AS text) IS NULL OR code IN (
        SELECT code FROM outcomes AS bordered
        WHERE bordered.authority = :authority AND coalesce(
            bordered.filed_with = ANY(:filed_with), bordered.place = ANY(:places), false
        ) = :inside
    ))
"""
"""The condition on the `code` of a row. It holds for every case of the authority where no borders are asked for."""


def of_their_time(authority: str, last: date, joinings: Joinings) -> tuple[str, Borders | None]:
    """Return the authority that has the cases today, and the borders of an authority as they were on the last day of a period."""
    heir, then = joinings.heir(authority), joinings.joined(authority, last)
    if heir != authority:
        return heir, Borders(authority, (authority, *then), ())
    later = tuple(each for each in joinings.joined(authority) if each not in then)
    return heir, Borders(authority, later, (), inside=False) if later else None


def values_of(borders: Borders | None) -> dict[str, Any]:
    """Return the values of the condition."""
    if borders is None:
        return {"borders": None, "filed_with": [], "places": [], "inside": True}
    return {
        "borders": storable(borders.of),
        "filed_with": [storable(each) for each in borders.filed_with],
        "places": [storable(each) for each in borders.places],
        "inside": borders.inside,
    }
