"""Many points on a map drawn as few: those that lie close together become one, with how many they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.offices.places import Box


@dataclass(frozen=True)
class Cluster:
    """Points that lie close together: their middle in degrees, the smallest box that holds them, how many they are."""

    latitude: float
    longitude: float
    box: Box
    count: int


def clusters(points: Iterable[tuple[float, float]], *, across: int) -> tuple[Cluster, ...]:
    """The points, given as latitude and longitude, gathered in a grid of so many cells to each side, from the south-west."""
    given = list(points)
    if not given:
        return ()
    whole = _box(given)
    cells: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for latitude, longitude in given:
        row = _cell(latitude, whole.south, whole.north, across)
        column = _cell(longitude, whole.west, whole.east, across)
        cells.setdefault((row, column), []).append((latitude, longitude))
    return tuple(_cluster(cells[cell]) for cell in sorted(cells))


def _cell(degrees: float, least: float, most: float, across: int) -> int:
    return min(int((degrees - least) / (most - least) * across), across - 1) if most > least else 0


def _cluster(points: list[tuple[float, float]]) -> Cluster:
    count = len(points)
    middle = sum(latitude for latitude, _ in points) / count, sum(longitude for _, longitude in points) / count
    return Cluster(*middle, _box(points), count)


def _box(points: list[tuple[float, float]]) -> Box:
    latitudes, longitudes = zip(*points, strict=True)
    return Box(min(latitudes), max(latitudes), min(longitudes), max(longitudes))
