"""The route that lists an authority's places, for filling in a report."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.office.choosing import places_to_choose
from api.office.views.entries import PlaceList, PlaceView
from api.web.front import FrontDep
from api.web.openapi import problems
from api.web.texts import LONGEST_LINE

router = APIRouter(prefix="/procedures", tags=["Quy trình"])


@router.get("/{procedure_id}/places", summary="Các đơn vị hành chính của địa phương", responses=problems(404, 422, 503))
def listing(
    procedure_id: str,
    front: FrontDep,
    address: Annotated[
        str,
        Query(
            description="Chỉ những đơn vị mà địa chỉ này có thể thuộc về; nhận cả tên xã, phường đã sáp nhập.",
            examples=["Phường Lộc Thọ, Nha Trang"],
            max_length=LONGEST_LINE,
        ),
    ] = "",
) -> PlaceList:
    """The places that a report may name, by id; with an address those that it may mean."""
    found = places_to_choose(front.record.offices, procedure_id, address)
    return PlaceList(items=[PlaceView(**vars(each)) for each in found])
