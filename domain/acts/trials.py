"""Acts on the trial reports of technicians."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from domain.actors import Actor
from domain.acts.base import Sealed, Verdict, if_written
from domain.complaint import Complaint, Moment
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind


@dataclass(frozen=True, kw_only=True)
class MarkedAsTest(Moment, act=ActKind.MARK_AS_TEST, stays=True):
    """The technician who filed the report said afterwards that it is a trial. It counts in no figure from then on."""

    kind: Literal["marked_as_test"] = "marked_as_test"
    reason: Sealed

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, test=True)


@dataclass(frozen=True, kw_only=True)
class MarkAsTest:
    """A technician marks a report of their own as a trial, which they forgot when they filed it."""

    kind: Literal[ActKind.MARK_AS_TEST] = ActKind.MARK_AS_TEST
    reason: Sealed

    def verdict(self, complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[MarkedAsTest]:
        if complaint.test:
            return Refusal(RefusalKind.NOTHING_NEW, self.kind)
        if by is None or not complaint.was_filed_by(by):
            return Refusal(RefusalKind.NOT_OWN_REPORT, self.kind)
        return if_written(self.reason, MarkedAsTest(at=at, reason=self.reason))


@dataclass(frozen=True, kw_only=True)
class TestDeleted(Moment, act=ActKind.DELETE_TEST):
    """A technician's trial report was taken out."""

    __test__ = False  # pytest would take the class for tests, by its name

    kind: Literal["test_deleted"] = "test_deleted"
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class DeleteTest:
    """A technician's trial report is taken out; the record keeps that it was there."""

    kind: Literal[ActKind.DELETE_TEST] = ActKind.DELETE_TEST
    reason: Sealed

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[TestDeleted]:
        if not complaint.test:
            return Refusal(RefusalKind.NOT_A_TEST)
        return if_written(self.reason, TestDeleted(at=at, reason=self.reason))


TrialAct = MarkAsTest | DeleteTest
TrialEvent = MarkedAsTest | TestDeleted
