"""Computes how the latest calendar decisions move one case's limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contract import ANOTHER_FILING, FOLLOW, FollowRequest, Moves
from activities.recording import stored
from domain.complaint import Complaint, Limit
from domain.time.decisions import CalendarBook, Edition
from domain.time.schedule import Schedule
from language.labels import acts_of
from records.cases.rows import Entry

Move = Callable[[Complaint, CalendarBook], tuple[tuple[str, Schedule], ...]]
"""Returns the limits of a case that the latest decisions of the book move, each with its new schedule."""


Book = Callable[[], CalendarBook]
"""Gives every edition of the calendar."""


class KnownCases(Protocol):
    """The record as computing moves needs it; `records.cases.repository.Cases` is the real one."""

    def complaint(self, code: str) -> Complaint | None:
        """Return a case as it stands in the record."""
        ...

    def entries(self, code: str, after: int) -> tuple[Entry, ...]:
        """Return the entries of a case after this number, in order."""
        ...


class LimitMoves:
    """Computes moves without changing anything. The case decides, and records what it decided."""

    def __init__(self, cases: KnownCases, book: Book, move: Move) -> None:
        self._cases = cases
        self._book = book
        self._move = move

    @activity.defn(name=FOLLOW)
    def follow(self, request: FollowRequest) -> Moves:
        """Return the running limits that the latest decisions move, or the events that the workflow does not know.

        Raises:
            ApplicationError: of type RecordOutOfStep, never retried, where the workflow knows events that the record does
                not have; of type AnotherFiling, where the record holds another filing under this code.
        """
        complaint, book = self._cases.complaint(request.code), self._book()
        if complaint is not None and request.filing not in ("", complaint.filing):
            raise ApplicationError(
                f"{request.code} is another filing in the record", type=ANOTHER_FILING, non_retryable=True
            )
        if complaint is not None and complaint.number > request.number:
            return Moves(ahead=stored(self._cases.entries(request.code, request.number)))
        if complaint is None or complaint.number < request.number:
            raise ApplicationError(
                f"the record does not hold {request.code} at event {request.number}",
                type="RecordOutOfStep",
                non_retryable=True,
            )
        moved = self._move(complaint, book)
        limits = [limit for limit_id, _ in moved if (limit := complaint.running(limit_id))]
        changes = {each.revision: each for limit in limits for each in _changes(complaint, limit, book)}
        return Moves(
            revision=book.revision, moved=moved, decided_by=acts_of(tuple(changes[n] for n in sorted(changes)))
        )


def _changes(complaint: Complaint, limit: Limit, book: CalendarBook) -> tuple[Edition, ...]:
    """Return the changes that concern a limit and came after it was computed."""
    own, under = book.of(complaint.office_of(limit)), limit.schedule.calendar if limit.schedule else 0
    # A limit set before calendars had revision numbers: assume that the latest change moved it.
    return own.changes_after(under) if under else (own.latest,)
