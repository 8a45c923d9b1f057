"""The route that lists an authority's places, for filling in a report."""

from __future__ import annotations

from fastapi import APIRouter

from api.office.choosing import places_to_choose
from api.office.views.entries import PlaceList, PlaceView
from api.web.front import FrontDep
from api.web.openapi import problems

router = APIRouter(prefix="/procedures", tags=["Quy trình"])


@router.get("/{procedure_id}/places", summary="Các đơn vị hành chính của địa phương", responses=problems(404, 422, 503))
def listing(procedure_id: str, front: FrontDep) -> PlaceList:
    """The places that a report may name, by id."""
    return PlaceList(items=[PlaceView(**vars(each)) for each in places_to_choose(front.record.offices, procedure_id)])
