"""Attachments on pages: the page of a case's own, the form that adds some, and the form that blacks out parts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.attachments.answers import ByteRange, answer
from api.attachments.attaching import attach, stage_for
from api.attachments.blacking_out import black_out
from api.attachments.bodies import BlackOutBody
from api.attachments.reviewing import review
from api.attachments.showing import Shown, require_shown, shown_to
from api.attachments.views import attachment_views
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.web.downloads import IfNoneMatch
from api.web.front import Front, FrontDep
from api.web.identity.callers import Viewer, require_case
from api.web.problems.kinds import INVALID, UNKNOWN_ATTACHMENT
from api.web.problems.problem import TOLD, Problem
from api.web.problems.validation import FieldError
from domain.attachments import AttachmentStage, taken
from domain.visibility import Audience
from records.cases.rows import CaseRecord

router = APIRouter(prefix="/tep")

FILES = "photos"
"""The form field that holds attachments."""

_BlackedOut = Annotated[bool, Query(alias="che")]

_SIDES = ("x", "y", "width", "height")
_PERCENT = 100.0
_BLANK_ROWS = 3
_CASE_PAGES = {Audience.REPORTER: "/ho-so", Audience.STAFF: "/can-bo/ho-so", Audience.PUBLIC: "/cong-khai/ho-so"}


@router.get("/{code}")
def show(request: Request, front: FrontDep, visitor: VisitorDep, code: str) -> Response:
    """Show the attachments of a case that the visitor sees, and the form that adds some where they may."""
    return _page(request, front, visitor, code, Form())


@router.post("/{code}")
async def add(request: Request, front: FrontDep, visitor: VisitorDep, form: FormDep, code: str) -> Response:
    """Add the chosen files, and show the page again."""
    try:
        files = form.files.get(FILES, ())
        if not files:
            raise Problem(INVALID, errors=[FieldError(field=FILES, message="Hãy chọn tệp.")])
        await attach(front, code, files, visitor.caller(code), field=FILES)
    except TOLD as error:
        return await run_in_threadpool(_page, request, front, visitor, code, form.wrong(error))
    return see(f"/tep/{code}")


@router.get("/{code}/{attachment}")
def fetch(
    front: FrontDep,
    visitor: VisitorDep,
    code: str,
    attachment: UUID,
    blacked_out: _BlackedOut = False,
    if_none_match: IfNoneMatch = None,
    byte_range: ByteRange = None,
) -> Response:
    """Return an attachment, as the visitor's cookies allow; with `blacked_out`, as the public sees it."""
    one = shown_to(front, code, visitor.caller(code), attachment, blacked_out=blacked_out)
    return answer(front.store, one, thumbnail=False, if_none_match=if_none_match, byte_range=byte_range)


