"""The area of an authority, and whether a point lies within it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.offices.places import Box, Place, distance

NEAR = 5_000.0
"""Metres by which a point may lie outside the area and still be meant: boxes are rough, and borders run through places. Ours."""


class Whereabouts(StrEnum):
    """The place of a point: within the area, near it, or far from it."""

    WITHIN = "within"
    NEAR = "near"
    FAR = "far"


@dataclass(frozen=True)
class Area:
    """The boxes that hold the units of an authority. Without any, nobody knows its area. `units` are the boxes of those units
    that a point is classified by."""

    boxes: tuple[Box, ...] = ()
    units: Mapping[str, tuple[Box, ...]] = field(default_factory=dict)

    def unit_at(self, point: tuple[float, float]) -> str | None:
        """Return the unit that a point lies in, None where the boxes leave it open: they are rough, and those of neighbours
        overlap."""
        found = [unit for unit, boxes in self.units.items() if any(box.holds(*point) for box in boxes)]
        return found[0] if len(found) == 1 else None

    def whereabouts(self, point: tuple[float, float], places: Iterable[Place] = ()) -> Whereabouts:
        """Return where a point, given as latitude and longitude, lies. An authority's own `places` extend its area: around the
        centre of each, what is near counts as within."""
        if not self.boxes or any(box.holds(*point) for box in self.boxes):
            return Whereabouts.WITHIN
        centres = ((each.latitude, each.longitude) for each in places if each.in_use)
        if any(
            distance(point, (latitude, longitude)) <= NEAR
            for latitude, longitude in centres
            if latitude is not None and longitude is not None
        ):
            return Whereabouts.WITHIN
        near = min(distance(point, _nearest_in(box, point)) for box in self.boxes)
        return Whereabouts.NEAR if near <= NEAR else Whereabouts.FAR


def _nearest_in(box: Box, point: tuple[float, float]) -> tuple[float, float]:
    """Return the point of the box that is nearest to this one. For distances within a province."""
    return min(max(point[0], box.south), box.north), min(max(point[1], box.west), box.east)
