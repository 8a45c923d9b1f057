"""Delivers one message. It looks the address up here; no result and no error holds the address or the text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contract import DELIVER, GIVE_UP, NOT_DELIVERED, SEND_TIMEOUT, DeliverRequest, wait_after
from documents.messages.texts import Text, Texts
from domain.messages import Fault, MessageChannel
from records.messages.rows import Contact, FiledAs, Outgoing

_log = structlog.get_logger(__name__)


LinkOf = Callable[[FiledAs], str | None]
"""Returns the private link of a reporter's own report, None where none is known."""


@dataclass(frozen=True)
class Envelope:
    """A message ready to send: its text and its address."""

    id: UUID
    channel: MessageChannel
    queued_at: datetime
    code: str
    text: Text
    contact: Contact


@dataclass(frozen=True)
class Sent:
    """The other side accepted the message under `id`. `gone` are the tokens of devices that no longer receive messages."""

    id: str | None = None
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotSent:
    """The message was not accepted. `detail` is a code such as `550`, because a server's text may quote an address."""

    fault: Fault
    detail: str | None = None
    retry_after: timedelta | None = None


class Carrier(Protocol):
    """Sends the messages of a channel."""

    async def send(self, envelope: Envelope) -> Sent | NotSent:
        """Send a message. A failure of the network or the other side is returned, not raised."""
        ...


class Outbox(Protocol):
    """The record as delivering needs it; `records.messages.outbox.Outbox` is the real one."""

    def begin(self, message: UUID) -> Outgoing | None: ...

    def sent(self, message: UUID, provider_id: str | None) -> None: ...

    def failed(self, message: UUID, fault: Fault, detail: str | None, next_try_at: datetime) -> None: ...

    def gave_up(self, message: UUID, fault: Fault | None = None, detail: str | None = None) -> None: ...

    def forget_devices(self, tokens: tuple[str, ...]) -> None: ...


class Delivering:
    """Delivers each message with the carrier of its channel."""

    def __init__(
        self,
        outbox: Outbox,
        texts: Texts,
        carriers: Mapping[MessageChannel, Carrier],
        clock: Callable[[], datetime],
        link_of: LinkOf,
    ) -> None:
        self._outbox = outbox
        self._texts = texts
        self._carriers = carriers
        self._clock = clock
        self._link_of = link_of

    @activity.defn(name=DELIVER)
    async def deliver(self, request: DeliverRequest) -> bool:
        """Deliver a message and record that. Return false where there was nothing to deliver.

        Raises:
            ApplicationError: of type NotDelivered, naming the fault. Not retried where a person has to mend it.
        """
        message = UUID(request.id)
        if activity.info().heartbeat_details:
            # An earlier attempt sent the message, and died before it was recorded.
            await asyncio.to_thread(self._outbox.sent, message, None)
            return True
        outgoing = await asyncio.to_thread(self._outbox.begin, message)
        if outgoing is None:
            return False
        outcome = await self._try(outgoing)
        if isinstance(outcome, Sent):
            # Temporal is told before the record, so that a database that is down now does not cause a second message.
            # Without the id, because the other side chose it and it may contain a phone number.
            activity.heartbeat(True)
            await asyncio.to_thread(self._outbox.sent, message, outcome.id)
            if outcome.gone:
                await asyncio.to_thread(self._outbox.forget_devices, outcome.gone)
            return True
        await self._fail(message, outcome)
        return False

    @activity.defn(name=GIVE_UP)
    def give_up(self, request: DeliverRequest) -> None:
        """Record that the system does not retry this message any more."""
        self._outbox.gave_up(UUID(request.id))

    async def _try(self, outgoing: Outgoing) -> Sent | NotSent:
        try:
            text = (
                self._texts.digest((outgoing.occasion, *outgoing.others), outgoing.reader, outgoing.agencies)
                if outgoing.others
                else self._texts.text(
                    outgoing.occasion,
                    outgoing.reader,
                    outgoing.channel,
                    outgoing.agencies,
                    link=self._link_of(outgoing.filed_as) if outgoing.filed_as else None,
                )
            )
            told_of = outgoing.occasion.code
            envelope = Envelope(outgoing.id, outgoing.channel, outgoing.queued_at, told_of, text, outgoing.contact)
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                return await self._carriers[outgoing.channel].send(envelope)
        except TimeoutError:
            return NotSent(Fault.TIMED_OUT)
        except Exception as error:  # noqa: BLE001 - any error becomes the fault of this message
            # The log holds only its type, because its text may quote an address.
            _log.exception("message not sent", message=str(outgoing.id), error=type(error).__name__)
            return NotSent(Fault.UNEXPECTED, type(error).__name__)

    async def _fail(self, message: UUID, outcome: NotSent) -> None:
        """Record a failure and raise our error. Call it outside every `except`, so that no server's error becomes its cause."""
        wait = outcome.retry_after or wait_after(activity.info().attempt)
        if outcome.fault.is_permanent:
            await asyncio.to_thread(self._outbox.gave_up, message, outcome.fault, outcome.detail)
        else:
            next_try = self._clock() + wait
            await asyncio.to_thread(self._outbox.failed, message, outcome.fault, outcome.detail, next_try)
        said = f"{outcome.fault} ({outcome.detail})" if outcome.detail else str(outcome.fault)
        raise ApplicationError(
            said, type=NOT_DELIVERED, non_retryable=outcome.fault.is_permanent, next_retry_delay=wait
        )
