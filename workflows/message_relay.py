"""Takes messages from the record to Temporal, for as long as the worker lives and whatever is away meanwhile."""

from __future__ import annotations

import asyncio
from typing import Protocol
from uuid import UUID

from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy

from activities.contract import DeliverRequest
from domain.messages import MessageChannel
from workflows.contract import MESSAGE_WORKFLOW, message_id
from workflows.starting import relay_for_ever, start
from workflows.web_ui_texts import message_summary

_BATCH = 200


class Waiting(Protocol):
    """A message that nobody delivers yet."""

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

    def address(self, limit: int) -> int:
        """Make messages of queued notices; give how many notices there were."""
        ...

    def waiting(self, limit: int) -> tuple[Waiting, ...]:
        """Messages that nobody delivers."""
        ...

    def handed_over(self, message: UUID) -> None:
        """Note that a workflow delivers the message."""
        ...


class Relay:
    """Addresses notices and starts a workflow for each message that leaves the system.

    A message is handed over at least once, and its workflow's id makes that once: one that runs is not started again, and
    one that delivered is not either. Only where it gave up does a message that a person sent again start another run.
    """

    def __init__(self, outbox: Outbox, client: Client, task_queue: str) -> None:
        self._outbox = outbox
        self._client = client
        self._task_queue = task_queue

    async def run(self) -> None:
        """Relay for ever."""
        await relay_for_ever(self.relay)

    async def relay(self) -> bool:
        """One round. Gives whether there may be more to do at once."""
        addressed = await asyncio.to_thread(self._outbox.address, _BATCH)
        waiting = await asyncio.to_thread(self._outbox.waiting, _BATCH)
        for message in waiting:
            await self._hand_over(message)
        return _BATCH in (addressed, len(waiting))

    async def _hand_over(self, message: Waiting) -> None:
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
