"""Acts about the parts of the agencies that co-ordinate: each records its own, or says that it has none; the lead sets days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from domain.actors import Actor
from domain.acts.base import NOTHING_WRITTEN, Sealed, Verdict, if_written
from domain.acts.days import too_far
from domain.complaint import Complaint, Moment, Shown
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind


@dataclass(frozen=True, kw_only=True)
class Contributed(Moment, act=ActKind.CONTRIBUTE, stays=True, shown=Shown.REPORTER | Shown.WHOLE_COURSE):
    """An agency that co-ordinates recorded its own part; these attachments show it."""

    kind: Literal["contributed"] = "contributed"
    agency: str
    part: Sealed
    images: tuple[str, ...] = ()

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, parts=tuple(dict.fromkeys((*complaint.parts, self.agency))))


@dataclass(frozen=True, kw_only=True)
class Contribute:
    """An agency that co-ordinates records its own part of the work; `images` are ids of the case's attachments."""

    kind: Literal[ActKind.CONTRIBUTE] = ActKind.CONTRIBUTE
    part: Sealed
    images: tuple[str, ...] = ()

    def verdict(self, _complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[Contributed]:
        agency = (by.agency if by else None) or ""
        return if_written(self.part, Contributed(at=at, agency=agency, part=self.part, images=self.images))


@dataclass(frozen=True, kw_only=True)
class PartDeclined(Moment, act=ActKind.DECLINE_PART, stays=True, shown=Shown.WHOLE_COURSE):
    """An agency said that no part of the case is its own. It co-ordinates no longer."""

    kind: Literal["part_declined"] = "part_declined"
    agency: str
    reason: Sealed

    def change(self, complaint: Complaint) -> Complaint:
        others = tuple(agency for agency in complaint.co_ordinating if agency != self.agency)
        declined = tuple(dict.fromkeys((*complaint.declined, self.agency)))
        return replace(complaint, co_ordinating=others, declined=declined)


@dataclass(frozen=True, kw_only=True)
class DeclinePart:
    """An agency that co-ordinates says that no part of the case is its own, and why."""

    kind: Literal[ActKind.DECLINE_PART] = ActKind.DECLINE_PART
    reason: Sealed

    def verdict(self, complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[PartDeclined]:
        agency = (by.agency if by else None) or ""
        if agency in complaint.parts:
            return Refusal(RefusalKind.NO_MISSING_PART, agency)
        return if_written(self.reason, PartDeclined(at=at, agency=agency, reason=self.reason))


@dataclass(frozen=True, kw_only=True)
class PartDaySet(Moment, act=ActKind.SET_PART_DAY, stays=True):
    """The lead agency set the day by which an agency's part has to be there."""

    kind: Literal["part_day_set"] = "part_day_set"
    agency: str
    expected: date
    note: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class SetPartDay:
    """The lead agency sets the local day by which a missing part has to be there, or moves it."""

    kind: Literal[ActKind.SET_PART_DAY] = ActKind.SET_PART_DAY
    agency: str
    expected: date
    note: Sealed = NOTHING_WRITTEN

    def verdict(self, complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[PartDaySet]:
        if self.agency not in complaint.missing_parts:
            return Refusal(RefusalKind.NO_MISSING_PART, self.agency)
        if refusal := too_far(complaint, self.kind, self.expected, by, at):
            return refusal
        return (PartDaySet(at=at, agency=self.agency, expected=self.expected, note=self.note),)


TakingPartAct = Contribute | DeclinePart | SetPartDay
TakingPartEvent = Contributed | PartDeclined | PartDaySet
