"""Masks words of a report for the public. The report itself stays as it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.cases.editing import editor
from api.web.front import Front
from api.web.identity.callers import Viewer
from api.web.problems.problem import wrong_field
from domain.personal_data.masking import masked, stands_in
from language.personal_words import PersonalWords, personal_words
from records.cases.rows import CaseRecord, MaskedReport, Report


@dataclass(frozen=True)
class Masking:
    """A report as the public reads it. `suggested` are words that may point to a person and that no mask covers yet."""

    shown: MaskedReport | None
    suggested: tuple[PersonalWords, ...]


def masking_of(front: Front, case: CaseRecord, viewer: Viewer) -> Masking:
    """Return what is masked of a case's report, and what might be.

    Raises:
        Problem: the viewer does not edit for publication.
    """
    editor(case.complaint, viewer)
    return _masking(front.record.masks.of(case.code), case.report)


def mask(front: Front, case: CaseRecord, words: tuple[str, ...], viewer: Viewer) -> Masking:
    """Mask these words of the report for the public, and no others. Without words, the public reads the report as it came.

    Raises:
        Problem: the viewer does not edit for publication, or the report does not hold one of the words.
    """
    by = editor(case.complaint, viewer)
    for each in words:
        if not any(stands_in(text, each) for text in _texts(case.report)):
            raise wrong_field("words", f"Phản ánh không có cụm từ “{each}”; hãy chép đúng như trong phản ánh.")
    shown = _as_masked(case.report, tuple(dict.fromkeys(words)), by, front.clock())
    front.record.masks.mask(case.code, shown)
    return _masking(shown, case.report)


def _as_masked(report: Report, words: tuple[str, ...], by: str, at: datetime) -> MaskedReport:
    content, place, occurred_at = (masked(text, words) for text in _texts(report))
    return MaskedReport(words, content, place, occurred_at, by, at)


def _masking(shown: MaskedReport | None, report: Report) -> Masking:
    return Masking(shown, personal_words(*_texts(shown or report)))


def _texts(report: Report | MaskedReport) -> tuple[str, str, str]:
    return report.content, report.place, report.occurred_at
