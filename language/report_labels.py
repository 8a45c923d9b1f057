"""Labels of periodic reports, in Vietnamese."""

from __future__ import annotations

from domain.reports.rules import Cycle, ReportRule
from language.labels import length_text

_CYCLE = {
    Cycle.WEEK: "hằng tuần",
    Cycle.MONTH: "hằng tháng",
    Cycle.QUARTER: "hằng quý",
    Cycle.HALF_YEAR: "06 tháng",
    Cycle.YEAR: "hằng năm",
    Cycle.ON_REQUEST: "theo yêu cầu",
}


def cycle_text(rule: ReportRule) -> str:
    """Return how often a report is made, with the day on which its figures are closed."""
    closed = f", số liệu đến hết ngày {rule.cut_off}" if rule.cut_off else ""
    return _CYCLE[rule.cycle] + closed


def due_text(rule: ReportRule) -> str:
    """Return by when a report is due, in words."""
    if rule.due is None:
        return "ngày nêu trong yêu cầu"
    if rule.due.before_day is not None:
        return f"trước ngày {rule.due.before_day}"
    return f"trong {length_text(rule.due.within)} sau kỳ" if rule.due.within else ""
