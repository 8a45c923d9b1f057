"""An office's entries as the API shows them: agencies, places, fields of work, routing rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import BaseModel, Field

from api.office.keeping import ListedField
from domain.offices.answers import AnswerTemplate
from domain.offices.names import former_names
from domain.offices.office import Agency
from domain.offices.places import Place, PlaceKind
from domain.offices.routing import RoutingRule
from domain.words import ActKind, Urgency
from records.offices.repository import Offices, version_of_entry
from records.record import Record


class AgencyView(BaseModel):
    """Một cơ quan xử lý."""

    id: str = Field(examples=["ubnd-nha-trang"])
    authority: str = Field(examples=["khanh-hoa"])
    name: str = Field(examples=["UBND thành phố Nha Trang"])
    staffed: bool = Field(description="false: không có ai nhận, vì cơ quan không có tài khoản nào đang làm việc.")
    former_names: list[str] = Field(description="Các tên trước đây.", examples=[["UBND thị xã Nha Trang"]])


class AgencyList(BaseModel):
    """Các cơ quan xử lý của địa phương."""

    items: list[AgencyView]


class AgencyEntry(BaseModel):
    """Một cơ quan xử lý, như quản trị thấy."""

    id: str = Field(examples=["so-gtvt"])
    name: str = Field(examples=["Sở Giao thông vận tải"])
    active: bool
    own_limit: str | None = Field(examples=["4 wd"])
    symbol: str = Field(
        description="Chữ viết tắt tên cơ quan, đứng sau số văn bản; rỗng nếu chưa ghi.", examples=["SXD"]
    )
    former_names: list[str] = Field(default=[], description="Các tên trước đây.")
    valid_from: date | None = Field(default=None, description="Dùng từ ngày này.")
    valid_to: date | None = Field(default=None, description="Kết thúc từ ngày này, khi đã kết thúc.")
    next_name: str = Field(default="", description="Tên mới, nhập trước.")
    next_symbol: str = Field(default="", description="Ký hiệu mới, nhập trước.")
    renamed_on: date | None = Field(default=None, description="Ngày bắt đầu dùng tên mới.")
    holds: bool = Field(default=True, description="Hôm nay ở trong thời gian ấy.")
    version: str = Field(description="Trạng thái đã đọc; gửi lại trong `If-Match` khi đổi.")


class AgencyEntries(BaseModel):
    """Mọi cơ quan xử lý của địa phương, cả những cơ quan không dùng nữa."""

    items: list[AgencyEntry]


class PlaceView(BaseModel):
    """Một đơn vị hành chính."""

    id: str = Field(examples=["loc-tho"])
    name: str = Field(examples=["Phường Lộc Thọ"])
    kind: PlaceKind
    parent: str | None = Field(examples=["nha-trang"])
    latitude: float | None
    longitude: float | None
    code: str = Field(description="Mã trong danh mục đơn vị hành chính; rỗng: chưa rõ.", examples=["22366"])


class PlaceList(BaseModel):
    """Các đơn vị hành chính của địa phương, để chọn khi gửi phản ánh."""

    items: list[PlaceView]


class PlaceEntry(PlaceView):
    """Một đơn vị hành chính, như quản trị thấy."""

    active: bool
    succeeded_by: list[str] = Field(description="Đất của đơn vị này nay thuộc các đơn vị nào (mã).")
    valid_from: date | None = Field(default=None, description="Dùng từ ngày này.")
    valid_to: date | None = Field(default=None, description="Không dùng nữa từ ngày này.")
    holds: bool = Field(default=True, description="Hôm nay ở trong thời gian ấy.")
    version: str = Field(description="Trạng thái đã đọc; gửi lại trong `If-Match` khi đổi.")


class PlaceEntries(BaseModel):
    """Mọi đơn vị hành chính của địa phương, cả những đơn vị không dùng nữa."""

    items: list[PlaceEntry]


class OwnFieldEntry(BaseModel):
    """Một lĩnh vực, như quản trị thấy."""

    id: str = Field(examples=["tieng-on"])
    name: str = Field(examples=["Tiếng ồn"])
    urgency: Urgency
    source: str = Field(examples=["Quyết định 7/QĐ-TT ngày 02/11/2026"])
    of_the_law: bool = Field(description="Quy chế liệt kê: không đổi được ở đây.")
    active: bool
    like: str | None = Field(default=None, examples=["khac"])
    valid_from: date | None = Field(default=None, description="Dùng từ ngày này.")
    valid_to: date | None = Field(default=None, description="Không dùng nữa từ ngày này.")
    holds: bool = Field(default=True, description="Hôm nay ở trong thời gian ấy.")
    version: str = Field(description="Trạng thái đã đọc; gửi lại trong `If-Match` khi đổi.")


class OwnFieldEntries(BaseModel):
    """Mọi lĩnh vực của địa phương, cả những lĩnh vực không dùng nữa."""

    items: list[OwnFieldEntry]


class RoutingRuleEntry(BaseModel):
    """Một quy tắc phân phối."""

    id: str = Field(examples=["giao-thong-nha-trang"])
    agency: str = Field(examples=["ubnd-nha-trang"])
    source: str = Field(examples=["Điều 6 khoản 2 điểm b"])
    field: str | None = Field(examples=["giao-thong"])
    place: str | None = Field(examples=["nha-trang"])
    ours: bool
    active: bool
    valid_from: date | None = Field(default=None, description="Dùng từ ngày này.")
    valid_to: date | None = Field(default=None, description="Không dùng nữa từ ngày này.")
    holds: bool = Field(default=True, description="Hôm nay ở trong thời gian ấy.")
    version: str = Field(description="Trạng thái đã đọc; gửi lại trong `If-Match` khi đổi.")


class RoutingRuleEntries(BaseModel):
    """Mọi quy tắc phân phối của địa phương, cả những quy tắc không dùng nữa."""

    items: list[RoutingRuleEntry]


class AnswerTemplateEntry(BaseModel):
    """Một mẫu trả lời."""

    id: str = Field(examples=["thieu-vi-tri"])
    name: str = Field(examples=["Thiếu vị trí"])
    act: ActKind
    field: str | None = Field(examples=["giao-thong"])
    text: str
    active: bool
    used: int = Field(description="Đã dùng bao nhiêu lần.")
    version: str = Field(description="Trạng thái đã đọc; gửi lại trong `If-Match` khi đổi.")


class AnswerTemplateEntries(BaseModel):
    """Mọi mẫu trả lời của địa phương, cả những mẫu không dùng nữa."""

    items: list[AnswerTemplateEntry]


_NOT_ENDED = "Hồ sơ chưa kết thúc, kể cả hồ sơ đã trả lời mà chưa khép lại và phản ánh thử nghiệm,"


class DependentsView(BaseModel):
    """Những gì còn liên quan đến một mục đang dùng."""

    led: int = Field(description=f"{_NOT_ENDED} do cơ quan chủ trì.")
    helped: int = Field(description=f"{_NOT_ENDED} có cơ quan phối hợp.")
    cases: int = Field(description=f"{_NOT_ENDED} ở địa bàn, thuộc lĩnh vực, hoặc chờ phân phối theo quy tắc.")
    accounts: int = Field(description="Tài khoản đang làm việc.")
    rules: int = Field(description="Quy tắc phân phối đang dùng.")
    places: int = Field(description="Đơn vị trực thuộc đang dùng.")
    delegations: int = Field(description="Ủy quyền còn hiệu lực.")
    nowhere: int = Field(description="1: không quy tắc nào khác phân phối hồ sơ như vậy.")
    text: str = Field(examples=["3 hồ sơ chưa kết thúc do cơ quan này chủ trì; 2 tài khoản đang làm việc"])
    seal: str = Field(description="Ghi vào `confirmed` để cho ngừng.", examples=["3-0-0-2-1-0-0-0"])
    left_alone: bool = Field(description="Chưa cho ngừng được: hồ sơ sẽ không có ai giữ.")


def agency_views(agencies: Sequence[Agency], record: Record) -> list[AgencyView]:
    """Return agencies as staff see them who send cases there."""
    staffed = {authority: record.duties.staffed(authority) for authority in {each.authority for each in agencies}}
    return [
        AgencyView(
            id=each.id,
            authority=each.authority,
            name=each.name,
            staffed=each.id in staffed[each.authority],
            former_names=_former_names(each, record.offices),
        )
        for each in agencies
    ]


def agency_entry(agency: Agency, offices: Offices) -> AgencyEntry:
    """Return an agency as an admin sees it."""
    own_limit = str(agency.own_limit) if agency.own_limit else None
    former = _former_names(agency, offices)
    return AgencyEntry(
        id=agency.id,
        name=agency.name,
        active=agency.active,
        own_limit=own_limit,
        symbol=agency.symbol,
        former_names=former,
        valid_from=agency.valid_from,
        valid_to=agency.ended_on,
        next_name=agency.next_name,
        next_symbol=agency.next_symbol,
        renamed_on=agency.renamed_on,
        holds=agency.holds and agency.ended_on is None,
        version=version_of_entry(agency),
    )


def _former_names(agency: Agency, offices: Offices) -> list[str]:
    history = offices.agency_names(agency.authority).get(agency.id, ())
    return list(former_names(history)) if history else []


def place_entry(place: Place) -> PlaceEntry:
    """Return a place as an admin sees it."""
    return PlaceEntry(**vars(place), version=version_of_entry(place))


def field_entry(listed: ListedField) -> OwnFieldEntry:
    """Return a field of work as an admin sees it."""
    version = version_of_entry(listed.field if listed.in_record else None)
    return OwnFieldEntry(**vars(listed.field), of_the_law=listed.of_the_law, version=version)


def rule_entry(rule: RoutingRule) -> RoutingRuleEntry:
    """Return a routing rule as an admin sees it."""
    return RoutingRuleEntry(**vars(rule), version=version_of_entry(rule))


def answer_entry(answer: AnswerTemplate, uses: Mapping[str, int]) -> AnswerTemplateEntry:
    """Return an answer template as an admin sees it."""
    return AnswerTemplateEntry(**vars(answer), used=uses.get(answer.id, 0), version=version_of_entry(answer))
