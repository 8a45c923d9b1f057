"""The request bodies about an office: agencies, places, fields of work, routing rules."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from api.web.texts import Line, Words, wrong
from domain.offices.answers import PLACEHOLDERS, TEXT_OF_ACT, AnswerTemplate, unknown_placeholders
from domain.offices.office import Agency, OwnField
from domain.offices.places import VIET_NAM, Place, PlaceKind
from domain.offices.routing import RoutingRule
from domain.time.amounts import Amount, ImpossibleAmount
from domain.words import ActKind, Urgency


def _filled(text: str) -> str:
    if text:
        return text
    raise wrong("Mục này không được để trống.")


def _latitude(degrees: float) -> float:
    if VIET_NAM.south <= degrees <= VIET_NAM.north:
        return degrees
    raise wrong(f"Vĩ độ phải nằm trong lãnh thổ Việt Nam, từ {VIET_NAM.south:g} đến {VIET_NAM.north:g} độ.")


def _longitude(degrees: float) -> float:
    if VIET_NAM.west <= degrees <= VIET_NAM.east:
        return degrees
    raise wrong(f"Kinh độ phải nằm trong lãnh thổ Việt Nam, từ {VIET_NAM.west:g} đến {VIET_NAM.east:g} độ.")


def _own_limit(written: str) -> str:
    try:
        return str(Amount.parse(written))
    except ImpossibleAmount as error:
        raise wrong("Thời hạn ghi như “4 wd” (ngày làm việc), “8 wh” (giờ làm việc), “24 h” hoặc “30 min”.") from error


def _symbol(written: str) -> str:
    if _SYMBOL.fullmatch(written):
        return written
    raise wrong("Ký hiệu là chữ viết tắt tên cơ quan, như “SXD”, không có dấu cách và dấu “/”.")


def _with_its_name(day: datetime.date | None, info: ValidationInfo) -> datetime.date | None:
    if day is not None and not info.data.get("next_name"):
        raise wrong("Hãy ghi tên mới dùng từ ngày này, hoặc bỏ ngày.")
    if day is None and (info.data.get("next_name") or info.data.get("next_symbol")):
        raise wrong("Hãy ghi ngày bắt đầu dùng tên mới, hoặc bỏ tên mới, ký hiệu mới.")
    return day


def _after_valid_from(day: datetime.date | None, info: ValidationInfo) -> datetime.date | None:
    first = info.data.get("valid_from")
    if day is not None and first is not None and day <= first:
        raise wrong("Ngày không dùng nữa phải sau ngày bắt đầu dùng.")
    return day


def _place_code(written: str) -> str:
    if written and not _PLACE_CODE.fullmatch(written):
        raise wrong("Mã đơn vị hành chính gồm 5 chữ số, như “22366”.")
    return written


def _ids(written: Any) -> Any:
    return written.replace(",", " ").split() if isinstance(written, str) else written


def _known_words(ids: tuple[str, ...]) -> tuple[str, ...]:
    if all(len(each) <= _LONGEST_ID and _ID.fullmatch(each) for each in ids):
        return ids
    raise wrong("Hãy ghi mã của các đơn vị, như “nha-trang-22366”, cách nhau bằng dấu cách.")


FilledLine = Annotated[Line, AfterValidator(_filled)]
_SYMBOL = re.compile(r"[^\s/]{0,20}")
AgencySymbol = Annotated[Line, AfterValidator(_symbol)]
_ID, _LONGEST_ID = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*"), 60
_PLACE_CODE = re.compile(r"[0-9]{5}")
PlaceCode = Annotated[Line, AfterValidator(_place_code)]
SucceededBy = Annotated[tuple[str, ...], BeforeValidator(_ids), AfterValidator(_known_words), Field(max_length=200)]
"""The ids of places, in a form as one text with blanks or commas between them."""
OwnLimit = Annotated[Line, AfterValidator(_own_limit)]
Latitude = Annotated[float, AfterValidator(_latitude)]
Longitude = Annotated[float, AfterValidator(_longitude)]
_ACTIVE = "false: không dùng nữa; hồ sơ cũ giữ nguyên."


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EntryBody(_Body):
    """The part that the bodies of all entries share."""

    confirmed: Line = Field(
        default="",
        description=(
            "Khi cho ngừng mục đang dùng: `seal` của …/dependents, nghĩa là đã xem những gì còn liên quan lúc này. "
            "Bỏ trống nếu không có gì liên quan."
        ),
        examples=["3-0-0-2-1-0-0-0"],
    )

    def _entry(self) -> dict[str, Any]:
        """Return the fields of the entry itself."""
        return {name: value for name, value in self if name != "confirmed"}


class DatedBody(EntryBody):
    """The part that the bodies of entries share which hold from a day to a day."""

    valid_from: datetime.date | None = Field(default=None, description="Dùng từ ngày này; bỏ trống: từ trước đến nay.")
    valid_to: Annotated[datetime.date | None, AfterValidator(_after_valid_from)] = Field(
        default=None, description="Không dùng nữa từ ngày này; bỏ trống: chưa định."
    )


class AgencyBody(EntryBody):
    """Một cơ quan xử lý."""

    name: FilledLine = Field(description="Tên cơ quan.", examples=["Sở Xây dựng"])
    active: bool = Field(default=True, description="false: không phân phối hồ sơ mới; hồ sơ chưa kết thúc vẫn ở đó.")
    own_limit: OwnLimit | None = Field(
        default=None, description="Thời hạn xử lý riêng của cơ quan, nơi quy chế cho phép.", examples=["4 wd"]
    )
    symbol: AgencySymbol = Field(
        default="", description="Chữ viết tắt tên cơ quan, đứng sau số văn bản: “07/TB-SXD”.", examples=["SXD"]
    )

    valid_from: datetime.date | None = Field(
        default=None, description="Hoạt động từ ngày này; bỏ trống: đã hoạt động. Ngày kết thúc: xem …/successions."
    )

    next_name: Line = Field(default="", description="Tên mới, dùng từ ngày `renamed_on`; bỏ trống: không đổi tên.")
    next_symbol: AgencySymbol = Field(default="", description="Ký hiệu mới, dùng từ ngày ấy; bỏ trống: giữ ký hiệu.")
    renamed_on: Annotated[datetime.date | None, AfterValidator(_with_its_name)] = Field(
        default=None,
        validate_default=True,
        description="Ngày bắt đầu dùng tên mới, từ 0 giờ; nhập trước được, tự có hiệu lực.",
    )

    def to_agency(self, entry_id: str, authority: str) -> Agency:
        """Return the agency under this id."""
        return Agency(
            entry_id,
            authority,
            self.name,
            self.active,
            Amount.parse(self.own_limit) if self.own_limit else None,
            self.symbol,
            next_name=self.next_name if self.renamed_on else "",
            next_symbol=self.next_symbol if self.renamed_on else "",
            renamed_on=self.renamed_on,
            valid_from=self.valid_from,
        )


class PlaceBody(DatedBody):
    """Một đơn vị hành chính."""

    name: FilledLine = Field(description="Tên đơn vị.", examples=["Phường Lộc Thọ"])
    kind: PlaceKind = Field(description="ward: cấp xã; district: cấp trên xã, nơi có.", examples=["ward"])
    parent: Line | None = Field(default=None, description="Mã đơn vị cấp trên, chỉ cho cấp xã.", examples=["nha-trang"])
    latitude: Latitude | None = Field(default=None, description="Vĩ độ của trung tâm.", examples=[12.2388])
    longitude: Longitude | None = Field(default=None, description="Kinh độ của trung tâm.", examples=[109.1967])
    active: bool = Field(default=True, description=_ACTIVE)
    code: PlaceCode = Field(default="", description="Mã trong danh mục đơn vị hành chính; bỏ trống: chưa rõ.")
    succeeded_by: SucceededBy = Field(
        default=(), description="Đất của đơn vị này nay thuộc các đơn vị nào (mã).", examples=[["nha-trang-22366"]]
    )

    def to_place(self, entry_id: str) -> Place:
        """Return the place under this id."""
        return Place(id=entry_id, **self._entry() | {"parent": self.parent or None})


class OwnFieldBody(DatedBody):
    """Một lĩnh vực mà quy chế để ngỏ."""

    name: FilledLine = Field(description="Tên lĩnh vực.", examples=["Tiếng ồn"])
    urgency: Urgency = Field(default=Urgency.ORDINARY, description="Quy trình mà hồ sơ lĩnh vực này đi theo.")
    source: FilledLine = Field(description="Căn cứ.", examples=["Quyết định 7/QĐ-TT ngày 02/11/2026"])
    active: bool = Field(default=True, description=_ACTIVE)
    like: Line | None = Field(
        default=None,
        description="Theo thời hạn của lĩnh vực này, nơi quy chế đặt thời hạn cho từng lĩnh vực.",
        examples=["khac"],
    )

    def to_field(self, entry_id: str) -> OwnField:
        """Return the field of work under this id."""
        return OwnField(id=entry_id, **self._entry() | {"like": self.like or None})


def _answered_act(act: ActKind) -> ActKind:
    if act in TEXT_OF_ACT:
        return act
    raise wrong("Thao tác này không có mẫu trả lời; hãy chọn trong danh sách.")


def _known_placeholders(written: str) -> str:
    if not written:
        raise wrong("Mục này không được để trống.")
    if unknown := unknown_placeholders(written):
        known = ", ".join(f"{{{each}}}" for each in PLACEHOLDERS)
        raise wrong(f"Không có chỗ trống “{unknown[0]}”; hãy dùng: {known}.")
    return written


class AnswerTemplateBody(EntryBody):
    """Một mẫu trả lời."""

    name: FilledLine = Field(description="Tên mẫu, để cán bộ chọn.", examples=["Thiếu vị trí"])
    act: Annotated[ActKind, AfterValidator(_answered_act)] = Field(
        description="Thao tác có mẫu này.", examples=[ActKind.ASK_SUPPLEMENT]
    )
    field: Line | None = Field(default=None, description="Lĩnh vực; bỏ trống là bất kỳ.", examples=["giao-thong"])
    text: Annotated[Words, AfterValidator(_known_placeholders)] = Field(
        description=f"Lời của mẫu. Chỗ trống trong ngoặc nhọn được điền từ hồ sơ: {', '.join(PLACEHOLDERS)}.",
        examples=["Đề nghị cho biết số nhà hoặc mốc gần nhất của {địa điểm}."],
    )
    active: bool = Field(default=True, description="false: không đưa ra nữa.")

    def to_answer(self, entry_id: str) -> AnswerTemplate:
        """Return the answer template under this id."""
        return AnswerTemplate(id=entry_id, **self._entry() | {"field": self.field or None})


class RoutingRuleBody(DatedBody):
    """Một quy tắc phân phối."""

    agency: FilledLine = Field(description="Cơ quan xử lý.", examples=["so-gtvt"])
    source: FilledLine = Field(description="Căn cứ.", examples=["Điều 6 khoản 2 điểm b"])
    field: Line | None = Field(default=None, description="Lĩnh vực; bỏ trống là bất kỳ.", examples=["giao-thong"])
    place: Line | None = Field(default=None, description="Địa bàn; bỏ trống là bất kỳ.", examples=["nha-trang"])
    ours: bool = Field(default=True, description="Văn bản để ngỏ; đây là lựa chọn của đơn vị vận hành.")
    active: bool = Field(default=True, description=_ACTIVE)

    def to_rule(self, entry_id: str) -> RoutingRule:
        """Return the routing rule under this id."""
        return RoutingRule(id=entry_id, **self._entry() | {"field": self.field or None, "place": self.place or None})
