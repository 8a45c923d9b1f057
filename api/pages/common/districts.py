"""The places of an authority as people choose among them."""

from __future__ import annotations

from collections.abc import Iterable

from domain.offices.places import Place, PlaceKind


def by_district(places: Iterable[Place]) -> list[tuple[Place | None, list[Place]]]:
    """The districts, each with its wards; and those that lie in none."""
    known = list(places)
    districts = {place.id: place for place in known if place.kind is PlaceKind.DISTRICT}
    wards = [place for place in known if place.kind is PlaceKind.WARD]
    grouped: list[tuple[Place | None, list[Place]]] = [
        (district, [ward for ward in wards if ward.parent == district.id]) for district in districts.values()
    ]
    alone = [ward for ward in wards if ward.parent not in districts]
    return [*grouped, *([(None, alone)] if alone else [])]
