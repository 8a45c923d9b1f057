"""Plays a case that somebody makes up act by act. Each act is filled in rightly, so only its place in the procedure counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from api.office.rehearsal.running import RehearsedCase, holder_of
from domain.actors import REPORTER, Actor
from domain.acts import Act, File
from domain.acts.specimens import specimens
from domain.complaint import Complaint
from domain.decide import is_refused, when_time_has_passed
from domain.procedure import Procedure
from domain.time.decisions import CalendarBook
from domain.words import ActKind, Role
from procedures.situations import Passage, Step

MOST_MOVES = 40
_APART = "~"


class BadMove(ValueError):
    """The text of a move is not one that `Move.text` writes."""


@dataclass(frozen=True)
class Move:
    """A move of the player: an act of a role at an instant, or only time that passes. `agency` is the actor's, `lead` the agency
    that the act names."""

    at: datetime
    act: ActKind | None = None
    role: Role | None = None
    agency: str | None = None
    lead: str | None = None

    @property
    def text(self) -> str:
        """The move as an address carries it."""
        parts = (f"{self.at:%Y-%m-%dT%H:%M}", self.act, self.role, self.agency, self.lead)
        return _APART.join("" if part is None else str(part) for part in parts)

    @classmethod
    def read(cls, text: str, zone: Any) -> Move:
        """Read what `text` wrote; the time is of this zone. Raises BadMove."""
        parts = text.split(_APART)
        if len(parts) != 5:
            raise BadMove(text)
        at, act, role, agency, lead = parts
        try:
            return cls(
                datetime.fromisoformat(at).replace(tzinfo=zone),
                ActKind(act) if act else None,
                Role(role) if role else None,
                agency or None,
                lead or None,
            )
        except ValueError as error:
            raise BadMove(text) from error


def play(
    procedure: Procedure, filing: File, filed_at: datetime, moves: Iterable[Move], book: CalendarBook
) -> list[Passage]:
    """Return the course of a case under these moves, in the order given. A move before the one above it happens with that one."""
    case = RehearsedCase(Complaint(code="…", procedure=procedure), filed_at, book)
    course = [case.takes(_step("filed", filed_at, REPORTER, filing))]
    for number, move in enumerate(moves, start=1):
        at = max(move.at, case.now)
        course.append(case.takes(_step(f"then[{number}]", at, _actor(move, procedure), _act(case.complaint, move, at))))
    return course


def _step(key: str, at: datetime, by: Actor | None, act: Act | None) -> Step:
    return Step(key, at, by if act else None, act, refused=None, decided=(), decided_since=None, expect={})


def _actor(move: Move, procedure: Procedure) -> Actor | None:
    if move.role is None:
        return None
    if move.role is Role.REPORTER:
        return REPORTER
    return holder_of(move.role, procedure, move.agency)


def _act(complaint: Complaint, move: Move, at: datetime) -> Act | None:
    """Return the act filled in rightly: of several ways to fill it in, the first that the case does not refuse."""
    if move.act is None:
        return None
    now = when_time_has_passed(complaint, at)
    by = _actor(move, complaint.procedure)
    ways = [_naming(act, move.lead) for act in specimens(now, move.act, at)]
    return next((act for act in ways if not is_refused(now, act, by, at)), ways[0] if ways else None)


def _naming(act: Act, lead: str | None) -> Act:
    if lead is None or "lead" not in {each.name for each in fields(act)}:
        return act
    return replace(act, lead=lead)  # type: ignore[arg-type]
