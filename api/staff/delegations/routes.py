"""Routes by which a leader who is away, or an admin, says who acts meanwhile."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api.staff.delegations import delegating
from api.staff.delegations.bodies import DelegationBody
from api.staff.delegations.views import DelegationList, DelegationView, delegation_views
from api.web.front import FrontDep
from api.web.idempotency import IdempotencyKey
from api.web.identity.callers import StaffDep
from api.web.identity.weight import OF_WEIGHT
from api.web.openapi import problems

router = APIRouter(prefix="/delegations", tags=["Ủy quyền, bàn giao"])

DelegationId = Annotated[str, Path(description="Mã ủy quyền.", max_length=60)]


@router.post(
    "",
    dependencies=[OF_WEIGHT],
    status_code=201,
    summary="Ủy quyền trong thời gian vắng mặt",
    description="Trong thời hạn ấy người thay làm được mọi việc của lãnh đạo; diễn biến ghi cả hai người.",
    responses=problems(400, 401, 403, 409, 413, 422, 503),
)
def add(body: DelegationBody, front: FrontDep, staff: StaffDep, key: IdempotencyKey) -> DelegationView:
    """Delegate for a time, once however often it is sent with the same key."""
    record, at = front.record, front.clock()
    made = delegating.delegate(record.accounts, record.delegations, staff, body.absence(), key=key, at=at)
    return delegation_views(record.accounts, [made], at)[0]


@router.get("", summary="Các ủy quyền", responses=problems(401, 503))
def listing(front: FrontDep, staff: StaffDep) -> DelegationList:
    """One's own, as leader and as delegate; those of the authority or of all for its admins and auditors."""
    found = delegating.delegations_seen_by(front.record.delegations, staff)
    return DelegationList(items=delegation_views(front.record.accounts, found, front.clock()))


@router.post(
    "/{delegation_id}/revocation", summary="Chấm dứt ủy quyền ngay", responses=problems(401, 403, 404, 422, 503)
)
def revoke(delegation_id: DelegationId, front: FrontDep, staff: StaffDep) -> DelegationView:
    """End a delegation now."""
    at = front.clock()
    ended = delegating.revoke(front.record.delegations, staff, delegation_id, at)
    return delegation_views(front.record.accounts, [ended], at)[0]
