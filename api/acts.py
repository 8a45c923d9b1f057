"""People act on cases."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from api.act_bodies import ActBody
from api.act_examples import ACT_EXAMPLES
from api.callers import CallerDep
from api.case_views import CaseView
from api.front import FrontDep
from api.openapi import CaseCode, problems
from api.performing import perform

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
