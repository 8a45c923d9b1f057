"""The figures of one edition of a report."""

from __future__ import annotations

from dataclasses import dataclass

from domain.accounts.account import Account, Flow, LateStep
from domain.reports.withheld import WithheldCase, WithheldCounts


@dataclass(frozen=True)
class ReportFigures:
    """The account of the report's own period, and what came and went in the period before and in the same a year ago."""

    account: Account
    before: Flow
    year_ago: Flow

    @property
    def late(self) -> tuple[LateStep, ...]:
        """The late steps that agencies are asked to explain."""
        return self.account.late


@dataclass(frozen=True)
class WithheldFigures:
    """The cases that were kept from the public on the ground of the series, and their counts: in the report's own period, in the
    period before and in the same a year ago."""

    cases: tuple[WithheldCase, ...]
    counts: WithheldCounts
    before: WithheldCounts
    year_ago: WithheldCounts

    @property
    def late(self) -> tuple[LateStep, ...]:
        """No agency is asked to explain: the report is on cases and not on limits."""
        return ()


AnyFigures = ReportFigures | WithheldFigures
