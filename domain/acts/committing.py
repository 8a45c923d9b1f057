"""Acts about a result that is a commitment: what was promised for a day is kept, or the day is moved with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from domain.actors import Actor
from domain.acts.base import Sealed, Verdict, if_written
from domain.acts.days import too_far
from domain.complaint import Complaint, Moment, Shown
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind


@dataclass(frozen=True, kw_only=True)
class CommitmentKept(
    Moment, act=ActKind.KEEP_COMMITMENT, stays=True, shown=Shown.REPORTER | Shown.WORDS | Shown.PUBLIC
):
    """The agency did what it had committed itself to; these attachments show it."""

    kind: Literal["commitment_kept"] = "commitment_kept"
    result: Sealed
    images: tuple[str, ...] = ()

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, committed=None, expected=None, rated=(), rating=None)


@dataclass(frozen=True, kw_only=True)
class KeepCommitment:
    """The agency tells the reporter that what it had committed itself to is done."""

    kind: Literal[ActKind.KEEP_COMMITMENT] = ActKind.KEEP_COMMITMENT
    result: Sealed
    images: tuple[str, ...] = ()

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[CommitmentKept]:
        if complaint.committed is None:
            return Refusal(RefusalKind.NO_OPEN_COMMITMENT)
        return if_written(self.result, CommitmentKept(at=at, result=self.result, images=self.images))


@dataclass(frozen=True, kw_only=True)
class CommitmentMoved(
    Moment, act=ActKind.MOVE_COMMITMENT, stays=True, shown=Shown.REPORTER | Shown.WORDS | Shown.PUBLIC
):
    """The day of a commitment was moved, and the reporter told why."""

    kind: Literal["commitment_moved"] = "commitment_moved"
    reason: Sealed
    expected: date

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, committed=self.expected, expected=self.expected)


@dataclass(frozen=True, kw_only=True)
class MoveCommitment:
    """The agency moves the day of its commitment, and says why."""

    kind: Literal[ActKind.MOVE_COMMITMENT] = ActKind.MOVE_COMMITMENT
    reason: Sealed
    expected: date

    def verdict(self, complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[CommitmentMoved]:
        if complaint.committed is None:
            return Refusal(RefusalKind.NO_OPEN_COMMITMENT)
        if refusal := too_far(complaint, self.kind, self.expected, by, at):
            return refusal
        return if_written(self.reason, CommitmentMoved(at=at, reason=self.reason, expected=self.expected))


CommittingAct = KeepCommitment | MoveCommitment
CommittingEvent = CommitmentKept | CommitmentMoved
