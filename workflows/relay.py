"""Takes messages from the record to Temporal, for as long as the worker lives and whatever is away meanwhile."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Protocol
from uuid import UUID

import structlog
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.contract import DeliverRequest
from domain.messages import MessageChannel
from workflows.messages import MESSAGE_WORKFLOW, message_id
from workflows.words import message_summary

_BATCH = 200
_EVERY = timedelta(seconds=1)
_AFTER_TROUBLE = timedelta(seconds=5)
_PATIENCE = timedelta(seconds=5)
_log = structlog.get_logger(__name__)


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
    """The record as the relay needs it; `records.outbox.Outbox` is the real one."""

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
        while True:
            try:
                more = await self.relay()
            except Exception as error:  # noqa: BLE001 - the database or Temporal is away; the next round will tell
                _log.warning("relay failed", error=type(error).__name__)
                await asyncio.sleep(_AFTER_TROUBLE.total_seconds())
            else:
                if not more:
                    await asyncio.sleep(_EVERY.total_seconds())

    async def relay(self) -> bool:
        """One round. Gives whether there may be more to do at once."""
        addressed = await asyncio.to_thread(self._outbox.address, _BATCH)
        waiting = await asyncio.to_thread(self._outbox.waiting, _BATCH)
        for message in waiting:
            await self._hand_over(message)
        return _BATCH in (addressed, len(waiting))

    async def _hand_over(self, message: Waiting) -> None:
        request = DeliverRequest(str(message.id), message.code, message.kind, message.channel)
        try:
            await self._client.start_workflow(
                MESSAGE_WORKFLOW,
                request,
                id=message_id(request.id),
                task_queue=self._task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                static_summary=message_summary(request),
                rpc_timeout=_PATIENCE,
            )
        except WorkflowAlreadyStartedError:
            _log.info("message delivered before", message=request.id)
        await asyncio.to_thread(self._outbox.handed_over, message.id)
