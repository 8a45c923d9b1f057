"""The part of a statement that picks the cases within the borders that an authority had before another one joined it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
