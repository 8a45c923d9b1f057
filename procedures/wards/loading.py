"""Says what an office's places become when the wards of a province are loaded from the official list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.offices.places import Place, PlaceKind
from language.vietnamese import folded
from procedures.wards.reading import FormerWard, Ward, bare, former_wards, key, present_wards

SINCE = date(2025, 7, 1)
"""The day from which the country has wards and no districts (Resolution 202/2025/QH15 and those on each province)."""


@dataclass(frozen=True)
class WardChanges:
    """The places to keep. `ended` are units of the time before, with those that succeeded them. `unknown` are units in use that
    the list does not know, which stay as they are."""

    new: tuple[Place, ...]
    changed: tuple[Place, ...]
    same: tuple[Place, ...]
    ended: tuple[Place, ...]
    unknown: tuple[Place, ...]

    @property
    def to_keep(self) -> tuple[Place, ...]:
        """The places that are new or differ, those first that others refer to."""
        return (*self.new, *self.changed, *self.ended)


def changes_by(places: Sequence[Place], province: str) -> WardChanges:
    """Return what loading the wards of a province would change. Done again it changes nothing."""
    wards = [each for each in present_wards() if each.province == province]
    coded = {each.code: each for each in places if each.code}
    former = _Former(wards)
    alike = {
        key(each.name): each
        for each in places
        if each.in_use and not each.code and each.parent is None and each.kind is PlaceKind.WARD
    }
    new, changed, same = list[Place](), list[Place](), list[Place]()
    ids: dict[str, str] = {}
    for ward in wards:
        before = coded.get(ward.code) or alike.get(key(ward.name))
        after = _loaded(ward, before)
        ids[ward.code] = after.id
        (new if before is None else same if after == before else changed).append(after)
    taken = {each.id for each in (*changed, *same)}
    ended, unknown = list[Place](), list[Place]()
    for place in places:
        if place.code or place.id in taken or not place.active or place.valid_to is not None:
            continue
        now = former.now(place, places)
        if now:
            ended.append(replace(place, valid_to=SINCE, holds=False, succeeded_by=tuple(ids[code] for code in now)))
        else:
            unknown.append(place)
    return WardChanges(*map(tuple, (new, changed, same, ended, unknown)))


def _loaded(ward: Ward, before: Place | None) -> Place:
    """Return a ward as a place. One that the office has keeps its id and its days."""
    if before is None:
        before = Place(f"{_slug(ward.name)}-{ward.code}", ward.name, PlaceKind.WARD, valid_from=SINCE)
    return replace(before, name=ward.name, code=ward.code, latitude=ward.latitude, longitude=ward.longitude)


def _slug(name: str) -> str:
    """Return a name as an id: without the word for what it is, unless only a number is left."""
    called = folded(bare(name))
    return "-".join((folded(name) if called[:1].isdecimal() else called).split())


class _Former:
    """The units of the time before whose land lies in these wards."""

    def __init__(self, wards: Iterable[Ward]) -> None:
        self._here = {each.code for each in wards}
        self._known: list[FormerWard] = [each for each in former_wards() if not self._here.isdisjoint(each.now)]

    def now(self, place: Place, places: Sequence[Place]) -> tuple[str, ...]:
        """Return the codes of the wards that a place's land belongs to, none where the list does not know the place."""
        name = key(place.name)
        if place.kind is PlaceKind.DISTRICT:
            return self._codes(each for each in self._known if key(each.district) == name)
        parent = next((key(each.name) for each in places if each.id == place.parent), None)
        near = [each for each in self._known if parent in (None, key(each.district))]
        exact = self._codes(each for each in near if key(each.name) == name)
        return exact or self._codes(each for each in near if name in each.also)

    def _codes(self, found: Iterable[FormerWard]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for each in found for code in each.now if code in self._here))
