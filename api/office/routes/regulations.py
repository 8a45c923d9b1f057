"""Routes that show the procedures as data: what each authority's regulation says."""

from __future__ import annotations

from fastapi import APIRouter

from api.office.views.regulations import ProcedureList, ProcedureView, procedure_line, procedure_view
from api.web.front import FrontDep
from api.web.openapi import problems
from api.web.problems.kinds import UNKNOWN_PROCEDURE
from api.web.problems.problem import Problem
from procedures import procedures_in_force

router = APIRouter(prefix="/procedures", tags=["Quy trình"])


@router.get("", summary="Các quy trình đang có hiệu lực")
def listing() -> ProcedureList:
    """The procedures in force."""
    return ProcedureList(items=[procedure_line(procedure) for procedure in procedures_in_force().values()])


@router.get("/{procedure_id}", summary="Một quy trình", responses=problems(404, 422, 503))
def show(procedure_id: str, front: FrontDep) -> ProcedureView:
    """One procedure, with the fields of work that its authority has added."""
    procedure = front.procedures.today(procedure_id)
    if procedure is None:
        raise Problem(UNKNOWN_PROCEDURE)
    return procedure_view(procedure)
