"""The places of an authority, for whoever fills in a report."""

from __future__ import annotations

from fastapi import APIRouter

from api.office.bodies import PlaceList, PlaceView
from api.web.front import FrontDep
from api.web.openapi import problems
from api.web.problems.kinds import UNKNOWN_PROCEDURE
from api.web.problems.problem import Problem
from procedures import all_procedures

router = APIRouter(prefix="/procedures", tags=["Quy trình"])


@router.get("/{procedure_id}/places", summary="Các đơn vị hành chính của địa phương", responses=problems(404, 422, 503))
def listing(procedure_id: str, front: FrontDep) -> PlaceList:
    """The places that a report may name, by id."""
    if procedure_id not in all_procedures():
        raise Problem(UNKNOWN_PROCEDURE)
    return PlaceList(items=[PlaceView(**vars(one)) for one in front.record.offices.places(procedure_id) if one.active])
