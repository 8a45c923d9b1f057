"""The notices that an event of a report sends: to whom, by which channels."""

from __future__ import annotations

from collections.abc import Iterator

from domain.actors import Told
from domain.reports.report import (
    CasesExplained,
    ExplanationAsked,
    ExplanationMissed,
    ExplanationReminded,
    PeriodicReport,
    ReportChecked,
    ReportEvent,
    ReportMade,
    ReportOverdue,
    ReportReminded,
    ReportReturned,
    ReportSent,
    ReportSigned,
)
from domain.words import Role

_ON_PORTAL = ("portal",)
_OF_AGENCY = (Role.AGENCY_OFFICER, Role.AGENCY_LEADER)


def notices_of_report(report: PeriodicReport, event: ReportEvent) -> tuple[tuple[Told, str], ...]:
    """Return whom an event notifies by which channel, each once. `report` is the report after the event."""
    channels = _ON_PORTAL if isinstance(event, CasesExplained) else report.rule.channels
    told = dict.fromkeys(_told(report, event))
    return tuple((each, channel) for each in told for channel in channels)


def _told(report: PeriodicReport, event: ReportEvent) -> Iterator[Told]:
    rule = report.rule
    match event:
        case ReportMade() | ReportReturned() | ReportSigned() | CasesExplained():
            yield from _roles(report, rule.prepared_by)
        case ReportChecked():
            yield from _roles(report, (rule.signed_by,))
        case ReportReminded():
            yield from _roles(report, (*rule.prepared_by, rule.signed_by))
        case ReportOverdue():
            yield from _roles(report, rule.reminders.overdue[event.rung - 1].tells)
        case ReportSent():
            yield from _roles(report, rule.to)
        case ExplanationAsked():
            yield from (Told(role, event.agency) for role in _OF_AGENCY)
        case ExplanationReminded():
            yield from (Told(role, agency) for agency in event.agencies for role in _OF_AGENCY)
        case ExplanationMissed():
            yield from (Told(Role.AGENCY_LEADER, agency) for agency in event.agencies)
            yield from _roles(report, rule.prepared_by)


def _roles(report: PeriodicReport, roles: tuple[Role, ...]) -> Iterator[Told]:
    """Yield these roles. Those of an agency are meant in the agency that makes the report."""
    for role in roles:
        if not role.of_agency:
            yield Told(role)
        elif report.agency is not None:
            yield Told(role, report.agency)
