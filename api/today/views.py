"""The standing of today, as the API tells it."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlencode

from pydantic import BaseModel, Field

from api.cases.views.lines import CaseLineView, line_views
from api.today.counting import MOST, Tile, Today
from api.web.front import Front
from api.web.names import Agencies, Name


class TileView(BaseModel):
    """Một con số, và danh sách mà nó đếm."""

    id: str = Field(examples=["due_today"])
    name: str = Field(examples=["Đến hạn trong hôm nay"])
    count: int
    or_more: bool = Field(description=f"Có từ {MOST} hồ sơ trở lên; `count` dừng ở đó.")
    listed_at: str = Field(
        description="Địa chỉ của danh sách.", examples=["/api/v1/complaints?authority=khanh-hoa&open=true&overdue=true"]
    )


class OverdueView(BaseModel):
    """Số hồ sơ quá hạn của một cơ quan, đã báo cáo đến một bậc."""

    lead: Name | None = Field(description="Cơ quan chủ trì; trống nếu chưa có.")
    rung: int = Field(description="Bậc đã báo cáo; 0 là chưa báo cáo.")
    count: int


class WeekView(BaseModel):
    """Một tuần."""

    first: date = Field(description="Thứ Hai.")
    last: date = Field(description="Chủ nhật.")
    received: int
    ended: int = Field(description="Đã trả lời hoặc từ chối.")
    late: int = Field(description="Trong đó trễ hạn của văn bản.")


class TodayView(BaseModel):
    """Tình hình hôm nay."""

    authority: Name
    at: datetime
    numbers: list[TileView]
    overdue: list[OverdueView]
    oldest: list[CaseLineView] = Field(description="Hồ sơ đang xử lý được nhận lâu nhất.")
    weeks: list[WeekView] = Field(description="Các tuần gần đây, tuần này sau cùng.")


def today_view(front: Front, today: Today) -> TodayView:
    """Return how it stands as the API tells it."""
    authority = today.procedure.id
    agencies = Agencies(front.record.offices, authority)
    return TodayView(
        authority=Name(id=authority, name=today.procedure.authority.name),
        at=today.at,
        numbers=[
            TileView(
                id=tile.id,
                name=tile.name,
                count=tile.count,
                or_more=tile.count >= MOST,
                listed_at=_address(authority, tile),
            )
            for tile in today.tiles
        ],
        overdue=[
            OverdueView(lead=agencies.name(each.lead) if each.lead else None, rung=each.rung, count=each.count)
            for each in today.overdue
        ],
        oldest=line_views(front, today.oldest),
        weeks=[
            WeekView(first=week.first, last=week.last, received=week.received, ended=week.ended, late=week.late)
            for week in today.weeks
        ],
    )


def _address(authority: str, tile: Tile) -> str:
    if tile.standing:
        return f"/api/v1/periodic-reports?standing={tile.standing}"
    return f"/api/v1/complaints?{urlencode({'authority': authority, **tile.sought}, doseq=True)}"
