"""Routes by which an admin changes an office. A PUT adds or changes an entry; sending it again changes nothing more."""

from __future__ import annotations

from dataclasses import asdict
from typing import Literal

from fastapi import APIRouter, Response

from api.office import keeping
from api.office.admins import Authority, EntryId, OfficeAdminDep, ProcedureDep, change_by
from api.office.bodies import AgencyBody, AnswerTemplateBody, OwnFieldBody, PlaceBody, RoutingRuleBody
from api.office.problems import UNKNOWN_ENTRY
from api.office.stopping import hanging_on, is_left_alone, require_confirmed, told
from api.office.versions import SeenDep, name_version
from api.office.views.entries import (
    AgencyEntries,
    AgencyEntry,
    AnswerTemplateEntries,
    AnswerTemplateEntry,
    DependentsView,
    OwnFieldEntries,
    OwnFieldEntry,
    PlaceEntries,
    PlaceEntry,
    RoutingRuleEntries,
    RoutingRuleEntry,
    agency_entry,
    answer_entry,
    field_entry,
    place_entry,
    rule_entry,
)
from api.web.front import FrontDep
from api.web.identity.weight import OF_WEIGHT
from api.web.openapi import problems
from api.web.problems.problem import Problem
from domain.offices.answers import AnswerTemplate
from domain.offices.office import Agency, OwnField
from domain.offices.places import Place
from domain.offices.routing import RoutingRule
from records.offices.repository import version_of_entry

router = APIRouter(prefix="/admin/{authority}", tags=["Quản trị địa phương"])
_READ = problems(401, 403, 404, 422, 503)
EntryKind = Literal["agencies", "places", "fields", "routing-rules"]
_ADDED = {"description": "Đã thêm mới."}


@router.get("/agencies", summary="Mọi cơ quan xử lý", responses=_READ)
def agencies(authority: Authority, front: FrontDep, _staff: OfficeAdminDep) -> AgencyEntries:
    """The agencies, those no longer active among them."""
    return AgencyEntries(
        items=[agency_entry(each, front.record.offices) for each in front.record.offices.agencies(authority)]
    )


@router.put(
    "/agencies/{entry_id}",
    dependencies=[OF_WEIGHT],
    summary="Thêm, đổi tên, cho ngừng một cơ quan xử lý",
    responses=problems(400, 401, 403, 404, 409, 412, 413, 422, 503) | {201: _ADDED | {"model": AgencyEntry}},
)
def keep_agency(
    authority: Authority,
    entry_id: EntryId,
    body: AgencyBody,
    front: FrontDep,
    staff: OfficeAdminDep,
    procedure: ProcedureDep,
    seen: SeenDep,
    response: Response,
) -> AgencyEntry:
    """Add or change an agency."""
    agency = body.to_agency(entry_id, authority)
    if not body.active:
        require_confirmed(front.record, procedure, "agencies", entry_id, body.confirmed, front.clock())
    new = keeping.keep_agency(front.record.offices, procedure, agency, change_by(staff, front.clock, seen))
    _answers(response, agency, new=new)
    return agency_entry(agency, front.record.offices)


@router.get(
    "/{kind}/{entry_id}/dependents",
    summary="Những gì còn liên quan đến một mục, xem trước khi cho ngừng",
    responses=_READ,
)
def dependents(
    authority: Authority, kind: EntryKind, entry_id: EntryId, front: FrontDep, procedure: ProcedureDep
) -> DependentsView:
    """Return what hangs on an entry that is in use."""
    found = hanging_on(front.record, authority, kind, entry_id, front.clock())
    if found is None:
        raise Problem(UNKNOWN_ENTRY)
    alone = kind == "agencies" and is_left_alone(front.record, procedure, entry_id, found)
    return DependentsView(**asdict(found), text=told(found), seal=found.seal, left_alone=alone)


@router.get("/places", summary="Mọi đơn vị hành chính", responses=_READ)
def places(authority: Authority, front: FrontDep, _staff: OfficeAdminDep) -> PlaceEntries:
    """The places, those no longer active among them."""
    return PlaceEntries(items=[place_entry(each) for each in front.record.offices.places(authority)])


@router.put(
    "/places/{entry_id}",
    dependencies=[OF_WEIGHT],
    summary="Thêm, đổi, cho ngừng một đơn vị hành chính",
    responses=problems(400, 401, 403, 404, 409, 412, 413, 422, 503) | {201: _ADDED | {"model": PlaceEntry}},
)
def keep_place(
    authority: Authority,
    entry_id: EntryId,
    body: PlaceBody,
    front: FrontDep,
    staff: OfficeAdminDep,
    procedure: ProcedureDep,
    seen: SeenDep,
    response: Response,
) -> PlaceEntry:
    """Add or change a place."""
    place = body.to_place(entry_id)
    if not body.active:
        require_confirmed(front.record, procedure, "places", entry_id, body.confirmed, front.clock())
    new = keeping.keep_place(front.record.offices, authority, place, change_by(staff, front.clock, seen))
    _answers(response, place, new=new)
    return place_entry(place)


