"""Monthly reports: when the next one is due by the offices' own calendar, and making it."""

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
from domain.decisions import CalendarBook
from domain.events import Event
from domain.months import Month
from domain.office import Agency
from domain.procedure import Procedure, SummaryRule
from domain.summaries import MadeSummary, Summary, summary_code, summary_of
from domain.words import Role
from language.labels import SUMMARY_COUNT, local_time, role_name
from procedures import NoProcedure
from records.summaries.rows import SummaryFormat

InForce = Callable[[str, date], Procedure]
"""The regulation of an authority that is in force on a day. Raises NoProcedure."""


class Summaries(Protocol):
    """The record as summarising needs it; `records.summaries.summaries.Summaries` is the real one."""

    def calendar(self) -> CalendarBook: ...

    def next_month(self, authority: str, summary: str, zone: ZoneInfo) -> Month | None: ...

    def courses(
        self, procedure: Procedure, rule: SummaryRule, before: datetime
    ) -> dict[str, tuple[Procedure, tuple[Event, ...]]]: ...

    def keep(self, made: MadeSummary, files: Mapping[SummaryFormat, bytes]) -> bool: ...


class Agencies(Protocol):
    """Who knows the agencies' names; `records.reading.Reader` does."""

    def agencies(self, authority: str) -> tuple[Agency, ...]: ...


class Summarising:
    """Makes monthly reports, each once and in their order."""

    def __init__(self, summaries: Summaries, office: Agencies, in_force: InForce) -> None:
        self._summaries = summaries
        self._office = office
        self._in_force = in_force

    @activity.defn(name=NEXT_SUMMARY)
    def next(self, request: NextSummaryRequest) -> NextSummary | None:
        """The earliest month not reported on yet whose regulation asks for it, and when its report is made: when the first
        session opens after it. None where that of the present month does not ask for it, nor one before it."""
        series, present = request.series, Month.of(request.now, VIETNAM)
        month = self._summaries.next_month(series.authority, series.summary, VIETNAM) or present
        while (found := self._rule(series, month)) is None:
            if month >= present:
                return None
            month = month.following
        procedure, _ = found
        zone = ZoneInfo(procedure.authority.time_zone)
        calendar = working_calendar(procedure.office_hours, self._summaries.calendar().decisions, zone=zone)
        at = calendar.next_opening(month.ends(zone))
        return NextSummary(str(month), at, local_time(at, procedure.authority.time_zone))

    @activity.defn(name=MAKE_SUMMARY)
    def make(self, request: MakeSummaryRequest) -> None:
        """Make the month's report, keep it and have those told whom its rule names. One that is made stays as it is."""
        month = Month.parse(request.month)
        found = self._rule(request.series, month)
        if found is None:
            return
        procedure, rule = found
        zone = ZoneInfo(procedure.authority.time_zone)
        courses = self._summaries.courses(procedure, rule, month.ends(zone))
        summary = summary_of(procedure, rule, month, courses)
        agencies = {agency.id: agency.name for agency in self._office.agencies(procedure.id)}
        code = summary_code(procedure, rule, month)
        made = MadeSummary(code, procedure, rule, month, request.now, summary.counts)
        files = {
            SummaryFormat.XLSX: as_xlsx(*tables_of(summary, agencies)),
            SummaryFormat.PDF: pdf("monthly_report", report_of(summary, made, agencies)),
        }
        self._summaries.keep(made, files)

    def _rule(self, series: SummarySeries, month: Month) -> tuple[Procedure, SummaryRule] | None:
        """The month's regulation, which is the one in force at its end, and what it says of the report."""
        try:
            procedure = self._in_force(series.authority, month.last_day)
        except NoProcedure:
            return None
        rule = procedure.summary(series.summary)
        return (procedure, rule) if rule else None


def report_of(summary: Summary, made: MadeSummary, agencies: Mapping[str, str]) -> Report:
    """The report as a document that the centre's leader signs."""
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
