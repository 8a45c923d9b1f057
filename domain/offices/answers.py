"""Answer templates: the words that an office keeps for what its people say often. A person inserts one and edits it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.words import ActKind

TEXT_OF_ACT = {
    ActKind.ASK_SUPPLEMENT: "wanted",
    ActKind.REFUSE: "reason",
    ActKind.RETURN: "reason",
    ActKind.EXTEND: "reason",
    ActKind.EXPLAIN_DELAY: "reason",
    ActKind.REPORT_PROGRESS: "state",
    ActKind.SUBMIT_RESULT: "result",
    ActKind.SEND_BACK: "reason",
    ActKind.PUBLISH: "edited",
    ActKind.ANSWER: "answer",
    ActKind.COMMENT: "text",
}
"""The acts that have templates, each with the field of words into which one is inserted."""

PLACEHOLDERS = ("mã hồ sơ", "lĩnh vực", "địa điểm", "cơ quan", "trung tâm", "hạn trả lời")
"""The names that a template may put in braces, such as `{mã hồ sơ}`."""

_IN_BRACES = re.compile(r"\{([^{}]*)\}")
_LEFT_OPEN = "…"


@dataclass(frozen=True)
class AnswerTemplate:
    """Words for an act, for cases of one field of work or, without one, of any."""

    id: str
    name: str
    act: ActKind
    text: str
    field: str | None = None
    active: bool = True

    def is_for(self, act: ActKind, field: str | None) -> bool:
        """Return whether it is offered for this act on a case of this field."""
        return self.active and self.act is act and self.field in (None, field)


def unknown_placeholders(text: str) -> tuple[str, ...]:
    """Return the names in braces that no case has, in their order."""
    return tuple(name for name in _IN_BRACES.findall(text) if name.strip().lower() not in PLACEHOLDERS)


def filled(text: str, facts: Mapping[str, str]) -> str:
    """Return the text with the facts of a case. A fact that the case does not have is left open for the person."""
    return _IN_BRACES.sub(lambda found: facts.get(found[1].strip().lower()) or _LEFT_OPEN, text)


def offered(
    templates: Iterable[AnswerTemplate], act: ActKind, field: str | None, uses: Mapping[str, int]
) -> list[AnswerTemplate]:
    """Return the templates for this act on a case of this field: those used most first, then those of the field, by name."""
    fitting = (each for each in templates if each.is_for(act, field))
    return sorted(fitting, key=lambda each: (-uses.get(each.id, 0), each.field is None, each.name))
