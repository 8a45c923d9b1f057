"""Finds where two JSON values differ, by the path to each difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Difference = tuple[str, Any, Any]


def differences(found: Any, told: Any, path: str = "") -> Iterator[Difference]:
    """Yield the path to each difference with both values there. An item of a list is named by its id, or else by its place."""
    if isinstance(found, Mapping) and isinstance(told, Mapping):
        for name in sorted(found.keys() | told.keys()):
            yield from differences(found.get(name), told.get(name), f"{path}.{name}" if path else name)
    elif isinstance(found, list) and isinstance(told, list) and len(found) == len(told):
        for place, (one, other) in enumerate(zip(found, told, strict=True)):
            yield from differences(one, other, f"{path}.{_name(other, place)}")
    elif found != told:
        yield path, found, told


def _name(item: Any, place: int) -> str:
    return str(item["id"]) if isinstance(item, Mapping) and "id" in item else str(place)
