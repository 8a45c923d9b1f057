"""The clause of a regulation about the cases that are open when it begins to hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.limit_rules import LimitRule


class OpenCases(StrEnum):
    """The text that open cases follow from the day of a new one: still the old one, or the new one."""

    OLD_TEXT = "old_text"
    NEW_TEXT = "new_text"


@dataclass(frozen=True)
class Transition:
    """The transitional clause for the open cases of the authority `of`, whose text this one replaces."""

    of: str
    open_cases: OpenCases
    source: str
    reading: str | None = None
    ours: bool = False


@dataclass(frozen=True, kw_only=True)
class TakingOver:
    """The part of a text that concerns cases of the text before it.

    `transitions` are its clauses. `follows` is set where this is the form in which a text takes over open cases: the digest of
    the text that they followed before. `former_limits` are the limits of texts before it that it does not have. None of them
    opens; they name what ended under them.
    """

    transitions: tuple[Transition, ...] = ()
    follows: str = ""
    former_limits: tuple[LimitRule, ...] = ()

    def transition(self, of: str) -> Transition | None:
        """Return the clause for the open cases of an authority, None where this text has none."""
        return next((each for each in self.transitions if each.of == of), None)
