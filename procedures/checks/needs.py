"""Checks that each part of a procedure's file has the other parts that it needs."""

from __future__ import annotations

from collections.abc import Iterator

from domain.limit_rules import Recipient
from domain.procedure import ActRule, Procedure
from domain.words import ActKind, Role, Status
from procedures.faults import Fault

_NEEDS_LIST = {
    ActKind.REFUSE: "refusal_grounds",
    ActKind.WITHHOLD: "withhold_grounds",
    ActKind.RATE: "ratings",
    ActKind.HIDE: "hide_grounds",
}
_NEEDS_ACT = {
    ActKind.ASK: ActKind.ANSWER,
    ActKind.ANSWER: ActKind.ASK,
    ActKind.ASK_DIRECTION: ActKind.DIRECT,
    ActKind.UNHIDE: ActKind.HIDE,
    ActKind.RESTRICT: ActKind.WITHHOLD,
    ActKind.ASK_SECRECY: ActKind.WITHHOLD,
    ActKind.DECLINE_PART: ActKind.CONTRIBUTE,
    ActKind.SET_PART_DAY: ActKind.CONTRIBUTE,
    ActKind.KEEP_COMMITMENT: ActKind.MOVE_COMMITMENT,
    ActKind.MOVE_COMMITMENT: ActKind.KEEP_COMMITMENT,
}
_ONLY_OF = {
    "edits": (ActKind.APPROVE, ActKind.PUBLISH),
    "needs_day": (ActKind.SUBMIT_RESULT,),
    "needs_images": (ActKind.SUBMIT_RESULT,),
    "explains_no_images": (ActKind.SUBMIT_RESULT,),
    "takes_paper": (ActKind.SUBMIT_RESULT,),
    "commits": (ActKind.SUBMIT_RESULT,),
}
_ONLY_PROGRESS = "chỉ có ở thao tác “report_progress”"
_SENDING = (ActKind.DISPATCH, ActKind.FORWARD)


def faults_of_needs(procedure: Procedure) -> Iterator[Fault]:
    """Return a fault for every entry whose needed part is missing."""
    for rule in procedure.acts:
        if (needed := _NEEDS_LIST.get(rule.act)) and not getattr(procedure, needed):
            yield Fault(needed, f"không được để trống khi có thao tác “{rule.act}”")
        if (other := _NEEDS_ACT.get(rule.act)) and procedure.act(other) is None:
            yield Fault(f"acts.{rule.act}", f"có thao tác này thì phải có thao tác “{other}” (acts.{other})")
        for key, acts in _ONLY_OF.items():
            if getattr(rule, key) and rule.act not in acts:
                yield Fault(f"acts.{rule.act}.{key}", f"chỉ có ở thao tác {', '.join(f'“{act}”' for act in acts)}")
        if not rule.names_agency and rule.act not in (ActKind.DISPATCH, ActKind.RECLASSIFY):
            yield Fault(f"acts.{rule.act}.names_agency", "chỉ có ở thao tác “dispatch”, “reclassify”")
    yield from _of_acts(procedure)
    yield from _found_later(procedure)
    yield from _incomplete_reports(procedure)
    yield from _promises(procedure)
    yield from _commitments(procedure)
    yield from _secrecy(procedure)
    yield from _extensions(procedure)
    yield from _reopening(procedure)
    yield from _sending(procedure)
    yield from _lists(procedure)
    yield from _missed_limits(procedure)
    yield from _tests(procedure)
    yield from _focal_point(procedure)


def _of_acts(procedure: Procedure) -> Iterator[Fault]:
    """Require that what an act's rule adds to another key stands beside that key."""
    for rule in procedure.acts:
        if rule.explains_no_images and not rule.needs_images:
            yield Fault(f"acts.{rule.act}.explains_no_images", "phải có needs_images = true")
        is_shared = Role.FOCAL_POINT in rule.by and any(role.of_agency for role in rule.by)
        if rule.beside_agency and not is_shared:
            reason = "chỉ có ở thao tác mà cả đầu mối (focal_point) và cơ quan xử lý cùng làm được"
            yield Fault(f"acts.{rule.act}.beside_agency", reason)


def _found_later(procedure: Procedure) -> Iterator[Fault]:
    """Require grounds for handing a case back, and the act wherever there are such grounds."""
    grounds, hand_back = procedure.grounds_found_later, procedure.act(ActKind.HAND_BACK)
    if hand_back and not grounds:
        yield Fault("refusal_grounds", "có thao tác “hand_back” thì phải có căn cứ thấy được khi xử lý (found_later)")
    if grounds and not hand_back:
        reason = "phải có thao tác trả về trung tâm (acts.hand_back)"
        yield Fault(f"refusal_grounds[{grounds[0].id}].found_later", reason)


