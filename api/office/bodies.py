"""What an admin sends about an office, and what comes back: agencies, places, fields of work, routing rules."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.web.texts import Line, wrong
from domain.offices.places import VIET_NAM, PlaceKind
from domain.time.amounts import Amount, ImpossibleAmount
from domain.words import Urgency


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


FilledLine = Annotated[Line, AfterValidator(_filled)]
OwnLimit = Annotated[Line, AfterValidator(_own_limit)]
Latitude = Annotated[float, AfterValidator(_latitude)]
Longitude = Annotated[float, AfterValidator(_longitude)]
_ACTIVE = "false: không dùng nữa; hồ sơ cũ giữ nguyên."


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AgencyBody(_Body):
    """Một cơ quan xử lý."""

    name: FilledLine = Field(description="Tên cơ quan.", examples=["Sở Xây dựng"])
    active: bool = Field(default=True, description="false: không phân phối hồ sơ mới; hồ sơ đang mở vẫn ở đó.")
    own_limit: OwnLimit | None = Field(
        default=None, description="Thời hạn xử lý riêng của cơ quan, nơi quy chế cho phép.", examples=["4 wd"]
    )


class PlaceBody(_Body):
    """Một đơn vị hành chính."""

    name: FilledLine = Field(description="Tên đơn vị.", examples=["Phường Lộc Thọ"])
    kind: PlaceKind = Field(description="district: cấp huyện; ward: cấp xã.", examples=["ward"])
    parent: Line | None = Field(
        default=None, description="Mã đơn vị cấp huyện, chỉ cho cấp xã.", examples=["nha-trang"]
    )
    latitude: Latitude | None = Field(default=None, description="Vĩ độ của trung tâm.", examples=[12.2388])
    longitude: Longitude | None = Field(default=None, description="Kinh độ của trung tâm.", examples=[109.1967])
    active: bool = Field(default=True, description=_ACTIVE)


class OwnFieldBody(_Body):
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


class RoutingRuleBody(_Body):
    """Một quy tắc phân phối."""

    agency: FilledLine = Field(description="Cơ quan xử lý.", examples=["so-gtvt"])
    source: FilledLine = Field(description="Căn cứ.", examples=["Điều 6 khoản 2 điểm b"])
    field: Line | None = Field(default=None, description="Lĩnh vực; bỏ trống là bất kỳ.", examples=["giao-thong"])
    place: Line | None = Field(default=None, description="Địa bàn; bỏ trống là bất kỳ.", examples=["nha-trang"])
    ours: bool = Field(default=True, description="Văn bản để ngỏ; đây là lựa chọn của đơn vị vận hành.")
    active: bool = Field(default=True, description=_ACTIVE)


class AgencyEntry(BaseModel):
    """Một cơ quan xử lý, như quản trị thấy."""

    id: str = Field(examples=["so-gtvt"])
    name: str = Field(examples=["Sở Giao thông vận tải"])
    active: bool
    own_limit: str | None = Field(examples=["4 wd"])


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


class PlaceList(BaseModel):
    """Các đơn vị hành chính của địa phương, để chọn khi gửi phản ánh."""

    items: list[PlaceView]


class PlaceEntry(PlaceView):
    """Một đơn vị hành chính, như quản trị thấy."""

    active: bool


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


class RoutingRuleEntries(BaseModel):
    """Mọi quy tắc phân phối của địa phương, cả những quy tắc không dùng nữa."""

    items: list[RoutingRuleEntry]
