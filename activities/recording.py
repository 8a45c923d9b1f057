"""The recording activity: the only way for a workflow to write to the record."""

from __future__ import annotations

from typing import Protocol

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contract import ACT_NOT_SIGNED, RECORD, Recorded, RecordRequest
from domain.actors import is_signed
from domain.events import ACT_OF_EVENT, Event, schedules_of
from records.cases.rows import Appended, Fill, NewEvents
from records.errors import RecordOutOfStep


class Ledger(Protocol):
    """The record as recording needs it; `records.cases.repository.Cases` is the real one."""

    def append(self, new: NewEvents, fill: Fill) -> Appended:
        """Append events once, and return them as they stand in the record, or the entries that the caller does not know."""
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
        )
        appended = self._ledger.append(new, self._fill)
        return Recorded(schedules_of(_of_this_act(new, appended) if appended.ahead else appended.events))

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


def _of_this_act(new: NewEvents, appended: Appended) -> tuple[Event, ...]:
    stored = appended.ahead[: len(new.events)]
    if [entry.event.kind for entry in stored if entry.act_id == new.act_id] != [event.kind for event in new.events]:
        raise RecordOutOfStep(f"{new.code} has gone on from event {new.base} by something else than {new.act_id}")
    return tuple(entry.event for entry in stored)
