"""A record of periodic reports in memory, whose figures are always the same: one case of so-y-te that was late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from activities.reports.making import Contents, ReportMaking
from calendars import official_book
from domain.accounts.account import Account, Flow, Group, LateStep
from domain.actors import Actor
from domain.offices.names import NameHistory
from domain.offices.places import Place
from domain.reports.dates import ReportDates
from domain.reports.figures import AnyFigures
from domain.reports.report import PeriodicReport, ReportEvent, ReportSent, apply_event
from domain.reports.withheld import Courses
from domain.time.amounts import Unit
from procedures import procedure_in_force
from records.figures.accounts import Asked
from records.reports.rows import (
    Decide,
    KeptReport,
    NewReport,
    ReportEntry,
    ReportFileKept,
    ReportFormat,
    SentEdition,
    WholeReport,
)
from tests.support.workflows.reports import ACTORS_KEY

HEALTH = "so-y-te"
LATE_CASE = "BD-2026-000001"
_FLOW = Flow(received=1, open=1, overdue=1)


class MemoryReports:
    """Periodic reports as `activities.reports.making` needs them, by their code."""

    def __init__(self) -> None:
        self._kept: dict[str, WholeReport] = {}

    def find(self, code: str) -> KeptReport | None:
        whole = self._kept.get(code)
        return whole.kept if whole else None

    def whole(self, code: str) -> WholeReport | None:
        return self._kept.get(code)

    def begin(self, new: NewReport, events: tuple[()], by: None, act_id: str) -> bool:
        if new.report.code in self._kept:
            return False
        kept = KeptReport(new.report, new.procedure, new.dates.due, new.dates.explain_by)
        self._kept[new.report.code] = WholeReport(kept, (), (), (), ())
        return True

    def keep_edition(self, code: str, figures: AnyFigures, made_at: datetime, decide: Decide, act_id: str) -> None:
        whole = self._kept[code]
        if self._is_done(whole, act_id):
            return
        report = whole.kept.report.with_late(figures.late)
        self._append(replace(whole, editions=(*whole.editions, figures)), report, decide(report), None, act_id)

    def change(self, code: str, decide: Decide, by: Actor | None, act_id: str) -> PeriodicReport:
        whole = self._kept[code]
        if not self._is_done(whole, act_id):
            self._append(whole, whole.kept.report, decide(whole.kept.report), by, act_id)
        return self._kept[code].kept.report

    def set_dates(self, code: str, dates: ReportDates) -> None:
        whole = self._kept[code]
        kept = replace(whole.kept, due_at=dates.due, explain_by=dates.explain_by)
        self._kept[code] = replace(whole, kept=kept)

    def keep_files(self, code: str, edition: int, files: Mapping[ReportFormat, bytes]) -> None:
        whole = self._kept[code]
        kept = tuple(ReportFileKept(edition, form, "", len(content)) for form, content in files.items())
        self._kept[code] = replace(whole, files=(*whole.files, *kept))

    def _is_done(self, whole: WholeReport, act_id: str) -> bool:
        return any(entry.act_id == act_id for entry in whole.entries)

    def _append(
        self, whole: WholeReport, report: PeriodicReport, events: tuple[ReportEvent, ...], by: Actor | None, act_id: str
    ) -> None:
        for event in events:
            report = apply_event(report, event)
            whole = replace(whole, entries=(*whole.entries, ReportEntry(report.number, act_id, event, by)))
            if isinstance(event, ReportSent):
                sent = SentEdition(event.edition, len(whole.sent) + 1, report.rule.symbol, event.at)
                whole = replace(whole, sent=(*whole.sent, sent))
        self._kept[report.code] = replace(whole, kept=replace(whole.kept, report=report))


class _Books:
    def of_its_time(self, asked: Asked) -> Asked:
        return asked

    def account(self, asked: Asked, *, with_late: bool = True) -> Account:
        period, zone = asked.period, UTC
        received = datetime.combine(period.first, datetime.min.time(), zone)
        late = LateStep(
            code=LATE_CASE,
            limit="accept",
            step="Tiếp nhận hoặc trả lại",
            source="Điều 8",
            agency=HEALTH,
            field="y-te",
            lead=HEALTH,
            place=None,
            received_at=received,
            due=received + timedelta(days=1),
            done_at=None,
            unit=Unit.WORKING_DAY,
        )
        return Account(
            authority=asked.authority,
            period=period,
            agency=asked.agency,
            total=_FLOW,
            by_channel=(Group("portal", _FLOW),),
            by_field=(Group("y-te", _FLOW),),
            by_lead=(Group(HEALTH, _FLOW),),
            by_place=(Group(None, _FLOW),),
            returned=(),
            ratings=(),
            steps=(),
            late=(late,) if with_late else (),
        )


class _Nothing:
    def courses(self, authority: str, ground: str, before: datetime) -> Courses:
        return {}

    def agency_names(self, authority: str) -> Mapping[str, NameHistory]:
        return {}

    def places(self, authority: str) -> tuple[Place, ...]:
        return ()


def memory_making(reports: MemoryReports) -> ReportMaking:
    """Return the making of reports in this record, by the official calendar."""
    return ReportMaking(
        reports, Contents(_Books(), _Nothing()), _Nothing(), official_book, procedure_in_force, ACTORS_KEY
    )