def _incomplete_reports(procedure: Procedure) -> Iterator[Fault]:
    """Require that only staff leave out what a report must hold."""
    for way in procedure.channels:
        if way.takes_incomplete and not way.staff_only:
            reason = "chỉ kênh do cán bộ nhập (staff_only) mới nhận phản ánh còn thiếu"
            yield Fault(f"channels[{way.id}].takes_incomplete", reason)


def _promises(procedure: Procedure) -> Iterator[Fault]:
    """Require a bound for the day that is promised, and leaders who may do the act beyond it."""
    for rule in procedure.acts:
        key, furthest = f"acts.{rule.act}.furthest", rule.furthest
        if (rule.act is ActKind.REPORT_PROGRESS) is (furthest is None):
            reason = "phải nêu ngày hẹn được xa nhất bao nhiêu ngày" if furthest is None else _ONLY_PROGRESS
            yield Fault(key, reason)
        elif furthest is not None:
            if furthest.leaders_days <= furthest.days:
                yield Fault(f"{key}.leaders_days", "phải xa hơn days, vì lãnh đạo quyết định ngày xa hơn")
            if missing := [role for role in furthest.leaders if role not in rule.by]:
                yield Fault(f"{key}.leaders", f"“{missing[0]}” không có trong by của thao tác này")


def _commitments(procedure: Procedure) -> Iterator[Fault]:
    """Require that a commitment can be kept where a result may be one, and that one may be where it can be kept."""
    submit, keep = procedure.act(ActKind.SUBMIT_RESULT), procedure.act(ActKind.KEEP_COMMITMENT)
    commits = submit is not None and submit.commits
    if commits and keep is None:
        yield Fault("acts.submit_result.commits", "phải có thao tác hoàn thành theo cam kết (acts.keep_commitment)")
    if keep is not None and not commits:
        yield Fault("acts.keep_commitment", "không kết quả nào là lời cam kết (acts.submit_result có commits = true)")


def _secrecy(procedure: Procedure) -> Iterator[Fault]:
    """Require that a reporter who asked for secrecy can be answered alone, wherever a result may be published."""
    publish, withhold = procedure.act(ActKind.PUBLISH), procedure.act(ActKind.WITHHOLD)
    if publish is not None and withhold is None:
        yield Fault("acts.withhold", "có thao tác công khai (publish) thì phải có thao tác trả lời riêng (withhold)")
    elif publish and withhold and (missing := [status for status in publish.when if status not in withhold.when]):
        yield Fault("acts.withhold.when", f"thiếu “{missing[0]}”: ở đó công khai được mà trả lời riêng thì không")
    grounds = procedure.withhold_grounds
    if procedure.act(ActKind.ASK_SECRECY) and withhold and not any(ground.on_request for ground in grounds):
        yield Fault(
            "acts.ask_secrecy", "không căn cứ nào trong withhold_grounds theo đề nghị của người gửi (on_request)"
        )
    if procedure.act(ActKind.RESTRICT) is None:
        return
    if not any(ground.from_start for ground in grounds):
        yield Fault("acts.restrict", "không căn cứ nào trong withhold_grounds cho giữ kín từ đầu (from_start = true)")
    elif grounds and all(ground.on_request for ground in grounds):
        reason = "hồ sơ bị giữ kín không trả lời riêng được: mọi căn cứ đều cần người gửi đề nghị (on_request)"
        yield Fault("withhold_grounds", reason)


def _extensions(procedure: Procedure) -> Iterator[Fault]:
    extends, extendable = procedure.act(ActKind.EXTEND), [rule for rule in procedure.limits if rule.extended_by_act]
    if extends and not extendable:
        yield Fault("acts.extend", "có thao tác gia hạn nhưng không thời hạn nào có mức gia hạn (extended)")
    if extendable and not extends:
        yield Fault(
            f"limits.{extendable[0].id}.extended", "có mức gia hạn nhưng không có thao tác gia hạn (acts.extend)"
        )
    for rule in procedure.limits:
        if rule.extended is None and rule.extended_on != "extended":
            yield Fault(f"limits.{rule.id}.extended_on", "phải nêu mức gia hạn (extended)")


def _reopening(procedure: Procedure) -> Iterator[Fault]:
    contest = procedure.act(ActKind.CONTEST)
    for rating in procedure.ratings:
        if rating.reopens and contest is None:
            yield Fault(f"ratings[{rating.id}].reopens", "phải có thao tác đề nghị xử lý lại (acts.contest)")


