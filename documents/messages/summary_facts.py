"""The facts of a monthly report in words, for its message template."""

from __future__ import annotations

from dataclasses import dataclass

from domain.summaries import MadeSummary
from language.labels import SUMMARY_COUNT


@dataclass(frozen=True)
class SummaryFacts:
    """All that the template may say. `counts` are the counts of the report with their labels."""

    code: str
    name: str
    month: str
    addressee: str
    centre: str
    article: str
    counts: tuple[tuple[str, int], ...]
    new: int
    overdue: int
    site: str


def facts_of_summary(summary: MadeSummary, *, site: str) -> SummaryFacts:
    """Return the facts of a report; `site` is the address of the portal."""
    return SummaryFacts(
        code=summary.code,
        name=summary.rule.name,
        month=summary.month.in_vietnamese,
        addressee=summary.rule.addressee,
        centre=summary.procedure.authority.centre,
        article=summary.rule.source,
        counts=tuple((words, summary.counts[count]) for count, words in SUMMARY_COUNT.items()),
        new=summary.counts["new"],
        overdue=summary.counts["overdue"],
        site=site,
    )
