"""Reads periodic reports for those who may, and reckons those that are still to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from api.reports.problems import REPORTS_FOR_OFFICES, UNKNOWN_REPORT
from api.web.identity.callers import Staff
from api.web.problems.problem import Problem
from calendars import working_calendar
from calendars.report_dates import report_dates
from domain.procedure import Procedure
from domain.reports.key import ReportKey, key_of
from domain.reports.periods import period_of
from domain.reports.report import PeriodicReport
from domain.reports.rules import Cycle, ReportRule
from domain.time.decisions import CalendarBook, Reach
from domain.visibility import scope_of
from domain.words import Role
from records.reports.rows import KeptReport, ReportFormat, ReportsSought, WholeReport

_READERS = frozenset(
    {
        Role.CENTRE_OPERATOR,
        Role.CENTRE_LEADER,
        Role.AGENCY_OFFICER,
        Role.AGENCY_LEADER,
        Role.AUTHORITY_LEADER,
        Role.AUDITOR,
        Role.ADMIN,
    }
)

_MOST = 10_000
"""The unsent reports that are looked through. There are as many as series and agencies."""


class ReportsKept(Protocol):
    """The record as reading needs it; `records.reports.repository.Reports` is the real one."""

    def listed(self, sought: ReportsSought, *, limit: int, offset: int = 0) -> tuple[KeptReport, ...]: ...

    def whole(self, code: str) -> WholeReport | None: ...

    def content(self, code: str, edition: int, form: ReportFormat) -> bytes | None: ...


class Standing(StrEnum):
    """The ways in which a report that was not sent may wait: for anything, too long, or for explanations."""

    UNSENT = "unsent"
    OVERDUE = "overdue"
    OWING = "owing"


class JoinedOffices(Protocol):
    """The offices as reading needs them; `records.offices.repository.Offices` is the real one."""

    def joined(self, authority: str) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class ComingReport:
    """A report whose period has not ended: its name, and when it will be made and due."""

    key: ReportKey
    rule: ReportRule
    made_at: datetime
    due_at: datetime
    time_zone: str


def reads_reports(staff: Staff) -> bool:
    """Return whether this person reads periodic reports."""
    return staff.account.role in _READERS


def require_reader(staff: Staff) -> None:
    """Raise Problem where this person reads none."""
    if not reads_reports(staff):
        raise Problem(REPORTS_FOR_OFFICES)


def reports_seen_by(
    reports: ReportsKept, staff: Staff, *, series: str | None = None, limit: int, offset: int = 0
) -> tuple[KeptReport, ...]:
    """Return the reports that this person reads, those on the latest days first: an agency's people read those that the agency
    makes and those to which it owes explanations.

    Raises:
        Problem: this person reads none.
    """
    require_reader(staff)
    scope = scope_of(staff.actor)
    return reports.listed(ReportsSought(scope.authority, scope.agency, series), limit=limit, offset=offset)


def reports_standing(reports: ReportsKept, staff: Staff, standing: Standing, at: datetime) -> tuple[KeptReport, ...]:
    """Return the unsent reports that this person reads and that stand so at an instant, those on the latest days first.

    Raises:
        Problem: this person reads none.
    """
    require_reader(staff)
    scope = scope_of(staff.actor)
    unsent = reports.listed(ReportsSought(scope.authority, scope.agency, unsent=True), limit=_MOST)
    return tuple(kept for kept in unsent if stands(kept, standing, scope.agency, at))


def is_overdue(kept: KeptReport, at: datetime) -> bool:
    """Tell whether a report should have been sent by an instant. A corrected edition is due by no day."""
    report = kept.report
    return not report.is_sent and report.edition < 2 and kept.due_at < at


def stands(kept: KeptReport, standing: Standing, agency: str | None, at: datetime) -> bool:
    """Tell whether an unsent report stands so, for the people of an agency or for all others."""
    match standing:
        case Standing.UNSENT:
            return True
        case Standing.OVERDUE:
            return is_overdue(kept, at)
        case Standing.OWING:
            owing = kept.report.owing
            return agency in owing if agency else bool(owing)


def report_of_authority(reports: ReportsKept, offices: JoinedOffices, staff: Staff, code: str) -> WholeReport:
    """Return a report of this person's authority with all that happened to it. An agency's person may not be concerned.

    Raises:
        Problem: there is no such report, or this person reads none.
    """
    require_reader(staff)
    whole = reports.whole(code)
    if whole is None or not _is_theirs(offices, scope_of(staff.actor).authority, whole.kept.report.authority):
        raise Problem(UNKNOWN_REPORT)
    return whole


def is_concerned(staff: Staff, report: PeriodicReport) -> bool:
    """Tell whether a report of this person's authority is theirs to read: an agency makes it, or owes it explanations."""
    agency = scope_of(staff.actor).agency
    return agency is None or agency == report.agency or agency in report.asked


def report_seen_by(reports: ReportsKept, offices: JoinedOffices, staff: Staff, code: str) -> WholeReport:
    """Return a report with all that happened to it.

    Raises:
        Problem: there is no such report that this person reads.
    """
    whole = report_of_authority(reports, offices, staff, code)
    if not is_concerned(staff, whole.kept.report):
        raise Problem(UNKNOWN_REPORT)
    return whole


def sees_report(reports: ReportsKept, offices: JoinedOffices, staff: Staff, code: str) -> bool:
    """Tell whether there is such a report that this person reads."""
    try:
        report_seen_by(reports, offices, staff, code)
    except Problem:
        return False
    return True


def _is_theirs(offices: JoinedOffices, authority: str | None, of_report: str) -> bool:
    """Return whether an authority has this report: its own, or one of an authority that has joined it."""
    return authority in (None, of_report) or of_report in offices.joined(authority)


def report_file(
    reports: ReportsKept, offices: JoinedOffices, staff: Staff, code: str, edition: int, form: ReportFormat
) -> bytes:
    """Return a file of an edition that was sent.

    Raises:
        Problem: there is no such file that this person reads.
    """
    report_seen_by(reports, offices, staff, code)
    content = reports.content(code, edition, form)
    if content is None:
        raise Problem(UNKNOWN_REPORT)
    return content


def coming_reports(procedure: Procedure, staff: Staff, book: CalendarBook, at: datetime) -> Iterator[ComingReport]:
    """Yield the reports of the periods that run now: an agency's people see those that their agency makes, others those of the
    centre."""
    zone, agency = ZoneInfo(procedure.authority.time_zone), scope_of(staff.actor).agency
    cal = working_calendar(procedure.office_hours, book.of(Reach(procedure.id)).decisions, zone=zone)
    for rule in procedure.reports:
        if rule.cycle is Cycle.ON_REQUEST or rule.each_agency != (agency is not None):
            continue
        period = period_of(rule, at.astimezone(zone).date())
        dates = report_dates(cal, zone, rule, period)
        yield ComingReport(
            key_of(procedure, rule, period, agency), rule, dates.made_at, dates.due, procedure.authority.time_zone
        )
