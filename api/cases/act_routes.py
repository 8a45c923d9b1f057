"""People act on cases."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from api.cases.acting import perform
from api.cases.bodies import ActBody
from api.cases.bodies.examples import ACT_EXAMPLES
from api.cases.views.case import CaseView
from api.web.front import FrontDep
from api.web.identity.callers import CallerDep
from api.web.openapi import CaseCode, problems

router = APIRouter(prefix="/complaints", tags=["Thao tác"])


@router.post(
    "/{code}/acts",
    summary="Thao tác trên hồ sơ",
    description=(
        "Người gửi kèm mã tra cứu, cán bộ kèm mã truy cập. Trả lời sau khi thao tác đã được ghi, kèm trạng thái mới. "
        "Khi nhận 503, hãy gửi lại với cùng `act_id`: thao tác không bị làm hai lần."
    ),
    responses=problems(400, 401, 403, 404, 409, 413, 422, 429, 503),
)
async def do(
    code: CaseCode, body: Annotated[ActBody, Body(openapi_examples=ACT_EXAMPLES)], front: FrontDep, who: CallerDep
) -> CaseView:
    """Do an act and say where the case then stands."""
    return await perform(front, code, body, who)
