"""The procedures as data: what each authority's regulation says, so that any client can draw its forms from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.office.regulation_views import (
    ActRuleView,
    BouncingView,
    ChannelView,
    CitedView,
    CourseView,
    FieldView,
    LimitRuleView,
    NamedView,
    RatingView,
    RefusalGroundView,
    RequirementView,
    UnlimitedWaitView,
    WithholdGroundView,
    act_view,
    channel_view,
    course_view,
    field_view,
    limit_view,
    named_view,
    rating_view,
    refusal_ground_view,
    requirement_view,
    role_labels,
    withhold_ground_view,
)
from api.web.front import FrontDep
from api.web.openapi import problems
from api.web.problems.kinds import UNKNOWN_PROCEDURE
from api.web.problems.problem import Problem
from domain.procedure import LegalBasis, Procedure
from domain.words import Role
from language.labels import STATUS
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


class ProcedureView(ProcedureLine):
    """Toàn bộ quy trình của một địa phương."""

    role_labels: dict[Role, str] = Field(description="Quy chế gọi các vai trò là gì.")
    channels: list[ChannelView]
    courses: list[CourseView] = Field(description="Quy trình riêng, bên cạnh quy trình thông thường.")
    fields_of_work: list[FieldView]
    requirements: list[RequirementView]
    refusal_grounds: list[RefusalGroundView]
    withhold_grounds: list[WithholdGroundView]
    hide_grounds: list[NamedView]
    ratings: list[RatingView]
    acts: list[ActRuleView]
    limits: list[LimitRuleView]
    unlimited: list[UnlimitedWaitView] = Field(description="Nơi hồ sơ chờ mà văn bản không đặt thời hạn.")
    bouncing: BouncingView | None
    own_dispatch: CitedView | None = Field(description="Hệ thống tự chuyển theo quy tắc phân phối, nếu quy chế cho.")


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
        role_labels=role_labels(procedure),
        channels=[channel_view(one) for one in procedure.channels],
        courses=[course_view(one) for one in procedure.courses],
        fields_of_work=[field_view(one) for one in procedure.fields],
        requirements=[requirement_view(one) for one in procedure.requirements],
        refusal_grounds=[refusal_ground_view(one) for one in procedure.refusal_grounds],
        withhold_grounds=[withhold_ground_view(one) for one in procedure.withhold_grounds],
        hide_grounds=[named_view(one) for one in procedure.hide_grounds],
        ratings=[rating_view(one) for one in procedure.ratings],
        acts=[act_view(rule, procedure) for rule in procedure.acts],
        limits=[limit_view(rule, procedure) for rule in procedure.limits],
        unlimited=[
            UnlimitedWaitView(status=one.status, status_label=STATUS[one.status], article=one.source, ours=one.ours)
            for one in procedure.unlimited
        ],
        bouncing=_bouncing(procedure),
        own_dispatch=_own_dispatch(procedure),
    )


def _bouncing(procedure: Procedure) -> BouncingView | None:
    rule = procedure.bouncing
    return BouncingView(returns=rule.returns, article=rule.source, ours=rule.ours) if rule else None


def _own_dispatch(procedure: Procedure) -> CitedView | None:
    rule = procedure.own_dispatch
    return CitedView(article=rule.source, ours=rule.ours) if rule else None


def _line(procedure: Procedure) -> dict[str, Any]:
    return {
        "id": procedure.id,
        "authority": procedure.authority.name,
        "centre": procedure.authority.centre,
        "legal_basis": procedure.legal_basis,
        "valid_from": procedure.valid_from,
        "valid_to": procedure.valid_to,
    }
