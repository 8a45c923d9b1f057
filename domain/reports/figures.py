"""The figures of one edition of a report."""

from __future__ import annotations

from dataclasses import dataclass

from domain.accounts.account import Account, Flow


@dataclass(frozen=True)
class ReportFigures:
    """The account of the report's own period, and what came and went in the period before and in the same a year ago."""

    account: Account
    before: Flow
    year_ago: Flow
