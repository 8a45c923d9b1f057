"""The workflow that notifies every open case of a calendar change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.contract import (
        COUNT_OPEN,
        FOLLOW_TIMEOUT,
        RECORD_TIME_RETRY,
        TELL,
        TELL_HEARTBEAT,
        TELL_TIMEOUT,
        TellRequest,
        TellResult,
    )
    from workflows.contract import CALENDAR_CHANGE_WORKFLOW, PROGRESS, ChangeProgress, ChangeStart
    from workflows.web_ui_texts import change_details

_PAGE = 100
_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(minutes=5)


@workflow.defn(name=CALENDAR_CHANGE_WORKFLOW)
class CalendarChangeWorkflow:
    """Notifies the open cases of one revision, page by page in the order of their codes. Cases that cannot be reached are retried
    without end."""

    @workflow.init
    def __init__(self, start: ChangeStart) -> None:
        self._progress = start.progress
        self._after = start.after

    @workflow.run
    async def run(self, _start: ChangeStart) -> ChangeProgress:
        """Notify all open cases. Return how many there were."""
        if self._progress.total is None:
            await self._count()
        while self._after is not None:
            await self._tell_a_page()
            self._begin_anew_if_history_grew_long()
        wait = _FIRST_WAIT
        while self._progress.unreached:
            await workflow.sleep(wait, summary=f"{len(self._progress.unreached)} hồ sơ chưa báo được, sẽ thử lại")
            wait = min(2 * wait, _LONGEST_WAIT)
            await self._try_again()
            self._begin_anew_if_history_grew_long()
        self._show(replace(self._progress, finished=True))
        return self._progress

    @workflow.query(name=PROGRESS, description="Đã báo bao nhiêu hồ sơ.")
    def progress(self) -> ChangeProgress:
        """Return the progress so far."""
        return self._progress

    async def _count(self) -> None:
        total: int = await workflow.execute_activity(
            COUNT_OPEN,
            self._progress.revision,
            result_type=int,
            start_to_close_timeout=FOLLOW_TIMEOUT,
            retry_policy=RECORD_TIME_RETRY,
            summary="Đếm hồ sơ đang mở",
        )
        self._show(replace(self._progress, total=total))

    async def _tell_a_page(self) -> None:
        before = self._progress
        told = await self._tell(TellRequest(before.revision, after=self._after or "", limit=_PAGE))
        self._after = told.last or None
        self._show(
            replace(
                before,
                told=before.told + told.told,
                moved=before.moved + told.moved,
                unreached=before.unreached + told.unreached,
            )
        )

    async def _try_again(self) -> None:
        before = self._progress
        tried, rest = before.unreached[:_PAGE], before.unreached[_PAGE:]
        told = await self._tell(TellRequest(before.revision, only=tried))
        self._show(
            replace(
                before,
                told=before.told + told.told,
                moved=before.moved + told.moved,
                unreached=rest + told.unreached,
            )
        )

    async def _tell(self, request: TellRequest) -> TellResult:
        told: TellResult = await workflow.execute_activity(
            TELL,
            request,
            result_type=TellResult,
            start_to_close_timeout=TELL_TIMEOUT,
            heartbeat_timeout=TELL_HEARTBEAT,
            retry_policy=RECORD_TIME_RETRY,
            summary=f"Báo các hồ sơ sau {request.after}" if request.after else "Báo các hồ sơ",
        )
        return told

    def _begin_anew_if_history_grew_long(self) -> None:
        if workflow.info().is_continue_as_new_suggested():
            workflow.continue_as_new(ChangeStart(self._progress, self._after))

    def _show(self, progress: ChangeProgress) -> None:
        self._progress = progress
        # As a memo, which the server answers with, so that a reader does not wait for a busy worker.
        workflow.upsert_memo({PROGRESS: progress})
        workflow.set_current_details(change_details(progress))
