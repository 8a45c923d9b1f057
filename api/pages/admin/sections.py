"""The parts of an office that are kept entry by entry: agencies, places, fields of work, routing rules, answer templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from api.office.bodies import AgencyBody, AnswerTemplateBody, EntryBody, OwnFieldBody, PlaceBody, RoutingRuleBody
from api.office.keeping import keep_agency, keep_answer, keep_field, keep_place, keep_routing_rule, listed_fields
from api.office.views.entries import agency_entry, answer_entry, field_entry, place_entry, rule_entry
from domain.offices.answers import TEXT_OF_ACT
from domain.offices.places import PlaceKind
from domain.procedure import Procedure
from domain.words import Urgency
from language.labels import course_name
from records.offices.repository import Offices
from records.offices.rows import ChangedBy

Options = Sequence[tuple[str, str]]

PLACE_KINDS = {PlaceKind.WARD: "cấp xã", PlaceKind.DISTRICT: "cấp trên xã"}


class SectionId(StrEnum):
    """The parts, as addresses name them."""

    AGENCIES = "co-quan"
    FIELDS = "linh-vuc"
    PLACES = "dia-ban"
    ROUTING = "phan-phoi"
    ANSWERS = "mau-tra-loi"


@dataclass(frozen=True)
class Section:
    """A section of an office: its name in the JSON API, its words, the body that its form fills, and functions for its entries.

    `entries` reads the entries, `keep` saves one, `choices` gives the options of a field. Each takes the offices in the
    record and the procedure of the authority whose office it is.
    """

    id: SectionId
    kind: str
    title: str
    add: str
    lead: str
    body: type[EntryBody]
    flags: tuple[str, ...]
    entries: Callable[[Offices, Procedure], Sequence[Any]]
    keep: Callable[[Offices, Procedure, str, Any, ChangedBy], bool]
    choices: Callable[[Offices, Procedure], Mapping[str, Options]]


def _agencies(offices: Offices, procedure: Procedure) -> Sequence[Any]:
    return [agency_entry(each, offices) for each in offices.agencies(procedure.id)]


def _keep_agency(offices: Offices, procedure: Procedure, entry_id: str, body: AgencyBody, change: ChangedBy) -> bool:
    return keep_agency(offices, procedure, body.to_agency(entry_id, procedure.id), change)


def _fields(offices: Offices, procedure: Procedure) -> Sequence[Any]:
    return [field_entry(each) for each in listed_fields(offices, procedure.id)]


def _keep_field(offices: Offices, procedure: Procedure, entry_id: str, body: OwnFieldBody, change: ChangedBy) -> bool:
    return keep_field(offices, procedure.id, body.to_field(entry_id), change)


def _places(offices: Offices, procedure: Procedure) -> Sequence[Any]:
    return [place_entry(each) for each in offices.places(procedure.id)]


def _keep_place(offices: Offices, procedure: Procedure, entry_id: str, body: PlaceBody, change: ChangedBy) -> bool:
    return keep_place(offices, procedure.id, body.to_place(entry_id), change)


def _rules(offices: Offices, procedure: Procedure) -> Sequence[Any]:
    return [rule_entry(each) for each in offices.routing_rules(procedure.id)]


def _keep_rule(offices: Offices, procedure: Procedure, entry_id: str, body: RoutingRuleBody, change: ChangedBy) -> bool:
    return keep_routing_rule(offices, procedure, body.to_rule(entry_id), change)


def _answers(offices: Offices, procedure: Procedure) -> Sequence[Any]:
    uses = offices.answer_uses(procedure.id)
    return [answer_entry(each, uses) for each in offices.answers(procedure.id)]


def _keep_answer(
    offices: Offices, procedure: Procedure, entry_id: str, body: AnswerTemplateBody, change: ChangedBy
) -> bool:
    return keep_answer(offices, procedure, body.to_answer(entry_id), change)


def _answer_choices(_offices: Offices, procedure: Procedure) -> Mapping[str, Options]:
    acts = [rule for act in TEXT_OF_ACT if (rule := procedure.act(act))]
    return {
        "act": [(rule.act, rule.name) for rule in acts],
        "field": [(each.id, each.name) for each in procedure.fields],
    }


def _no_choices(_offices: Offices, _procedure: Procedure) -> Mapping[str, Options]:
    return {}


def _field_choices(_offices: Offices, procedure: Procedure) -> Mapping[str, Options]:
    return {
        "urgency": [(each, course_name(procedure, each)) for each in Urgency],
        "like": [(each.id, each.name) for each in procedure.fields],
    }


def _place_choices(offices: Offices, procedure: Procedure) -> Mapping[str, Options]:
    districts = [each for each in offices.places(procedure.id) if each.kind is PlaceKind.DISTRICT]
    return {"kind": list(PLACE_KINDS.items()), "parent": [(each.id, each.name) for each in districts]}


def _rule_choices(offices: Offices, procedure: Procedure) -> Mapping[str, Options]:
    """Return all entries, those no longer active among them, because a rule that names one must still be readable."""
    return {
        "agency": _agencies_with_heirs(offices, procedure),
        "field": [(each.id, each.name) for each in procedure.fields],
        "place": [(each.id, each.name) for each in offices.places(procedure.id)],
    }


def _agencies_with_heirs(offices: Offices, procedure: Procedure) -> Options:
    """Return the agencies. One that has ended says where its cases go instead."""
    agencies, ended = offices.agencies(procedure.id), offices.succeeded(procedure.id)
    names = {each.id: each.name for each in agencies}
    return [
        (each.id, f"{each.name} (kết thúc từ {each.ended_on:%d/%m/%Y}, hồ sơ về {names.get(ended.now(each.id), '')})")
        if each.ended_on
        else (each.id, each.name)
        for each in agencies
    ]


SECTIONS = {
    each.id: each
    for each in (
        Section(
            SectionId.AGENCIES,
            "agencies",
            "Cơ quan xử lý",
            "Thêm cơ quan",
            "Cơ quan ngừng hoạt động không nhận hồ sơ mới; hồ sơ chưa kết thúc ở đó vẫn ở đó.",
            AgencyBody,
            ("active",),
            _agencies,
            _keep_agency,
            _no_choices,
        ),
        Section(
            SectionId.FIELDS,
            "fields",
            "Lĩnh vực",
            "Thêm lĩnh vực",
            "Chỉ đổi được lĩnh vực mà quy chế để ngỏ. Hồ sơ gửi từ lúc này theo lĩnh vực mới; hồ sơ chưa kết thúc giữ nguyên.",
            OwnFieldBody,
            ("active",),
            _fields,
            _keep_field,
            _field_choices,
        ),
        Section(
            SectionId.PLACES,
            "places",
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
            "routing-rules",
            "Quy tắc phân phối",
            "Thêm quy tắc",
            "Quy tắc cụ thể nhất thắng: lĩnh vực và địa bàn, rồi lĩnh vực, rồi địa bàn, rồi quy tắc chung.",
            RoutingRuleBody,
            ("active", "ours"),
            _rules,
            _keep_rule,
            _rule_choices,
        ),
        Section(
            SectionId.ANSWERS,
            "answers",
            "Mẫu trả lời",
            "Thêm mẫu",
            "Lời nói thường dùng, cán bộ chèn vào biểu mẫu rồi sửa cho đúng việc. Mẫu dùng nhiều nhất đứng trước.",
            AnswerTemplateBody,
            ("active",),
            _answers,
            _keep_answer,
            _answer_choices,
        ),
    )
}
