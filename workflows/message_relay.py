"""A background job: hands messages that wait in the record to workflows that deliver them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from typing import Protocol
from uuid import UUID

from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy

from activities.contract import DeliverRequest
from domain.messages import MessageChannel
from workflows.contract import MESSAGE_WORKFLOW, message_id
from workflows.starting import start
from workflows.web_ui_texts import message_summary

EVERY = timedelta(seconds=1)
AFTER_FAILURE = timedelta(seconds=5)

_BATCH = 200


class WaitingMessage(Protocol):
    """A message that has no delivery workflow yet."""

    @property
    def id(self) -> UUID: ...

    @property
    def code(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def channel(self) -> MessageChannel: ...


class Outbox(Protocol):
    """The record as the relay needs it; `records.messages.outbox.Outbox` is the real one."""

    def address(self, limit: int, *, sms: bool) -> int:
        """Turn queued notices into messages, one for each recipient. Return the number of notices. `sms` tells whether reporters
        are also told by SMS where the regulation does not ask for it."""
        ...

    def gather(self) -> None:
        """Gather the late alarms of each person in one message."""
        ...

    def waiting(self, limit: int) -> tuple[WaitingMessage, ...]:
        """Return messages that have no delivery workflow."""
        ...

    def handed_over(self, message: UUID) -> None:
        """Record that a workflow delivers the message."""
        ...


class MessageRelay:
    """Turns notices into messages, and starts a workflow for each message that leaves the system.

    Starting a message twice is harmless: the workflow id is the message id, so a running or finished delivery is not started
    again. Only a delivery that gave up runs again, when a person sends the message again. `sms` tells whether a gateway takes SMS
    to reporters.
    """

    def __init__(self, outbox: Outbox, client: Client, task_queue: str, *, sms: bool) -> None:
        self._outbox = outbox
        self._client = client
        self._task_queue = task_queue
        self._sms = sms

    async def relay(self) -> bool:
        """Run one round. Return whether more may wait."""
        addressed = await asyncio.to_thread(partial(self._outbox.address, _BATCH, sms=self._sms))
        await asyncio.to_thread(self._outbox.gather)
        waiting = await asyncio.to_thread(self._outbox.waiting, _BATCH)
        for message in waiting:
            await self._hand_over(message)
        return _BATCH in (addressed, len(waiting))

    async def _hand_over(self, message: WaitingMessage) -> None:
        request = DeliverRequest(str(message.id), message.code, message.kind, message.channel)
        await start(
            self._client,
            MESSAGE_WORKFLOW,
            request,
            id_=message_id(request.id),
            task_queue=self._task_queue,
            summary=message_summary(request),
            may_repeat=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
        )
        await asyncio.to_thread(self._outbox.handed_over, message.id)
