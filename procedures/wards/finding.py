"""Finds the present places that an address names, also where it was written with names that were abolished."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from domain.offices.places import Place, PlaceKind, present_units
from language.vietnamese import folded
from procedures.wards.reading import bare, former_wards, key, short_words

_PARTS = re.compile(r"[,;()\n]|\s[-–]\s")
_NUMBERED = re.compile(r"([a-z]{1,2})(\d{1,2})")
_LONGEST_NAME = 8
"""The most words that the name of a unit has."""


@dataclass
class _Names:
    """The ids of places by the names that stand for them: whole names anywhere, and bare ones as a part of their own."""

    whole: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    bare: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    def add(self, name: str, ids: tuple[str, ...]) -> None:
        self.whole.setdefault(key(name), []).append(ids)
        self.bare.setdefault(key(bare(name)), []).append(ids)


@dataclass
class _Said:
    """The units that an address names: districts of the time before, present wards, and former ones with their districts."""

    districts: set[str] = field(default_factory=set)
    present: list[tuple[str, ...]] = field(default_factory=list)
    former: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    @property
    def names_a_ward(self) -> bool:
        return bool(self.present or self.former)


class Finder:
    """Finds places of one office. Without a place that has an official code or successors, it finds none.

    Names are compared without diacritics. A whole name, such as `phường Lộc Thọ` or `P. Lộc Thọ`, counts wherever it stands; a
    bare one, `Lộc Thọ`, only between commas, and a ward's only where no ward is named whole.
    """

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = {each.id: each for each in places}
        self._present = _Names()
        self._former: dict[str, _Names] = {}
        self._in_district: dict[str, list[tuple[str, ...]]] = {}
        self._districts_called: dict[str, set[str]] = {}
        by_code = {each.code: each.id for each in places if each.code and each.in_use}
        ended = [each for each in places if not each.in_use and each.succeeded_by]
        if not by_code and not ended:
            return
        for each in places:
            if each.in_use and each.kind is PlaceKind.WARD:
                self._present.add(each.name, (each.id,))
        self._add_ended(ended)
        self._add_former(by_code)

    def __call__(self, words: str) -> tuple[Place, ...]:
        """Return the places that an address may mean, none where it names none. One name may stand for several."""
        whole, bare_ones = _Said(), _Said()
        for name, is_whole in _names_in(words):
            self._look_up(name, whole if is_whole else bare_ones, is_whole=is_whole)
        said = whole if whole.names_a_ward else bare_ones
        districts = whole.districts | bare_ones.districts
        within = [ids for district, ids in said.former if district in districts]
        if within:
            return self._of(within)
        if said.names_a_ward:
            return self._of(said.present or (ids for _, ids in said.former))
        return self._of(ids for each in districts for ids in self._in_district[each])

    def _look_up(self, name: str, said: _Said, *, is_whole: bool) -> None:
        """Note what a name stands for. A bare name of a district stands for no ward."""
        if is_whole:
            said.districts |= {name} & self._in_district.keys()
        elif called := self._districts_called.get(name):
            said.districts |= called
            return
        said.present += _looked_up(self._present, name, is_whole=is_whole)
        said.former += [
            (district, ids)
            for district, names in self._former.items()
            for ids in _looked_up(names, name, is_whole=is_whole)
        ]

    def _add_ended(self, ended: Iterable[Place]) -> None:
        """Add the places of the office's own record that have ended."""
        for each in ended:
            ids = tuple(now.id for now in present_units(each.id, self._places.values()))
            if each.kind is PlaceKind.DISTRICT:
                self._add_district(each.name, ids)
            else:
                district = self._places.get(each.parent or "")
                self._former.setdefault(key(district.name) if district else "", _Names()).add(each.name, ids)

    def _add_former(self, by_code: Mapping[str, str]) -> None:
        """Add the names of the official list whose land lies in the office's places."""
        for each in former_wards():
            ids = tuple(by_code[code] for code in each.now if code in by_code)
            if not ids:
                continue
            self._add_district(each.district, ids)
            names = self._former.setdefault(key(each.district), _Names())
            if each.name:
                names.add(each.name, ids)
            for other in each.also:
                names.whole.setdefault(other, []).append(ids)

    def _add_district(self, name: str, ids: tuple[str, ...]) -> None:
        self._in_district.setdefault(key(name), []).append(ids)
        self._districts_called.setdefault(key(bare(name)), set()).add(key(name))

    def _of(self, found: Iterable[Collection[str]]) -> tuple[Place, ...]:
        """Return the places, each once, in the order in which they were found."""
        return tuple(self._places[each] for each in dict.fromkeys(each for ids in found for each in ids))


@lru_cache(maxsize=64)
def finder_of(places: tuple[Place, ...]) -> Finder:
    """Return the finder of an office's places. An office's places stay one and the same until they change."""
    return Finder(places)


def _looked_up(names: _Names, name: str, *, is_whole: bool) -> list[tuple[str, ...]]:
    return (names.whole if is_whole else names.bare).get(name, [])


def _names_in(words: str) -> Iterator[tuple[str, bool]]:
    """Yield what may be a name of a unit: every run of words as a whole name, and each part as a bare one."""
    for part in _PARTS.split(words):
        said = _said_out(folded(part).split())
        for start in range(len(said)):
            for end in range(start + 2, min(start + _LONGEST_NAME, len(said)) + 1):
                yield key(" ".join(said[start:end])), True
        if said:
            yield key(" ".join(said)), False


def _said_out(words: Sequence[str]) -> list[str]:
    """Return the words with the short ones for levels written out, `p5` as `phuong 5`. A last word stands for no level."""
    short, said = short_words(), list[str]()
    for number, word in enumerate(words):
        numbered = _NUMBERED.fullmatch(word)
        if numbered and numbered[1] in short:
            said += [*short[numbered[1]].split(), numbered[2]]
        elif word in short and number + 1 < len(words):
            said += short[word].split()
        else:
            said.append(word)
    return said
