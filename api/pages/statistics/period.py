"""The page of the account of any days, for staff."""

from __future__ import annotations

from itertools import islice
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.datastructures import QueryParams

from api.figures.bordering import borders_offered
from api.figures.periods.accounting import PeriodAccount, account_seen_by, is_running, late_steps_of, overdue_seen_by
from api.figures.periods.bodies import AskedAccount, AskedOverdue
from api.figures.periods.files import account_file, late_file, overdue_file
from api.figures.periods.letters import LetterForm, has_letter, letter_file
from api.figures.periods.views import account_view, late_step_view
from api.pages.common.forms import Form
from api.pages.common.rendering import page
from api.pages.common.visitors import StaffPageDep, VisitorDep
from api.pages.statistics.choosing import authorities
from api.pages.statistics.plots import flow_bars
from api.web.downloads import Form as FileForm
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD
from api.web.reading_limits import COUNTED_EXPORT
from documents.tables.accounts import FLOW_LABELS, leads_of
from domain.visibility import scope_of

router = APIRouter(prefix="/can-bo/thong-ke")

_TEMPLATE = "statistics/period.html.j2"
_NARROWED_BY = ("authority", "first", "last", "agency", "borders")
_SHOWN = 50


@router.get("/ky")
def show(request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep) -> Response:
    """Show the account that the address asks for. What is wrong with the question is said beside the field."""
    form = _form(request.query_params)
    needs_authority = staff.account.authority is None
    context: dict[str, Any] = {"form": form, "authorities": authorities() if needs_authority else []}
    if needs_authority and not form.value("authority"):
        return page(request, _TEMPLATE, visitor, **context, found=None)
    try:
        found = _found(front, staff, form.read(AskedAccount))
    except TOLD as error:
        wrong = form.wrong(error)
        return page(request, _TEMPLATE, visitor, told=wrong.told, **context | {"form": wrong, "found": None})
    return page(request, _TEMPLATE, visitor, **context, **_shown(front, staff, found))


@router.get("/ky.{form}", dependencies=[COUNTED_EXPORT])
def save(form: FileForm, request: Request, front: FrontDep, staff: StaffPageDep) -> Response:
    """Download the account for a spreadsheet."""
    return account_file(front, _found(front, staff, _form(request.query_params).read(AskedAccount)), form)


@router.get("/ky/tre-han.{form}", dependencies=[COUNTED_EXPORT])
def save_late(form: FileForm, request: Request, front: FrontDep, staff: StaffPageDep) -> Response:
    """Download all late steps."""
    return late_file(front, _found(front, staff, _form(request.query_params).read(AskedAccount)), form)


@router.get("/ky/qua-han.{form}", dependencies=[COUNTED_EXPORT])
def save_overdue(form: FileForm, request: Request, front: FrontDep, staff: StaffPageDep) -> Response:
    """Download the table of overdue shares."""
    asked = _form(request.query_params, "by").read(AskedOverdue)
    return overdue_file(
        overdue_seen_by(front, staff, asked.days(), asked.authority, asked.agency, asked.by, asked.borders), form
    )


@router.get("/ky/cong-van.{form}", dependencies=[COUNTED_EXPORT])
def save_letter(form: LetterForm, request: Request, front: FrontDep, staff: StaffPageDep) -> Response:
    """Download the letter about overdue cases."""
    asked = _form(request.query_params, "by").read(AskedOverdue)
    found = overdue_seen_by(front, staff, asked.days(), asked.authority, asked.agency, asked.by, asked.borders)
    return letter_file(found, form, now=front.clock())


def _found(front: Front, staff: Staff, asked: AskedAccount) -> PeriodAccount:
    return account_seen_by(front, staff, asked.days(), asked.authority, asked.agency, asked.borders)


def _form(query: QueryParams, *more: str) -> Form:
    return Form({name: (query[name],) for name in (*_NARROWED_BY, *more) if name in query})


def _shown(front: Front, staff: Staff, found: PeriodAccount) -> dict[str, Any]:
    view, asked = account_view(found), found.asked
    own = scope_of(staff.actor).agency
    kept = front.record.offices.agencies(asked.authority)
    late = [late_step_view(step, found.names) for step in islice(late_steps_of(front, found), _SHOWN + 1)]
    said = {"authority": asked.authority, "first": str(view.first), "last": str(view.last), "agency": asked.agency}
    said["borders"] = asked.borders.of if asked.borders else None
    return {
        "found": view,
        "runs": is_running(found, front.clock()),
        "labels": FLOW_LABELS,
        "by_agency": flow_bars(leads_of(found.compared.account, found.names)),
        "has_letter": has_letter(asked.authority),
        "late": late[:_SHOWN],
        "more_late": len(late) > _SHOWN,
        "borders": borders_offered(front.record.offices, asked.authority),
        "agencies": [] if own else [(id_, name) for name, id_ in sorted((each.name, each.id) for each in kept)],
        "time_zone": asked.time_zone,
        "query": urlencode({name: value for name, value in said.items() if value}),
    }
