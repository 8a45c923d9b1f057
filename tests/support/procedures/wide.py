"""A regulation that knows every act: Khánh Hòa's, and beside it what other regulations let people do."""

from __future__ import annotations

from dataclasses import replace

from domain.procedure import ActRule, Course, Named
from domain.words import ActKind, Role, Status, Urgency
from procedures import all_procedures

_SOURCE = "Điều 99"
_CENTRE = (Role.CENTRE_OPERATOR, Role.CENTRE_LEADER)


def _rule(
    act: ActKind, by: tuple[Role, ...], when: Status, to: Status | None = None, times: int | None = None
) -> ActRule:
    return ActRule(act, f"Việc {act}", by, (when,), to, _SOURCE, times=times)


_MORE = (
    _rule(ActKind.ASK_DIRECTION, _CENTRE, Status.SUBMITTED, Status.AWAITING_DIRECTION),
    _rule(ActKind.DIRECT, (Role.AUTHORITY_LEADER,), Status.AWAITING_DIRECTION, Status.VERIFIED),
    _rule(ActKind.FORWARD, (Role.FOCAL_POINT,), Status.WITH_FOCAL_POINT, Status.DISPATCHED),
    _rule(ActKind.TAKE_ON, (Role.FOCAL_POINT,), Status.WITH_FOCAL_POINT, Status.PROCESSING),
    _rule(ActKind.RECLASSIFY, _CENTRE, Status.DISPATCHED),
    _rule(ActKind.RECORD_INSPECTION, (Role.AGENCY_OFFICER,), Status.DISPATCHED),
    _rule(ActKind.REPORT_PROGRESS, (Role.AGENCY_OFFICER, Role.FOCAL_POINT), Status.PROCESSING),
    _rule(ActKind.SHARE_IDENTITY, (Role.AUTHORITY_LEADER,), Status.SUBMITTED),
    _rule(ActKind.HIDE, _CENTRE, Status.SUBMITTED),
    _rule(ActKind.UNHIDE, _CENTRE, Status.SUBMITTED),
    _rule(ActKind.CONTEST, (Role.REPORTER,), Status.PUBLISHED, Status.PROCESSING, times=1),
    _rule(ActKind.MARK_AS_TEST, (Role.TECHNICIAN,), Status.SUBMITTED),
    _rule(ActKind.DELETE_TEST, (Role.TECHNICIAN,), Status.SUBMITTED, Status.DELETED),
)
_KHANH_HOA = all_procedures()["khanh-hoa"]

WIDE = replace(
    _KHANH_HOA,
    acts=tuple(
        replace(rule, edits=rule.act in (ActKind.APPROVE, ActKind.PUBLISH))
        for rule in _KHANH_HOA.acts
        if rule.act not in {more.act for more in _MORE}
    )
    + _MORE,
    refusal_grounds=tuple(
        replace(ground, needs_guidance=ground.id == "out_of_scope") for ground in _KHANH_HOA.refusal_grounds
    ),
    ratings=tuple(replace(rating, reopens=rating.id == "unsatisfied") for rating in _KHANH_HOA.ratings),
    hide_grounds=(Named("abusive", "Xúc phạm, lăng mạ", _SOURCE),),
    courses=(Course(Urgency.URGENT, "Khẩn cấp do thiên tai", _SOURCE, by_hand=True),),
    role_names={Role.AGENCY_OFFICER: "chuyên viên phòng"},
)
