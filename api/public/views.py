"""Cases as anybody may see them in lists, on maps and in feeds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, Field

from api.web.front import Front
from api.web.names import Agencies, Name, named
from calendars import VIETNAM
from domain.words import Status
from language.labels import STATUS, local_time
from records.cases.rows import PublicLine

CASE_PAGE = "/cong-khai/ho-so/{code}"


class PublicLineView(BaseModel):
    """Một hồ sơ công khai."""

    code: str = Field(examples=["KH-2026-000001"])
    url: str = Field(description="Trang của hồ sơ.", examples=["https://pakn.vidu.vn/cong-khai/ho-so/KH-2026-000001"])
    authority: Name
    status: Status
    status_label: str = Field(examples=["Đã công khai kết quả"])
    field: Name | None
    lead: Name | None
    place: str
    place_unit: Name | None = Field(description="Đơn vị hành chính.")
    latitude: float | None
    longitude: float | None
    received_at: datetime
    received_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    changed_at: datetime = Field(description="Điều công khai thay đổi lần cuối lúc nào.")
    changed_text: str = Field(examples=["16:00 thứ Năm 26/11/2026"])
    excerpt: str = Field(description="Đoạn đầu nội dung phản ánh.")


class _Office:
    """The names that one authority gives things."""

    def __init__(self, front: Front, authority: str) -> None:
        self.id = authority
        self.procedure = front.procedures.today(authority)
        self.agencies = Agencies(front.record.offices, authority)
        self.places = {place.id: place.name for place in front.record.offices.places(authority)}

    @property
    def name(self) -> Name:
        """The authority's own."""
        return Name(id=self.id, name=self.procedure.authority.name if self.procedure else self.id)


def public_views(front: Front, lines: Iterable[PublicLine]) -> list[PublicLineView]:
    """A stretch of a public list."""
    listed = list(lines)
    offices = {authority: _Office(front, authority) for authority in {line.authority for line in listed}}
    return [_view(line, offices[line.authority], front.site.address) for line in listed]


def _view(line: PublicLine, office: _Office, site: str) -> PublicLineView:
    procedure = office.procedure
    time_zone = procedure.authority.time_zone if procedure else VIETNAM.key
    unit = Name(id=line.place_id, name=office.places.get(line.place_id, line.place_id)) if line.place_id else None
    return PublicLineView(
        code=line.code,
        url=site + CASE_PAGE.format(code=line.code),
        authority=office.name,
        status=line.status,
        status_label=STATUS[line.status],
        field=named(procedure.fields if procedure else (), line.field),
        lead=office.agencies.name(line.lead) if line.lead else None,
        place=line.place,
        place_unit=unit,
        latitude=line.latitude,
        longitude=line.longitude,
        received_at=line.received_at,
        received_text=local_time(line.received_at, time_zone),
        changed_at=line.changed_at,
        changed_text=local_time(line.changed_at, time_zone),
        excerpt=line.excerpt,
    )
