"""The workflow of one case. Acts arrive as updates, limits are durable timers, and one lock serialises both."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.contract import (
        FOLLOW,
        FOLLOW_RETRY,
        FOLLOW_TIMEOUT,
        RECORD,
        RECORD_ACT_RETRY,
        RECORD_TIME_RETRY,
        RECORD_TIMEOUT,
        FollowRequest,
        Moves,
        Recorded,
        RecordRequest,
    )
    from domain.acts import FollowCalendar, TimePassed, digest
    from domain.complaint import apply_all
    from domain.decide import decide
    from domain.events import Event, with_schedules
    from domain.limits import Alarm, next_alarm
    from domain.refusals import Refusal, RefusalKind
    from domain.words import FOLLOWING
    from workflows.contract import (
        CALENDAR_CHANGED,
        COMPLAINT_WORKFLOW,
        REFUSED,
        ActRequest,
        CalendarChanged,
        CaseStart,
    )
    from workflows.search_attributes import changes, values_of
    from workflows.web_ui_texts import current_details, recording_summary, timer_summary

ONE_ACT = timedelta(minutes=1)
"""The time that a workflow started for one act on a closed case waits for the act. The front sends it right after the start."""


@workflow.defn(name=COMPLAINT_WORKFLOW)
class ComplaintWorkflow:
    """Runs one case from its filing to its end. The workflow id is the case's code."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        self._complaint = start.complaint
        self._done = dict(start.done)
        self._door = asyncio.Lock()
        self._shown = values_of(start.complaint)
        # One handler is registered under each act's name, so that the history shows the name.
        for rule in start.complaint.procedure.acts:
            workflow.set_update_handler(rule.act, self._act, validator=self._refuse_at_the_door)
        for act in sorted(FOLLOWING):
            workflow.set_update_handler(act, self._act, validator=self._refuse_at_the_door)

    @workflow.run
    async def run(self, start: CaseStart) -> str:
        """Wait for acts and alarms until the case ends. Return its last status.

        A run that begins with a closed case waits for a single act, such as hiding a report.
        """
        workflow.set_current_details(current_details(self._complaint))
        if start.complaint.status.is_final:
            await self._wait_for_one_act()
        while not self._complaint.status.is_final:
            await self._wait_for_what_comes_next()
            if workflow.info().is_continue_as_new_suggested() and not self._complaint.status.is_final:
                await workflow.wait_condition(workflow.all_handlers_finished)
                workflow.continue_as_new(CaseStart(self._complaint, self._done))
        await workflow.wait_condition(workflow.all_handlers_finished)
        return str(self._complaint.status)

    async def _act(self, request: ActRequest) -> int:
        """Do an act and record it. Return the number of its last event; a repeated act returns the same number.

        Raises:
            ApplicationError: of type Refused, with the Refusal, where an event since the validation forbids the act.
        """
        async with self._door:
            if request.act_id not in self._done:
                await self._record(_allowed(self._decided(request)), request.act_id, request)
                self._done[request.act_id] = self._complaint.number
            return self._done[request.act_id]

    def _refuse_at_the_door(self, request: ActRequest) -> None:
        """Refuse an act that is not allowed, before it enters the history."""
        if request.act_id not in self._done:
            _allowed(self._decided(request))

    def _decided(self, request: ActRequest) -> tuple[Event, ...] | Refusal:
        return decide(self._complaint, request.act, by=request.by, at=workflow.now())

    @workflow.update(name=CALENDAR_CHANGED, description="Lịch làm việc thay đổi: tính lại các hạn đang chạy.")
    async def calendar_changed(self, _change: CalendarChanged) -> int:
        """Move the running limits to the latest calendar. Return how many moved. A repeated update moves none."""
        async with self._door:
            if self._complaint.status.is_final:
                return 0
            base = self._complaint.number
            moves: Moves = await workflow.execute_activity(
                FOLLOW,
                FollowRequest(self._complaint.code, base),
                result_type=Moves,
                start_to_close_timeout=FOLLOW_TIMEOUT,
                retry_policy=FOLLOW_RETRY,
                summary="Tính lại hạn theo lịch làm việc mới",
            )
            if moves.moved:
                act = FollowCalendar(moved=moves.moved, decided_by=moves.decided_by)
                events = decide(self._complaint, act, by=None, at=workflow.now())
                await self._record(_allowed(events), f"calendar:{moves.revision}:{base}")
            return len(moves.moved)

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
            events = decide(self._complaint, TimePassed(), by=None, at=workflow.now())
            if not isinstance(events, Refusal) and events:
                await self._record(events, f"time:{self._complaint.number}")

    async def _record(self, events: tuple[Event, ...], act_id: str, request: ActRequest | None = None) -> None:
        """Record events, then apply them. The case changes only after the record answered."""
        recorded: Recorded = await workflow.execute_activity(
            RECORD,
            RecordRequest(
                code=self._complaint.code,
                base=self._complaint.number,
                act_id=act_id,
                events=events,
                by=request.by if request else None,
                act_digest=digest(request.act) if request else None,
                signature=request.signature if request else None,
            ),
            result_type=Recorded,
            start_to_close_timeout=RECORD_TIMEOUT,
            retry_policy=RECORD_ACT_RETRY if request else RECORD_TIME_RETRY,
            summary=recording_summary(events),
        )
        self._complaint = apply_all(self._complaint, with_schedules(events, recorded.schedules))
        self._show()

    def _show(self) -> None:
        workflow.set_current_details(current_details(self._complaint))
        values = values_of(self._complaint)
        if updates := changes(self._shown, values):
            workflow.upsert_search_attributes(updates)
            self._shown = values


def _allowed(decided: tuple[Event, ...] | Refusal) -> tuple[Event, ...]:
    if isinstance(decided, Refusal):
        raise ApplicationError(decided.kind, decided, type=REFUSED, non_retryable=True)
    return decided
