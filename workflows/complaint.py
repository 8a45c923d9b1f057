"""The workflow of one case. Acts arrive as updates, limits are durable timers, and one lock serialises both.

The record may be ahead of the workflow, where a worker died after the record's commit and before the end of its workflow task.
Whatever the record answers is applied as it stands there, and what was to be done is decided again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError, FailureError

with workflow.unsafe.imports_passed_through():
    from activities.contract import (
        FOLLOW,
        FOLLOW_RETRY,
        FOLLOW_TIMEOUT,
        LOCAL_ATTEMPTS,
        LOCAL_TIMEOUT,
        RECORD,
        RECORD_ACT_RETRY,
        RECORD_TIME_RETRY,
        RECORD_TIMEOUT,
        RELOAD,
        FollowRequest,
        Moves,
        Recorded,
        RecordRequest,
        Reloaded,
        ReloadRequest,
        StoredEvent,
    )
    from domain.actors import Actor
    from domain.acts import Act, FollowCalendar, TimePassed, digest
    from domain.complaint import apply_all
    from domain.decide import decide
    from domain.events import Event, TextChanged, with_schedules
    from domain.limits import Alarm, next_alarm
    from domain.outages import explained, outage_at_start
    from domain.refusals import Refusal, RefusalKind
    from domain.texts.known import REGULATIONS
    from domain.words import ActKind
    from workflows.contract import (
        ANOTHER_FILING,
        CALENDAR_CHANGED,
        CATCH_UP,
        COMPLAINT_WORKFLOW,
        NOTHING_MISSING,
        REFUSED,
        STANDING,
        ActRequest,
        CalendarChanged,
        CaseStart,
        CatchUp,
        KnownStanding,
    )
    from workflows.search_attributes import changes, values_of
    from workflows.web_ui_texts import current_details, recording_summary, timer_summary

ONE_ACT = timedelta(minutes=1)
"""The time that a workflow started for one act on a closed case waits for the act. The front sends it right after the start."""

Decision = tuple[Event, ...] | Refusal
Answer = TypeVar("Answer")
CaseWorkflow = TypeVar("CaseWorkflow")


def _taking_acts(case: type[CaseWorkflow]) -> type[CaseWorkflow]:
    """Give the class one handler for each act, under the act's name, so that the history shows the name.

    A handler that is set for each case anew costs the case 4 % of the worker's time.
    """
    for kind in ActKind:
        setattr(case, f"act_{kind}", _handler(kind))
    return case


def _handler(kind: ActKind) -> object:
    # The SDK takes the first argument for the case only where it has no annotation.
    @workflow.update(name=kind)
    async def act(self, request: ActRequest) -> int:  # type: ignore[no-untyped-def]
        return int(await self._act(request))

    @act.validator
    def refuse(self, request: ActRequest) -> None:  # type: ignore[no-untyped-def]
        self._refuse_at_the_door(request)

    return act


@workflow.defn(name=COMPLAINT_WORKFLOW)
@_taking_acts
class ComplaintWorkflow:
    """Runs one case from its filing to its end. The workflow id is the case's code."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        self._regulation = start.regulation
        self._complaint = start.complaint(REGULATIONS.of(start.regulation))
        self._done = dict(start.done)
        # Acts, the sweeper and calendar changes start lost cases too, and know of no outage.
        self._outage = start.outage or outage_at_start(self._complaint, workflow.now())
        self._door = asyncio.Lock()
        self._shown = values_of(self._complaint)
        self._foreseen: tuple[tuple[str, int, datetime], Decision] | None = None

    @workflow.run
    async def run(self, start: CaseStart) -> str:
        """Wait for acts and alarms until the case ends. Return its last status.

        A run that begins with a closed case waits for a single act, such as hiding a report.
        """
        workflow.set_current_details(current_details(self._complaint))
        if self._complaint.status.is_final:
            await self._wait_for_one_act()
        while not self._complaint.status.is_final:
            await self._wait_for_what_comes_next()
            if workflow.info().is_continue_as_new_suggested() and not self._complaint.status.is_final:
                await workflow.wait_condition(workflow.all_handlers_finished)
                workflow.continue_as_new(CaseStart.of(self._complaint, self._regulation, self._done))
        await workflow.wait_condition(workflow.all_handlers_finished)
        return str(self._complaint.status)

    async def _act(self, request: ActRequest) -> int:
        """Do an act and record it. Return the number of its last event; a repeated act returns the same number.

        Raises:
            ApplicationError: of type Refused, with the Refusal, where an event since the validation forbids the act.
        """
        async with self._door:
            if request.act_id not in self._done and self._is_behind(request.seen):
                await self._reload()
            while request.act_id not in self._done:
                if await self._record(_allowed(self._decided(request)), request.act_id, request):
                    self._done[request.act_id] = self._complaint.number
            return self._done[request.act_id]

    def _refuse_at_the_door(self, request: ActRequest) -> None:
        """Refuse an act that is not allowed, before it enters the history. A case that is behind cannot tell yet."""
        self._require_own(request.filing)
        if request.act_id not in self._done and not self._is_behind(request.seen):
            _allowed(self._decided(request))

    def _decided(self, request: ActRequest) -> Decision:
        """Return the decision. The validator's serves the handler too, if neither the case nor the time has moved since."""
        now = (request.act_id, self._complaint.number, workflow.now())
        if self._foreseen is None or self._foreseen[0] != now:
            self._foreseen = (now, self._decide(request.act, request.by))
        return self._foreseen[1]

    def _decide(self, act: Act | TimePassed | FollowCalendar, by: Actor | None = None) -> Decision:
        """Return what the act brings about now, with the outage on each alarm that was late because of it."""
        decided = decide(self._complaint, act, by=by, at=workflow.now())
        if self._outage is None or isinstance(decided, Refusal):
            return decided
        return explained(self._complaint, decided, self._outage)

    def _require_own(self, filing: str) -> None:
        """Refuse what is meant for another filing under this code."""
        if filing not in ("", self._complaint.filing):
            raise ApplicationError("another filing has this code", type=ANOTHER_FILING, non_retryable=True)

    def _is_behind(self, number: int) -> bool:
        return number > self._complaint.number

    @workflow.query(name=STANDING, description="Số diễn biến mà quy trình đã biết.")
    def standing(self) -> KnownStanding:
        """Return where the case stands."""
        return KnownStanding.of(self._complaint)

    @workflow.update(name=CATCH_UP, description="Đọc lại từ sổ hồ sơ những diễn biến còn thiếu.")
    async def catch_up(self, request: CatchUp) -> int:
        """Apply what the record holds and this workflow does not know. Return the number of the last event."""
        async with self._door:
            if self._is_behind(request.number):
                await self._reload()
            return self._complaint.number

    @catch_up.validator
    def _refuse_where_nothing_is_missing(self, request: CatchUp) -> None:
        """Refuse before the history where the workflow knows this event, as it does nearly always."""
        self._require_own(request.filing)
        if not self._is_behind(request.number):
            raise ApplicationError("nothing is missing", type=NOTHING_MISSING, non_retryable=True)

    @workflow.update(name=CALENDAR_CHANGED, description="Lịch làm việc thay đổi: tính lại các hạn đang chạy.")
    async def calendar_changed(self, _change: CalendarChanged) -> int:
        """Move the running limits to the latest calendar. Return how many moved. A repeated update moves none."""
        async with self._door:
            while not self._complaint.status.is_final:
                moves = await self._moves()
                if moves.ahead:
                    self._apply(moves.ahead)
                    continue
                if not moves.moved:
                    break
                act = FollowCalendar(moved=moves.moved, decided_by=moves.decided_by)
                events = _allowed(self._decide(act))
                if await self._record(events, f"calendar:{moves.revision}:{self._complaint.number}"):
                    return len(moves.moved)
            return 0

    async def _moves(self) -> Moves:
        moves: Moves = await workflow.execute_activity(
            FOLLOW,
            FollowRequest(self._complaint.code, self._complaint.number, self._complaint.filing),
            result_type=Moves,
            start_to_close_timeout=FOLLOW_TIMEOUT,
            retry_policy=FOLLOW_RETRY,
            summary="Tính lại hạn theo lịch làm việc mới",
        )
        return moves

    @calendar_changed.validator
    def _refuse_a_closed_case(self, _change: CalendarChanged) -> None:
        """Refuse a closed case, which has no running limits."""
        if self._complaint.status.is_final:
            _allowed(Refusal(RefusalKind.CASE_CLOSED, self._complaint.status))

    async def _wait_for_one_act(self) -> None:
        before = self._complaint.number
        with suppress(TimeoutError):
            await workflow.wait_condition(
                lambda: self._complaint.number > before,
                timeout=ONE_ACT,
                timeout_summary="Chờ thao tác trên hồ sơ đã kết thúc",
            )

    async def _wait_for_what_comes_next(self) -> None:
        alarm = next_alarm(self._complaint)
        if alarm is None:
            await workflow.wait_condition(lambda: self._is_to_look_up_from(None))
            return
        with suppress(TimeoutError):
            await workflow.wait_condition(
                lambda: self._is_to_look_up_from(alarm),
                timeout=max(alarm.at - workflow.now(), timedelta(0)),
                timeout_summary=timer_summary(self._complaint, alarm),
            )
            return
        await self._let_time_pass()

    def _is_to_look_up_from(self, alarm: Alarm | None) -> bool:
        """Return whether the nearest alarm changed, the case ended, or the history is long enough to continue as new."""
        return (
            next_alarm(self._complaint) != alarm
            or self._complaint.status.is_final
            or workflow.info().is_continue_as_new_suggested()
        )

    async def _let_time_pass(self) -> None:
        async with self._door:
            while events := _allowed(self._decide(TimePassed())):
                if await self._record(events, f"time:{self._complaint.number}"):
                    return

    async def _record(self, events: tuple[Event, ...], act_id: str, request: ActRequest | None = None) -> bool:
        """Record events, then apply them. The case changes only after the record answered.

        Return false where the record was ahead. Then its events were applied, and the caller decides again.
        """
        recorded = await self._ask_record(
            RECORD,
            RecordRequest(
                code=self._complaint.code,
                base=self._complaint.number,
                act_id=act_id,
                events=events,
                by=request.by if request else None,
                act_digest=digest(request.act) if request else None,
                signature=request.signature if request else None,
                filing=self._complaint.filing,
            ),
            Recorded,
            retry=RECORD_ACT_RETRY if request else RECORD_TIME_RETRY,
            summary=recording_summary(events),
        )
        if recorded.ahead:
            self._apply(recorded.ahead)
            return False
        self._go_on(with_schedules(events, recorded.schedules))
        self._show()
        return True

    async def _reload(self) -> None:
        """Apply what the record holds after this case's number: the one way in which a workflow catches up."""
        reloaded = await self._ask_record(
            RELOAD,
            ReloadRequest(self._complaint.code, self._complaint.number, self._complaint.filing),
            Reloaded,
            retry=RECORD_TIME_RETRY,
            summary="Đọc lại sổ hồ sơ",
        )
        self._apply(reloaded.ahead)

    async def _ask_record(
        self, activity: str, request: Any, answer: type[Answer], *, retry: RetryPolicy, summary: str
    ) -> Answer:
        """Have an activity done within this workflow task, and after some failures as one that the server retries.

        A local activity spares the server most of the events of an ordinary one. While the database is away, each attempt of
        a local one would hold a workflow task or write to the history; an ordinary one waits on the server.
        """
        try:
            answered: Answer = await workflow.execute_local_activity(
                activity,
                request,
                result_type=answer,
                schedule_to_close_timeout=LOCAL_TIMEOUT,
                retry_policy=replace(retry, maximum_attempts=LOCAL_ATTEMPTS),
                summary=summary,
            )
        except FailureError as error:
            if _is_refused_for_good(error, retry):
                raise
            answered = await workflow.execute_activity(
                activity,
                request,
                result_type=answer,
                start_to_close_timeout=RECORD_TIMEOUT,
                retry_policy=retry,
                summary=summary,
            )
        return answered

    def _apply(self, ahead: Iterable[StoredEvent]) -> None:
        """Apply events as the record holds them, and note the acts that caused them as done."""
        for stored in ahead:
            if stored.number != self._complaint.number + 1:
                raise ValueError(f"event {stored.number} of the record does not follow event {self._complaint.number}")
            self._go_on((stored.event,))
            self._done[stored.act_id] = stored.number
        self._show()

    def _go_on(self, events: tuple[Event, ...]) -> None:
        self._complaint = apply_all(self._complaint, events)
        for event in events:
            if isinstance(event, TextChanged):
                self._regulation = event.text  # a later run of this case begins under it

    def _show(self) -> None:
        workflow.set_current_details(current_details(self._complaint))
        values = values_of(self._complaint)
        if updates := changes(self._shown, values):
            workflow.upsert_search_attributes(updates)
            self._shown = values


def _is_refused_for_good(error: FailureError, retry: RetryPolicy) -> bool:
    # The failure of a local activity comes bare.
    cause = error if isinstance(error, ApplicationError) else error.cause
    return isinstance(cause, ApplicationError) and (
        cause.non_retryable or cause.type in (retry.non_retryable_error_types or ())
    )


def _allowed(decided: Decision) -> tuple[Event, ...]:
    if isinstance(decided, Refusal):
        raise ApplicationError(decided.kind, decided, type=REFUSED, non_retryable=True)
    return decided
