"""The facts of a monthly report in words, as its template needs them."""

from __future__ import annotations

from dataclasses import dataclass

from domain.summaries import MadeSummary
from language.labels import SUMMARY_COUNT


@dataclass(frozen=True)
class SummaryFacts:
    """What the template may say. `counts` are the report's, each with its words."""

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
    """The facts of a report; `site` is where people go on."""
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
