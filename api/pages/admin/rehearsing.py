"""The page on which an admin rehearses a made-up case under a procedure in force. Nothing is recorded, nobody is notified."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request, Response

from api.office.rehearsal.playing import MOST_MOVES, BadMove, Move, play
from api.office.rehearsal.telling import Next, rehearsed_step
from api.pages.admin.gate import OfAuthority, WatcherPageDep, authorities_of, chosen
from api.pages.common.forms import Form
from api.pages.common.rendering import page
from api.pages.common.visitors import VisitorDep
from api.web.front import FrontDep
from api.web.problems.problem import TOLD, wrong_field
from calendars import OutsideCalendar
from domain.acts import File
from domain.acts.specimens import filing_of
from domain.procedure import Procedure
from procedures import all_procedures

router = APIRouter()

_Moves = Annotated[list[Annotated[str, Query(max_length=200)]], Query(alias="buoc", max_length=MOST_MOVES)]
_NO_CALENDAR = "Chưa biết lịch làm việc của những ngày ấy nên không tính được hạn; hãy chọn một thời điểm gần đây hơn."
_NOT_A_TIME = "Hãy chọn một thời điểm, ví dụ 2026-11-16 09:00."


@router.get("/quan-tri/dien-thu")
@router.get("/quan-tri/dien-thu/tiep")
def rehearse(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: WatcherPageDep,
    of: OfAuthority = "",
    field: Annotated[str, Query(alias="linh-vuc", max_length=60)] = "",
    at: Annotated[str, Query(alias="luc")] = "",
    secret: Annotated[bool, Query(alias="kin")] = False,
    moves: _Moves = [],  # noqa: B006 - FastAPI copies it
    next_act: Annotated[str, Query(alias="viec", max_length=150)] = "",
    next_at: Annotated[str, Query(alias="khi")] = "",
    lead: Annotated[str, Query(alias="co-quan", max_length=60)] = "",
) -> Response:
    """Play the case that the address tells, and offer the next act. The form of the next act has an address of its own."""
    authority = chosen(staff, of)
    procedure = all_procedures()[authority.id]
    zone = ZoneInfo(procedure.authority.time_zone)
    form, played, steps = Form(), [], []
    try:
        played = [_move("buoc", text, zone) for text in moves]
        filing = _filing(procedure, field, secret)
        filed_at = _time("luc", at, zone) if at else None
    except TOLD as error:
        form, filed_at = _typed(request).wrong(error), None
    if filed_at is not None:
        try:
            played += [_next_move(next_act, next_at, lead, zone)] if next_at else []
        except TOLD as error:
            form = _typed(request).wrong(error)
        book = front.record.calendar.book()
        try:
            course = play(procedure, filing, filed_at, played, book)
        except (OutsideCalendar, OverflowError):
            form, course = _typed(request).wrong(wrong_field("khi" if next_at else "luc", _NO_CALENDAR)), []
            played = played[:-1] if next_at else []
        last = len(course) - 1
        steps = [rehearsed_step(passage, with_next=number == last) for number, passage in enumerate(course)]
    return page(
        request,
        "admin/rehearsal.html.j2",
        visitor,
        told=form.told,
        form=form,
        of=authority,
        authorities=authorities_of(staff),
        fields=procedure.fields,
        chosen_field=field,
        secret=secret,
        filed_at=at or f"{front.clock().astimezone(zone):%Y-%m-%dT%H:%M}",
        steps=steps,
        moves=[move.text for move in played],
        undone=_address(authority.id, field, at, secret, played[:-1]) if steps and played else None,
        full=len(played) >= MOST_MOVES,
        offered=_offered(steps[-1].may) if steps else [],
        now=f"{steps[-1].at.astimezone(zone):%Y-%m-%dT%H:%M}" if steps else "",
        agencies=front.record.offices.agencies(authority.id),
        zone=procedure.authority.time_zone,
    )


def _typed(request: Request) -> Form:
    asked = request.query_params
    return Form({name: tuple(asked.getlist(name)) for name in asked})


def _address(authority: str, field: str, at: str, secret: bool, moves: list[Move]) -> str:
    told = [("dia-phuong", authority), ("linh-vuc", field), ("luc", at), *(("kin", "true") for _ in range(secret))]
    return "/quan-tri/dien-thu?" + urlencode([*told, *(("buoc", move.text) for move in moves)])


def _filing(procedure: Procedure, field: str, secret: bool) -> File:
    if field and procedure.field(field) is None:
        raise wrong_field("linh-vuc", "Quy trình không có lĩnh vực này; hãy chọn một lĩnh vực trong danh sách.")
    return replace(filing_of(procedure), field=field or None, secret=secret)


def _next_move(act: str, at: str, lead: str, zone: ZoneInfo) -> Move:
    """Return the move that the form adds. `act` is the text of one that was offered, or empty where only time passes."""
    _time("khi", at, zone)
    return _move("viec", "~".join((at, act or "~~", lead)), zone)


def _move(name: str, text: str, zone: ZoneInfo) -> Move:
    try:
        return Move.read(text, zone)
    except BadMove as error:
        raise wrong_field(name, "Bước này không đọc được; hãy bỏ nó và chọn lại trên trang.") from error


def _time(name: str, text: str, zone: ZoneInfo) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError as error:
        raise wrong_field(name, _NOT_A_TIME) from error


def _offered(may: tuple[Next, ...]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the acts to choose from: who, and each act with the text by which the form names it."""
    return [(one.who, [(f"{act.act}~{one.role}~{one.agency or ''}", act.name) for act in one.acts]) for one in may]
