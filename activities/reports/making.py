"""Brings periodic reports up to date, and does people's acts on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.reports.contract import (
    ACT_ON_REPORT,
    ADVANCE_REPORT,
    NOT_SIGNED,
    AdvanceRequest,
    ReportActAnswer,
    ReportActDone,
    ReportStanding,
)
from calendars import WorkingCalendar, working_calendar
from calendars.report_dates import made_at, report_dates
from documents.tables.report_papers import ReportSources, files_of
from domain.accounts.account import Account, LateStep
from domain.accounts.period import Period
from domain.actors import Actor, is_signed
from domain.offices.names import NameHistory, names_at
from domain.offices.places import Place
from domain.procedure import Procedure
from domain.reports.acts import ReportRefusal, decide_report, digest_of, made
from domain.reports.alarms import next_ring, rung_by
from domain.reports.dates import ReportDates
from domain.reports.figures import AnyFigures, ReportFigures, WithheldFigures
from domain.reports.key import ReportKey
from domain.reports.report import PeriodicReport, ReportEvent, ReportStatus
from domain.reports.rules import Cycle, ReportRule
from domain.reports.withheld import Courses, withheld_cases, withheld_counts
from domain.time.decisions import CalendarBook, Reach
from language.labels import local_time
from procedures import NoProcedure, provinces
from records.figures.accounts import Asked
from records.reports.rows import Decide, KeptReport, NewReport, ReportFormat, WholeReport

Book = Callable[[], CalendarBook]
InForce = Callable[[str, date], Procedure]


class Reports(Protocol):
    """The record as this needs it; `records.reports.repository.Reports` is the real one."""

    def find(self, code: str) -> KeptReport | None: ...

    def whole(self, code: str) -> WholeReport | None: ...

    def begin(self, new: NewReport, events: tuple[()], by: None, act_id: str) -> bool: ...

    def keep_edition(self, code: str, figures: AnyFigures, made_at: datetime, decide: Decide, act_id: str) -> None: ...

    def change(self, code: str, decide: Decide, by: Actor | None, act_id: str) -> PeriodicReport: ...

    def set_dates(self, code: str, dates: ReportDates) -> None: ...

    def keep_files(self, code: str, edition: int, files: Mapping[ReportFormat, bytes]) -> None: ...


class AccountBooks(Protocol):
    """Accounts of any period; `records.figures.accounts.AccountBooks` is the real one."""

    def account(self, asked: Asked, *, with_late: bool = True) -> Account: ...

    def of_its_time(self, asked: Asked) -> Asked: ...


class WithheldCourses(Protocol):
    """Cases kept from the public; `records.reports.withheld.WithheldCourses` is the real one."""

    def courses(self, authority: str, ground: str, before: datetime) -> Courses: ...


@dataclass(frozen=True)
class Contents:
    """The sources of what reports contain."""

    books: AccountBooks
    withheld: WithheldCourses


class Names(Protocol):
    """The names of agencies and places; `records.offices.repository.Offices` has them."""

    def agency_names(self, authority: str) -> Mapping[str, NameHistory]: ...

    def places(self, authority: str) -> tuple[Place, ...]: ...


class _Refused(Exception):
    """Carries a refusal out of the transaction, so that nothing is stored."""

    def __init__(self, refusal: ReportRefusal) -> None:
        super().__init__(refusal.kind)
        self.refusal = refusal


class ReportMaking:
    """Makes reports, lets time pass on them, and does acts. `actors_key` is the front's signing key."""

    def __init__(
        self, reports: Reports, contents: Contents, names: Names, book: Book, in_force: InForce, actors_key: bytes
    ) -> None:
        self._reports = reports
        self._contents = contents
        self._names = names
        self._book = book
        self._in_force = in_force
        self._actors_key = actors_key

    @activity.defn(name=ADVANCE_REPORT)
    def advance(self, request: AdvanceRequest) -> ReportStanding:
        """Do what is due on a report by now: begin it, make an edition, let alarms ring, make the files of one that was sent.

        A repetition changes nothing.
        """
        kept = self._reports.find(request.key.code)
        if kept is None:
            waits = self._begin(request.key, request.now)
            if waits is not None:
                return waits
            kept = self._require(request.key.code)
        dates = self._dates_of(kept)
        self._reports.set_dates(kept.report.code, dates)
        if kept.report.status is ReportStatus.MAKING:
            kept = self._make_edition(kept, request.now)
        if rung_by(kept.report, dates, request.now):
            act_id = f"time:{kept.report.number}"
            self._reports.change(kept.report.code, lambda held: rung_by(held, dates, request.now), None, act_id)
            kept = self._require(kept.report.code)
        if kept.report.is_sent:
            self._make_files(kept.report.code)
        return _standing(kept, dates)

    @activity.defn(name=ACT_ON_REPORT)
    def act(self, request: ReportActDone) -> ReportActAnswer:
        """Do an act, once for each act id, or return why it is refused.

        Raises:
            ApplicationError: of type ReportActNotSigned, never retried, where no front signed the actor.
        """
        digest = digest_of(request.act)
        if not is_signed(
            self._actors_key,
            request.signature,
            code=request.code,
            act_id=request.act_id,
            act=digest,
            actor=request.by,
        ):
            raise ApplicationError("no front signed this act", type=NOT_SIGNED, non_retryable=True)

        def decide(report: PeriodicReport) -> tuple[ReportEvent, ...]:
            verdict = decide_report(report, request.act, request.by, request.now)
            if isinstance(verdict, ReportRefusal):
                raise _Refused(verdict)
            return verdict

        try:
            report = self._reports.change(request.code, decide, request.by, request.act_id)
        except _Refused as refused:
            return ReportActAnswer(0, refused.refusal)
        return ReportActAnswer(report.number)

    def _begin(self, key: ReportKey, now: datetime) -> ReportStanding | None:
        """Begin a report whose period is over. Return until when it waits, or that no regulation orders it."""
        found = self._ordered(key)
        if found is None:
            return ReportStanding(None, settled=True, text="Không còn văn bản nào đòi báo cáo này")
        (procedure, rule), period = found, key.days
        zone, cal = ZoneInfo(procedure.authority.time_zone), self._calendar(procedure)
        at = made_at(cal, zone, period)
        if at > now:
            text = f"Hết kỳ thì lập báo cáo, lúc {local_time(at, procedure.authority.time_zone)}"
            return ReportStanding(at, settled=False, text=text, made=False)
        blank = PeriodicReport(code=key.code, authority=key.authority, rule=rule, period=period, agency=key.agency)
        new = NewReport(blank, procedure, report_dates(cal, zone, rule, period))
        self._reports.begin(new, (), None, "begin")
        return None

    def _ordered(self, key: ReportKey) -> tuple[Procedure, ReportRule] | None:
        """Return the regulation in force when the period ends, and its rule. A report on request exists from the request on."""
        try:
            procedure = self._in_force(key.authority, key.last)
        except NoProcedure:
            return None
        rule = procedure.report(key.series)
        return (procedure, rule) if rule and rule.cycle is not Cycle.ON_REQUEST else None

    def _make_edition(self, kept: KeptReport, now: datetime) -> KeptReport:
        report = kept.report
        ground = report.rule.of_withheld
        self._reports.keep_edition(
            report.code,
            self._account(kept) if ground is None else self._withheld(kept, ground),
            now,
            lambda held: tuple(made(held, now)),
            f"made:{report.edition + 1}",
        )
        return self._require(report.code)

    def _account(self, kept: KeptReport) -> ReportFigures:
        report, procedure = kept.report, kept.procedure
        zone = procedure.authority.time_zone
        days = Period(report.period.first, report.period.last)
        books = self._contents.books
        asked = books.of_its_time(Asked(procedure.id, zone, days, report.agency))
        account = books.account(asked)
        cal, ends = self._calendar(procedure), days.ends(ZoneInfo(zone))
        before, year_ago = (
            books.account(replace(asked, period=other), with_late=False).total
            for other in (days.previous, days.a_year_ago)
        )
        timed = replace(account, late=tuple(_with_time(step, cal, ends) for step in account.late))
        return ReportFigures(timed, before, year_ago)

    def _withheld(self, kept: KeptReport, ground: str) -> WithheldFigures:
        report, zone = kept.report, ZoneInfo(kept.procedure.authority.time_zone)
        days = Period(report.period.first, report.period.last)
        courses = self._contents.withheld.courses(report.authority, ground, days.ends(zone))
        now, before, year_ago = (
            (withheld_cases(ground, each, zone, courses), each.begins(zone))
            for each in (days, days.previous, days.a_year_ago)
        )
        return WithheldFigures(now[0], withheld_counts(*now), withheld_counts(*before), withheld_counts(*year_ago))

    def _make_files(self, code: str) -> None:
        whole = self._reports.whole(code)
        if whole is None or any(file.edition == whole.kept.report.edition for file in whole.files):
            return
        procedure = whole.kept.procedure
        ends = whole.kept.report.period.ends(ZoneInfo(procedure.authority.time_zone))
        agencies = names_at(self._names.agency_names(procedure.id), ends)
        province = provinces().by_id.get(procedure.id)
        letter = province.overdue_letter if province else None
        sources = ReportSources(agencies, self._names.places(procedure.id), letter)
        self._reports.keep_files(code, whole.kept.report.edition, files_of(whole, sources))

    def _dates_of(self, kept: KeptReport) -> ReportDates:
        report, procedure = kept.report, kept.procedure
        return report_dates(
            self._calendar(procedure),
            ZoneInfo(procedure.authority.time_zone),
            report.rule,
            report.period,
            asked_at=kept.requested_at,
            wanted_by=report.wanted_by,
        )

    def _calendar(self, procedure: Procedure) -> WorkingCalendar:
        decisions = self._book().of(Reach(procedure.id)).decisions
        return working_calendar(procedure.office_hours, decisions, zone=ZoneInfo(procedure.authority.time_zone))

    def _require(self, code: str) -> KeptReport:
        kept = self._reports.find(code)
        if kept is None:
            raise LookupError(f"there is no report {code}")
        return kept


def _with_time(step: LateStep, cal: WorkingCalendar, ends: datetime) -> LateStep:
    until = min(step.done_at or ends, ends)
    return replace(step, late_by=cal.elapsed(step.due, until, step.unit))


def _standing(kept: KeptReport, dates: ReportDates) -> ReportStanding:
    if kept.report.is_sent:
        return ReportStanding(None, settled=True, text="Báo cáo đã gửi")
    at = next_ring(kept.report, dates)
    due = local_time(dates.due, kept.procedure.authority.time_zone)
    return ReportStanding(at, settled=False, text=f"Báo cáo phải gửi trước {due}")
