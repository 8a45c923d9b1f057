"""Routes of what anybody may see without signing in: a list, a map, a feed, figures. None shows who reported."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from api.figures.counting import count
from api.public.bodies import MapWanted, PublicAsked, PublicDays, PublicSought, PublicWanted
from api.public.drawing import Crowd, draw
from api.public.feed import MOST_ENTRIES, Atom, changed_at, feed
from api.public.map import GeoJson, clustered, collection, points
from api.public.periods import PublicPeriod, public_account, public_period
from api.public.seeking import MOST_COUNTED, seek
from api.public.views import PublicFigures, PublicList, public_figures, public_views
from api.web.caching import cacheable
from api.web.downloads import FILES, Form, download
from api.web.front import FrontDep
from api.web.openapi import problems
from api.web.reading_limits import COUNTED_EXPORT, COUNTED_READ
from documents.tables.public import public_tables
from procedures import all_procedures

router = APIRouter(prefix="/public", tags=["Công khai"], dependencies=[COUNTED_READ])


@router.get(
    "/complaints",
    summary="Hồ sơ công khai",
    description="Những hồ sơ ai cũng xem được, mới tiếp nhận trước. Không có danh tính người gửi.",
    response_model=PublicList,
    responses=problems(422, 429, 503),
)
def listing(wanted: Annotated[PublicWanted, Query()], request: Request, front: FrontDep) -> Response:
    """A page of the public list."""
    found = seek(front.record.public, wanted.filters(front.record.offices), wanted.cursor or None, wanted.limit)
    listed = PublicList(
        items=public_views(front, found.page.lines),
        count=min(found.count, MOST_COUNTED),
        more_than_counted=found.count > MOST_COUNTED,
        next=found.page.next,
    )
    return cacheable(request, JSONResponse(listed.model_dump(mode="json")))


def _document(media_type: str, schema: str, about: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": about, "content": {media_type: {"schema": {"type": schema}}}}}


@router.get(
    "/complaints.geojson",
    summary="Hồ sơ công khai trên bản đồ",
    description="GeoJSON (RFC 7946). `count` là số hồ sơ mà tài liệu nói đến, `truncated` là còn hồ sơ cũ hơn.",
    response_class=GeoJson,
    responses=problems(422, 429, 503) | _document("application/geo+json", "object", "FeatureCollection."),
)
def geojson(wanted: Annotated[MapWanted, Query()], request: Request, front: FrontDep) -> Response:
    """The newest public cases that have a point on the map."""
    drawn = draw(front.record.public, wanted.filters(front.record.offices), cluster=wanted.cluster)
    if isinstance(drawn, Crowd):
        features, stands_for = clustered(drawn.places), len(drawn.places)
    else:
        features, stands_for = points(public_views(front, drawn.lines)), len(drawn.lines)
    document = collection(features, count=stands_for, is_cut=drawn.is_cut)
    return cacheable(request, GeoJson(JSONResponse(document).body))


@router.get(
    "/feed.atom",
    summary="Hồ sơ công khai dạng tin Atom",
    description=f"Atom (RFC 4287): {MOST_ENTRIES} hồ sơ có thay đổi gần nhất.",
    response_class=Atom,
    responses=problems(422, 429, 503) | _document("application/atom+xml", "string", "Tin Atom."),
)
def atom(wanted: Annotated[PublicSought, Query()], request: Request, front: FrontDep) -> Response:
    """Return the latest changes of the cases that anybody may see."""
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


@router.get("/figures", summary="Số liệu công khai", response_model=PublicFigures, responses=problems(422, 429, 503))
def show(wanted: Annotated[PublicAsked, Query()], request: Request, front: FrontDep) -> Response:
    """The figures of an authority, without signing in."""
    figures = public_figures(count(front, wanted.procedure, wanted.months()))
    return cacheable(request, JSONResponse(figures.model_dump(mode="json")))


@router.get(
    "/figures/period",
    summary="Số liệu công khai của một kỳ",
    response_model=PublicPeriod,
    responses=problems(422, 429, 503),
)
def show_period(wanted: Annotated[PublicDays, Query()], request: Request, front: FrontDep) -> Response:
    """The figures of an authority in any days, without signing in."""
    found = public_account(front, wanted.procedure, (wanted.first, wanted.last))
    return cacheable(request, JSONResponse(public_period(found).model_dump(mode="json")))


@router.get(
    "/figures.{form}",
    summary="Số liệu công khai thành tệp CSV, XLSX",
    response_class=Response,
    responses=problems(422, 429, 503) | FILES,
    dependencies=[COUNTED_EXPORT],
)
def export(form: Form, wanted: Annotated[PublicAsked, Query()], front: FrontDep) -> Response:
    """The same as files for a spreadsheet."""
    found = count(front, wanted.procedure, wanted.months())
    return download("so-lieu", form, *public_tables(found.figures, found.span, found.names))
