"""Reads what Temporal's history tells of a case, and compares it with the events of the record.

The history holds the case as its workflow began, each act that was accepted, and each answer of the record. An answer holds the
due dates of limits in the order of their events, or whole events where the workflow was behind.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.contract import RECORD, RELOAD
from domain.complaint import Complaint
from domain.procedure import Procedure
from domain.proof.deviations import Deviation, DeviationKind
from domain.proof.differences import differences
from workflows.contract import CaseStart
from workflows.errors import WorkflowsUnavailable
from workflows.sealing import SealBroken, is_sealed

Json = Mapping[str, Any]

_ENDS = frozenset(
    EventType.Value(f"EVENT_TYPE_WORKFLOW_EXECUTION_{end}")
    for end in ("COMPLETED", "FAILED", "TIMED_OUT", "CANCELED", "TERMINATED", "CONTINUED_AS_NEW")
)

_ASKS_RECORD = frozenset({RECORD, RELOAD})


@dataclass(frozen=True)
class History:
    """The latest run of a case, as Temporal tells it. `answers` are those of the record, `acts` the requests that were done,
    both in order. `words` tells whether sealed words could be opened. `running` tells whether the run has not ended."""

    start: Json
    answers: tuple[Json, ...]
    acts: tuple[Json, ...]
    words: bool
    running: bool


@dataclass(frozen=True)
class RecordedCase:
    """A case in the record: the bodies of its events and the act of each, both in order. `after` returns the case after an event
    of this number."""

    code: str
    procedure: Procedure
    bodies: Sequence[Json]
    act_ids: Sequence[str]
    after: Callable[[int], Complaint]


class Histories:
    """Reads histories. The client's codec opens sealed words."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def of(self, code: str) -> History | None:
        """Return the history of a case's latest run; None where Temporal no longer has it, or never had.

        Raises:
            WorkflowsUnavailable: Temporal does not answer.
        """
        try:
            fetched = await self._client.get_workflow_handle(code).fetch_history()
        except RPCError as error:
            if error.status in (RPCStatusCode.NOT_FOUND, RPCStatusCode.INVALID_ARGUMENT):
                return None
            raise WorkflowsUnavailable(error.message) from error
        except RuntimeError as error:
            raise WorkflowsUnavailable(str(error)) from error
        reading = _Reading(self._client)
        for event in fetched.events:
            await reading.read(event)
        return await reading.history(running=fetched.events[-1].event_type not in _ENDS)


class _Reading:
    """Reads a history event by event. `words` becomes false with the first words that no key opens."""

    def __init__(self, client: Client) -> None:
        self._codec = client.data_converter.payload_codec
        self._words = self._codec is not None
        self._start: Json = {}
        self._answers: list[Json] = []
        self._activities: dict[int, str] = {}
        self._requests: dict[str, Payload] = {}
        self._done: list[str] = []

    async def read(self, event: HistoryEvent) -> None:
        """Read one event."""
        attributes = event.WhichOneof("attributes") or ""
        about: Any = getattr(event, attributes, None)
        match attributes:
            case "workflow_execution_started_event_attributes":
                self._start = await self._opened(about.input.payloads[0])
            case "marker_recorded_event_attributes":
                await self._read_marker(about.details)
            case "activity_task_scheduled_event_attributes":
                self._activities[event.event_id] = about.activity_type.name
            case "activity_task_completed_event_attributes":
                if self._activities.get(about.scheduled_event_id) in _ASKS_RECORD:
                    self._answers.append(await self._opened(about.result.payloads[0]))
            case "workflow_execution_update_accepted_event_attributes":
                request = about.accepted_request
                if request.input.args.payloads:
                    self._requests[request.meta.update_id] = request.input.args.payloads[0]
            case "workflow_execution_update_completed_event_attributes":
                self._done += [about.meta.update_id] if about.outcome.HasField("success") else []

    async def history(self, *, running: bool) -> History:
        """Return what was read."""
        requests = [await self._opened(self._requests[each]) for each in self._done if each in self._requests]
        acts = tuple(request for request in requests if "act_id" in request)
        return History(self._start, tuple(self._answers), acts, self._words, running)

    async def _read_marker(self, details: Mapping[str, Any]) -> None:
        """Keep the answer of the record that a local activity left in a marker."""
        if "result" not in details or "data" not in details:
            return
        if json.loads(details["data"].payloads[0].data).get("activity_type") in _ASKS_RECORD:
            self._answers.append(await self._opened(details["result"].payloads[0]))

    async def _opened(self, payload: Payload) -> Json:
        if is_sealed(payload) and self._codec is not None and self._words:
            try:
                [payload] = await self._codec.decode([payload])
            except SealBroken:
                self._words = False
        value: Json = json.loads(payload.data)
        return value


