"""Routes by which a leader, or an admin, hands an officer's open cases over, and sees how far that has come."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from starlette.concurrency import run_in_threadpool

from api.staff.handovers import handing_over
from api.staff.handovers.bodies import HandoverBody
from api.staff.handovers.views import HandoverView, handover_view
from api.web.front import FrontDep
from api.web.idempotency import IdempotencyKey
from api.web.identity.callers import StaffDep
from api.web.identity.weight import OF_WEIGHT
from api.web.openapi import problems

router = APIRouter(prefix="/handovers", tags=["Ủy quyền, bàn giao"])

HandoverId = Annotated[str, Path(description="Mã lần bàn giao.", max_length=60)]


@router.post(
    "",
    dependencies=[OF_WEIGHT],
    summary="Bàn giao hồ sơ đang mở của một cán bộ",
    description=(
        "Mỗi hồ sơ là một thao tác giao cán bộ, ghi trong diễn biến của hồ sơ. Trả lời 200 khi xong, 202 khi còn đang làm; "
        "gửi lại cùng khóa thì xem tiếp, không làm hai lần."
    ),
    responses=problems(400, 401, 403, 409, 413, 422, 503)
    | {202: {"model": HandoverView, "description": "Còn đang làm."}},
)
async def add(
    body: HandoverBody, front: FrontDep, staff: StaffDep, key: IdempotencyKey, response: Response
) -> HandoverView:
    """Hand over, once however often it is sent with the same key."""
    handover = await handing_over.hand_over(
        front, staff, from_account=body.from_account, to_account=body.to_account, reason=body.reason, key=key
    )
    view = await run_in_threadpool(handover_view, front.record, handover)
    response.status_code = 200 if view.finished else 202
    return view


@router.get("/{handover_id}", summary="Lần bàn giao đã đến đâu", responses=problems(401, 403, 404, 422, 503))
def show(handover_id: HandoverId, front: FrontDep, staff: StaffDep) -> HandoverView:
    """How far a handover has come, for the agency's leader, the authority's admins and auditors."""
    return handover_view(front.record, handing_over.handover_seen_by(front, staff, handover_id))
