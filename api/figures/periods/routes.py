"""Routes of the accounts of any span of days, for staff."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.figures.periods.accounting import OverdueShares, PeriodAccount, account_seen_by, late_steps_of, overdue_seen_by
from api.figures.periods.bodies import AskedAccount, AskedLate, AskedOverdue
from api.figures.periods.files import account_file, late_file, overdue_file
from api.figures.periods.letters import LETTERS, LetterForm, letter_file
from api.figures.periods.views import (
    AccountView,
    LateStepList,
    OverdueTableView,
    account_view,
    late_step_view,
    overdue_view,
)
from api.web.downloads import FILES, Form
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff, StaffDep
from api.web.openapi import problems
from api.web.reading_limits import COUNTED_EXPORT

router = APIRouter(prefix="/accounts", tags=["Thống kê"])


@router.get("", summary="Số liệu của một kỳ", responses=problems(401, 403, 422, 503))
def show(asked: Annotated[AskedAccount, Query()], front: FrontDep, staff: StaffDep) -> AccountView:
    """The account of one's own agency or authority, of any days."""
    return account_view(_found(front, staff, asked))


@router.get(
    ".{form}",
    summary="Số liệu của một kỳ thành tệp CSV, XLSX",
    description="XLSX gồm mọi bảng, có danh sách bước trễ hạn; CSV chỉ bảng tổng hợp.",
    response_class=Response,
    responses=problems(401, 403, 422, 429, 503) | FILES,
    dependencies=[COUNTED_EXPORT],
)
def export(form: Form, asked: Annotated[AskedAccount, Query()], front: FrontDep, staff: StaffDep) -> Response:
    """The same as files for a spreadsheet."""
    return account_file(front, _found(front, staff, asked), form)


@router.get("/late", summary="Bước trễ hạn trong kỳ", responses=problems(401, 403, 422, 503))
def late(asked: Annotated[AskedLate, Query()], front: FrontDep, staff: StaffDep) -> LateStepList:
    """The first late steps of a period, in the order of their cases. The files hold all of them."""
    found = _found(front, staff, asked)
    steps = late_steps_of(front, found)
    return LateStepList(items=[late_step_view(step, found.names) for step in islice(steps, asked.limit)])


@router.get(
    "/late.{form}",
    summary="Mọi bước trễ hạn trong kỳ thành tệp CSV, XLSX",
    response_class=Response,
    responses=problems(401, 403, 422, 429, 503) | FILES,
    dependencies=[COUNTED_EXPORT],
)
def export_late(form: Form, asked: Annotated[AskedAccount, Query()], front: FrontDep, staff: StaffDep) -> Response:
    """All late steps of a period, however many they are."""
    return late_file(front, _found(front, staff, asked), form)


@router.get("/overdue", summary="Tỷ lệ quá hạn theo địa bàn, cơ quan", responses=problems(401, 403, 422, 503))
def overdue(asked: Annotated[AskedOverdue, Query()], front: FrontDep, staff: StaffDep) -> OverdueTableView:
    """The share of overdue cases by place or agency. A place without cases has a line too."""
    found = _shares(front, staff, asked)
    return overdue_view(found.table, found.names, asked.by)


@router.get(
    "/overdue.{form}",
    summary="Tỷ lệ quá hạn thành tệp CSV, XLSX",
    response_class=Response,
    responses=problems(401, 403, 422, 429, 503) | FILES,
    dependencies=[COUNTED_EXPORT],
)
def export_overdue(form: Form, asked: Annotated[AskedOverdue, Query()], front: FrontDep, staff: StaffDep) -> Response:
    """The same as files for a spreadsheet."""
    return overdue_file(_shares(front, staff, asked), form)


@router.get(
    "/overdue-letter.{form}",
    summary="Công văn về phản ánh quá hạn",
    description="Có bảng tỷ lệ quá hạn theo địa bàn; số và chữ ký để người ký ghi. Chỉ ở địa phương có mẫu công văn này.",
    response_class=Response,
    responses=problems(401, 403, 404, 422, 429, 503) | LETTERS,
    dependencies=[COUNTED_EXPORT],
)
def letter(form: LetterForm, asked: Annotated[AskedOverdue, Query()], front: FrontDep, staff: StaffDep) -> Response:
    """The letter that urges offices to handle what is overdue."""
    found = _shares(front, staff, asked)
    return letter_file(found, form, now=front.clock())


def _shares(front: Front, staff: Staff, asked: AskedOverdue) -> OverdueShares:
    return overdue_seen_by(front, staff, asked.days(), asked.authority, asked.agency, asked.by, asked.borders)


def _found(front: Front, staff: Staff, asked: AskedAccount) -> PeriodAccount:
    return account_seen_by(front, staff, asked.days(), asked.authority, asked.agency, asked.borders)
