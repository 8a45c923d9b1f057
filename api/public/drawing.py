"""Draw public cases on a map: each as a point, or many of them as few clusters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from records.cases.rows import PublicFilters, PublicLine

MOST_SINGLE = 300
"""More points than this are drawn as clusters."""

MOST_POINTS = 2000
MOST_WHOLE = 1000
"""The largest number of cases in one answer: as clusters, and as single points where clusters are not wanted."""


class PublicPoints(Protocol):
    """The record as drawing needs it; `records.cases.public_lists.PublicCases` is the real one."""

    def points(self, filters: PublicFilters, most: int) -> tuple[PublicLine, ...]: ...

    def places(self, filters: PublicFilters, most: int) -> tuple[tuple[float, float], ...]: ...


@dataclass(frozen=True)
class Single:
    """The newest cases, each to be drawn as a point. `is_cut` is whether there are older ones."""

    lines: tuple[PublicLine, ...]
    is_cut: bool


@dataclass(frozen=True)
class Crowd:
    """The latitudes and longitudes of the newest cases, to be drawn as clusters. `is_cut` is whether there are older ones."""

    places: tuple[tuple[float, float], ...]
    is_cut: bool


def draw(public: PublicPoints, filters: PublicFilters, *, cluster: bool) -> Single | Crowd:
    """Return the newest public cases that have a point on the map. `cluster` is whether many may become clusters."""
    if cluster:
        places = public.places(filters, MOST_POINTS + 1)
        if len(places) > MOST_SINGLE:
            return Crowd(places[:MOST_POINTS], len(places) > MOST_POINTS)
    most = MOST_SINGLE if cluster else MOST_WHOLE
    lines = public.points(filters, most + 1)
    return Single(lines[:most], len(lines) > most)
