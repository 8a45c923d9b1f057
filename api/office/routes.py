"""An admin changes an office while everything runs: agencies, places, fields of work, routing rules. A PUT adds or changes,
and sent again changes nothing more; nothing is ever deleted, for old cases still name it.
"""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.office.admins import Authority, EntryId, OfficeAdminDep, ProcedureDep, change_by
from api.office.bodies import (
    AgencyBody,
    AgencyEntries,
    AgencyEntry,
    OwnFieldBody,
    OwnFieldEntries,
    OwnFieldEntry,
    PlaceBody,
    PlaceEntries,
    PlaceEntry,
    RoutingRuleBody,
    RoutingRuleEntries,
    RoutingRuleEntry,
)
from api.office.problems import FIELD_FAULTY, FIELD_OF_THE_LAW, ROUTED_ALREADY
from api.web.front import FrontDep
from api.web.openapi import problems
from api.web.problems.problem import Problem, wrong_field
from domain.offices.fields import is_of_the_law, with_own_fields
from domain.offices.office import Agency, OwnField
from domain.offices.places import Place, PlaceKind
from domain.offices.routing import RoutingRule
from domain.procedure import Procedure
from domain.time.amounts import Amount
from procedures import all_procedures, faults_of
from records.errors import RoutedAlready
from records.offices.repository import Offices

router = APIRouter(prefix="/admin/{authority}", tags=["Quản trị địa phương"])
_READ = problems(401, 403, 404, 422, 503)
_ADDED = {"description": "Đã thêm mới."}


@router.get("/agencies", summary="Mọi cơ quan xử lý", responses=_READ)
def agencies(authority: Authority, front: FrontDep, _who: OfficeAdminDep) -> AgencyEntries:
    """The agencies, those no longer active among them."""
    found = front.record.offices.agencies(authority)
    return AgencyEntries(items=[_agency_entry(one) for one in found])


@router.put(
    "/agencies/{entry_id}",
    summary="Thêm, đổi tên, cho ngừng một cơ quan xử lý",
    responses=problems(400, 401, 403, 404, 413, 422, 503) | {201: _ADDED | {"model": AgencyEntry}},
)
def keep_agency(
    authority: Authority,
    entry_id: EntryId,
    body: AgencyBody,
    front: FrontDep,
    who: OfficeAdminDep,
    procedure: ProcedureDep,
    response: Response,
) -> AgencyEntry:
    """Add or change an agency."""
    own_limit = Amount.parse(body.own_limit) if body.own_limit else None
    if own_limit and not procedure.has_use_for(own_limit):
        raise wrong_field("own_limit", "Hãy ghi cùng đơn vị với hạn của quy trình, để biết hạn nào ngắn hơn.")
    agency = Agency(entry_id, authority, body.name, body.active, own_limit)
    _answers(response, new=front.record.offices.keep_agency(agency, change_by(who, front.clock)))
    return _agency_entry(agency)


@router.get("/places", summary="Mọi đơn vị hành chính", responses=_READ)
def places(authority: Authority, front: FrontDep, _who: OfficeAdminDep) -> PlaceEntries:
    """The places, those no longer active among them."""
    return PlaceEntries(items=[PlaceEntry(**vars(one)) for one in front.record.offices.places(authority)])


@router.put(
    "/places/{entry_id}",
    summary="Thêm, đổi, cho ngừng một đơn vị hành chính",
    responses=problems(400, 401, 403, 404, 413, 422, 503) | {201: _ADDED | {"model": PlaceEntry}},
)
def keep_place(
    authority: Authority, entry_id: EntryId, body: PlaceBody, front: FrontDep, who: OfficeAdminDep, response: Response
) -> PlaceEntry:
    """Add or change a place."""
    place = Place(id=entry_id, **dict(body) | {"parent": body.parent or None})
    _check_place(place, front.record.offices.places(authority))
    _answers(response, new=front.record.offices.keep_place(authority, place, change_by(who, front.clock)))
    return PlaceEntry(**vars(place))


@router.get("/fields", summary="Mọi lĩnh vực", responses=_READ)
def fields(authority: Authority, front: FrontDep, _procedure: ProcedureDep) -> OwnFieldEntries:
    """The regulation's fields and the authority's own, those no longer active among them."""
    own = {field.id: field for field in front.record.offices.own_fields(authority)}
    listed = all_procedures()[authority].fields
    items = [
        OwnFieldEntry(
            id=one.id, name=one.name, urgency=one.urgency, source=one.source, of_the_law=not one.ours, active=True
        )
        for one in listed
        if one.id not in own
    ]
    return OwnFieldEntries(items=[*items, *(OwnFieldEntry(**vars(one), of_the_law=False) for one in own.values())])


