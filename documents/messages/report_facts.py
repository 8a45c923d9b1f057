"""The facts of an event of a periodic report in words, for its message templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.messages import ReportOccasion
from domain.reports.report import CorrectionBegun, ExplanationAsked, ReportOverdue, ReportReturned
from language.labels import REPORT_EVENT, local_time
from language.report_labels import days_text


@dataclass(frozen=True)
class ReportFacts:
    """All that the templates may say. `cases` is how many late cases an agency is asked about; `reason` why a report was given
    back or is corrected."""

    code: str
    name: str
    days: str
    label: str
    kind: str
    addressees: str
    centre: str
    article: str
    due: str
    explain_by: str
    cases: int
    agency: str
    rung: int
    reason: str
    site: str


def facts_of_report(occasion: ReportOccasion, agencies: Mapping[str, str], *, site: str) -> ReportFacts:
    """Return the facts of an event; `site` is the address of the portal."""
    report, event, authority = occasion.report, occasion.event, occasion.procedure.authority
    reason = event.reason.sealed if isinstance(event, ReportReturned | CorrectionBegun) else ""
    return ReportFacts(
        code=report.code,
        name=report.rule.name,
        days=days_text(report.period.first, report.period.last),
        label=REPORT_EVENT[event.kind],
        kind=event.kind,
        addressees="; ".join(report.rule.addressees),
        centre=authority.centre,
        article=report.rule.source,
        due=local_time(occasion.due_at, authority.time_zone),
        explain_by=local_time(occasion.explain_by, authority.time_zone) if occasion.explain_by else "",
        cases=event.cases if isinstance(event, ExplanationAsked) else 0,
        agency=agencies.get(report.agency, report.agency) if report.agency else "",
        rung=event.rung if isinstance(event, ReportOverdue) else 0,
        reason=reason,
        site=site,
    )
