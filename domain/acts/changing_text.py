"""The act by which an open case goes over from the text that it was under to another one, from a day on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from domain.actors import Actor
from domain.acts.base import Verdict
from domain.complaint import Complaint, Moment, Shown
from domain.procedure import Procedure
from domain.refusals import Refusal, RefusalKind
from domain.texts.known import REGULATIONS
from domain.words import ActKind, Status


@dataclass(frozen=True, kw_only=True)
class TextChanged(Moment, act=ActKind.CHANGE_TEXT, stays=True, shown=Shown.REPORTER | Shown.PUBLIC):
    """The case follows another text from `day` on, whose digest is `text`, by the act `decided_by` and the transitional clause
    `source`. What its limits become follows in events of their own.

    `keeps` are the limits that the new text would have ended before it came to hold for the case: they keep their end.
    `from_authority` is the authority that the case had, where another one takes it over.
    """

    kind: Literal["text_changed"] = "text_changed"
    text: str
    day: date
    decided_by: str
    source: str
    keeps: tuple[str, ...] = ()
    from_authority: str | None = None

    @property
    def moves_limits(self) -> bool:
        """Limits move by `domain.texts.reckoning`, not as they do after a step of the procedure."""
        return False

    def leads_to(self, complaint: Complaint) -> Status | None:
        """Leave the case where it stands."""
        return None

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, procedure=REGULATIONS.of(self.text))


@dataclass(frozen=True, kw_only=True)
class ChangeText:
    """The case follows another text. It follows from a decision about the text or the authority; nobody does it by hand."""

    kind: Literal[ActKind.CHANGE_TEXT] = ActKind.CHANGE_TEXT
    text: str
    day: date
    decided_by: str
    source: str
    keeps: tuple[str, ...] = ()

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[TextChanged]:
        new = REGULATIONS.of(self.text)
        if new == complaint.procedure:
            return Refusal(RefusalKind.NOTHING_NEW, self.kind)
        if not complaint.status.is_final and not has_counterpart(new, complaint.status):
            return Refusal(RefusalKind.NO_COUNTERPART, complaint.status)
        return (
            TextChanged(
                at=at,
                text=self.text,
                day=self.day,
                decided_by=self.decided_by,
                source=self.source,
                keeps=self.keeps,
                from_authority=None if new.id == complaint.procedure.id else complaint.procedure.id,
            ),
        )


def has_counterpart(procedure: Procedure, status: Status) -> bool:
    """Tell whether a text says how a case in this status goes on: by an act, or at the end of a window."""
    acts = any(status in rule.when and rule.leads_to(status) not in (None, status) for rule in procedure.acts)
    windows = any(rule.on_lapse is not None and status in (rule.opens_in or (status,)) for rule in procedure.limits)
    return acts or (windows and status in (Status.PUBLISHED, Status.WITHHELD, Status.AWAITING_SUPPLEMENT))


ChangingTextAct = ChangeText
ChangingTextEvent = TextChanged
