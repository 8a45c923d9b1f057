"""The plain data that callers pass to the record of monthly reports and get from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.summaries import MadeSummary


class SummaryFormat(StrEnum):
    """A format in which every monthly report is stored."""

    PDF = "pdf"
    XLSX = "xlsx"


@dataclass(frozen=True)
class SummaryFile:
    """A file of a monthly report, without its content. `size` is in bytes."""

    format: SummaryFormat
    sha256: str
    size: int


@dataclass(frozen=True)
class KeptSummary:
    """A monthly report that was made, and its files."""

    made: MadeSummary
    files: tuple[SummaryFile, ...]
