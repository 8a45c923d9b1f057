"""Reads the lists of wards, each once and only when it is asked for."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from domain.offices.places import level_of
from language.vietnamese import folded

_USUAL_SIZE = 100.0
"""The square kilometres of a ward whose size the list does not tell: about what the country's wards have on average."""
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Ward:
    """A ward of today: the code of its province, its own code, its name, its centre in degrees, and its size."""

    province: str
    code: str
    name: str
    latitude: float
    longitude: float
    square_km: float


@dataclass(frozen=True)
class FormerWard:
    """A ward as it stood before 1 July 2025, by the names of its province, its district and itself. The name is empty for a
    district without wards.

    `now` are the codes of the wards that its land belongs to, the one with most of it first. `also` are other names of it, as
    `key` writes them, such as those of wards that had joined it before.
    """

    province: str
    district: str
    name: str
    now: tuple[str, ...]
    also: tuple[str, ...] = ()


def key(name: str) -> str:
    """Return a name as it is looked up: `Phường 05` as `phuong5`."""
    return "".join(word.lstrip("0") or word for word in folded(name).split())


@lru_cache(maxsize=1)
def provinces_of_the_country() -> Mapping[str, str]:
    """Return the names of the provinces of today, by code."""
    return {row["code"]: row["name"] for row in _rows("provinces.csv")}


def province_called(written: str) -> str | None:
    """Return the code of the province that people call so, by its code or its name, with or without the word for what it is."""
    wanted = key(written)
    for code, name in provinces_of_the_country().items():
        if wanted and wanted in (key(code), key(name), key(bare(name))):
            return code
    return None


@lru_cache(maxsize=1)
def present_wards() -> tuple[Ward, ...]:
    """Return the wards of today, by province and code."""
    return tuple(
        Ward(
            row["province"],
            row["code"],
            row["name"],
            float(row["latitude"]),
            float(row["longitude"]),
            float(row["square_km"] or 0) or _USUAL_SIZE,
        )
        for row in _rows("present.csv")
    )


@lru_cache(maxsize=1)
def former_wards() -> tuple[FormerWard, ...]:
    """Return the wards of the time before, in the order of the old codes."""
    return tuple(
        FormerWard(row["province"], row["district"], row["ward"], tuple(row["now"].split()), tuple(row["also"].split()))
        for row in _rows("former.csv")
    )


@lru_cache(maxsize=1)
def short_words() -> Mapping[str, str]:
    """Return the words for levels that people shorten, by how they shorten them."""
    words: dict[str, str] = tomllib.loads((_HERE / "words.toml").read_text("utf-8"))["short"]
    return words


def bare(name: str) -> str:
    """Return a name without the words that say what it is the name of: `Nha Trang` for `Thành phố Nha Trang`."""
    return name.removeprefix(level_of(name)).strip()


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (_HERE / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
