"""The workflow that delivers one message, retried until it succeeds or a person has to act. It holds no address and no text."""

from __future__ import annotations

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.contract import (
        DELIVER,
        DELIVER_RETRY,
        DELIVER_TIMEOUT,
        GIVE_UP,
        NOT_DELIVERED,
        RECORD_TIME_RETRY,
        RECORD_TIMEOUT,
        DeliverRequest,
    )
    from workflows.contract import MESSAGE_WORKFLOW
    from workflows.web_ui_texts import message_summary


@workflow.defn(name=MESSAGE_WORKFLOW)
class MessageWorkflow:
    """Delivers one message by its channel. A message that was given up fails the workflow, so the list of workflows shows it."""

    @workflow.run
    async def run(self, request: DeliverRequest) -> bool:
        """Deliver the message. Return false where there was nothing to deliver.

        Raises:
            ApplicationError: of type NotDelivered, after the last retry or where a retry is of no use.
        """
        try:
            delivered: bool = await workflow.execute_activity(
                DELIVER,
                request,
                result_type=bool,
                start_to_close_timeout=DELIVER_TIMEOUT,
                retry_policy=DELIVER_RETRY,
                summary=message_summary(request),
            )
        except ActivityError as error:
            await workflow.execute_activity(
                GIVE_UP,
                request,
                start_to_close_timeout=RECORD_TIMEOUT,
                retry_policy=RECORD_TIME_RETRY,
                summary="Ghi nhận không gửi được",
            )
            raise ApplicationError(str(error.cause), type=NOT_DELIVERED, non_retryable=True) from error
        return delivered
