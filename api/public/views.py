"""Cases and figures as anybody may see them: in lists, on maps, in feeds and tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, Field

from api.figures.counting import Statistics
from api.public.seeking import MOST_COUNTED
from api.web.front import Front
from api.web.names import Agencies, Name, named
from calendars import VIETNAM
from documents.tables.figures import Tally
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


class PublicList(BaseModel):
    """Một trang hồ sơ công khai, mới tiếp nhận trước."""

    items: list[PublicLineView]
    count: int = Field(description=f"Số hồ sơ đạt điều kiện, đếm đến {MOST_COUNTED}.")
    more_than_counted: bool = Field(description="Còn nhiều hơn số đã đếm.")
    next: str | None = Field(description="Con trỏ của trang sau; null nếu hết.")


class PublicTally(BaseModel):
    """Số liệu của một cơ quan hoặc một tháng."""

    received: int
    closed: int = Field(description="Đã giải quyết: trả lời hoặc từ chối.")
    on_time: int
    late: int
    rated: int
    satisfied: int = Field(description="Đánh giá hài lòng, rất hài lòng.")


class PublicMonth(PublicTally):
    """Số liệu của một tháng."""

    month: str = Field(examples=["2026-11"])


class PublicAgency(PublicTally):
    """Số liệu của một cơ quan chủ trì; null là hồ sơ chưa từng có cơ quan."""

    agency: Name | None
    open: int = Field(description="Đang xử lý, lúc này.")
    overdue: int = Field(description="Đang quá hạn, lúc này.")
    months: list[PublicMonth]


class PublicFigures(BaseModel):
    """Số liệu công khai. Tính cả hồ sơ không công khai nội dung, không nêu hồ sơ nào."""

    procedure: Name
    first: str = Field(examples=["2026-01"])
    last: str = Field(examples=["2026-11"])
    total: PublicTally
    open: int
    overdue: int
    months: list[PublicMonth]
    agencies: list[PublicAgency]


class _Office:
    """The names that one authority gives to things."""

    def __init__(self, front: Front, authority: str) -> None:
        self.id = authority
        self.procedure = front.procedures.today(authority)
        self.agencies = Agencies(front.record.offices, authority)
        self.places = {place.id: place.name for place in front.record.offices.places(authority)}

    @property
    def name(self) -> Name:
        """Return the authority's own name."""
        return Name(id=self.id, name=self.procedure.authority.name if self.procedure else self.id)


def public_views(front: Front, lines: Iterable[PublicLine]) -> list[PublicLineView]:
    """Return cases of a public list, in the same order."""
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
        lead=office.agencies.of_case(line.over_since).name(line.lead) if line.lead else None,
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


def public_figures(found: Statistics) -> PublicFigures:
    """Return what anybody may know of the figures: no officer, no step, no rung."""
    figures, names, span = found.figures, found.names, found.span
    agencies = sorted(figures.by_agency.items(), key=lambda one: (one[0] is None, names.agency(one[0])))
    return PublicFigures(
        procedure=Name(id=span.authority, name=names.procedure.authority.name),
        first=str(span.first),
        last=str(span.last),
        total=_tally(figures.total),
        open=figures.total.open,
        overdue=figures.total.overdue,
        months=[PublicMonth(month=str(month), **vars(_tally(each))) for month, each in figures.by_month.items()],
        agencies=[
            PublicAgency(
                agency=Name(id=agency, name=names.agency(agency)) if agency else None,
                open=each.open,
                overdue=each.overdue,
                months=[
                    PublicMonth(month=str(month), **vars(_tally(figures.by_agency_and_month[agency, month])))
                    for month in figures.by_month
                    if (agency, month) in figures.by_agency_and_month
                ],
                **vars(_tally(each)),
            )
            for agency, each in agencies
        ],
    )


def _tally(tally: Tally) -> PublicTally:
    return PublicTally(
        received=tally.received,
        closed=tally.closed,
        on_time=tally.on_time,
        late=tally.late,
        rated=tally.rated,
        satisfied=tally.satisfied,
    )
