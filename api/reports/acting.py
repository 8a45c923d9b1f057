"""Acts on periodic reports, and requests for a report."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool

from api.reports.problems import NOT_THEIRS, UNKNOWN_REPORT, refused_report
from api.reports.reading import coming_reports, is_concerned, report_of_authority, require_reader
from api.web.front import Front
from api.web.identity.callers import Staff
from api.web.problems.problem import Problem, wrong_field
from calendars import working_calendar
from calendars.report_dates import report_dates
from domain.actors import Actor, sign
from domain.acts.base import Sealed
from domain.procedure import Procedure
from domain.reports.acts import (
    ReportAct,
    ReportRefusal,
    ReportRefusalKind,
    decide_report,
    digest_of,
    refuse_request,
)
from domain.reports.key import ReportKey, key_of
from domain.reports.periods import NoSuchPeriod, ReportPeriod, period_asked_for, period_requested
from domain.reports.report import PeriodicReport, ReportRequested
from domain.reports.rules import ReportRule
from domain.time.decisions import Reach
from language.report_labels import refusal_text
from procedures import all_procedures
from records.record import Record
from records.reports.rows import NewReport
from workflows.errors import WorkflowsUnavailable
from workflows.reports.contract import ReportActRequest
from workflows.reports.gateway import ReportActRefused

_LONGEST = timedelta(days=366)
_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)


async def act_on_report(front: Front, staff: Staff, code: str, act: ReportAct, act_id: str) -> None:
    """Do an act on a report, once however often it is sent.

    Raises:
        Problem: this person may not know of the report, or the act is refused.
        WorkflowsUnavailable: no answer in time. Sent again with the same act id, the act is not done twice.
    """
    ready = await run_in_threadpool(_ready, front, staff, code, act, act_id)
    if ready is None:
        return
    key, by = ready
    front.pairing.require()
    request = ReportActRequest(
        act_id=act_id,
        by=by,
        act=act,
        signature=sign(front.keys.actors, code=code, act_id=act_id, act=digest_of(act), actor=by),
    )
    if front.report_gateway is None:
        raise WorkflowsUnavailable("this front reaches no workflows of reports")
    try:
        await front.report_gateway.act(key, request)
    except ReportActRefused as refused:
        raise refused_report(refused.refusal) from refused


async def request_report(
    front: Front, staff: Staff, series: str, first: date, last: date, wanted_by: date, words: str, act_id: str
) -> str:
    """Have a report on request made, once for its days. Return its code.

    Raises:
        Problem: the request is refused.
    """
    key = await run_in_threadpool(_requested, front, staff, series, (first, last), wanted_by, words, act_id)
    if front.report_gateway is not None:
        await front.report_gateway.start(key)
    return key.code


def actor_for(staff: Staff, report: PeriodicReport, act: ReportAct) -> Actor:
    """Return the actor in whose role this person may do the act: their own, or that of a leader whom they stand in for."""
    actors = (staff.actor, *staff.stand_ins)
    allowed = (
        actor
        for actor in actors
        if not isinstance(decide_report(report, act, actor, report.made_at or _SOME_TIME), ReportRefusal)
    )
    return next(allowed, staff.actor)


def _ready(front: Front, staff: Staff, code: str, act: ReportAct, act_id: str) -> tuple[ReportKey, Actor] | None:
    """Read and check all that comes before the act. None where it was done before."""
    _refuse_coming(front, staff, code)
    whole = report_of_authority(front.record.reports, front.record.offices, staff, code)
    if any(entry.act_id == act_id for entry in whole.entries):
        return None
    report = whole.kept.report
    by = actor_for(staff, report, act)
    verdict = decide_report(report, act, by, front.clock())
    refused = refused_report(verdict) if isinstance(verdict, ReportRefusal) else None
    if not is_concerned(staff, report) and (refused is None or refused.kind is not NOT_THEIRS):
        raise Problem(UNKNOWN_REPORT)
    if refused:
        raise refused
    return key_of(whole.kept.procedure, report.rule, report.period, report.agency), by


def _refuse_coming(front: Front, staff: Staff, code: str) -> None:
    """Say of a report whose period has not ended that it is too early."""
    require_reader(staff)
    procedure = all_procedures().get(staff.account.authority or "")
    if procedure is None or front.record.reports.find(code) is not None:
        return
    for coming in coming_reports(procedure, staff, front.record.calendar.book(), front.clock()):
        if coming.key.code == code:
            raise refused_report(ReportRefusal(ReportRefusalKind.PERIOD_NOT_ENDED, coming.key.last.isoformat()))


def _requested(
    front: Front, staff: Staff, series: str, days: tuple[date, date], wanted_by: date, words: str, act_id: str
) -> ReportKey:
    procedure, rule = _rule_of(staff, series)
    try:
        asked_on = period_requested(*days)
    except NoSuchPeriod:
        raise wrong_field("last", "Ngày cuối của số liệu phải từ ngày đầu trở đi; hãy xem lại hai ngày.") from None
    zone, at, by = ZoneInfo(procedure.authority.time_zone), front.clock(), staff.actor
    if wanted_by > at.date() + _LONGEST:
        raise wrong_field("wanted_by", "Ngày phải gửi cách nay hơn một năm; hãy chọn một ngày gần hơn.")
    if refusal := refuse_request(rule, asked_on, wanted_by, by, at, zone):
        if refusal.kind is ReportRefusalKind.PERIOD_NOT_ENDED:
            raise wrong_field("last", refusal_text(refusal))
        raise refused_report(refusal)
    asked = ReportRequested(at=at, wanted_by=wanted_by, words=Sealed(words))
    return begin_requested(front.record, procedure, rule, asked_on, asked, by, act_id)


def begin_requested(
    record: Record,
    procedure: Procedure,
    rule: ReportRule,
    days: ReportPeriod,
    asked: ReportRequested,
    by: Actor,
    act_id: str,
) -> ReportKey:
    """Begin the report that somebody may ask for, once for its days. Return its key."""
    period, agency = period_asked_for(rule, days), by.agency if rule.each_agency else None
    key, zone = key_of(procedure, rule, period, agency), ZoneInfo(procedure.authority.time_zone)
    decisions = record.calendar.book().of(Reach(procedure.id)).decisions
    cal = working_calendar(procedure.office_hours, decisions, zone=zone)
    report = PeriodicReport(code=key.code, authority=procedure.id, rule=rule, period=period, agency=agency)
    dates = report_dates(cal, zone, rule, period, asked_at=asked.at, wanted_by=asked.wanted_by)
    record.reports.begin(NewReport(report, procedure, dates, requested_at=asked.at), (asked,), by, act_id)
    return key


def _rule_of(staff: Staff, series: str) -> tuple[Procedure, ReportRule]:
    require_reader(staff)
    procedure = all_procedures().get(staff.account.authority or "")
    rule = procedure.report(series) if procedure else None
    if procedure is None or rule is None:
        raise wrong_field("series", "Quy chế của địa phương không có loại báo cáo này; hãy chọn trong danh sách.")
    return procedure, rule
