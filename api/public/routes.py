"""What anybody may see of the cases, without signing in: a list, a map, a feed. Of nobody who reported."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.public.feed import MOST_ENTRIES, Atom, changed_at, feed
from api.public.map import MOST_POINTS, MOST_SINGLE, MOST_WHOLE, GeoJson, clustered, collection, points
from api.public.queries import PublicSought
from api.public.views import PublicLineView, public_views
from api.web.caching import cacheable
from api.web.front import FrontDep
from api.web.openapi import problems
from api.web.texts import Line
from procedures import all_procedures

router = APIRouter(prefix="/public", tags=["Công khai"])

MOST_COUNTED = 200
"""Beyond so many a list says only that there are more: to count further costs more than the list."""


class PublicWanted(PublicSought):
    """Điều kiện lọc, và trang nào."""

    cursor: Line | None = Field(default=None, description="Con trỏ `next` của trang trước.")
    limit: int = Field(default=50, ge=1, le=200, description="Số hồ sơ mỗi trang.")


class MapWanted(PublicSought):
    """Điều kiện lọc, và có gom các điểm gần nhau hay không."""

    cluster: bool = Field(default=True, description=f"Gom các điểm gần nhau khi có hơn {MOST_SINGLE} điểm.")


class PublicList(BaseModel):
    """Một trang hồ sơ công khai, mới tiếp nhận trước."""

    items: list[PublicLineView]
    count: int = Field(description=f"Số hồ sơ đạt điều kiện, đếm đến {MOST_COUNTED}.")
    more_than_counted: bool = Field(description="Còn nhiều hơn số đã đếm.")
    next: str | None = Field(description="Con trỏ của trang sau; null nếu hết.")


@router.get(
    "/complaints",
    summary="Hồ sơ công khai",
    description="Những hồ sơ ai cũng xem được, mới tiếp nhận trước. Không có danh tính người gửi.",
    response_model=PublicList,
    responses=problems(422, 503),
)
def listing(wanted: Annotated[PublicWanted, Query()], request: Request, front: FrontDep) -> Response:
    """A page of the public list."""
    filters = wanted.filters(front.record.offices)
    page = front.record.public.page(filters, wanted.cursor or None, wanted.limit)
    count = front.record.public.count(filters, MOST_COUNTED + 1)
    listed = PublicList(
        items=public_views(front, page.lines),
        count=min(count, MOST_COUNTED),
        more_than_counted=count > MOST_COUNTED,
        next=page.next,
    )
    return cacheable(request, JSONResponse(listed.model_dump(mode="json")))


def _document(media_type: str, schema: str, about: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": about, "content": {media_type: {"schema": {"type": schema}}}}}


@router.get(
    "/complaints.geojson",
    summary="Hồ sơ công khai trên bản đồ",
    description="GeoJSON (RFC 7946). `count` là số hồ sơ mà tài liệu nói đến, `truncated` là còn hồ sơ cũ hơn.",
    response_class=GeoJson,
    responses=problems(422, 503) | _document("application/geo+json", "object", "FeatureCollection."),
)
def geojson(wanted: Annotated[MapWanted, Query()], request: Request, front: FrontDep) -> Response:
    """The newest public cases that have a point on the map."""
    filters = wanted.filters(front.record.offices)
    if wanted.cluster:
        places = front.record.public.places(filters, MOST_POINTS + 1)
        if len(places) > MOST_SINGLE:
            shown = places[:MOST_POINTS]
            return _map(request, clustered(shown), count=len(shown), is_cut=len(places) > MOST_POINTS)
    most = MOST_SINGLE if wanted.cluster else MOST_WHOLE
    lines = front.record.public.points(filters, most + 1)
    features = points(public_views(front, lines[:most]))
    return _map(request, features, count=len(features), is_cut=len(lines) > most)


def _map(request: Request, features: list[dict[str, Any]], *, count: int, is_cut: bool) -> Response:
    document = collection(features, count=count, is_cut=is_cut)
    return cacheable(request, GeoJson(JSONResponse(document).body))


@router.get(
    "/feed.atom",
    summary="Hồ sơ công khai dạng tin Atom",
    description=f"Atom (RFC 4287): {MOST_ENTRIES} hồ sơ có thay đổi gần nhất.",
    response_class=Atom,
    responses=problems(422, 503) | _document("application/atom+xml", "string", "Tin Atom."),
)
def atom(wanted: Annotated[PublicSought, Query()], request: Request, front: FrontDep) -> Response:
    """What last changed of what anybody may see."""
    views = public_views(front, front.record.public.news(wanted.filters(front.record.offices), MOST_ENTRIES))
    query = f"?{request.url.query}" if request.url.query else ""
    procedure = all_procedures().get(wanted.authority or "")
    document = feed(
        views,
        address=f"{front.site.address}{request.url.path}{query}",
        page=f"{front.site.address}/cong-khai" + (f"/{procedure.id}" if procedure else ""),
        of=procedure.authority.name if procedure else None,
    )
    return cacheable(request, Atom(document), changed_at=changed_at(views))