@router.get("/fields", summary="Mọi lĩnh vực", responses=_READ)
def fields(authority: Authority, front: FrontDep, _procedure: ProcedureDep) -> OwnFieldEntries:
    """The regulation's fields and the authority's own, those no longer active among them."""
    return OwnFieldEntries(items=[field_entry(each) for each in keeping.listed_fields(front.record.offices, authority)])


@router.put(
    "/fields/{entry_id}",
    dependencies=[OF_WEIGHT],
    summary="Thêm, đổi, cho ngừng một lĩnh vực mà quy chế để ngỏ",
    description="Hồ sơ gửi từ lúc này theo lĩnh vực mới; hồ sơ chưa kết thúc giữ quy trình của ngày gửi.",
    responses=problems(400, 401, 403, 404, 409, 412, 413, 422, 503) | {201: _ADDED | {"model": OwnFieldEntry}},
)
def keep_field(
    authority: Authority,
    entry_id: EntryId,
    body: OwnFieldBody,
    front: FrontDep,
    staff: OfficeAdminDep,
    procedure: ProcedureDep,
    seen: SeenDep,
    response: Response,
) -> OwnFieldEntry:
    """Add or change a field of work that the regulation leaves open."""
    field = body.to_field(entry_id)
    if not body.active:
        require_confirmed(front.record, procedure, "fields", entry_id, body.confirmed, front.clock())
    new = keeping.keep_field(front.record.offices, authority, field, change_by(staff, front.clock, seen))
    _answers(response, field, new=new)
    return field_entry(keeping.ListedField(field, of_the_law=False))


@router.get("/routing-rules", summary="Mọi quy tắc phân phối", responses=_READ)
def routing_rules(authority: Authority, front: FrontDep, _staff: OfficeAdminDep) -> RoutingRuleEntries:
    """The routing rules, those no longer active among them."""
    return RoutingRuleEntries(items=[rule_entry(each) for each in front.record.offices.routing_rules(authority)])


@router.put(
    "/routing-rules/{entry_id}",
    dependencies=[OF_WEIGHT],
    summary="Thêm, đổi, cho ngừng một quy tắc phân phối",
    description="Quy tắc cụ thể nhất thắng: lĩnh vực và địa bàn, rồi lĩnh vực, rồi địa bàn, rồi quy tắc chung.",
    responses=problems(400, 401, 403, 404, 409, 412, 413, 422, 503) | {201: _ADDED | {"model": RoutingRuleEntry}},
)
def keep_routing_rule(
    authority: Authority,  # declared here to come first in the OpenAPI document
    entry_id: EntryId,
    body: RoutingRuleBody,
    front: FrontDep,
    staff: OfficeAdminDep,
    procedure: ProcedureDep,
    seen: SeenDep,
    response: Response,
) -> RoutingRuleEntry:
    """Add or change a routing rule."""
    rule = body.to_rule(entry_id)
    if not body.active:
        require_confirmed(front.record, procedure, "routing-rules", entry_id, body.confirmed, front.clock())
    new = keeping.keep_routing_rule(front.record.offices, procedure, rule, change_by(staff, front.clock, seen))
    _answers(response, rule, new=new)
    return rule_entry(rule)


@router.get("/answers", summary="Mọi mẫu trả lời", responses=_READ)
def answers(authority: Authority, front: FrontDep, _staff: OfficeAdminDep) -> AnswerTemplateEntries:
    """The answer templates, those no longer active among them."""
    uses = front.record.offices.answer_uses(authority)
    return AnswerTemplateEntries(items=[answer_entry(each, uses) for each in front.record.offices.answers(authority)])


@router.put(
    "/answers/{entry_id}",
    dependencies=[OF_WEIGHT],
    summary="Thêm, đổi, cho ngừng một mẫu trả lời",
    responses=problems(400, 401, 403, 404, 409, 412, 413, 422, 503) | {201: _ADDED | {"model": AnswerTemplateEntry}},
)
def keep_answer(
    authority: Authority,
    entry_id: EntryId,
    body: AnswerTemplateBody,
    front: FrontDep,
    staff: OfficeAdminDep,
    procedure: ProcedureDep,
    seen: SeenDep,
    response: Response,
) -> AnswerTemplateEntry:
    """Add or change an answer template."""
    answer = body.to_answer(entry_id)
    new = keeping.keep_answer(front.record.offices, procedure, answer, change_by(staff, front.clock, seen))
    _answers(response, answer, new=new)
    return answer_entry(answer, front.record.offices.answer_uses(authority))


def _answers(response: Response, entry: Agency | Place | OwnField | RoutingRule | AnswerTemplate, *, new: bool) -> None:
    response.status_code = 201 if new else 200
    name_version(response, version_of_entry(entry))
