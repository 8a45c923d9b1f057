"""Handovers as the API shows them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api.cases.views.people import PersonView, actor_view
from api.web.names import Agencies, Name, People
from language.later_words import label_of
from procedures import all_procedures
from records.record import Record
from records.staff.rows import Handover, HandoverState

_STATES = {
    HandoverState.WAITING: "đang chờ",
    HandoverState.DONE: "đã bàn giao",
    HandoverState.LEFT: "giữ nguyên",
}


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
    to_account: Name | None = Field(description="null: trở về cơ quan để giao lại.")
    reason: str
    by: PersonView
    at: datetime
    finished: bool
    total: int
    done: int
    left: int = Field(description="Số hồ sơ giữ nguyên.")
    waiting: int
    cases: list[HandedCaseView]


def handover_view(record: Record, handover: Handover) -> HandoverView:
    """Return a handover with how far it has come."""
    by = handover.by
    people = People(record.accounts, [handover.from_account, handover.to_account, by.account, by.on_behalf_of]).at(
        handover.at
    )
    agencies, procedure = (
        Agencies(record.offices, handover.authority).at(handover.at),
        all_procedures()[handover.authority],
    )
    states = [case.state for case in handover.cases]
    return HandoverView(
        id=handover.id,
        agency=agencies.name(handover.agency),
        from_account=people.name(handover.from_account),
        to_account=people.name(handover.to_account) if handover.to_account else None,
        reason=handover.reason,
        by=actor_view(by, procedure, agencies, people),
        at=handover.at,
        finished=HandoverState.WAITING not in states,
        total=len(states),
        done=states.count(HandoverState.DONE),
        left=states.count(HandoverState.LEFT),
        waiting=states.count(HandoverState.WAITING),
        cases=[
            HandedCaseView(code=case.code, state=case.state, state_label=label_of(_STATES, case.state), why=case.why)
            for case in handover.cases
        ],
    )
