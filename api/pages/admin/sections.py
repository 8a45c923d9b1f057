"""What of an office is kept entry by entry: agencies, places, fields of work, routing rules; each over its part of the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi import Response
from pydantic import BaseModel

from api.office import routes as admin_office
from api.office.admins import kept_procedure
from api.office.bodies import AgencyBody, OwnFieldBody, PlaceBody, RoutingRuleBody
from api.web.front import Front
from api.web.identity.callers import Staff
from domain.offices.places import PlaceKind
from domain.words import Urgency
from language.labels import course_name

Options = Sequence[tuple[str, str]]

PLACE_KINDS = {PlaceKind.DISTRICT: "cấp huyện", PlaceKind.WARD: "cấp xã"}


class SectionId(StrEnum):
    """The parts, as they stand in addresses."""

    AGENCIES = "co-quan"
    FIELDS = "linh-vuc"
    PLACES = "dia-ban"
    ROUTING = "phan-phoi"


@dataclass(frozen=True)
class Section:
    """One part: its words, its form's body, and how it is read, kept and offered choices for."""

    id: SectionId
    title: str
    add: str
    lead: str
    body: type[BaseModel]
    flags: tuple[str, ...]
    entries: Callable[[Front, str, Staff], Sequence[Any]]
    keep: Callable[[Front, str, Staff, str, Any], object]
    choices: Callable[[Front, str, Staff], Mapping[str, Options]]


def _agencies(front: Front, authority: str, who: Staff) -> Sequence[Any]:
    return admin_office.agencies(authority, front, who).items


def _keep_agency(front: Front, authority: str, who: Staff, entry_id: str, body: Any) -> object:
    procedure = kept_procedure(authority, front, who)
    return admin_office.keep_agency(authority, entry_id, body, front, who, procedure, Response())


def _fields(front: Front, authority: str, who: Staff) -> Sequence[Any]:
    return admin_office.fields(authority, front, kept_procedure(authority, front, who)).items


def _keep_field(front: Front, authority: str, who: Staff, entry_id: str, body: Any) -> object:
    return admin_office.keep_field(authority, entry_id, body, front, who, Response())


def _places(front: Front, authority: str, who: Staff) -> Sequence[Any]:
    return admin_office.places(authority, front, who).items


def _keep_place(front: Front, authority: str, who: Staff, entry_id: str, body: Any) -> object:
    return admin_office.keep_place(authority, entry_id, body, front, who, Response())


def _rules(front: Front, authority: str, who: Staff) -> Sequence[Any]:
    return admin_office.routing_rules(authority, front, who).items


def _keep_rule(front: Front, authority: str, who: Staff, entry_id: str, body: Any) -> object:
    procedure = kept_procedure(authority, front, who)
    return admin_office.keep_routing_rule(authority, entry_id, body, front, who, procedure, Response())


def _no_choices(_front: Front, _authority: str, _who: Staff) -> Mapping[str, Options]:
    return {}


def _field_choices(front: Front, authority: str, who: Staff) -> Mapping[str, Options]:
    procedure = kept_procedure(authority, front, who)
    return {
        "urgency": [(each, course_name(procedure, each)) for each in Urgency],
        "like": [(each.id, each.name) for each in procedure.fields],
    }


def _place_choices(front: Front, authority: str, _who: Staff) -> Mapping[str, Options]:
    districts = [each for each in front.record.offices.places(authority) if each.kind is PlaceKind.DISTRICT]
    return {"kind": list(PLACE_KINDS.items()), "parent": [(each.id, each.name) for each in districts]}


def _rule_choices(front: Front, authority: str, who: Staff) -> Mapping[str, Options]:
    """The active ones and, for a rule that still names another, that one too: what is no longer active stays to be read."""
    return {
        "agency": [(each.id, each.name) for each in front.record.offices.agencies(authority)],
        "field": [(each.id, each.name) for each in kept_procedure(authority, front, who).fields],
        "place": [(each.id, each.name) for each in front.record.offices.places(authority)],
    }


SECTIONS = {
    each.id: each
    for each in (
        Section(
            SectionId.AGENCIES,
            "Cơ quan xử lý",
            "Thêm cơ quan",
            "Cơ quan ngừng hoạt động không nhận hồ sơ mới; hồ sơ đang mở ở đó vẫn ở đó.",
            AgencyBody,
            ("active",),
            _agencies,
            _keep_agency,
            _no_choices,
        ),
        Section(
            SectionId.FIELDS,
            "Lĩnh vực",
            "Thêm lĩnh vực",
            "Chỉ đổi được lĩnh vực mà quy chế để ngỏ. Hồ sơ gửi từ lúc này theo lĩnh vực mới; hồ sơ đang mở giữ nguyên.",
            OwnFieldBody,
            ("active",),
            _fields,
            _keep_field,
            _field_choices,
        ),
        Section(
            SectionId.PLACES,
            "Địa bàn",
            "Thêm đơn vị hành chính",
            "Đơn vị không dùng nữa không còn để chọn khi gửi phản ánh; hồ sơ cũ vẫn ghi tên ấy.",
            PlaceBody,
            ("active",),
            _places,
            _keep_place,
            _place_choices,
        ),
        Section(
            SectionId.ROUTING,
            "Quy tắc phân phối",
            "Thêm quy tắc",
            "Quy tắc cụ thể nhất thắng: lĩnh vực và địa bàn, rồi lĩnh vực, rồi địa bàn, rồi quy tắc chung.",
            RoutingRuleBody,
            ("active", "ours"),
            _rules,
            _keep_rule,
            _rule_choices,
        ),
    )
}