@router.get("/{code}/{attachment}/nho")
def thumbnail(
    front: FrontDep,
    visitor: VisitorDep,
    code: str,
    attachment: UUID,
    blacked_out: _BlackedOut = False,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Return the thumbnail of a photo or video."""
    one = shown_to(front, code, visitor.caller(code), attachment, blacked_out=blacked_out)
    return answer(front.store, one, thumbnail=True, if_none_match=if_none_match)


@router.get("/{code}/{attachment}/che")
def ask_what_to_cover(
    request: Request, front: FrontDep, visitor: VisitorDep, _staff: StaffPageDep, code: str, attachment: UUID
) -> Response:
    """Show the photo with the form of its blacked-out parts."""
    return _covering_page(request, front, visitor, code, attachment, Form())


@router.post("/{code}/{attachment}/che")
async def cover(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    _staff: StaffPageDep,
    form: FormDep,
    code: str,
    attachment: UUID,
) -> Response:
    """Black out the parts that the form names."""
    try:
        record, viewer, one = await run_in_threadpool(_editable, front, visitor, code, attachment)
        body = BlackOutBody(areas=[]) if form.chosen("whole", "true") else _body(form)
        await black_out(front, record.complaint, one.attachment, tuple(area.to_area() for area in body.areas), viewer)
    except TOLD as error:
        return await run_in_threadpool(_covering_page, request, front, visitor, code, attachment, form.wrong(error))
    return see(f"/tep/{code}")


@router.post("/{code}/{attachment}/duyet")
async def decide(
    front: FrontDep, visitor: VisitorDep, _staff: StaffPageDep, form: FormDep, code: str, attachment: UUID
) -> Response:
    """Show what came after the case was public, or keep it back, by the button that was pressed. Return to the case."""
    record, viewer, one = await run_in_threadpool(_editable, front, visitor, code, attachment)
    await review(front, record, one.attachment, viewer, shown=form.chosen("shown", "true"))
    return see(f"{_CASE_PAGES[Audience.STAFF]}/{record.code}#anh")


def _page(request: Request, front: Front, visitor: Visitor, code: str, form: Form) -> Response:
    record, viewer = require_case(front, code, visitor.caller(code))
    stage = stage_for(front.record.cases, record, viewer)
    return page(
        request,
        "pictures/case.html.j2",
        visitor,
        told=form.told,
        form=form,
        code=record.code,
        back=f"{_CASE_PAGES[viewer.audience]}/{record.code}",
        attachments=attachment_views(front.record, record, viewer),
        most=taken(record.complaint.procedure, stage) if isinstance(stage, AttachmentStage) else None,
        field=FILES,
    )


def _covering_page(
    request: Request, front: Front, visitor: Visitor, code: str, attachment: UUID, form: Form, *, status: int = 200
) -> Response:
    record, viewer, _ = _editable(front, visitor, code, attachment)
    view = next(each for each in attachment_views(front.record, record, viewer) if each.id == attachment)
    kept = [tuple(_in_percent(getattr(area, side)) for side in _SIDES) for area in view.areas or ()]
    typed = list(_rows(form)) if form.values else kept
    return page(
        request,
        "pictures/cover.html.j2",
        visitor,
        told=form.told,
        form=form,
        code=record.code,
        one=view,
        whole=form.chosen("whole", "true") if form.values else view.blacked_out and not view.areas,
        rows=[*typed, *[("", "", "", "")] * _BLANK_ROWS],
    )


def _editable(front: Front, visitor: Visitor, code: str, attachment: UUID) -> tuple[CaseRecord, Viewer, Shown]:
    record, viewer = require_case(front, code, visitor.caller(code))
    one = require_shown(front.record.attachments, front.record.cases, record, viewer, attachment)
    if not one.editable:
        raise Problem(UNKNOWN_ATTACHMENT)
    return record, viewer, one


def _rows(form: Form) -> Iterator[tuple[str, ...]]:
    """Return the rows into which something was typed."""
    columns = [form.values.get(f"{side}[]", ()) for side in _SIDES]
    for row in zip_longest(*columns, fillvalue=""):
        if any(typed.strip() for typed in row):
            yield row


def _body(form: Form) -> BlackOutBody:
    """Return the rows as a body of the JSON API, in fractions instead of percent.

    Raises:
        Problem: a row is not an area of the photo, or there is no row.
    """
    rows = list(_rows(form))
    sentence = "Mỗi phần cần che gồm bốn số từ 0 đến 100 và nằm trong ảnh; hãy xem lại từng dòng."
    try:
        areas = [
            {side: float(typed.replace(",", ".")) / _PERCENT for side, typed in zip(_SIDES, row, strict=True)}
            for row in rows
        ]
        if areas:
            return BlackOutBody.model_validate({"areas": areas})
        sentence = "Hãy ghi ít nhất một phần cần che, hoặc chọn ẩn cả ảnh."
    except ValueError:
        pass
    raise Problem(INVALID, detail=sentence, errors=[FieldError(field="areas", message=sentence)])


def _in_percent(fraction: float) -> str:
    return f"{round(fraction * _PERCENT, 1):g}"
