"""Keep an office while cases run: add or change its agencies, places, fields of work, routing rules and answer templates.

Nothing is deleted, because old cases still name it. What is no longer used is kept and marked as not active.
Each `keep_…` returns whether the entry is new.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from api.office.problems import FIELD_FAULTY, FIELD_OF_THE_LAW, ROUTED_ALREADY
from api.web.problems.problem import Problem, wrong_field
from domain.offices.answers import AnswerTemplate
from domain.offices.fields import is_of_the_law, with_own_fields
from domain.offices.office import Agency, OwnField
from domain.offices.places import Place, PlaceKind
from domain.offices.routing import RoutingRule
from domain.procedure import Procedure
from procedures import all_procedures, faults_of
from records.errors import RoutedAlready
from records.offices.rows import ChangedBy


class AgenciesKept(Protocol):
    """The record as agencies need it; `records.offices.repository.Offices` is the real one, here and below."""

    def keep_agency(self, agency: Agency, change: ChangedBy) -> bool: ...


class PlacesKept(Protocol):
    """The record as places need it."""

    def places(self, authority: str) -> tuple[Place, ...]: ...

    def keep_place(self, authority: str, place: Place, change: ChangedBy) -> bool: ...


class OwnFields(Protocol):
    """The fields of work that an authority has added or changed."""

    def own_fields(self, authority: str) -> tuple[OwnField, ...]: ...


class FieldsKept(OwnFields, Protocol):
    """The record as fields of work need it."""

    def keep_field(self, authority: str, field: OwnField, change: ChangedBy) -> bool: ...


class AnswersKept(Protocol):
    """The record as answer templates need it."""

    def keep_answer(self, authority: str, answer: AnswerTemplate, change: ChangedBy) -> bool: ...


class RulesKept(Protocol):
    """The record as routing rules need it."""

    def agencies(self, authority: str) -> tuple[Agency, ...]: ...

    def places(self, authority: str) -> tuple[Place, ...]: ...

    def keep_routing_rule(self, authority: str, rule: RoutingRule, change: ChangedBy) -> bool: ...


@dataclass(frozen=True)
class ListedField:
    """A field of work in an office's list. One that is `of_the_law` is listed by the regulation and cannot be changed. One that
    is not `in_record` stands in the regulation alone, as yet."""

    field: OwnField
    of_the_law: bool
    in_record: bool = True


def keep_agency(offices: AgenciesKept, procedure: Procedure, agency: Agency, change: ChangedBy) -> bool:
    """Add or change an agency.

    Raises:
        Problem: the agency's own limit is in a unit that no limit of the procedure has, or its new name would begin today or
            before.
    """
    if agency.own_limit and not procedure.has_use_for(agency.own_limit):
        raise wrong_field("own_limit", "Hãy ghi cùng đơn vị với hạn của quy trình, để biết hạn nào ngắn hơn.")
    if agency.renamed_on is not None and agency.renamed_on <= procedure.authority.local_date(change.at):
        raise wrong_field("renamed_on", "Ngày dùng tên mới phải sau hôm nay; đổi ngay thì sửa tên, ký hiệu ở trên.")
    return offices.keep_agency(agency, change)


def keep_place(offices: PlacesKept, authority: str, place: Place, change: ChangedBy) -> bool:
    """Add or change a place.

    Raises:
        Problem: the place has half a point, or its kind and its parent do not go together.
    """
    _check_place(place, offices.places(authority))
    return offices.keep_place(authority, place, change)


def listed_fields(offices: OwnFields, authority: str) -> list[ListedField]:
    """Return the regulation's fields, then the authority's own, those no longer active among them."""
    own = {field.id: field for field in offices.own_fields(authority)}
    of_the_regulation = [
        ListedField(OwnField(each.id, each.name, each.urgency, each.source), of_the_law=not each.ours, in_record=False)
        for each in all_procedures()[authority].fields
        if each.id not in own
    ]
    return [*of_the_regulation, *(ListedField(each, of_the_law=False) for each in own.values())]


def keep_field(offices: FieldsKept, authority: str, field: OwnField, change: ChangedBy) -> bool:
    """Add or change a field of work that the regulation leaves open.

    Raises:
        Problem: the regulation lists the field, or the procedure would not run with it.
    """
    procedure = all_procedures()[authority]
    if is_of_the_law(procedure, field.id):
        raise Problem(FIELD_OF_THE_LAW)
    others = [each for each in offices.own_fields(authority) if each.id != field.id]
    if field.like and procedure.field(field.like) is None:
        raise wrong_field("like", "Quy trình không có lĩnh vực này; hãy chọn trong danh sách.")
    if faults := faults_of(with_own_fields(procedure, [*others, field])):
        reason = faults[0].reason
        raise Problem(FIELD_FAULTY, detail=f"{FIELD_FAULTY.detail} {reason[0].upper()}{reason[1:]}.")
    return offices.keep_field(authority, field, change)


def keep_answer(offices: AnswersKept, procedure: Procedure, answer: AnswerTemplate, change: ChangedBy) -> bool:
    """Add or change an answer template.

    Raises:
        Problem: the procedure does not have the act or the field.
    """
    if procedure.act(answer.act) is None:
        raise wrong_field("act", "Quy trình không có thao tác này; hãy chọn trong danh sách.")
    if answer.active and answer.field is not None and procedure.field(answer.field) is None:
        raise wrong_field("field", "Quy trình không có lĩnh vực này; hãy chọn trong danh sách.")
    return offices.keep_answer(procedure.id, answer, change)


def keep_routing_rule(offices: RulesKept, procedure: Procedure, rule: RoutingRule, change: ChangedBy) -> bool:
    """Add or change a routing rule.

    Raises:
        Problem: the rule names what the office does not have, or another active rule is for the same field and place.
    """
    _check_rule(rule, procedure, offices.agencies(procedure.id), offices.places(procedure.id))
    try:
        return offices.keep_routing_rule(procedure.id, rule, change)
    except RoutedAlready as error:
        raise Problem(ROUTED_ALREADY, detail=f"{ROUTED_ALREADY.detail} Mã quy tắc: {error.rule}.") from error


def _check_place(place: Place, known: tuple[Place, ...]) -> None:
    if other := next((each for each in known if place.code and each.code == place.code and each.id != place.id), None):
        raise wrong_field("code", f"Mã này đã là của {other.name} ({other.id}); hãy xem lại.")
    if gone := next(
        (id_ for id_ in place.succeeded_by if id_ == place.id or all(each.id != id_ for each in known)), None
    ):
        raise wrong_field("succeeded_by", f"Không có đơn vị nào khác mang mã “{gone}”; hãy thêm đơn vị ấy trước.")
    if (place.latitude is None) != (place.longitude is None):
        missing = "latitude" if place.latitude is None else "longitude"
        raise wrong_field(missing, "Phải có cả vĩ độ và kinh độ, hoặc không có cả hai.")
    if place.kind is PlaceKind.DISTRICT and place.parent is not None:
        raise wrong_field("parent", "Chỉ đơn vị cấp xã thuộc một đơn vị khác; hãy bỏ mục này.")
    if place.kind is PlaceKind.WARD and any(each.parent == place.id for each in known):
        raise wrong_field("kind", "Đơn vị này đang có đơn vị trực thuộc nên phải là cấp trên xã.")
    if place.parent is None:
        return
    parent = next((each for each in known if each.id == place.parent), None)
    if parent is None or parent.kind is not PlaceKind.DISTRICT:
        raise wrong_field("parent", "Không có đơn vị cấp trên nào mang mã này; hãy thêm đơn vị đó trước.")


def _check_rule(
    rule: RoutingRule, procedure: Procedure, agencies: tuple[Agency, ...], places: tuple[Place, ...]
) -> None:
    """Check that the office has what an active rule names. A rule that is not active may name what is not active either."""
    if not any(
        each.id == rule.agency and ((each.active and each.ended_on is None) or not rule.active) for each in agencies
    ):
        raise wrong_field("agency", "Không có cơ quan nào đang hoạt động mang mã này; hãy chọn trong danh sách.")
    if rule.place is not None and not any(
        each.id == rule.place and (each.active or not rule.active) for each in places
    ):
        raise wrong_field("place", "Không có đơn vị hành chính nào mang mã này; hãy chọn trong danh sách.")
    if rule.active and rule.field is not None and procedure.field(rule.field) is None:
        raise wrong_field("field", "Quy trình không có lĩnh vực này; hãy chọn trong danh sách.")
