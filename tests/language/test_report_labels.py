"""Tests what a refused act on a periodic report is told: what went wrong, and what to do next."""

from __future__ import annotations

import pytest

from domain.reports.acts import ReportRefusal, ReportRefusalKind
from language.report_labels import refusal_text

ABOUT = {
    ReportRefusalKind.PERIOD_NOT_ENDED: "2026-11-14",
    ReportRefusalKind.DAY_PAST: "2026-11-14",
    ReportRefusalKind.NOT_ITS_PERIOD: "2026-10-15/2026-11-14",
    ReportRefusalKind.NOT_LATE: "BD-2026-000001",
}


@pytest.mark.parametrize("kind", ReportRefusalKind)
def test_each_refusal_says_what_went_wrong_and_then_what_to_do(kind: ReportRefusalKind) -> None:
    wrong, _, next_step = refusal_text(ReportRefusal(kind, ABOUT.get(kind, ""))).partition("; ")
    assert wrong[0].isupper()
    assert "hãy " in next_step
    assert next_step.endswith(".")
    assert "{" not in wrong + next_step
    if kind in ABOUT:
        assert "2026" in wrong
