"""The key of one periodic report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.procedure import Procedure
from domain.reports.periods import ReportPeriod
from domain.reports.rules import ReportRule


@dataclass(frozen=True)
class ReportKey:
    """The report of a series on a period, and the agency that makes it, None for the centre. `code` is under what it is kept:
    `BD-department-month-2026-11`."""

    code: str
    authority: str
    series: str
    period: str
    first: date
    last: date
    agency: str | None = None

    @property
    def days(self) -> ReportPeriod:
        """The period that the report is on."""
        return ReportPeriod(self.period, self.first, self.last)


def key_of(procedure: Procedure, rule: ReportRule, period: ReportPeriod, agency: str | None = None) -> ReportKey:
    """Return the key of the report on a period."""
    code = "-".join(filter(None, (procedure.authority.code_prefix, rule.id, period.id, agency)))
    return ReportKey(code, procedure.id, rule.id, period.id, period.first, period.last, agency)
