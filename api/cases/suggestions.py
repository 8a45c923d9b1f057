"""What the centre is shown before it dispatches: the agency that the authority's routing rules name, and why."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.office.problems import CENTRE_ONLY
from api.web.front import Front, FrontDep
from api.web.identity.callers import CallerDep, Viewer, require_case
from api.web.names import Agencies, Name, named
from api.web.offices import routed
from api.web.openapi import CaseCode, problems
from api.web.problems.kinds import STAFF_ONLY
from api.web.problems.problem import Problem
from domain.routing import Route, RoutingRule
from domain.visibility import Audience
from domain.words import ActKind, Role
from records.cases.rows import CaseRecord
from records.offices.repository import Offices

_SENDS = (ActKind.DISPATCH, ActKind.FORWARD, ActKind.RECLASSIFY)

router = APIRouter(prefix="/complaints", tags=["Phản ánh, kiến nghị"])


class SuggestedAgencyView(BaseModel):
    """Cơ quan mà quy tắc phân phối chỉ ra. Trung tâm vẫn là nơi quyết định."""

    agency: Name
    rule: str = Field(description="Mã quy tắc.", examples=["giao-thong-nha-trang"])
    why: str = Field(examples=["Lĩnh vực Giao thông, đường sá tại Thành phố Nha Trang"])
    article: str = Field(examples=["Điều 6 khoản 2 điểm b"])
    ours: bool = Field(description="Văn bản để ngỏ; đây là lựa chọn của đơn vị vận hành.")


class SuggestionsView(BaseModel):
    """Gợi ý khi phân phối."""

    agency: SuggestedAgencyView | None = Field(description="null: không có quy tắc nào cho trường hợp này.")


@router.get("/{code}/suggestions", summary="Gợi ý khi phân phối", responses=problems(401, 403, 404, 422, 429, 503))
def suggestions(code: CaseCode, front: FrontDep, who: CallerDep) -> SuggestionsView:
    """The agency that the rules name for the case as it now stands."""
    record = case_for_dispatchers(front, code, who)
    complaint, report = record.complaint, record.report
    found = routed(front.record.offices, complaint.procedure.id, complaint.field, report.place_id)
    return SuggestionsView(agency=_view(front.record.offices, record, found) if found else None)


def case_for_dispatchers(front: Front, code: str, who: CallerDep) -> CaseRecord:
    """The case, for whoever may dispatch it and the centre's own.

    Raises:
        Problem: the caller does not know of the case, or is none of them.
    """
    record, viewer = require_case(front, code, who)
    if who.staff is None:
        raise Problem(STAFF_ONLY)
    if not _dispatches(record, viewer):
        raise Problem(CENTRE_ONLY)
    return record


def _dispatches(record: CaseRecord, viewer: Viewer) -> bool:
    if viewer.audience is not Audience.STAFF or viewer.actor is None:
        return False
    sends = (record.complaint.procedure.act(kind) for kind in _SENDS)
    senders = {role for rule in sends if rule for role in rule.by}
    return viewer.actor.role in {Role.CENTRE_OPERATOR, Role.CENTRE_LEADER, *senders}


def _view(offices: Offices, record: CaseRecord, found: Route) -> SuggestedAgencyView:
    procedure = record.complaint.procedure
    rule = next(each for each in offices.routing_rules(procedure.id) if each.id == found.rule)
    return SuggestedAgencyView(
        agency=Agencies(offices, procedure.id).name(found.agency),
        rule=found.rule,
        why=_why(offices, record, rule),
        article=found.source,
        ours=found.ours,
    )


def _why(offices: Offices, record: CaseRecord, rule: RoutingRule) -> str:
    procedure = record.complaint.procedure
    field = named(procedure.fields, rule.field)
    place = next((each.name for each in offices.places(procedure.id) if each.id == rule.place), rule.place)
    of_field = f"Lĩnh vực {field.name}" if field else "Mọi lĩnh vực"
    return f"{of_field} tại {place}" if place else of_field
