"""A leader, or an admin, hands an officer's open cases over to another of the same agency, and sees how far that has come."""

from __future__ import annotations

import asyncio
import uuid
from datetime import datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.cases.views.people import PersonView, actor_view
from api.office.admins import administers
from api.office.bodies import FilledLine
from api.office.problems import HAND_OVER_FOR_ANOTHER, NO_LEADER, UNKNOWN_HANDOVER
from api.staff.handovers.handing_over import hand_over
from api.web.body import Body
from api.web.front import Front, FrontDep
from api.web.idempotency import IdempotencyKey
from api.web.identity.callers import Staff, StaffDep, actor_of, stand_ins
from api.web.names import Agencies, Name, People
from api.web.openapi import problems
from api.web.problems.problem import Problem, wrong_field
from domain.actors import Actor
from domain.offices.delegations import on_behalf_of
from domain.words import Role
from procedures import all_procedures
from records.errors import HandoverUnknown, RecordsUnavailable
from records.record import Record
from records.staff.rows import Account, Handover, HandoverState
from workflows.errors import WorkflowsUnavailable

router = APIRouter(prefix="/handovers", tags=["Ủy quyền, bàn giao"])

PATIENCE = 8.0
"""Seconds for which the caller waits; what is left then the sweeper goes on with."""

_ALL = 100_000
_NAMESPACE = uuid.UUID("f0b2a9d4-6b0a-4a4c-8a57-5c3e1d7f2b90")
_log = structlog.get_logger(__name__)
HandoverId = Annotated[str, Path(description="Mã lần bàn giao.", max_length=60)]

_STATES = {
    HandoverState.WAITING: "đang chờ",
    HandoverState.DONE: "đã bàn giao",
    HandoverState.LEFT: "giữ nguyên",
}


class HandoverBody(Body):
    """Bàn giao hồ sơ đang mở của một cán bộ."""

    from_account: FilledLine = Field(
        alias="from", description="Tài khoản cán bộ bàn giao.", examples=["5f0c2d7e9b1a4c3d"]
    )
    to_account: FilledLine = Field(alias="to", description="Tài khoản cán bộ nhận.", examples=["0d1e2f3a4b5c6d7e"])
    reason: FilledLine = Field(description="Lý do.", examples=["Chuyển công tác"])


class HandedCaseView(BaseModel):
    """Một hồ sơ của lần bàn giao."""

    code: str = Field(examples=["KH-2026-000001"])
    state: HandoverState
    state_label: str = Field(examples=["đã bàn giao"])
    why: str = Field(description="Vì sao giữ nguyên.")


class HandoverView(BaseModel):
    """Một lần bàn giao và đã đến đâu."""

    id: str
    agency: Name
    from_account: Name
    to_account: Name
    reason: str
    by: PersonView
    at: datetime
    finished: bool
    total: int
    done: int
    left: int = Field(description="Số hồ sơ giữ nguyên.")
    waiting: int
    cases: list[HandedCaseView]


@router.post(
    "",
    summary="Bàn giao hồ sơ đang mở của một cán bộ",
    description=(
        "Mỗi hồ sơ là một thao tác giao cán bộ, ghi trong diễn biến của hồ sơ. Trả lời 200 khi xong, 202 khi còn đang làm; "
        "gửi lại cùng khóa thì xem tiếp, không làm hai lần."
    ),
    responses=problems(400, 401, 403, 409, 413, 422, 503)
    | {202: {"model": HandoverView, "description": "Còn đang làm."}},
)
async def add(
    body: HandoverBody, front: FrontDep, who: StaffDep, key: IdempotencyKey, response: Response
) -> HandoverView:
    """Hand over, once however often it is sent with the same key."""
    handover_id = uuid.uuid5(_NAMESPACE, f"{who.account.id} {key}").hex
    handover = await run_in_threadpool(_begun, front, handover_id, body, who)
    try:
        async with asyncio.timeout(PATIENCE):
            await hand_over(front, handover, _ALL)
    except (TimeoutError, WorkflowsUnavailable, RecordsUnavailable) as error:
        _log.info("handover left to the sweeper", handover=handover_id, error=type(error).__name__)
    view = await run_in_threadpool(
        _view, front.record, await run_in_threadpool(front.record.handovers.find, handover_id)
    )
    response.status_code = 200 if view.finished else 202
    return view


