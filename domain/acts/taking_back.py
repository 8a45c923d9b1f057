"""Acts that take a case from the people who have it: it is recalled from them, or handed back to the centre as out of scope."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from domain.actors import Actor, Told
from domain.acts.base import Sealed, Verdict, if_written, listed
from domain.complaint import Complaint, Moment, Shown
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind, Role

_IN_THE_COURSE = Shown.REPORTER | Shown.WHOLE_COURSE | Shown.MOVES_PUBLIC


@dataclass(frozen=True, kw_only=True)
class Recalled(Moment, act=ActKind.RECALL, shown=_IN_THE_COURSE):
    """The case was taken back from `agency`, or from the focal point where no agency had it. `told` are those who had it."""

    kind: Literal["recalled"] = "recalled"
    agency: str | None
    reason: Sealed
    told: tuple[Told, ...] = ()

    def change(self, complaint: Complaint) -> Complaint:
        return _without_agencies(complaint)


@dataclass(frozen=True, kw_only=True)
class Recall:
    """The case is taken back from the agencies that have it, to be sent elsewhere. They are told why."""

    kind: Literal[ActKind.RECALL] = ActKind.RECALL
    reason: Sealed

    def verdict(self, complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[Recalled]:
        told = _who_had_it(complaint, by)
        return if_written(self.reason, Recalled(at=at, agency=complaint.lead, reason=self.reason, told=told))


@dataclass(frozen=True, kw_only=True)
class HandedBack(Moment, act=ActKind.HAND_BACK, shown=_IN_THE_COURSE):
    """The case went back to the centre, to be refused, merged or dispatched again. `agency` had it, if one had. `told` are the
    others who had it."""

    kind: Literal["handed_back"] = "handed_back"
    ground: str
    reason: Sealed
    duplicate_of: str | None = None
    agency: str | None = None
    told: tuple[Told, ...] = ()

    def change(self, complaint: Complaint) -> Complaint:
        return _without_agencies(complaint)


@dataclass(frozen=True, kw_only=True)
class HandBack:
    """The return of a case to the centre, on a ground for refusing or merging it that is found while the case is handled.
    `duplicate_of` is the case that it repeats, where that is known."""

    kind: Literal[ActKind.HAND_BACK] = ActKind.HAND_BACK
    ground: str
    reason: Sealed
    duplicate_of: str | None = None

    def verdict(self, complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[HandedBack]:
        ground = listed(complaint.procedure.grounds_found_later, self.ground)
        if ground is None:
            return Refusal(RefusalKind.UNKNOWN_GROUND, self.ground)
        if self.duplicate_of == complaint.code:
            return Refusal(RefusalKind.DUPLICATE_OF_ITSELF, complaint.code)
        handed_back = HandedBack(
            at=at,
            ground=self.ground,
            reason=self.reason,
            duplicate_of=self.duplicate_of if ground.names_original else None,
            agency=complaint.lead,
            told=_who_had_it(complaint, by),
        )
        return if_written(self.reason, handed_back)


def _who_had_it(complaint: Complaint, by: Actor | None) -> tuple[Told, ...]:
    """Return the officers of the agencies that have the case, or the focal point where none has it; never who acts."""
    agencies = (complaint.lead, *complaint.co_ordinating) if complaint.lead else ()
    had = tuple(Told(Role.AGENCY_OFFICER, agency) for agency in agencies) or (Told(Role.FOCAL_POINT),)
    own = Told(by.role if by.agency is None else Role.AGENCY_OFFICER, by.agency) if by else None
    return tuple(told for told in had if told != own)


def _without_agencies(complaint: Complaint) -> Complaint:
    left = replace(complaint, lead=None, co_ordinating=(), officer=None, agency_limit=None, extended=False)
    return replace(left, parts=(), declined=(), committed=None)


TakingBackAct = Recall | HandBack
TakingBackEvent = Recalled | HandedBack
