"""Routes of the register of papers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.papers.answers import papers_file
from api.papers.bodies import IncomingPaperBody, OutgoingPaperBody, SoughtPapersBody, WantedPapersBody
from api.papers.registering import papers_seen_by, register_outgoing, register_paper, require_keeper
from api.papers.views import PaperList, PaperView, paper_views
from api.web.downloads import FILES, Form
from api.web.front import FrontDep
from api.web.idempotency import IdempotencyKey
from api.web.identity.callers import Staff, StaffDep
from api.web.openapi import problems
from api.web.reading_limits import COUNTED_EXPORT

router = APIRouter(tags=["Sổ văn bản"])


def _keeper(staff: StaffDep) -> Staff:
    require_keeper(staff)
    return staff


KeeperDep = Annotated[Staff, Depends(_keeper)]
"""Checked before the body is read."""


@router.get(
    "/papers",
    summary="Sổ văn bản đi, đến",
    description="Văn bản do hệ thống lập tự vào sổ khi ban hành. Cán bộ một cơ quan đọc sổ của cơ quan mình.",
    responses=problems(401, 403, 422, 503),
)
def listing(front: FrontDep, staff: StaffDep, asked: Annotated[WantedPapersBody, Query()]) -> PaperList:
    """The entries of the register that one may read."""
    page, limit = asked.page, asked.limit
    found = papers_seen_by(
        front.record.papers, staff, asked.wanted(), front.clock(), limit=limit, offset=(page - 1) * limit
    )
    return PaperList(items=paper_views(found, front.record.offices), next=page + 1 if len(found) == limit else None)


@router.get(
    "/papers.{form}",
    summary="Sổ văn bản, cho bảng tính",
    response_class=Response,
    responses=problems(401, 403, 422, 429, 503) | FILES,
    dependencies=[COUNTED_EXPORT],
)
def export(form: Form, front: FrontDep, staff: StaffDep, asked: Annotated[SoughtPapersBody, Query()]) -> Response:
    """The same entries as a file, all of them."""
    return papers_file(front, staff, asked.wanted(), form)


@router.post(
    "/papers",
    status_code=201,
    summary="Ghi một văn bản đến",
    description="Vào sổ của cơ quan mình, với số đến kế tiếp của năm ấy. Đã ghi thì không sửa, không xóa.",
    responses=problems(400, 401, 403, 409, 413, 422, 503),
)
def add(body: IncomingPaperBody, front: FrontDep, staff: KeeperDep, key: IdempotencyKey) -> PaperView:
    """Register a paper that came in, once however often it is sent with the same key."""
    record = front.record
    paper = register_paper(record.papers, record.cases, staff, body.paper(), key=key, at=front.clock())
    [view] = paper_views([paper], record.offices)
    return view


@router.post(
    "/papers/outgoing",
    status_code=201,
    summary="Ghi một văn bản đi không do hệ thống lập",
    description="Vào sổ của cơ quan mình, với số đi kế tiếp của năm ấy, chung dãy với các văn bản hệ thống lập.",
    responses=problems(400, 401, 403, 409, 413, 422, 503),
)
def send(body: OutgoingPaperBody, front: FrontDep, staff: KeeperDep, key: IdempotencyKey) -> PaperView:
    """Register a paper that went out, once however often it is sent with the same key."""
    record = front.record
    paper = register_outgoing(record.papers, record.cases, staff, body.paper(), key=key, at=front.clock())
    [view] = paper_views([paper], record.offices)
    return view
