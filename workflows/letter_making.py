"""The workflow that makes one letter, retried without end."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.contract import RENDER_LETTER, RENDER_RETRY, RENDER_TIMEOUT, LetterRequest
    from workflows.contract import LETTER_WORKFLOW


@workflow.defn(name=LETTER_WORKFLOW)
class LetterWorkflow:
    """Makes one letter. The workflow id is the letter's, so a letter has one workflow."""

    @workflow.run
    async def run(self, request: LetterRequest) -> None:
        """Have the letter made and stored."""
        await workflow.execute_activity(
            RENDER_LETTER,
            request,
            start_to_close_timeout=RENDER_TIMEOUT,
            retry_policy=RENDER_RETRY,
            summary="Lập văn bản và lưu vào hồ sơ",
        )
