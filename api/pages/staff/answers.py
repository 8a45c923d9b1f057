"""Answer templates as the form of an act offers them, filled with the facts of the case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from api.cases.views.case import CaseView
from domain.offices.answers import TEXT_OF_ACT, AnswerTemplate, filled, offered
from domain.words import ActKind
from records.cases.rows import CaseRecord
from records.offices.repository import Offices

CHOSEN = "mau"
"""The field of a form, and of the page's address, that names the template with which the words began."""


@dataclass(frozen=True)
class OfferedAnswer:
    """A template as a form offers it, with the text that it inserts and the field that takes the text."""

    id: str
    name: str
    text: str
    into: str


def answers_for(offices: Offices, case: CaseRecord, view: CaseView) -> Callable[[ActKind], tuple[OfferedAnswer, ...]]:
    """Return a function that gives the templates for an act on this case, those used most first."""
    authority = case.complaint.procedure.id
    kept: tuple[AnswerTemplate, ...] = offices.answers(authority)
    uses = offices.answer_uses(authority) if kept else {}
    facts = _facts(case, view)

    def answers(act: ActKind) -> tuple[OfferedAnswer, ...]:
        found = offered(kept, act, case.complaint.field, uses)
        return tuple(OfferedAnswer(each.id, each.name, filled(each.text, facts), TEXT_OF_ACT[act]) for each in found)

    return answers


def inserted(answer: OfferedAnswer, words: str) -> str:
    """Return the words with the template after them."""
    return f"{words.rstrip()}\n\n{answer.text}" if words.strip() else answer.text


def _facts(case: CaseRecord, view: CaseView) -> dict[str, str]:
    procedure = case.complaint.procedure
    field = procedure.field(case.complaint.field)
    due = next((limit.due_text for limit in view.limits if limit.kind == "case" and limit.due_text), None)
    return {
        "mã hồ sơ": view.code,
        "lĩnh vực": field.name if field else "",
        "địa điểm": case.report.place,
        "cơ quan": view.lead.name if view.lead else "",
        "trung tâm": procedure.authority.centre,
        "hạn trả lời": due or "",
    }