@router.get("/{handover_id}", summary="Lần bàn giao đã đến đâu", responses=problems(401, 403, 404, 422, 503))
def show(handover_id: HandoverId, front: FrontDep, who: StaffDep) -> HandoverView:
    """How far a handover has come, for the agency's leader, the authority's admins and auditors."""
    try:
        handover = front.record.handovers.find(handover_id)
    except HandoverUnknown as error:
        raise Problem(UNKNOWN_HANDOVER) from error
    account = who.account
    watches = account.role is Role.AUDITOR and account.authority in (None, handover.authority)
    leads = _leader(front, handover.authority, handover.agency, who) is not None
    if not (watches or leads or administers(who, handover.authority)):
        raise Problem(UNKNOWN_HANDOVER)
    return _view(front.record, handover)


def _begun(front: Front, handover_id: str, body: HandoverBody, who: Staff) -> Handover:
    """The handover, in the record from now on."""
    source, target = front.record.accounts.find(body.from_account), front.record.accounts.find(body.to_account)
    by = _who_hands_over(front, source, who)
    if source is None or source.agency is None:
        raise wrong_field("from", "Không có cán bộ này ở cơ quan xử lý nào; hãy chọn một cán bộ.")
    is_colleague = target is not None and (target.authority, target.agency) == (source.authority, source.agency)
    if target is None or not is_colleague or not target.active or target.id == source.id:
        raise wrong_field("to", "Người nhận phải là cán bộ khác đang làm việc ở cùng cơ quan.")
    handover = Handover(
        id=handover_id,
        authority=source.authority or "",
        agency=source.agency,
        from_account=source.id,
        to_account=target.id,
        reason=body.reason,
        by=by,
        at=front.clock(),
    )
    front.record.handovers.begin(handover)
    return front.record.handovers.find(handover_id)


def _who_hands_over(front: Front, source: Account | None, who: Staff) -> Actor:
    """The agency's leader, whoever stands in for that leader, or an admin on behalf of one.

    An admin has no part in cases of its own, so the record says for whom the admin acts.
    """
    if source is not None and source.agency is not None:
        if leader := _leader(front, source.authority, source.agency, who):
            return leader
        if administers(who, source.authority):
            leaders = (
                account
                for account in front.record.accounts.of_authority(source.authority)
                if account.active and account.role is Role.AGENCY_LEADER and account.agency == source.agency
            )
            answers = next(leaders, None)
            if answers is None:
                raise Problem(NO_LEADER)
            return on_behalf_of(who.actor, actor_of(answers))
    if who.account.role is Role.ADMIN:
        raise wrong_field("from", "Không có cán bộ này ở cơ quan xử lý nào của địa phương; hãy chọn một cán bộ.")
    raise Problem(HAND_OVER_FOR_ANOTHER)


def _leader(front: Front, authority: str | None, agency: str, who: Staff) -> Actor | None:
    """The caller as a leader of this agency: by the caller's own role, or for one who is away."""
    leads = (Role.AGENCY_LEADER, authority, agency)
    actors = (who.actor, *stand_ins(front, who))
    return next((each for each in actors if (each.role, each.authority, each.agency) == leads), None)


def _view(record: Record, handover: Handover) -> HandoverView:
    by = handover.by
    people = People(record.accounts, [handover.from_account, handover.to_account, by.account, by.on_behalf_of])
    agencies, procedure = Agencies(record.offices, handover.authority), all_procedures()[handover.authority]
    states = [case.state for case in handover.cases]
    return HandoverView(
        id=handover.id,
        agency=agencies.name(handover.agency),
        from_account=people.name(handover.from_account),
        to_account=people.name(handover.to_account),
        reason=handover.reason,
        by=actor_view(by, procedure, agencies, people),
        at=handover.at,
        finished=HandoverState.WAITING not in states,
        total=len(states),
        done=states.count(HandoverState.DONE),
        left=states.count(HandoverState.LEFT),
        waiting=states.count(HandoverState.WAITING),
        cases=[
            HandedCaseView(code=case.code, state=case.state, state_label=_STATES[case.state], why=case.why)
            for case in handover.cases
        ],
    )