def _sending(procedure: Procedure) -> Iterator[Fault]:
    """Require the acts of own dispatch, of a continuation and of bouncing.

    Own dispatch and a continuation send a case by themselves, so an act must do that. A case that bounces must be sent on by
    a leader, so a leader must be able to do that.
    """
    dispatch = procedure.act(ActKind.DISPATCH)
    if procedure.own_dispatch and not (dispatch and dispatch.names_agency and Status.SUBMITTED in dispatch.when):
        reason = "phải có thao tác phân phối (acts.dispatch) từ “submitted” tới một cơ quan (names_agency)"
        yield Fault("own_dispatch", reason)
    if procedure.continuation and not (dispatch and Status.SUBMITTED in dispatch.when):
        yield Fault("continuation", "phải có thao tác phân phối (acts.dispatch) từ “submitted”")
    if procedure.bouncing is None:
        if any(notice.on == "bounced" for notice in procedure.notices):
            number = next(number for number, notice in enumerate(procedure.notices, 1) if notice.on == "bounced")
            yield Fault(
                f"notices[{number}].on", "không có bảng [bouncing] nên diễn biến “bounced” không bao giờ xảy ra"
            )
        return
    returned = procedure.act(ActKind.RETURN)
    if returned is None:
        yield Fault("bouncing", "phải có thao tác trả lại (acts.return)")
        return
    backs = {returned.leads_to(status) or status for status in returned.when}
    sending = [rule for rule in procedure.acts if rule.act in _SENDING and not backs.isdisjoint(rule.when)]
    if not any(_is_led(rule) for rule in sending):
        reason = "không lãnh đạo nào chuyển tiếp được hồ sơ bị trả lại nhiều lần (bouncing)"
        yield Fault(f"acts.{sending[0].act}.by" if sending else "bouncing", reason)


def _is_led(rule: ActRule) -> bool:
    return any(role in (Role.CENTRE_LEADER, Role.AUTHORITY_LEADER) for role in rule.by)


def _missed_limits(procedure: Procedure) -> Iterator[Fault]:
    """Require that an act allowed only after a limit has passed names a limit that makes somebody late."""
    binding = {limit.id for limit in procedure.limits if limit.makes_late}
    for rule in procedure.acts:
        if rule.after_limit is not None and rule.after_limit not in binding:
            reason = f"không có thời hạn phải giữ “{rule.after_limit}” trong limits"
            yield Fault(f"acts.{rule.act}.after_limit", reason)


def _lists(procedure: Procedure) -> Iterator[Fault]:
    """Require that names in one list stand in the list that they refer to."""
    fields = {field.id for field in procedure.fields}
    channels = {channel.id for channel in procedure.channels}
    for rule in procedure.limits:
        for number, field in enumerate(rule.fields, 1):
            if field not in fields:
                yield Fault(f"limits.{rule.id}.fields[{number}]", f"không có lĩnh vực “{field}” trong fields")
    for need in procedure.requirements:
        for number, channel in enumerate(need.except_channels, 1):
            if channel not in channels:
                key = f"requirements[{need.id}].except_channels[{number}]"
                yield Fault(key, f"không có kênh “{channel}” trong channels")
    for act in procedure.acts:
        for status in act.leads:
            if status not in act.when:
                yield Fault(f"acts.{act.act}.leads.{status}", "không có trong when của thao tác này")


def _tests(procedure: Procedure) -> Iterator[Fault]:
    """Require that a technician files, where trial reports may be deleted. Only a technician files a trial report."""
    file = procedure.act(ActKind.FILE)
    trials = procedure.act(ActKind.DELETE_TEST) or procedure.act(ActKind.MARK_AS_TEST)
    if trials and file and Role.TECHNICIAN not in file.by:
        yield Fault(
            "acts.file.by", "thiếu “technician”: chỉ cán bộ kỹ thuật gửi phản ánh thử, không có thì không xóa gì"
        )


def _focal_point(procedure: Procedure) -> Iterator[Fault]:
    """Require that the focal point has something to do, wherever the file names it.

    That is so if cases come to the focal point, or if it corrects wrong fields and agencies.
    """
    if _has_work(procedure):
        return
    reason = "không hồ sơ nào tới đầu mối (with_focal_point), nên đầu mối không có việc ở đây"
    for rule in procedure.acts:
        if Role.FOCAL_POINT in rule.by:
            yield Fault(f"acts.{rule.act}.by", reason)
    for limit in procedure.limits:
        if limit.assignee is Role.FOCAL_POINT:
            yield Fault(f"limits.{limit.id}.assignee", reason)
    for name, rungs in procedure.ladders.items():
        for number, rung in enumerate(rungs, 1):
            if Recipient.FOCAL_POINT in rung.tells + rung.several_agencies_also_tells:
                yield Fault(f"ladders.{name}[{number}].tells", reason)


def _has_work(procedure: Procedure) -> bool:
    reclassify = procedure.act(ActKind.RECLASSIFY)
    corrects = reclassify is not None and Role.FOCAL_POINT in reclassify.by
    leads = (rule.leads_to(status) for rule in procedure.acts for status in rule.when)
    return corrects or Status.WITH_FOCAL_POINT in leads or any(field.by_focal_point for field in procedure.fields)
