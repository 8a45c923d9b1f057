"""The boxes around present wards: the land of an office whose wards come from the official list."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import sqrt

from domain.offices.area import Area
from domain.offices.places import Box, Place, box_around
from procedures.wards.reading import present_wards

_METRES_PER_KM = 1000


def with_wards(area: Area, places: tuple[Place, ...]) -> Area:
    """Return the area with the boxes of the wards in use that have an official code. An area that nobody knows stays so."""
    boxes = _boxes_of(places) if area.boxes else ()
    return replace(area, boxes=(*area.boxes, *boxes)) if boxes else area


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
