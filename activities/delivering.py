"""Delivering one message: where it goes is looked up here, and neither that nor what it says leaves by a result or an error."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contract import DELIVER, GIVE_UP, NOT_DELIVERED, SEND_TIMEOUT, DeliverRequest, wait_after
from documents.messages.texts import Text, Texts
from domain.messages import Fault, MessageChannel
from records.messages.rows import Contact, Outgoing

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Envelope:
    """A message ready to go: what it says, and where to."""

    id: UUID
    channel: MessageChannel
    queued_at: datetime
    code: str
    text: Text
    contact: Contact


@dataclass(frozen=True)
class Sent:
    """Somebody took the message. `id` is what they call it; `gone` are devices that show nothing any more."""

    id: str | None = None
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotSent:
    """Nobody took it. `detail` is a code such as `550`: what a server says in words may quote an address."""

    fault: Fault
    detail: str | None = None
    retry_after: timedelta | None = None


class Carrier(Protocol):
    """A way out of the system."""

    async def send(self, envelope: Envelope) -> Sent | NotSent:
        """Send a message. Raises nothing that is the network's or the other side's doing."""
        ...


class Outbox(Protocol):
    """The record as delivering needs it; `records.messages.outbox.Outbox` is the real one."""

    def begin(self, message: UUID) -> Outgoing | None: ...

    def sent(self, message: UUID, provider_id: str | None) -> None: ...

    def failed(self, message: UUID, fault: Fault, detail: str | None, next_try_at: datetime) -> None: ...

    def gave_up(self, message: UUID, fault: Fault | None = None, detail: str | None = None) -> None: ...

    def forget_devices(self, tokens: tuple[str, ...]) -> None: ...


class Delivering:
    """Delivers messages, each by its channel's carrier."""

    def __init__(self, outbox: Outbox, texts: Texts, carriers: Mapping[MessageChannel, Carrier]) -> None:
        self._outbox = outbox
        self._texts = texts
        self._carriers = carriers

    @activity.defn(name=DELIVER)
    async def deliver(self, request: DeliverRequest) -> bool:
        """Deliver a message and record it. Gives whether there was anything left to deliver.

        Raises:
            ApplicationError: of type NotDelivered, naming the fault; never retried where a person has to mend it.
        """
        message = UUID(request.id)
        if activity.info().heartbeat_details:
            # An earlier try said that it was sent, and died before the record heard of it.
            await asyncio.to_thread(self._outbox.sent, message, None)
            return True
        outgoing = await asyncio.to_thread(self._outbox.begin, message)
        if outgoing is None:
            return False
        outcome = await self._try(outgoing)
        if isinstance(outcome, Sent):
            # Temporal hears of it before the record does: should the record be away now, it is not sent once more.
            # Not by which id: that is the other side's word, and may hold a number.
            activity.heartbeat(True)
            await asyncio.to_thread(self._outbox.sent, message, outcome.id)
            if outcome.gone:
                await asyncio.to_thread(self._outbox.forget_devices, outcome.gone)
            return True
        await self._fail(message, outcome)
        return False

    @activity.defn(name=GIVE_UP)
    def give_up(self, request: DeliverRequest) -> None:
        """Record that nothing more is tried by itself."""
        self._outbox.gave_up(UUID(request.id))

    async def _try(self, outgoing: Outgoing) -> Sent | NotSent:
        try:
            text = self._texts.text(outgoing.occasion, outgoing.reader, outgoing.channel, outgoing.agencies)
            told_of = outgoing.occasion.code
            envelope = Envelope(outgoing.id, outgoing.channel, outgoing.queued_at, told_of, text, outgoing.contact)
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                return await self._carriers[outgoing.channel].send(envelope)
        except TimeoutError:
            return NotSent(Fault.TIMED_OUT)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this message's trouble and is kept with it
            # Into our own log by its type alone: what it says may quote an address.
            _log.exception("message not sent", message=str(outgoing.id), error=type(error).__name__)
            return NotSent(Fault.UNEXPECTED, type(error).__name__)

    async def _fail(self, message: UUID, outcome: NotSent) -> None:
        """Out of every `except`, so that no error of a server's stands behind ours."""
        wait = outcome.retry_after or wait_after(activity.info().attempt)
        if outcome.fault.is_permanent:
            await asyncio.to_thread(self._outbox.gave_up, message, outcome.fault, outcome.detail)
        else:
            next_try = datetime.now(UTC) + wait
            await asyncio.to_thread(self._outbox.failed, message, outcome.fault, outcome.detail, next_try)
        said = f"{outcome.fault} ({outcome.detail})" if outcome.detail else str(outcome.fault)
        raise ApplicationError(
            said, type=NOT_DELIVERED, non_retryable=outcome.fault.is_permanent, next_retry_delay=wait
        )
