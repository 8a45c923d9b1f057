"""The procedures as data: what each authority's regulation says, so that any client can draw its forms from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.front import FrontDep
from api.openapi import problems
from api.problems import UNKNOWN_PROCEDURE, Problem
from domain.procedure import ActRule, LegalBasis, LimitKind, LimitRule, Named, Procedure
from domain.wording import ROLE, STATUS
from domain.words import ActKind, Role, Status, Urgency
from procedures import all_procedures

router = APIRouter(prefix="/procedures", tags=["Quy trình"])


class ProcedureLine(BaseModel):
    """Một quy trình trong danh sách."""

    id: str = Field(examples=["khanh-hoa"])
    authority: str = Field(examples=["Ủy ban nhân dân tỉnh Khánh Hòa"])
    centre: str
    legal_basis: LegalBasis
    valid_from: date
    valid_to: date | None


class ProcedureList(BaseModel):
    """Các quy trình đang có hiệu lực."""

    items: list[ProcedureLine]


class NamedView(BaseModel):
    """Một mục mà quy chế liệt kê."""

    id: str
    name: str
    article: str
    ours: bool = Field(description="Văn bản để ngỏ; đây là lựa chọn của đơn vị vận hành.")


class FieldView(NamedView):
    """Một lĩnh vực."""

    urgency: Urgency


class RequirementView(NamedView):
    """Một mục mà phản ánh phải có, hoặc nên có."""

    required: bool


class ActRuleView(BaseModel):
    """Một thao tác: ai làm, khi nào, dẫn tới đâu, theo điều nào."""

    act: ActKind
    name: str
    by: list[Role]
    by_labels: list[str]
    when: list[Status]
    when_labels: list[str]
    to: Status | None
    article: str
    ours: bool


class LimitRuleView(BaseModel):
    """Một thời hạn của quy trình."""

    id: str
    kind: LimitKind
    name: str
    amount: str = Field(examples=["0.5 wd"])
    amount_text: str = Field(examples=["0,5 ngày làm việc"])
    extended: str | None
    extended_text: str | None
    applies_to: list[Urgency]
    waits_for: Role
    article: str
    extended_article: str | None
    reading: str | None
    ours: bool


class ProcedureView(ProcedureLine):
    """Toàn bộ quy trình của một địa phương."""

    channels: list[NamedView]
    fields_of_work: list[FieldView]
    requirements: list[RequirementView]
    refusal_grounds: list[NamedView]
    withhold_grounds: list[NamedView]
    ratings: list[NamedView]
    acts: list[ActRuleView]
    limits: list[LimitRuleView]


@router.get("", summary="Các quy trình đang có hiệu lực")
def listing() -> ProcedureList:
    """The procedures in force."""
    return ProcedureList(items=[ProcedureLine(**_line(procedure)) for procedure in all_procedures().values()])


@router.get("/{procedure_id}", summary="Một quy trình", responses=problems(404, 422, 503))
def show(procedure_id: str, front: FrontDep) -> ProcedureView:
    """One procedure in force, with the fields of work that its authority has added."""
    procedure = front.procedures.today(procedure_id)
    if procedure is None:
        raise Problem(UNKNOWN_PROCEDURE)
    return ProcedureView(
        **_line(procedure),
        channels=[NamedView(**_named(one)) for one in procedure.channels],
        fields_of_work=[FieldView(**_named(one), urgency=one.urgency) for one in procedure.fields],
        requirements=[RequirementView(**_named(one), required=one.required) for one in procedure.requirements],
        refusal_grounds=[NamedView(**_named(one)) for one in procedure.refusal_grounds],
        withhold_grounds=[NamedView(**_named(one)) for one in procedure.withhold_grounds],
        ratings=[NamedView(**_named(one)) for one in procedure.ratings],
        acts=[_act(rule) for rule in procedure.acts],
        limits=[_limit(rule) for rule in procedure.limits],
    )


def _line(procedure: Procedure) -> dict[str, Any]:
    return {
        "id": procedure.id,
        "authority": procedure.authority.name,
        "centre": procedure.authority.centre,
        "legal_basis": procedure.legal_basis,
        "valid_from": procedure.valid_from,
        "valid_to": procedure.valid_to,
    }


def _named(one: Named) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "article": one.source, "ours": one.ours}


def _act(rule: ActRule) -> ActRuleView:
    return ActRuleView(
        act=rule.act,
        name=rule.name,
        by=list(rule.by),
        by_labels=[ROLE[role] for role in rule.by],
        when=list(rule.when),
        when_labels=[STATUS[status] for status in rule.when],
        to=rule.to,
        article=rule.source,
        ours=rule.ours,
    )


def _limit(rule: LimitRule) -> LimitRuleView:
    return LimitRuleView(
        id=rule.id,
        kind=rule.kind,
        name=rule.name,
        amount=str(rule.amount),
        amount_text=rule.amount.in_vietnamese,
        extended=str(rule.extended) if rule.extended else None,
        extended_text=rule.extended.in_vietnamese if rule.extended else None,
        applies_to=list(rule.applies_to),
        waits_for=rule.assignee,
        article=rule.source,
        extended_article=rule.extended_source,
        reading=rule.reading,
        ours=rule.ours,
    )
