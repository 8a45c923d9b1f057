"""A case as each viewer may see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from api.cases.acting import ActDone
from api.cases.continuing import may_continue
from api.cases.views.imported import ImportedView, imported_view
from api.cases.views.limits import LimitState, LimitView, limit_views
from api.cases.views.parts import PartView, part_views
from api.web.identity.callers import Viewer
from api.web.merged import answering, is_merged
from api.web.names import Agencies, Name, People, Places, named
from domain.actors import Actor
from domain.acts.possible import possible_acts
from domain.complaint import Complaint
from domain.endings import over_since
from domain.merging import OWN_ACTS
from domain.offices.machine_clients import ACTS_OF_MACHINES
from domain.procedure import ActRule
from domain.results import is_kept_from_reporter
from domain.visibility import Audience, knows_reporter, knows_restricted, shows_event, was_told_reporter
from domain.words import ActKind, Role, Status, Urgency
from language.labels import STATUS, course_name, local_time
from records.cases.rows import CaseRecord
from records.record import Record


class ReportView(BaseModel):
    """Điều được phản ánh."""

    content: str
    place: str
    place_unit: Name | None = Field(description="Đơn vị hành chính.")
    latitude: float | None
    longitude: float | None
    occurred_at: str
    masked: bool = Field(default=False, description="Người gọi đọc lời đã che một phần.")


class IdentityView(BaseModel):
    """Danh tính người gửi."""

    name: str
    address: str
    phone: str
    email: str | None


class MainCaseView(BaseModel):
    """Hồ sơ chung mà phản ánh đã gộp vào: nơi phản ánh được xử lý và trả lời."""

    code: str = Field(examples=["KH-2026-000001"])
    status: Status
    status_label: str = Field(examples=["Đang xử lý"])
    lead: Name | None
    co_ordinating: list[Name]
    limits: list[LimitView]
    overdue: bool
    paused: bool
    expected: date | None = Field(description="Ngày cơ quan hẹn có kết quả.")


class MergedReportView(BaseModel):
    """Một phản ánh đã gộp vào hồ sơ; tệp của nó xem tại địa chỉ của chính nó."""

    code: str = Field(examples=["KH-2026-000002"])
    received_at: datetime
    received_text: str
    channel: Name | None
    secret: bool = Field(description="Người gửi phản ánh này đề nghị giữ bí mật.")
    report: ReportView
    identity: IdentityView | None = Field(description="Chỉ vai trò cần liên lạc thấy.")
    identity_erased_at: datetime | None = Field(default=None, description="Danh tính người gửi đã bị xóa.")
    identity_restricted_at: datetime | None = Field(default=None, description="Danh tính bị hạn chế xem từ lúc ấy.")


class PossibleAct(BaseModel):
    """Một việc người gọi có thể làm ngay bây giờ."""

    act: ActKind
    name: str = Field(examples=["Tiếp nhận xử lý"])
    article: str = Field(examples=["Điều 7 khoản 2 điểm a"])
    ours: bool
    on_behalf_of: str | None = Field(
        default=None, description="Chỉ làm được khi thay cho lãnh đạo đang vắng: mã tài khoản lãnh đạo ấy."
    )


class CaseView(BaseModel):
    """Một hồ sơ, với những gì người gọi được xem."""

    code: str = Field(examples=["KH-2026-000001"])
    audience: Audience = Field(description="Người gọi được xem với tư cách nào.")
    authority: Name
    status: Status
    status_label: str = Field(examples=["Đang xử lý"])
    urgency: Urgency
    urgency_label: str = Field(examples=["thông thường"])
    channel: Name | None = None
    field: Name | None = None
    received_at: datetime | None = None
    received_text: str | None = Field(default=None, examples=["08:00 thứ Hai 23/11/2026"])
    report: ReportView | None = None
    lead: Name | None = None
    co_ordinating: list[Name] = []
    limits: list[LimitView] = []
    overdue: bool | None = Field(default=None, description="Có hạn đã quá mà việc chưa xong; null nếu không được xem.")
    paused: bool = Field(default=False, description="Đang chờ người gửi bổ sung; thời hạn tạm dừng.")
    paused_since: datetime | None = None
    extended: bool = False
    temporarily_fixed: bool = False
    secret: bool | None = Field(default=None, description="Người gửi đề nghị giữ bí mật.")
    result: str | None = Field(default=None, description="Kết quả xử lý, khi người gọi được xem.")
    result_kept: bool | None = Field(
        default=None,
        description="Kết quả trả lời theo pháp luật về bí mật: người gửi cũng không đọc ở đây, không có văn bản.",
    )
    rating: Name | None = None
    expected: date | None = Field(default=None, description="Ngày cơ quan hẹn có kết quả.")
    committed: date | None = Field(
        default=None, description="Kết quả đã trả lời là lời cam kết cho ngày này; hồ sơ kết thúc khi đã hoàn thành."
    )
    merged_into: str | None = Field(
        default=None, description="Hồ sơ đã gộp vào, qua mọi lần gộp.", examples=["KH-2026-000001"]
    )
    continues: str | None = Field(
        default=None,
        description="Hồ sơ đã kết thúc mà hồ sơ này tiếp nối; chỉ người gửi và cán bộ thấy.",
        examples=["BMT-2026-000001"],
    )
    continued_by: list[str] = Field(
        default=[], description="Các hồ sơ tiếp nối hồ sơ này; chỉ người gửi và cán bộ thấy."
    )
    may_continue: bool = Field(
        default=False,
        description="Người gọi gửi được ý kiến tiếp nối hồ sơ đã kết thúc này, bằng `continues` của `POST /complaints`.",
    )
    imported: ImportedView | None = Field(
        default=None, description="Hồ sơ được nhập từ hệ thống cũ; chỉ người gửi và cán bộ thấy."
    )
    main: MainCaseView | None = Field(default=None, description="Hồ sơ đã gộp vào; chỉ người gửi thấy ở đây.")
    merged: list[str] = Field(default=[], description="Mọi hồ sơ đã gộp vào hồ sơ này; chỉ cán bộ thấy.")
    merged_reports: list[MergedReportView] = Field(default=[], description="Nội dung của chúng; chỉ cán bộ thấy.")
    restricted: bool | None = Field(default=None, description="Giữ kín từ đầu, không công khai.")
    hidden: bool | None = Field(default=None, description="Đã ẩn vì nội dung vi phạm.")
    has_open_question: bool | None = Field(default=None, description="Câu hỏi của người gửi đang chờ giải đáp.")
    officer: Name | None = Field(default=None, description="Cán bộ đang giữ hồ sơ; chỉ cán bộ thấy.")
    returned_by: list[Name] = Field(default=[], description="Các cơ quan đã trả lại; chỉ cán bộ thấy.")
    parts: list[PartView] = Field(default=[], description="Phần việc của các cơ quan phối hợp; chỉ cán bộ thấy.")
    bounced: bool | None = Field(default=None, description="Bị trả lại nhiều lần, do lãnh đạo phân phối.")
    nobody: bool | None = Field(
        default=None,
        description="Không có ai nhận: cơ quan chủ trì không có tài khoản nào đang làm việc; chỉ cán bộ thấy.",
    )
    test: bool | None = Field(default=None, description="Phản ánh thử nghiệm.")
    place_id: str | None = Field(default=None, description="Đơn vị hành chính.")
    identity: IdentityView | None = Field(default=None, description="Chỉ người gửi và vai trò cần liên lạc thấy.")
    identity_erased_at: datetime | None = Field(
        default=None, description="Danh tính người gửi đã bị xóa; chỉ ai được xem danh tính thấy."
    )
    identity_restricted_at: datetime | None = Field(
        default=None,
        description="Danh tính bị hạn chế xem theo yêu cầu của người gửi, từ lúc ấy; chỉ quản trị mở được.",
    )
    possible_acts: list[PossibleAct] = Field(default=[], description="Việc người gọi có thể làm ngay bây giờ.")


def case_view(record: Record, case: CaseRecord, viewer: Viewer, at: datetime) -> CaseView:
    """Return the case as this viewer may see it, at the instant `at`."""
    complaint, procedure, audience = case.complaint, case.complaint.procedure, viewer.audience
    agencies = Agencies(record.offices, procedure.id).of_case(over_since(complaint))
    main = answering(record.cases, case)
    shows_limits = shows_event(audience, "limit_opened")
    limits = limit_views(complaint, at, agencies) if shows_limits else []
    return _outline(complaint, audience).model_copy(
        update={
            "channel": named(procedure.channels, complaint.channel),
            "field": named(procedure.fields, complaint.field),
            "received_at": case.received_at,
            "received_text": local_time(case.received_at, procedure.authority.time_zone),
            "report": _report(record, case, audience),
            "lead": agencies.name(complaint.lead) if complaint.lead else None,
            "co_ordinating": agencies.names(complaint.co_ordinating),
            "limits": limits,
            "overdue": any(limit.state is LimitState.OVERDUE for limit in limits) if shows_limits else None,
            "paused": complaint.paused_since is not None,
            "paused_since": complaint.paused_since,
            "extended": complaint.extended,
            "temporarily_fixed": complaint.temporarily_fixed,
            "secret": None if audience is Audience.PUBLIC else complaint.secret,
            "result": _result(case, main, audience),
            "rating": named(procedure.ratings, _rating(case, main)),
            "expected": complaint.expected,
            "committed": _commitment(case),
            "place_id": complaint.place,
            **_identity(record, case, main, viewer),
            "possible_acts": [
                PossibleAct(
                    act=rule.act, name=rule.name, article=rule.source, ours=rule.ours, on_behalf_of=actor.on_behalf_of
                )
                for rule, actor in _possible(case, main, viewer, at)
            ],
        }
        | (_for_those_concerned(case, main, audience) if audience is not Audience.PUBLIC else {})
        | {"may_continue": may_continue(record, case, main, viewer)}
        | (_for_merged_reporter(main, agencies, at) if audience is Audience.REPORTER and main is not case else {})
        | (_for_staff(record, case, agencies, viewer, at) if audience is Audience.STAFF else {})
    )


def view_after(record: Record, done: ActDone, at: datetime) -> CaseView:
    """Return the case after an act, at the instant `at`.

    Where the act took the case out of the caller's sight, return only where it stands.
    """
    return _outline(done.complaint, Audience.STAFF) if done.seen is None else case_view(record, *done.seen, at)


def _outline(complaint: Complaint, audience: Audience) -> CaseView:
    """Return where the case stands, and nothing else."""
    return CaseView(
        code=complaint.code,
        audience=audience,
        authority=Name(id=complaint.procedure.id, name=complaint.procedure.authority.name),
        status=complaint.status,
        status_label=STATUS[complaint.status],
        urgency=complaint.urgency,
        urgency_label=course_name(complaint.procedure, complaint.urgency),
    )


def _for_those_concerned(case: CaseRecord, main: CaseRecord, audience: Audience) -> dict[str, Any]:
    """Return what only the reporter and staff see of a case. A reporter's question is that reporter's own."""
    complaint, asking = case.complaint, main.complaint.asking
    asks = case.code in asking if audience is Audience.REPORTER and asking else complaint.has_open_question
    return {
        "merged_into": main.code if is_merged(complaint) else None,
        "continues": complaint.continues,
        "continued_by": list(case.continued_by),
        "imported": imported_view(complaint),
        "restricted": complaint.restricted,
        "hidden": complaint.hidden,
        "result_kept": is_kept_from_reporter(main.complaint),
        "has_open_question": asks,
    }


def _for_merged_reporter(main: CaseRecord, agencies: Agencies, at: datetime) -> dict[str, Any]:
    """Return where the case stands that a report was merged into, for the report's reporter."""
    complaint, limits = main.complaint, limit_views(main.complaint, at)
    return {
        "main": MainCaseView(
            code=main.code,
            status=complaint.status,
            status_label=STATUS[complaint.status],
            lead=agencies.name(complaint.lead) if complaint.lead else None,
            co_ordinating=agencies.names(complaint.co_ordinating),
            limits=limits,
            overdue=any(limit.state is LimitState.OVERDUE for limit in limits),
            paused=complaint.paused_since is not None,
            expected=complaint.expected,
        )
    }


