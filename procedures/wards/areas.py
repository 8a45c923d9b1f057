"""The land of an office whose wards come from the official list: the boxes around them, and the ward of a point."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import sqrt

from domain.offices.area import Area
from domain.offices.places import Box, Place, box_around, distance
from procedures.wards.reading import present_wards

_METRES_PER_KM = 1000
_CLEARLY_NEARER = 1.5


def with_wards(area: Area, places: tuple[Place, ...]) -> Area:
    """Return the area with the boxes of the wards in use that have an official code. An area that nobody knows stays so."""
    boxes = _boxes_of(places) if area.boxes else ()
    return replace(area, boxes=(*area.boxes, *boxes)) if boxes else area


def ward_at(point: tuple[float, float], places: tuple[Place, ...]) -> str | None:
    """Return the ward in use that a point clearly lies in, None where the list leaves it open: it tells centres and sizes, no
    borders. Clearly is within half the side of a square of the ward's size, and half as far again from any other."""
    near = sorted((distance(point, centre) / half_a_side, id_) for id_, centre, half_a_side in _wards_of(places))
    if not near or near[0][0] > 1:
        return None
    is_clear = len(near) == 1 or near[1][0] >= near[0][0] * _CLEARLY_NEARER
    return near[0][1] if is_clear else None


@lru_cache(maxsize=64)
def _wards_of(places: tuple[Place, ...]) -> tuple[tuple[str, tuple[float, float], float], ...]:
    """Return each ward in use with an official code: its id, its centre, and half the side of a square of its size in metres."""
    ids = {each.code: each.id for each in places if each.code and each.in_use}
    return tuple(
        (ids[ward.code], (ward.latitude, ward.longitude), sqrt(ward.square_km) * _METRES_PER_KM / 2)
        for ward in present_wards()
        if ward.code in ids and ward.square_km
    )


@lru_cache(maxsize=64)
def _boxes_of(places: tuple[Place, ...]) -> tuple[Box, ...]:
    """Return a box around the centre of each ward, twice as wide as a square of the ward's size: the list tells no borders."""
    codes = {each.code for each in places if each.code and each.in_use}
    if not codes:
        return ()
    return tuple(
        box_around(ward.latitude, ward.longitude, sqrt(ward.square_km) * _METRES_PER_KM)
        for ward in present_wards()
        if ward.code in codes
    )
