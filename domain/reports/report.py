"""A periodic report as a value, and how events change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from domain.accounts.account import LateStep
from domain.acts.base import Sealed
from domain.reports.periods import ReportPeriod
from domain.reports.rules import ReportRule


class ReportStatus(StrEnum):
    """The stages of a report. `making` is one whose next edition is being made."""

    MAKING = "making"
    PREPARED = "prepared"
    CHECKED = "checked"
    SIGNED = "signed"
    SENT = "sent"


@dataclass(frozen=True)
class PeriodicReport:
    """A report that was made. `late` names the cases that were late within the period, by the agency that answers for each.

    `explained` holds who explained: an agency alone for all of its cases, or with a case. `edition` counts from 1; a corrected
    edition is the next. `number` counts the events applied. `wanted_by` is the day that a request names. Holds no words that
    a person wrote.
    """

    code: str
    authority: str
    rule: ReportRule
    period: ReportPeriod
    agency: str | None = None
    status: ReportStatus = ReportStatus.MAKING
    edition: int = 0
    number: int = 0
    made_at: datetime | None = None
    wanted_by: date | None = None
    late: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    explained: frozenset[tuple[str, str | None]] = frozenset()
    asked: frozenset[str] = frozenset()
    reminded_to_explain: bool = False
    missed_explaining: bool = False
    reminded: bool = False
    rungs_climbed: int = 0

    def with_late(self, steps: Iterable[LateStep]) -> PeriodicReport:
        """Return the report with the late cases of its figures. Nobody explains those that no agency answers for."""
        late: dict[str, dict[str, None]] = {}
        for step in steps:
            if step.agency is not None:
                late.setdefault(step.agency, {})[step.code] = None
        return replace(self, late={agency: tuple(codes) for agency, codes in sorted(late.items())})

    @property
    def is_sent(self) -> bool:
        """True if the latest edition was sent. Nothing is due then."""
        return self.status is ReportStatus.SENT

    def unexplained(self, agency: str) -> tuple[str, ...]:
        """Return the late cases of an agency that it has not explained."""
        if (agency, None) in self.explained:
            return ()
        return tuple(case for case in self.late.get(agency, ()) if (agency, case) not in self.explained)

    @property
    def owing(self) -> tuple[str, ...]:
        """The agencies that were asked and have not explained all of their cases."""
        return tuple(sorted(agency for agency in self.asked if self.unexplained(agency)))


@dataclass(frozen=True, kw_only=True)
class ReportMade:
    """The system made an edition of the report from the record."""

    at: datetime
    edition: int
    kind: Literal["report_made"] = "report_made"

    def change(self, report: PeriodicReport) -> PeriodicReport:
        return replace(report, edition=self.edition, made_at=report.made_at or self.at, status=ReportStatus.PREPARED)


@dataclass(frozen=True, kw_only=True)
class ReportRequested:
    """Somebody asked for a report on days that they named, by a day. `words` say who wants it and what for."""

    at: datetime
    wanted_by: date
    words: Sealed
    kind: Literal["report_requested"] = "report_requested"

    def change(self, report: PeriodicReport) -> PeriodicReport:
        return replace(report, wanted_by=self.wanted_by)


@dataclass(frozen=True, kw_only=True)
class ExplanationAsked:
    """An agency was asked to explain its late cases."""

    at: datetime
    agency: str
    cases: int
    kind: Literal["explanation_asked"] = "explanation_asked"

    def change(self, report: PeriodicReport) -> PeriodicReport:
        return replace(report, asked=report.asked | {self.agency})


@dataclass(frozen=True, kw_only=True)
class ExplanationReminded:
    """The time to explain runs out soon for these agencies."""

    at: datetime
    agencies: tuple[str, ...]
    kind: Literal["explanation_reminded"] = "explanation_reminded"

    def change(self, report: PeriodicReport) -> PeriodicReport:
        return replace(report, reminded_to_explain=True)


@dataclass(frozen=True, kw_only=True)
class ExplanationMissed:
    """The time to explain has passed for these agencies."""

    at: datetime
    agencies: tuple[str, ...]
    kind: Literal["explanation_missed"] = "explanation_missed"

    def change(self, report: PeriodicReport) -> PeriodicReport:
        return replace(report, missed_explaining=True)


@dataclass(frozen=True, kw_only=True)
class CasesExplained:
    """An agency explained one late case, or all of its own where `case` is None."""

    at: datetime
    agency: str
    case: str | None
    words: Sealed
    kind: Literal["cases_explained"] = "cases_explained"

    def change(self, report: PeriodicReport) -> PeriodicReport:
        return replace(report, explained=report.explained | {(self.agency, self.case)})


@dataclass(frozen=True, kw_only=True)
class ReportChecked:
    """The people who prepare the report checked it. `words` are what they add: what is difficult, what they propose."""

    at: datetime
    words: Sealed
    kind: Literal["report_checked"] = "report_checked"

    def change(self, report: PeriodicReport) -> PeriodicReport:
        return replace(report, status=ReportStatus.CHECKED)


@dataclass(frozen=True, kw_only=True)
class ReportReturned:
    """The signer gave the report back to be checked again."""

    at: datetime
    reason: Sealed
    kind: Literal["report_returned"] = "report_returned"

    def change(self, report: PeriodicReport) -> PeriodicReport:
        return replace(report, status=ReportStatus.PREPARED)


@dataclass(frozen=True, kw_only=True)
class ReportSigned:
    """The signer signed the report off."""

    at: datetime
    kind: Literal["report_signed"] = "report_signed"

    def change(self, report: PeriodicReport) -> PeriodicReport:
        return replace(report, status=ReportStatus.SIGNED)


@dataclass(frozen=True, kw_only=True)
class ReportSent:
    """The report went to its addressees. From then on this edition stays as it is."""

    at: datetime
    edition: int
    kind: Literal["report_sent"] = "report_sent"

    def change(self, report: PeriodicReport) -> PeriodicReport:
        return replace(report, status=ReportStatus.SENT)


@dataclass(frozen=True, kw_only=True)
class CorrectionBegun:
    """A report that was sent is corrected: a next edition is made and says why."""

    at: datetime
    reason: Sealed
    kind: Literal["correction_begun"] = "correction_begun"

    def change(self, report: PeriodicReport) -> PeriodicReport:
        return replace(report, status=ReportStatus.MAKING)


@dataclass(frozen=True, kw_only=True)
class ReportReminded:
    """The report is due soon."""

    at: datetime
    kind: Literal["report_reminded"] = "report_reminded"

    def change(self, report: PeriodicReport) -> PeriodicReport:
        return replace(report, reminded=True)


@dataclass(frozen=True, kw_only=True)
class ReportOverdue:
    """The report is overdue, and rung `rung` of its ladder is told, counted from 1."""

    at: datetime
    rung: int
    kind: Literal["report_overdue"] = "report_overdue"

    def change(self, report: PeriodicReport) -> PeriodicReport:
        return replace(report, rungs_climbed=self.rung)


ReportEvent = (
    ReportMade
    | ReportRequested
    | ExplanationAsked
    | ExplanationReminded
    | ExplanationMissed
    | CasesExplained
    | ReportChecked
    | ReportReturned
    | ReportSigned
    | ReportSent
    | CorrectionBegun
    | ReportReminded
    | ReportOverdue
)


def apply_event(report: PeriodicReport, event: ReportEvent) -> PeriodicReport:
    """Return the report after one event."""
    return replace(event.change(report), number=report.number + 1)


def apply_events(report: PeriodicReport, events: Iterable[ReportEvent]) -> PeriodicReport:
    """Return the report after these events."""
    for event in events:
        report = apply_event(report, event)
    return report
