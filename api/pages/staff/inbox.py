"""The inbox of each role, the cases that are due first on top."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request, Response
from starlette.datastructures import QueryParams

from api.cases.answers import case_file
from api.cases.listing import page_for
from api.cases.seeking_reporters import may_seek_reporters
from api.pages.common.forms import Form
from api.pages.common.rendering import page
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.pages.staff.asking import Asked, View, asked, asked_wrongly, own_statuses, sought, views
from api.pages.staff.choices import (
    Option,
    agency_options,
    course_options,
    field_options,
    officer_options,
    place_options,
    status_options,
)
from api.pages.staff.lines import ACTS_TOGETHER, InboxLine, inbox_lines
from api.papers.registering import reads_register
from api.personal_data.registering import may_register
from api.reports.reading import reads_reports
from api.web.downloads import Form as FileForm
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.offices import ProceduresInForce
from api.web.problems.problem import Problem
from api.web.reading_limits import COUNTED_EXPORT
from domain.procedure import ActRule
from domain.visibility import scope_of
from domain.words import ActKind
from procedures import procedures_in_force
from records.cases.rows import Page
from records.errors import BadCursor
from records.record import Record

router = APIRouter()

INBOX = "/can-bo"
DISPATCH_TOGETHER = f"{INBOX}/phan-phoi"
TOGETHER = f"{INBOX}/nhieu/{{act}}"
_A_PAGE = 50
_MOST_COUNTED = 100
"""More cases than these are not counted for the head of a view: it says that there are more."""
_CHOSEN, _EVERYTHING = "chon", "tat-ca"
_NAMES = {
    View.MINE: "Chờ tôi xử lý",
    View.OVERDUE: "Quá hạn",
    View.OPEN: "Đang xử lý",
    View.ALL: "Tất cả",
}


@router.get(INBOX)
def show(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: StaffPageDep,
    done: Annotated[ActKind | None, Query(alias="xong")] = None,
) -> Response:
    """Show the cases that this person may know of, the nearest due first."""
    with front.record.reading():
        return _page(request, front, visitor, staff, done)


def _page(request: Request, front: Front, visitor: Visitor, staff: Staff, done: ActKind | None) -> Response:
    try:
        look = asked(front.procedures, staff, request.query_params)
    except Problem as problem:
        look = asked_wrongly(front.procedures, staff, request.query_params, problem)
    lines, following = _lines(front, staff, look)
    return page(
        request,
        "staff/inbox.html.j2",
        visitor,
        told=look.form.told,
        look=look,
        lines=lines,
        following=look.address(INBOX, cursor=following) if following else None,
        first=look.address(INBOX) if look.cursor else None,
        here=look.address(INBOX, cursor=look.cursor),
        news=look.address(f"{INBOX}/tin-moi", cursor=look.cursor, seen=_marks(lines)),
        csv=look.address(f"{INBOX}/ho-so.csv"),
        xlsx=look.address(f"{INBOX}/ho-so.xlsx"),
        views=[
            (look_at, _NAMES[look_at], _address(look_at, look), _counted(front, staff, look_at))
            for look_at in views(front.procedures, staff)
        ],
        denser=replace(look, compact=not look.compact).address(INBOX, cursor=look.cursor),
        chosen=request.query_params.get(_CHOSEN) == _EVERYTHING,
        choose_all=look.address(INBOX, cursor=look.cursor, **{_CHOSEN: _EVERYTHING}),
        options=_options(front.record, front.procedures, staff),
        together=_together(front.procedures, staff, lines),
        seeks_reporters=may_seek_reporters(staff),
        registers=may_register(staff),
        reads_papers=reads_register(staff),
        reads_reports=reads_reports(staff),
        files_reports=staff.account.authority in procedures_in_force()
        and _rule(front.procedures, staff, ActKind.FILE) is not None,
        done=_rule(front.procedures, staff, done) if done else None,
    )


@router.get(f"{INBOX}/tin-moi")
def news(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, seen: Annotated[str, Query()] = ""
) -> Response:
    """Return what is new since the inbox was shown: 204, or a notice that makes the page load its list again."""
    with front.record.reading():
        look = asked(front.procedures, staff, request.query_params)
        lines, _ = _lines(front, staff, look)
    if _marks(lines) == seen:
        return Response(status_code=204)
    known = set(seen.split("."))
    answer = page(
        request,
        "staff/_news.html.j2",
        visitor,
        new=[line for line in lines if line.mark not in known],
        here=look.address(INBOX, cursor=look.cursor),
        news=look.address(f"{INBOX}/tin-moi", cursor=look.cursor, seen=_marks(lines)),
    )
    answer.headers["HX-Trigger"] = "new-work"
    return answer


@router.get(f"{INBOX}/ho-so.{{form}}", dependencies=[COUNTED_EXPORT])
def as_file(form: FileForm, request: Request, front: FrontDep, staff: StaffPageDep) -> Response:
    """Return all cases that the inbox shows, as a file."""
    return case_file(front, staff, asked(front.procedures, staff, request.query_params).sought, form)


def _page_of(front: Front, staff: Staff, look: Asked) -> Page:
    filters = look.sought.filters(staff, front.record.offices)
    return page_for(front.record.cases, staff, filters, look.cursor, _A_PAGE, at=front.clock())


def _lines(front: Front, staff: Staff, look: Asked) -> tuple[list[InboxLine], str | None]:
    found = _page_of(front, staff, look)
    return inbox_lines(front, staff, found.lines), found.next


def _address(view: View, look: Asked) -> str:
    return Asked(view, Form(), look.sought, None, look.compact).address(INBOX)


def _counted(front: Front, staff: Staff, view: View) -> str:
    """Return how many cases a view holds, for its head; empty for the view of everything."""
    if view is View.ALL:
        return ""
    filters = sought(front.procedures, staff, view, {}).filters(staff, front.record.offices)
    found = front.record.cases.count(scope_of(staff.actor), filters, _MOST_COUNTED, at=front.clock())
    return f"{_MOST_COUNTED - 1}+" if found >= _MOST_COUNTED else str(found)


def _together(procedures: ProceduresInForce, staff: Staff, lines: list[InboxLine]) -> list[tuple[ActRule, str]]:
    """Return the acts that can be done to several of these cases, each with the address of its form."""
    kinds = [kind for kind in ACTS_TOGETHER if any(kind in line.together for line in lines)]
    rules = [rule for kind in kinds if (rule := _rule(procedures, staff, kind))]
    return [
        (rule, DISPATCH_TOGETHER if rule.act is ActKind.DISPATCH else TOGETHER.format(act=rule.act)) for rule in rules
    ]


@dataclass(frozen=True)
class Neighbours:
    """The cases before and after one in a list."""

    before: str | None = None
    after: str | None = None


def neighbours(front: Front, staff: Staff, address: str, code: str) -> Neighbours:
    """Return the cases beside this one in the list at an address. Of a case that has left the list, the first one comes next."""
    query = QueryParams(urlsplit(address).query)
    try:
        look = asked(front.procedures, staff, query)
        found = _page_of(front, staff, look)
    except (Problem, BadCursor):
        return Neighbours()
    codes = [line.code for line in found.lines]
    if code not in codes:
        return Neighbours(after=codes[0] if codes else None)
    at = codes.index(code)
    return Neighbours(codes[at - 1] if at else None, codes[at + 1] if at + 1 < len(codes) else None)


def _marks(lines: list[InboxLine]) -> str:
    return ".".join(line.mark for line in lines)


def _options(record: Record, procedures: ProceduresInForce, staff: Staff) -> dict[str, list[Option]]:
    """Return the options of the filters. Staff of no authority see the cases of all, and filter by status and words only."""
    authority = staff.account.authority
    procedure = procedures.today(authority) if authority else None
    return {
        "status": status_options(own_statuses(procedures, staff)),
        "field": field_options(procedure) if procedure else [],
        "place": place_options(record.offices, authority) if authority else [],
        "urgency": course_options(procedure) if procedure else [],
        "agency": agency_options(record.offices, authority) if authority and not staff.account.role.of_agency else [],
        "officer": officer_options(record.accounts, staff),
    }


def _rule(procedures: ProceduresInForce, staff: Staff, act: ActKind) -> ActRule | None:
    """Return the regulation's rule of an act, None where this person's role may not do it."""
    procedure = procedures.today(staff.account.authority) if staff.account.authority else None
    rule = procedure.act(act) if procedure else None
    return rule if rule and staff.account.role in rule.by else None
