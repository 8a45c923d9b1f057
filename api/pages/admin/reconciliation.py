"""The page of differences between cases and their workflows, on which an admin decides."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.cases.differences.deciding import decide_on, differences_seen_by
from api.pages.admin.gate import AdminPageDep, WatcherPageDep
from api.pages.common.forms import FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.web.front import FrontDep
from api.web.problems.kinds import UNKNOWN_FINDING
from api.web.problems.problem import Problem
from domain.words import Role

router = APIRouter(prefix="/quan-tri/doi-chieu")

_LONGEST_NOTE = 500


@router.get("")
def differences(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: WatcherPageDep,
    done: Annotated[str, Query(alias="xong", max_length=20)] = "",
) -> Response:
    """Show the differences that wait for a decision, and the latest that were settled."""
    return page(
        request,
        "admin/reconciliation.html.j2",
        visitor,
        shown=differences_seen_by(front.record.reconciliation, staff),
        decides=staff.account.role is Role.ADMIN,
        done=done,
    )


@router.post("", dependencies=[PAGE_OF_WEIGHT])
def decide(front: FrontDep, staff: AdminPageDep, form: FormDep) -> Response:
    """Record a decision. Its button names the finding and the choice."""
    choice, _, id_ = form.value("choice").partition(":")
    try:
        finding = UUID(id_)
    except ValueError as error:
        raise Problem(UNKNOWN_FINDING) from error
    decide_on(front.record.reconciliation, staff, finding, choice, form.value("note")[:_LONGEST_NOTE])
    return see("/quan-tri/doi-chieu?xong=quyet-dinh")
