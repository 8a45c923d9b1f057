"""Recognises an act that is sent again. A caller who lost the answer retries under the same act id."""

from __future__ import annotations

from dataclasses import dataclass, replace

from api.web.problems.kinds import ACT_ID_TAKEN
from api.web.problems.problem import Problem
from domain.actors import Actor
from domain.acts import Act, Dispatch, Forward, digest
from domain.events import Dispatched, Forwarded
from records.cases.rows import Entry


@dataclass(frozen=True)
class SentAct:
    """An act on a case as its caller sends it. The act id names it, however often it is sent."""

    code: str
    act_id: str
    act: Act
    by: Actor

    def was_recorded(self, entries: tuple[Entry, ...]) -> bool:
        """Return whether the record has this very act. `entries` is what it holds under the act's id.

        Raises:
            Problem: it has another act under this id.
        """
        if entries and not self.is_in(entries):
            raise Problem(ACT_ID_TAKEN)
        return bool(entries)

    def is_in(self, entries: tuple[Entry, ...]) -> bool:
        """Return whether these entries record this very act: in the same words, by the same person."""
        if not entries:
            return False
        first = entries[0]
        return self._is_by_same_person(first.by) and first.act_digest == digest(_as_recorded(self.act, entries))

    def _is_by_same_person(self, recorded: Actor | None) -> bool:
        """Return whether both actors are one person: in the same role, or then in the role of a leader who was away."""
        if recorded == self.by:
            return True
        if recorded is None or recorded.on_behalf_of is None or recorded.account is None:
            return False
        return recorded.account == self.by.account


def _as_recorded(act: Act, entries: tuple[Entry, ...]) -> Act:
    """Return the act with the agency's own limit that these entries hold.

    No caller sends that limit: the front adds it, and an admin may have changed it since the act was recorded.
    """
    if not isinstance(act, Dispatch | Forward):
        return act
    sent = (entry.event for entry in entries if isinstance(entry.event, Dispatched | Forwarded))
    return replace(act, agency_limit=next((event.agency_limit for event in sent), None))
