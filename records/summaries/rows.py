"""What the record takes and gives of monthly reports: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.summaries import MadeSummary


class SummaryFormat(StrEnum):
    """A format in which every monthly report is kept."""

    PDF = "pdf"
    XLSX = "xlsx"


@dataclass(frozen=True)
class SummaryFile:
    """One of a report's files, without its content; `size` in bytes."""

    format: SummaryFormat
    sha256: str
    size: int


@dataclass(frozen=True)
class KeptSummary:
    """A report and its files."""

    made: MadeSummary
    files: tuple[SummaryFile, ...]