def contradictions(history: History, case: RecordedCase, *, ended: bool) -> Iterator[Deviation]:
    """Yield where the history tells of a case otherwise than the record does. `ended` tells whether the case ended a while ago,
    by the record."""
    start = CaseStart(**history.start)
    number = int(start.case["number"])
    if number > len(case.bodies):
        yield Deviation(DeviationKind.HISTORY_EVENT, case.code, number)
        return
    own = case.after(number)
    told = start.complaint(own.procedure)
    if own != told:
        for path, found, wanted in differences(_json(own), _json(told)):
            yield _differs(DeviationKind.HISTORY_START, case, number, path, found, wanted)
    yield from _answers(history, case, number)
    yield from _acts(history, case)
    if ended and history.running:
        yield Deviation(DeviationKind.HISTORY_OPEN, case.code)


def _json(complaint: Complaint) -> Json:
    return CaseStart.of(complaint, "").case


def _answers(history: History, case: RecordedCase, number: int) -> Iterator[Deviation]:
    """Compare each answer of the record with the events as they stand now. `number` is the event that the run began with."""
    for answer in history.answers:
        for stored in answer.get("ahead") or ():
            number = stored["number"]
            if number > len(case.bodies):
                yield Deviation(DeviationKind.HISTORY_EVENT, case.code, number, about=stored["event"]["kind"])
                continue
            for path, found, wanted in differences(_like(case.bodies[number - 1], stored["event"]), stored["event"]):
                if history.words or not path.endswith("sealed"):
                    yield _differs(DeviationKind.HISTORY_EVENT, case, number, path, found, wanted)
        for schedule in answer.get("schedules") or ():
            number = _next_with_schedule(case.bodies, number)
            if number > len(case.bodies):
                yield Deviation(DeviationKind.HISTORY_EVENT, case.code, number)
                return
            own = case.bodies[number - 1]["schedule"]
            for path, found, wanted in differences(_like(own, schedule), schedule):
                yield _differs(DeviationKind.HISTORY_DUE, case, number, path, found, wanted)


def _next_with_schedule(bodies: Sequence[Json], number: int) -> int:
    """Return the number of the next event with a schedule; one more than there are events where none is left."""
    return next(
        (each for each in range(number + 1, len(bodies) + 1) if bodies[each - 1].get("schedule")), len(bodies) + 1
    )


def _like(found: Json, told: Json) -> Json:
    """Return what is found in the parts that are told. An earlier release may have told fewer."""
    return {name: value for name, value in found.items() if name in told}


def _acts(history: History, case: RecordedCase) -> Iterator[Deviation]:
    """Yield the acts that were done and are not recorded, and those whose words stand otherwise in their events."""
    for request in history.acts:
        numbers = [number for number, act_id in enumerate(case.act_ids, start=1) if act_id == request["act_id"]]
        if not numbers:
            yield Deviation(DeviationKind.HISTORY_ACT, case.code, about=request["act"]["kind"])
            continue
        kept = {words for number in numbers for words in _words(case.bodies[number - 1])}
        if history.words and not set(_words(request["act"])) <= kept:
            yield Deviation(DeviationKind.HISTORY_WORDS, case.code, numbers[0], about=request["act"]["kind"])


def _words(value: Any) -> Iterator[str]:
    """Yield each text that a person wrote, as the record keeps it. An empty one is none."""
    if isinstance(value, Mapping):
        if value.keys() == {"sealed"}:
            if value["sealed"]:
                yield unicodedata.normalize("NFC", value["sealed"])
            return
        for item in value.values():
            yield from _words(item)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)


def _differs(
    kind: DeviationKind, case: RecordedCase, number: int, about: str, found: object, told: object
) -> Deviation:
    return Deviation(
        kind, case.code, number, about, "" if found is None else str(found), "" if told is None else str(told)
    )
