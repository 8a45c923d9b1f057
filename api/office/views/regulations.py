"""A regulation as the API shows it: what a client needs to draw its forms."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from domain.limit_rules import LimitKind, LimitRule
from domain.procedure import (
    ActRule,
    Channel,
    Continuation,
    Course,
    FieldOfWork,
    LegalBasis,
    Named,
    OwnDispatch,
    Procedure,
    Rating,
    RefusalGround,
    Requirement,
    WithholdGround,
)
from domain.words import ActKind, AttachmentKind, Party, Role, Status, Urgency
from language.labels import EVENT, ROLE, STATUS, length_text, role_name


class CitedView(BaseModel):
    """Một điều mà quy chế nêu."""

    article: str = Field(examples=["Điều 7 khoản 3"])
    ours: bool = Field(description="Văn bản để ngỏ; đây là lựa chọn của đơn vị vận hành.")


class NamedView(CitedView):
    """Một mục mà quy chế liệt kê."""

    id: str
    name: str


class ChannelView(NamedView):
    """Một kênh tiếp nhận."""

    staff_only: bool = Field(description="Chỉ cán bộ nhập.")
    takes_incomplete: bool = Field(description="Cán bộ tiếp nhận được phản ánh còn thiếu mục, rồi đề nghị bổ sung.")
    answers_by: str = Field(description="Người gửi qua kênh này được trả lời bằng cách nào.", examples=["portal"])


class CourseView(NamedView):
    """Một quy trình riêng, bên cạnh quy trình thông thường."""

    by_hand: bool = Field(description="Trung tâm chọn khi xác minh, phân phối; nếu không thì theo lĩnh vực.")


class FieldView(NamedView):
    """Một lĩnh vực."""

    urgency: Urgency
    by_focal_point: bool = Field(description="Phân phối cho đầu mối, đầu mối chuyển cơ quan.")


class RequirementView(NamedView):
    """Một mục mà phản ánh phải có, hoặc nên có."""

    required: bool
    except_channels: list[str] = Field(description="Không đòi hỏi khi gửi qua các kênh này.")
    kinds: list[AttachmentKind] = Field(description="Loại tệp mà mục này cho kèm theo phản ánh.")


class RefusalGroundView(NamedView):
    """Một căn cứ từ chối tiếp nhận."""

    names_original: bool = Field(description="Phải nêu mã hồ sơ đã tiếp nhận trước.")
    needs_guidance: bool = Field(description="Phải hướng dẫn gửi lại.")
    found_later: bool = Field(description="Thấy khi đang xử lý thì trả hồ sơ về trung tâm được.")


class WithholdGroundView(NamedView):
    """Một căn cứ không công khai."""

    on_request: bool = Field(description="Chỉ khi người gửi đề nghị giữ bí mật.")
    from_start: bool = Field(description="Giữ kín được ngay từ khi chưa có kết quả.")
    told_by_message: bool = Field(description="Nội dung kết quả gửi cho người gửi cả qua thư điện tử.")
    keeps_result: bool = Field(
        description="Trả lời theo pháp luật về bí mật: người gửi cũng không đọc lời kết quả ở đây, không có văn bản."
    )


class RatingView(NamedView):
    """Một mức đánh giá."""

    reopens: bool = Field(description="Đưa hồ sơ trở lại xử lý.")


class ActRuleView(CitedView):
    """Một thao tác: ai làm, khi nào, dẫn tới đâu, theo điều nào."""

    act: ActKind
    name: str
    by: list[Role]
    by_labels: list[str]
    when: list[Status]
    when_labels: list[str]
    to: Status | None = Field(description="Trạng thái sau thao tác; trống thì giữ nguyên.")
    leads: dict[Status, Status] = Field(description="Trạng thái sau thao tác, khi khác `to` tùy trạng thái trước đó.")
    times: int | None = Field(description="Số lần tối đa đối với một hồ sơ.")
    several_agencies: bool = Field(description="Chỉ khi hồ sơ có nhiều cơ quan.")
    after: str | None = Field(description="Phải có diễn biến này trước.", examples=["directed"])
    after_label: str | None = Field(examples=["Lãnh đạo chỉ đạo"])
    after_limit: str | None = Field(description="Thời hạn này phải đã qua.", examples=["process"])
    after_limit_label: str | None = Field(examples=["Giải quyết"])
    needs_day: bool = Field(description="Phải nêu ngày xử lý xong.")
    needs_images: bool = Field(description="Phải kèm ảnh kết quả, hoặc nói rõ không có.")
    explains_no_images: bool = Field(description="Không có ảnh kết quả thì phải nói vì sao.")
    takes_paper: bool = Field(description="Kết quả có thể bằng văn bản: ghi số, ngày, nơi gửi.")
    edits: bool = Field(description="Người làm được sửa nội dung kết quả.")
    names_agency: bool = Field(description="Có nêu cơ quan; nếu không thì chuyển cho đầu mối, hoặc không đổi cơ quan.")
    beside_agency: bool = Field(description="Đầu mối làm được cả khi cơ quan đang giữ hồ sơ.")
    commits: bool = Field(description="Kết quả có thể là lời cam kết hoàn thành vào một ngày.")
    agencies: Party = Field(description="Thao tác của cơ quan thì của cơ quan nào: chủ trì, phối hợp, hay cả hai.")


class LimitRuleView(CitedView):
    """Một thời hạn của quy trình."""

    id: str
    kind: LimitKind = Field(description="Hạn của một bước, của cả hồ sơ, thời gian chờ, hay việc không bắt buộc.")
    name: str
    amount: str | None = Field(description="Trống khi hạn là ngày đã hẹn.", examples=["0.5 wd"])
    amount_text: str = Field(examples=["0,5 ngày làm việc"])
    promised: bool = Field(description="Hết hạn vào ngày cơ quan đã hẹn.")
    extended: str | None
    extended_text: str | None
    extended_on: str | None = Field(description="Diễn biến làm hạn dài thêm.", examples=["extended"])
    shortened_by_agency: bool = Field(description="Cơ quan có hạn riêng ngắn hơn thì theo hạn ấy.")
    applies_to: list[Urgency]
    fields: list[str] = Field(description="Chỉ cho các lĩnh vực này; trống là mọi lĩnh vực.")
    waits_for: Role
    waits_for_label: str = Field(examples=["cán bộ chuyên môn"])
    extended_article: str | None
    reading: str | None


class UnlimitedWaitView(CitedView):
    """Một trạng thái mà văn bản không đặt thời hạn."""

    status: Status
    status_label: str


class BouncingView(CitedView):
    """Hồ sơ bị trả lại nhiều lần thì do lãnh đạo phân phối."""

    returns: int = Field(description="Số lần bị trả lại.")


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
    continuation: CitedView | None = Field(
        description="Hồ sơ đã kết thúc tiếp nối được bằng hồ sơ mới khi người gửi không đồng ý, nếu quy chế cho."
    )


def procedure_line(procedure: Procedure) -> ProcedureLine:
    """Return a procedure as lists show it."""
    return ProcedureLine(**_line(procedure))


def procedure_view(procedure: Procedure) -> ProcedureView:
    """Return everything that a procedure says."""
    return ProcedureView(
        **_line(procedure),
        role_labels=_role_labels(procedure),
        channels=[_channel_view(one) for one in procedure.channels],
        courses=[_course_view(one) for one in procedure.courses],
        fields_of_work=[_field_view(one) for one in procedure.fields],
        requirements=[_requirement_view(one) for one in procedure.requirements],
        refusal_grounds=[_refusal_ground_view(one) for one in procedure.refusal_grounds],
        withhold_grounds=[_withhold_ground_view(one) for one in procedure.withhold_grounds],
        hide_grounds=[_named_view(one) for one in procedure.hide_grounds],
        ratings=[_rating_view(one) for one in procedure.ratings],
        acts=[_act_view(rule, procedure) for rule in procedure.acts],
        limits=[_limit_view(rule, procedure) for rule in procedure.limits],
        unlimited=[
            UnlimitedWaitView(status=one.status, status_label=STATUS[one.status], article=one.source, ours=one.ours)
            for one in procedure.unlimited
        ],
        bouncing=_bouncing(procedure),
        own_dispatch=_cited(procedure.own_dispatch),
        continuation=_cited(procedure.continuation),
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


def _bouncing(procedure: Procedure) -> BouncingView | None:
    rule = procedure.bouncing
    return BouncingView(returns=rule.returns, article=rule.source, ours=rule.ours) if rule else None


def _cited(rule: OwnDispatch | Continuation | None) -> CitedView | None:
    return CitedView(article=rule.source, ours=rule.ours) if rule else None


def _channel_view(one: Channel) -> ChannelView:
    return ChannelView(
        **_named(one), staff_only=one.staff_only, takes_incomplete=one.takes_incomplete, answers_by=one.answers_by
    )


def _course_view(one: Course) -> CourseView:
    return CourseView(**_named(one), by_hand=one.by_hand)


def _field_view(one: FieldOfWork) -> FieldView:
    return FieldView(**_named(one), urgency=one.urgency, by_focal_point=one.by_focal_point)


def _requirement_view(one: Requirement) -> RequirementView:
    return RequirementView(
        **_named(one), required=one.required, except_channels=list(one.except_channels), kinds=list(one.kinds)
    )


def _refusal_ground_view(one: RefusalGround) -> RefusalGroundView:
    return RefusalGroundView(
        **_named(one),
        names_original=one.names_original,
        needs_guidance=one.needs_guidance,
        found_later=one.found_later,
    )


def _withhold_ground_view(one: WithholdGround) -> WithholdGroundView:
    return WithholdGroundView(
        **_named(one),
        on_request=one.on_request,
        from_start=one.from_start,
        told_by_message=one.told_by_message,
        keeps_result=one.keeps_result,
    )


def _rating_view(one: Rating) -> RatingView:
    return RatingView(**_named(one), reopens=one.reopens)


def _named_view(one: Named) -> NamedView:
    return NamedView(**_named(one))


def _act_view(rule: ActRule, procedure: Procedure) -> ActRuleView:
    return ActRuleView(
        act=rule.act,
        name=rule.name,
        by=list(rule.by),
        by_labels=[role_name(procedure, role) for role in rule.by],
        when=list(rule.when),
        when_labels=[STATUS[status] for status in rule.when],
        to=rule.to,
        leads=rule.leads,
        times=rule.times,
        several_agencies=rule.several_agencies,
        after=rule.after,
        after_label=EVENT[rule.after] if rule.after else None,
        after_limit=rule.after_limit,
        after_limit_label=procedure.limit(rule.after_limit).name if rule.after_limit else None,
        needs_day=rule.needs_day,
        needs_images=rule.needs_images,
        explains_no_images=rule.explains_no_images,
        takes_paper=rule.takes_paper,
        edits=rule.edits,
        names_agency=rule.names_agency,
        beside_agency=rule.beside_agency,
        commits=rule.commits,
        agencies=rule.agencies,
        article=rule.source,
        ours=rule.ours,
    )


def _limit_view(rule: LimitRule, procedure: Procedure) -> LimitRuleView:
    return LimitRuleView(
        id=rule.id,
        kind=rule.kind,
        name=rule.name,
        amount=str(rule.amount) if rule.amount else None,
        amount_text=length_text(rule.amount),
        promised=rule.amount is None,
        extended=str(rule.extended) if rule.extended else None,
        extended_text=length_text(rule.extended) if rule.extended else None,
        extended_on=rule.extended_on if rule.extended else None,
        shortened_by_agency=rule.shortened_by_agency,
        applies_to=list(rule.applies_to),
        fields=list(rule.fields),
        waits_for=rule.assignee,
        waits_for_label=role_name(procedure, rule.assignee),
        article=rule.source,
        extended_article=rule.extended_source,
        reading=rule.reading,
        ours=rule.ours,
    )


def _role_labels(procedure: Procedure) -> dict[Role, str]:
    return {role: role_name(procedure, role) for role in ROLE}


def _named(one: Named) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "article": one.source, "ours": one.ours}
