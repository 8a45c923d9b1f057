"""The places of an authority, grouped for choosing one."""

from __future__ import annotations

from collections.abc import Iterable

from domain.offices.places import Place, PlaceKind


def by_district(places: Iterable[Place]) -> list[tuple[Place | None, list[Place]]]:
    """Return the districts, each with its wards, and last the wards that lie in no district."""
    known = list(places)
    districts = {place.id: place for place in known if place.kind is PlaceKind.DISTRICT}
    wards = [place for place in known if place.kind is PlaceKind.WARD]
    grouped: list[tuple[Place | None, list[Place]]] = [
        (district, [ward for ward in wards if ward.parent == district.id]) for district in districts.values()
    ]
    alone = [ward for ward in wards if ward.parent not in districts]
    return [*grouped, *([(None, alone)] if alone else [])]