def _for_staff(record: Record, case: CaseRecord, agencies: Agencies, viewer: Viewer, at: datetime) -> dict[str, Any]:
    """Return what only staff see."""
    complaint = case.complaint
    officer = complaint.officer
    return {
        "officer": People(record.accounts, [officer]).name(officer) if officer else None,
        "returned_by": agencies.names(dict.fromkeys(complaint.returned_by)),
        "parts": part_views(complaint, agencies, at),
        "bounced": complaint.bounced,
        "merged": list(case.merged),
        "merged_reports": [
            _merged_report(record, one, case, viewer) for code in case.merged if (one := record.cases.find(code))
        ],
        "test": complaint.test,
        "nobody": _has_nobody(record, complaint),
    }


def _has_nobody(record: Record, complaint: Complaint) -> bool:
    """Return whether nobody works in the agency that leads an open case."""
    if complaint.lead is None or complaint.status.is_final:
        return False
    return complaint.lead not in record.duties.staffed(complaint.procedure.id)


def _merged_report(record: Record, one: CaseRecord, main: CaseRecord, viewer: Viewer) -> MergedReportView:
    """Return a merged report as evidence of the case that it is part of."""
    procedure = one.complaint.procedure
    return MergedReportView(
        code=one.code,
        received_at=one.received_at,
        received_text=local_time(one.received_at, procedure.authority.time_zone),
        channel=named(procedure.channels, one.complaint.channel),
        secret=one.complaint.secret,
        report=_report(record, one, Audience.STAFF),
        **_identity(record, one, main, viewer),
    )


