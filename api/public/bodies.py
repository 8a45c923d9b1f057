"""The query parameters of the public cases. The list, the map, the feed and the pages take the same filters."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from api.figures.bodies import AskedMonths, Day
from api.public.drawing import MOST_SINGLE
from api.web.forwarding import joined_into
from api.web.problems.kinds import INVALID
from api.web.problems.problem import Problem
from api.web.problems.validation import FieldError
from api.web.texts import Line, wrong
from calendars import VIETNAM
from domain.offices.places import VIET_NAM, Box, lists_find
from domain.words import Status
from procedures import all_procedures
from records.cases.rows import PublicFilters
from records.offices.repository import Offices

_BOX = "Khung bản đồ ghi như 109.1,12.2,109.3,12.4: tây, nam, đông, bắc, bằng độ, trong lãnh thổ Việt Nam."


def _unsaid(value: Any) -> Any:
    """Drop what was left empty, because forms send every field."""
    if isinstance(value, list):
        return [each for each in value if each != ""]
    return None if value == "" else value


def _box(written: Line) -> Line:
    box_of(written)
    return written


def box_of(written: str) -> Box:
    """Return the box that was written as GeoJSON writes one: west, south, east, north. It is cut to the country's own box.

    Raises:
        PydanticCustomError: this is no box within the country.
    """
    try:
        west, south, east, north = map(float, written.split(","))
    except ValueError:
        raise wrong(_BOX) from None
    box = Box(
        south=max(south, VIET_NAM.south),
        north=min(north, VIET_NAM.north),
        west=max(west, VIET_NAM.west),
        east=min(east, VIET_NAM.east),
    )
    if not (box.south <= box.north and box.west <= box.east):
        raise wrong(_BOX)
    return box


class PublicDays(BaseModel):
    """Số liệu của địa phương nào, từ ngày nào đến hết ngày nào."""

    model_config = ConfigDict(extra="forbid")

    procedure: Line = Field(description="Địa phương.", examples=["khanh-hoa"])
    first: Day | None = Field(
        default=None, description="Từ ngày; bỏ trống là ngày đầu của tháng có ngày cuối.", examples=["2026-11-01"]
    )
    last: Day | None = Field(default=None, description="Đến hết ngày; bỏ trống là hôm nay.", examples=["2026-11-30"])


class PublicSought(BaseModel):
    """Điều kiện lọc hồ sơ công khai."""

    model_config = ConfigDict(extra="forbid")

    authority: Annotated[Line | None, BeforeValidator(_unsaid)] = Field(
        default=None, description="Địa phương.", examples=["khanh-hoa"]
    )
    field: Annotated[Line | None, BeforeValidator(_unsaid)] = Field(
        default=None, description="Lĩnh vực.", examples=["giao-thong"]
    )
    place: Annotated[Line | None, BeforeValidator(_unsaid)] = Field(
        default=None,
        description="Đơn vị hành chính của địa phương, gồm cả các đơn vị trực thuộc.",
        examples=["nha-trang"],
    )
    status: Annotated[list[Status], BeforeValidator(_unsaid)] = Field(
        default=[], max_length=20, description="Trạng thái; ghi nhiều lần để chọn nhiều."
    )
    since: Annotated[Day | None, BeforeValidator(_unsaid)] = Field(
        default=None, description="Tiếp nhận từ ngày này.", examples=["2026-11-01"]
    )
    until: Annotated[Day | None, BeforeValidator(_unsaid)] = Field(
        default=None, description="Tiếp nhận đến hết ngày này.", examples=["2026-11-30"]
    )
    text: Annotated[Line | None, BeforeValidator(_unsaid)] = Field(
        default=None, description="Từ trong nội dung, có dấu hay không dấu.", examples=["o ga"]
    )
    box: Annotated[Annotated[Line, AfterValidator(_box)] | None, BeforeValidator(_unsaid)] = Field(
        default=None, description="Khung bản đồ: tây, nam, đông, bắc, bằng độ.", examples=["109.1,12.2,109.3,12.4"]
    )

    def filters(self, offices: Offices) -> PublicFilters:
        """Return the filters as the record takes them.

        Raises:
            Problem: a filter makes no sense beside another.
        """
        return PublicFilters(
            authority=joined_into(offices, self.authority) or self.authority if self.authority else None,
            field=self.field,
            places=self._places(offices),
            status=tuple(self.status),
            since=_begin(self.since) if self.since else None,
            until=_begin(self.until + timedelta(days=1)) if self.until else None,
            text=self.text,
            box=box_of(self.box) if self.box else None,
        )

    def _places(self, offices: Offices) -> tuple[str, ...]:
        if self.place is None:
            return ()
        if self.authority not in all_procedures():
            message = "Hãy chọn địa phương trước khi chọn đơn vị hành chính."
            raise Problem(INVALID, detail=message, errors=[FieldError(field="place", message=message, place="query")])
        return lists_find(self.place, offices.places(self.authority))


class PublicWanted(PublicSought):
    """Điều kiện lọc, và trang nào."""

    cursor: Line | None = Field(default=None, description="Con trỏ `next` của trang trước.")
    limit: int = Field(default=50, ge=1, le=200, description="Số hồ sơ mỗi trang.")


class MapWanted(PublicSought):
    """Điều kiện lọc, và có gom các điểm gần nhau hay không."""

    cluster: bool = Field(default=True, description=f"Gom các điểm gần nhau khi có hơn {MOST_SINGLE} điểm.")


class PublicAsked(AskedMonths):
    """Số liệu của địa phương nào, những tháng nào."""

    procedure: Line = Field(description="Địa phương.", examples=["khanh-hoa"])


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
