"""The page of differences between cases and their workflows, on which an admin decides."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.cases.findings import decide_on
from api.pages.admin.gate import AdminPageDep, WatcherPageDep
from api.pages.common.forms import FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.web.front import FrontDep
from api.web.problems.kinds import UNKNOWN_FINDING
from api.web.problems.problem import Problem
from domain.reconciling import CHOICES, FREEZING
from domain.words import Role
from language.findings import CHOICE, CHOICE_MEANS, FINDING, FINDING_MEANS
from language.labels import local_time
from procedures import all_procedures
from records.reconciliation.rows import KnownFinding

router = APIRouter(prefix="/quan-tri/doi-chieu")

_MOST = 200
_SETTLED = 20
_ZONE = "Asia/Ho_Chi_Minh"
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
    kept, authority = front.record.reconciliation, staff.account.authority
    last = kept.last()
    return page(
        request,
        "admin/reconciliation.html.j2",
        visitor,
        findings=[_shown(each) for each in kept.open_findings(authority, _MOST)],
        settled=[_shown(each) for each in kept.settled_findings(authority, _SETTLED)],
        compared_at=local_time(last.finished_at, _ZONE) if last else None,
        compared=last.compared if last else 0,
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


def _shown(finding: KnownFinding) -> dict[str, object]:
    difference = finding.difference
    procedure = all_procedures().get(finding.authority or "")
    return {
        "id": finding.id,
        "code": difference.code,
        "known": finding.authority is not None,
        "authority": procedure.authority.name if procedure else None,
        "label": FINDING[difference.kind],
        "means": FINDING_MEANS[difference.kind],
        "freezes": difference.kind in FREEZING,
        "record_number": difference.record_number,
        "workflow_number": difference.workflow_number,
        "failing": difference.failing,
        "found_text": local_time(finding.found_at, _ZONE),
        "decided_text": local_time(finding.decided_at, _ZONE) if finding.decided_at else None,
        "settled_text": local_time(finding.settled_at, _ZONE) if finding.settled_at else None,
        "choice": CHOICE[finding.choice] if finding.choice else None,
        "choices": [(each, CHOICE[each], CHOICE_MEANS[each]) for each in CHOICES.get(difference.kind, ())],
        "note": finding.note,
        "by": finding.by,
    }
