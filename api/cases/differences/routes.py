"""Routes of the differences between cases and their workflows, on which an admin decides."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from api.cases.differences.bodies import DecisionBody
from api.cases.differences.deciding import decide_on, differences_seen_by, finding_seen_by
from api.cases.differences.views import DifferenceList, DifferenceView, difference_view
from api.office.admins import AnyAdminDep, AuditorDep
from api.office.versions import SeenDep, name_version
from api.web.front import FrontDep
from api.web.identity.weight import OF_WEIGHT
from api.web.openapi import problems

router = APIRouter(prefix="/admin/differences", tags=["Đối chiếu"])

FindingId = Annotated[UUID, Path(description="Mã của khác biệt.")]


@router.get("", summary="Các khác biệt giữa hồ sơ và quy trình", responses=problems(401, 403, 503))
def listing(front: FrontDep, staff: AuditorDep) -> DifferenceList:
    """The differences of one's own authority, or of all for those who have none of their own."""
    return differences_seen_by(front.record.reconciliation, staff)


@router.get("/{finding_id}", summary="Một khác biệt", responses=problems(401, 403, 404, 422, 503))
def show(finding_id: FindingId, front: FrontDep, staff: AuditorDep, response: Response) -> DifferenceView:
    """One difference, with its version as the ETag."""
    shown = difference_view(finding_seen_by(front.record.reconciliation, staff, finding_id))
    name_version(response, shown.version)
    return shown


@router.post(
    "/{finding_id}/decision",
    dependencies=[OF_WEIGHT],
    summary="Quyết định về một khác biệt",
    description="Hệ thống thực hiện trong vài giây. Với `If-Match`, khác biệt đã đổi từ lúc đọc thì không ghi (412).",
    responses=problems(400, 401, 403, 404, 409, 412, 413, 422, 503),
)
def decide(
    finding_id: FindingId, body: DecisionBody, front: FrontDep, staff: AnyAdminDep, seen: SeenDep, response: Response
) -> DifferenceView:
    """Record a decision, which a background job of the worker carries out."""
    kept = front.record.reconciliation
    decide_on(kept, staff, finding_id, body.choice, body.note, seen=seen)
    shown = difference_view(finding_seen_by(kept, staff, finding_id))
    name_version(response, shown.version)
    return shown