def _report(record: Record, case: CaseRecord, audience: Audience) -> ReportView:
    """Return what was reported: to the public with those words masked that somebody who publishes chose."""
    report, places = case.report, Places(record.offices, case.complaint.procedure.id)
    shown = record.masks.of(case.code) if audience is Audience.PUBLIC else None
    read = shown or report
    return ReportView(
        content=read.content,
        place=read.place,
        place_unit=places.name(report.place_id) if report.place_id is not None else None,
        latitude=report.latitude,
        longitude=report.longitude,
        occurred_at=read.occurred_at,
        masked=bool(shown and shown.words),
    )


def _result(case: CaseRecord, main: CaseRecord, audience: Audience) -> str | None:
    """Return the result. It is internal until it is published, or given to the reporters alone; on some grounds not even they
    read it here. The reporter of a merged report reads the result of the case that it is part of."""
    if audience is Audience.STAFF:
        return case.result
    if audience is Audience.PUBLIC:
        return case.given if "published" in case.complaint.moments else None
    return None if is_kept_from_reporter(main.complaint) else main.given


def _commitment(case: CaseRecord) -> date | None:
    """Return the day of a commitment that was given out and is not kept yet. Before, it is internal as its result is."""
    given = case.complaint.status in (Status.PUBLISHED, Status.WITHHELD)
    return case.complaint.committed if given else None


