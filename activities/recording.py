"""The recording activities: the only way for a workflow to write to the record, and to read what it lacks of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contract import (
    ACT_NOT_SIGNED,
    ANOTHER_FILING,
    RECORD,
    RELOAD,
    Recorded,
    RecordRequest,
    Reloaded,
    ReloadRequest,
    StoredEvent,
)
from domain.actors import is_signed
from domain.complaint import filing_id
from domain.events import ACT_OF_EVENT, Filed, schedules_of
from records.cases.rows import Appended, Entry, Fill, NewEvents


class Ledger(Protocol):
    """The record as recording needs it; `records.cases.repository.Cases` is the real one."""

    def append(self, new: NewEvents, fill: Fill) -> Appended:
        """Append events once, and return them as they stand in the record, or the entries that the caller does not know."""
        ...

    def entries(self, code: str, after: int) -> tuple[Entry, ...]:
        """Return the entries of a case after this number, in order."""
        ...


class Recording:
    """Records events with the due dates of the limits they open. `actors_key` is the front's signing key."""

    def __init__(self, ledger: Ledger, fill: Fill, actors_key: bytes) -> None:
        self._ledger = ledger
        self._fill = fill
        self._actors_key = actors_key

    @activity.defn(name=RECORD)
    def record(self, request: RecordRequest) -> Recorded:
        """Append the events in one transaction and return their due dates. A retry changes nothing.

        Raises:
            ApplicationError: of type ActNotSigned, never retried, where no front signed the actor.
        """
        if not self._is_said_by_who_may_say_it(request):
            raise ApplicationError("no front signed this act", type=ACT_NOT_SIGNED, non_retryable=True)
        new = NewEvents(
            code=request.code,
            base=request.base,
            act_id=request.act_id,
            by=request.by,
            events=request.events,
            act_digest=request.act_digest,
            filing=request.filing,
        )
        appended = self._ledger.append(new, self._fill)
        return Recorded(schedules_of(appended.events), stored(appended.ahead))

    @activity.defn(name=RELOAD)
    def reload(self, request: ReloadRequest) -> Reloaded:
        """Return what the record holds of a case after a number.

        Raises:
            ApplicationError: of type AnotherFiling, never retried, where the record holds another filing under this code.
        """
        entries = self._ledger.entries(request.code, 0)
        filed = next((entry.event for entry in entries if isinstance(entry.event, Filed)), None)
        if request.filing and filed and filing_id(filed.at) != request.filing:
            raise ApplicationError(
                f"{request.code} is another filing in the record", type=ANOTHER_FILING, non_retryable=True
            )
        return Reloaded(stored(entry for entry in entries if entry.number > request.after))

    def _is_said_by_who_may_say_it(self, request: RecordRequest) -> bool:
        if request.by is None:
            return not any(event.kind in ACT_OF_EVENT for event in request.events)
        return is_signed(
            self._actors_key,
            request.signature or "",
            code=request.code,
            act_id=request.act_id,
            act=request.act_digest or "",
            actor=request.by,
        )


def stored(entries: Iterable[Entry]) -> tuple[StoredEvent, ...]:
    """Return the part of the entries that a workflow needs."""
    return tuple(StoredEvent(entry.number, entry.act_id, entry.event) for entry in entries)