@router.put(
    "/fields/{entry_id}",
    summary="Thêm, đổi, cho ngừng một lĩnh vực mà quy chế để ngỏ",
    description="Hồ sơ gửi từ lúc này theo lĩnh vực mới; hồ sơ đang mở giữ quy trình của ngày gửi.",
    responses=problems(400, 401, 403, 404, 409, 413, 422, 503) | {201: _ADDED | {"model": OwnFieldEntry}},
)
def keep_field(
    authority: Authority,
    entry_id: EntryId,
    body: OwnFieldBody,
    front: FrontDep,
    who: OfficeAdminDep,
    response: Response,
) -> OwnFieldEntry:
    """Add or change a field of work that the regulation leaves open."""
    procedure, field = all_procedures()[authority], OwnField(id=entry_id, **dict(body) | {"like": body.like or None})
    if is_of_the_law(procedure, entry_id):
        raise Problem(FIELD_OF_THE_LAW)
    others = [one for one in front.record.offices.own_fields(authority) if one.id != entry_id]
    if body.like and procedure.field(body.like) is None:
        raise wrong_field("like", "Quy trình không có lĩnh vực này; hãy chọn trong danh sách.")
    if faults := faults_of(with_own_fields(procedure, [*others, field])):
        raise Problem(
            FIELD_FAULTY, detail=f"{FIELD_FAULTY.detail} {faults[0].reason[0].upper()}{faults[0].reason[1:]}."
        )
    _answers(response, new=front.record.offices.keep_field(authority, field, change_by(who, front.clock)))
    return OwnFieldEntry(**vars(field), of_the_law=False)


@router.get("/routing-rules", summary="Mọi quy tắc phân phối", responses=_READ)
def routing_rules(authority: Authority, front: FrontDep, _who: OfficeAdminDep) -> RoutingRuleEntries:
    """The routing rules, those no longer active among them."""
    return RoutingRuleEntries(
        items=[RoutingRuleEntry(**vars(one)) for one in front.record.offices.routing_rules(authority)]
    )


@router.put(
    "/routing-rules/{entry_id}",
    summary="Thêm, đổi, cho ngừng một quy tắc phân phối",
    description="Quy tắc cụ thể nhất thắng: lĩnh vực và địa bàn, rồi lĩnh vực, rồi địa bàn, rồi quy tắc chung.",
    responses=problems(400, 401, 403, 404, 409, 413, 422, 503) | {201: _ADDED | {"model": RoutingRuleEntry}},
)
def keep_routing_rule(
    authority: Authority,
    entry_id: EntryId,
    body: RoutingRuleBody,
    front: FrontDep,
    who: OfficeAdminDep,
    procedure: ProcedureDep,
    response: Response,
) -> RoutingRuleEntry:
    """Add or change a routing rule."""
    rule = RoutingRule(id=entry_id, **dict(body) | {"field": body.field or None, "place": body.place or None})
    _check_rule(rule, procedure, front.record.offices)
    try:
        _answers(response, new=front.record.offices.keep_routing_rule(authority, rule, change_by(who, front.clock)))
    except RoutedAlready as error:
        raise Problem(ROUTED_ALREADY, detail=f"{ROUTED_ALREADY.detail} Mã quy tắc: {error.rule}.") from error
    return RoutingRuleEntry(**vars(rule))


def _agency_entry(agency: Agency) -> AgencyEntry:
    own_limit = str(agency.own_limit) if agency.own_limit else None
    return AgencyEntry(id=agency.id, name=agency.name, active=agency.active, own_limit=own_limit)


def _check_place(place: Place, known: tuple[Place, ...]) -> None:
    if (place.latitude is None) != (place.longitude is None):
        missing = "latitude" if place.latitude is None else "longitude"
        raise wrong_field(missing, "Phải có cả vĩ độ và kinh độ, hoặc không có cả hai.")
    if place.kind is PlaceKind.DISTRICT and place.parent is not None:
        raise wrong_field("parent", "Đơn vị cấp huyện không thuộc đơn vị nào khác; hãy bỏ mục này.")
    if place.kind is PlaceKind.WARD and any(each.parent == place.id for each in known):
        raise wrong_field("kind", "Đơn vị này đang có các xã, phường nên phải là cấp huyện.")
    if place.parent is None:
        return
    parent = next((each for each in known if each.id == place.parent), None)
    if parent is None or parent.kind is not PlaceKind.DISTRICT:
        raise wrong_field("parent", "Không có đơn vị cấp huyện nào mang mã này; hãy thêm đơn vị đó trước.")


def _check_rule(rule: RoutingRule, procedure: Procedure, offices: Offices) -> None:
    """One that is no longer active may still name what is no longer active either."""
    agencies, places = offices.agencies(procedure.id), offices.places(procedure.id)
    if not any(each.id == rule.agency and (each.active or not rule.active) for each in agencies):
        raise wrong_field("agency", "Không có cơ quan nào đang hoạt động mang mã này; hãy chọn trong danh sách.")
    if rule.place is not None and not any(
        each.id == rule.place and (each.active or not rule.active) for each in places
    ):
        raise wrong_field("place", "Không có đơn vị hành chính nào mang mã này; hãy chọn trong danh sách.")
    if rule.active and rule.field is not None and procedure.field(rule.field) is None:
        raise wrong_field("field", "Quy trình không có lĩnh vực này; hãy chọn trong danh sách.")


def _answers(response: Response, *, new: bool) -> None:
    response.status_code = 201 if new else 200