def _rating(case: CaseRecord, main: CaseRecord) -> str | None:
    """Return the rating by the reporter of this case, where it is merged: of the case that answers it."""
    return case.complaint.rating if main is case else dict(main.complaint.rated).get(case.code)


def _possible(case: CaseRecord, main: CaseRecord, viewer: Viewer, at: datetime) -> list[tuple[ActRule, Actor]]:
    """Return what the viewer may do now, each act with the first of the viewer's roles in which it may be done. The reporter of a
    merged report acts on the case that it is part of, but for what concerns that report alone."""
    found: dict[ActKind, tuple[ActRule, Actor]] = {}
    complaint, actors = case.complaint, viewer.actors
    if viewer.audience is Audience.REPORTER and main is not case:
        complaint, actors = main.complaint, tuple(replace(actor, report=case.code) for actor in actors)
    for actor in actors:
        for rule in possible_acts(complaint, actor, at):
            if actor.report is None or rule.act not in OWN_ACTS:
                found.setdefault(rule.act, (rule, actor))
    if complaint is not case.complaint:
        for rule in possible_acts(case.complaint, viewer.actor, at):
            if rule.act in OWN_ACTS and viewer.actor is not None:
                found[rule.act] = (rule, viewer.actor)
    open_to = ACTS_OF_MACHINES if viewer.machine else found
    return [found[rule.act] for rule in complaint.procedure.acts if rule.act in found and rule.act in open_to]


def _identity(record: Record, case: CaseRecord, main: CaseRecord, viewer: Viewer) -> dict[str, Any]:
    """Return who reported, or since when that is erased or restricted, to viewers who may know. People of an agency may where it
    leads the case that answers the report, or where this report's reporter was shared with it. Machines never may."""
    if viewer.machine:
        return {"identity": None}
    if any(knows_restricted(main.complaint, actor) for actor in viewer.actors):
        return _restricted_identity(record, case, viewer)
    if not any(_knows(main.complaint, actor) or was_told_reporter(case.complaint, actor) for actor in viewer.actors):
        return {"identity": None}
    seen_by = viewer.actor.account if viewer.audience is Audience.STAFF and viewer.actor else None
    identity = record.looks.identity(case.code, seen_by=seen_by)
    if identity and any(vars(identity).values()):
        return {"identity": IdentityView(**vars(identity))}
    # A report made of what staff saw on a camera has no reporter.
    erasure = record.erasures.of(case.code)
    return {
        "identity": None,
        "identity_erased_at": erasure.erased_at if erasure else None,
        "identity_restricted_at": record.identities.restricted_since(case.code) if seen_by else None,
    }


def _restricted_identity(record: Record, case: CaseRecord, viewer: Viewer) -> dict[str, Any]:
    """Return the identity to an admin where it is restricted, on record. Of other cases an admin does not know the reporter."""
    since = record.identities.restricted_since(case.code)
    seen_by = viewer.actor.account if viewer.actor else None
    if since is None or seen_by is None:
        return {"identity": None}
    identity = record.looks.identity(case.code, seen_by=seen_by, though_restricted=True)
    shown = IdentityView(**vars(identity)) if identity else None
    return {"identity": shown, "identity_restricted_at": since}


def _knows(complaint: Complaint, actor: Actor) -> bool:
    return actor.role is Role.REPORTER or knows_reporter(complaint, actor)
