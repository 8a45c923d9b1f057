"""Finds when the next monthly report is due by the offices' calendar, and makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from temporalio import activity

from activities.contract import (
    MAKE_SUMMARY,
    NEXT_SUMMARY,
    MakeSummaryRequest,
    NextSummary,
    NextSummaryRequest,
    SummarySeries,
)
from calendars import VIETNAM, working_calendar
from documents.letters.pdf import pdf
from documents.letters.report import Report
from documents.tables.table import as_xlsx
from documents.tables.withheld import COLUMNS, basis_of, line_of, tables_of
from domain.events import Event
from domain.offices.names import NameHistory, names_at
from domain.procedure import Procedure, SummaryRule
from domain.summaries import MadeSummary, Summary, summary_code, summary_of
from domain.time.decisions import CalendarBook, Reach
from domain.time.months import Month
from domain.words import Role
from language.labels import SUMMARY_COUNT, local_time, role_name
from procedures import NoProcedure
from records.summaries.rows import SummaryFormat
from templates.letters import MONTHLY_REPORT

Book = Callable[[], CalendarBook]
"""Gives every edition of the calendar."""

InForce = Callable[[str, date], Procedure]
"""Returns the regulation of an authority that is in force on a day. Raises NoProcedure."""


class Summaries(Protocol):
    """The record as making reports needs it; `records.summaries.repository.Summaries` is the real one."""

    def next_month(self, authority: str, summary: str, zone: ZoneInfo) -> Month | None: ...

    def courses(
        self, procedure: Procedure, rule: SummaryRule, before: datetime
    ) -> dict[str, tuple[Procedure, tuple[Event, ...]]]: ...

    def keep(self, made: MadeSummary, files: Mapping[SummaryFormat, bytes]) -> bool: ...


class Agencies(Protocol):
    """The names of agencies; `records.offices.repository.Offices` has them."""

    def agency_names(self, authority: str) -> Mapping[str, NameHistory]: ...


class Summarising:
    """Makes monthly reports, each once and in order."""

    def __init__(self, summaries: Summaries, office: Agencies, book: Book, in_force: InForce) -> None:
        self._summaries = summaries
        self._office = office
        self._book = book
        self._in_force = in_force

    @activity.defn(name=NEXT_SUMMARY)
    def next(self, request: NextSummaryRequest) -> NextSummary | None:
        """Return the earliest month without a report whose regulation requires one, and when the first session after it opens.

        The report is made at that moment. Return None where neither the present month nor an earlier one requires a report.
        """
        series, present = request.series, Month.of(request.now, VIETNAM)
        month = self._summaries.next_month(series.authority, series.summary, VIETNAM) or present
        while (found := self._rule(series, month)) is None:
            if month >= present:
                return None
            month = month.following
        procedure, _ = found
        zone = ZoneInfo(procedure.authority.time_zone)
        calendar = working_calendar(procedure.office_hours, self._book().of(Reach(procedure.id)).decisions, zone=zone)
        at = calendar.next_opening(month.ends(zone))
        return NextSummary(str(month), at, local_time(at, procedure.authority.time_zone))

    @activity.defn(name=MAKE_SUMMARY)
    def make(self, request: MakeSummaryRequest) -> None:
        """Make the month's report, store it and notify the people that its rule names. An existing report stays as it is."""
        month = Month.parse(request.month)
        found = self._rule(request.series, month)
        if found is None:
            return
        procedure, rule = found
        zone = ZoneInfo(procedure.authority.time_zone)
        courses = self._summaries.courses(procedure, rule, month.ends(zone))
        summary = summary_of(procedure, rule, month, courses)
        agencies = names_at(self._office.agency_names(procedure.id), month.ends(zone))
        code = summary_code(procedure, rule, month)
        made = MadeSummary(code, procedure, rule, month, request.now, summary.counts)
        files = {
            SummaryFormat.XLSX: as_xlsx(*tables_of(summary, agencies)),
            SummaryFormat.PDF: pdf(MONTHLY_REPORT, report_of(summary, made, agencies)),
        }
        self._summaries.keep(made, files)

    def _rule(self, series: SummarySeries, month: Month) -> tuple[Procedure, SummaryRule] | None:
        """Return the regulation in force at the end of the month, and its rule on the report."""
        try:
            procedure = self._in_force(series.authority, month.last_day)
        except NoProcedure:
            return None
        rule = procedure.summary(series.summary)
        return (procedure, rule) if rule else None


def report_of(summary: Summary, made: MadeSummary, agencies: Mapping[str, str]) -> Report:
    """Return the report as a document that the centre's leader signs."""
    authority = made.procedure.authority
    return Report(
        title=f"{made.rule.name}, tháng {made.month.in_vietnamese}",
        issuer=authority.centre,
        addressee=made.rule.addressee,
        basis=basis_of(summary),
        dated=authority.local_date(made.made_at),
        place=made.rule.place,
        counts=[(SUMMARY_COUNT[count], number) for count, number in made.counts.items()],
        columns=COLUMNS,
        lines=[line_of(summary, line, agencies) for line in summary.lines],
        signer_title=role_name(made.procedure, Role.CENTRE_LEADER),
        recipients=("Như trên;", "Lưu: VT."),
        code=made.code,
    )
