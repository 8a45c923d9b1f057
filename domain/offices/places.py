"""An authority's administrative units, and distances between points on the map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from math import asin, cos, radians, sin, sqrt

from domain.offices.validity import Dated

_EARTH_RADIUS = 6_371_008.8  # metres, mean
_METRES_PER_DEGREE = 111_195.0  # of latitude, on that sphere


class PlaceKind(StrEnum):
    """The two levels below an authority. Since 1 July 2025 there is one: wards, which lie in no district."""

    DISTRICT = "district"
    WARD = "ward"


@dataclass(frozen=True)
class Place(Dated):
    """An administrative unit of one authority. `parent` is the district a ward lies in; the centre's `latitude` and
    `longitude`, in degrees, are both known or neither. A unit that is no longer `active` stays for cases that name it.

    `code` is the number in the official list of units, empty where none is known. `succeeded_by` names the units that its land
    belongs to since it ended.
    """

    id: str
    name: str
    kind: PlaceKind
    parent: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    active: bool = True
    code: str = ""
    succeeded_by: tuple[str, ...] = ()

    @property
    def in_use(self) -> bool:
        """True if reports may name it today."""
        return self.active and self.holds


@dataclass(frozen=True)
class Box:
    """The area between two latitudes and two longitudes, in degrees."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        """Tell whether a point lies within."""
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


VIET_NAM = Box(south=6.0, north=24.0, west=102.0, east=118.0)
"""The country with its seas and islands, including Hoàng Sa and Trường Sa."""


def surroundings(place: str | None, places: Iterable[Place]) -> tuple[str, ...]:
    """Return the ids of a place and of the units around it, the smallest first; none for no place. An unknown place has no
    units around it."""
    if place is None:
        return ()
    known = {each.id: each for each in places}
    found = [place]
    while (here := known.get(found[-1])) and here.parent and here.parent not in found:
        found.append(here.parent)
    return tuple(found)


def present_units(place: str, places: Iterable[Place]) -> tuple[Place, ...]:
    """Return the units in use that the land of a place belongs to today: itself, or those that succeeded it, or these."""
    known = {each.id: each for each in places}
    found: dict[str, Place] = {}
    waiting, seen = [place], set[str]()
    while waiting:
        here = known.get(waiting.pop(0))
        if here is None or here.id in seen:
            continue
        seen.add(here.id)
        if here.in_use:
            found[here.id] = here
        else:
            waiting += here.succeeded_by
    return tuple(found.values())


def lists_find(place: str, places: Iterable[Place]) -> tuple[str, ...]:
    """Return the units whose cases a list finds by a place: itself, those that lie in it, and those whose land it has now."""
    known = tuple(places)
    within = [each.id for each in known if each.parent == place]
    former = [
        each.id for each in known if each.succeeded_by and any(now.id == place for now in present_units(each.id, known))
    ]
    return tuple(dict.fromkeys((place, *within, *former)))


def level_of(name: str) -> str:
    """Return the words of a unit's name that say what it is: its first word, and the small ones behind it. `Thành phố Nha Trang`
    is a `Thành phố`."""
    first, *others = name.split()
    return " ".join([first, *takewhile(lambda word: word[:1].islower(), others)])


def levels_of(places: Iterable[Place]) -> str:
    """Return the words for what these units are, in the order of the units: `Thành phố, thị xã`. Empty for no unit."""
    words = dict.fromkeys(level_of(each.name) for each in places)
    return ", ".join(word if number == 0 else f"{word[:1].lower()}{word[1:]}" for number, word in enumerate(words))


def box_around(latitude: float, longitude: float, metres: float) -> Box:
    """Return the box that holds every point within `metres` of this one. For distances within a province."""
    up = metres / _METRES_PER_DEGREE
    across = up / cos(radians(latitude))
    return Box(latitude - up, latitude + up, longitude - across, longitude + across)


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the metres between two points given as latitude and longitude in degrees (haversine)."""
    (lat1, lon1), (lat2, lon2) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_RADIUS * asin(sqrt(min(chord, 1.0)))
