"""The addresses that maps read what lies under them from."""

from __future__ import annotations

from functools import lru_cache
from math import floor
from statistics import median
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import FileResponse, JSONResponse
from starlette.responses import Response

from api.pages.maps.ground import ARCHIVE, WARDS
from api.web.front import FrontDep
from api.web.problems.kinds import NOT_FOUND
from api.web.problems.problem import Problem
from procedures.wards.reading import Ward, present_wards, provinces_of_the_country

router = APIRouter()
_FOR_A_WEEK = {"Cache-Control": "public, max-age=604800"}
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@router.get(WARDS)
def provinces() -> JSONResponse:
    """Return each province of today: its name, and where the middle of its wards is."""
    return JSONResponse(_provinces(), headers=_FOR_A_WEEK)


@router.get(WARDS + "/{south}/{west}")
def wards(south: Annotated[int, Path(ge=-90, lt=90)], west: Annotated[int, Path(ge=-180, lt=180)]) -> JSONResponse:
    """Return the wards of today whose centre lies in a square of one degree: code, name, centre, square kilometres."""
    return JSONResponse(_by_square().get((south, west), []), headers=_FOR_A_WEEK)


@router.get(ARCHIVE)
def archive(front: FrontDep) -> Response:
    """Return the archive of map tiles, or the bytes of it that are asked for."""
    held = front.site.map_archive
    if held is None or not held.path.is_file():
        raise Problem(NOT_FOUND)
    return FileResponse(held.path, media_type="application/vnd.pmtiles", headers=_FOR_EVER)


@lru_cache(maxsize=1)
def _provinces() -> list[list[str | float]]:
    within: dict[str, list[Ward]] = {}
    for ward in present_wards():
        within.setdefault(ward.province, []).append(ward)
    return [
        [
            name,
            round(median(ward.latitude for ward in within[code]), 3),
            round(median(ward.longitude for ward in within[code]), 3),
        ]
        for code, name in provinces_of_the_country().items()
    ]


@lru_cache(maxsize=1)
def _by_square() -> dict[tuple[int, int], list[list[str | float]]]:
    squares: dict[tuple[int, int], list[list[str | float]]] = {}
    for ward in present_wards():
        square = floor(ward.latitude), floor(ward.longitude)
        squares.setdefault(square, []).append([ward.code, ward.name, ward.latitude, ward.longitude, ward.square_km])
    return squares
