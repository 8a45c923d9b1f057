"""Tests one attempt to deliver: what is recorded, and what is reported to Temporal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.contract import DELIVER_RETRY, NOT_DELIVERED, DeliverRequest, wait_after
from activities.delivering import Delivering, Envelope, NotSent, Sent
from api.web.front import now
from documents.messages.texts import Texts
from domain.actors import Told
from domain.complaint import Complaint
from domain.events import Published
from domain.messages import Fault, MessageChannel, Occasion, Reader
from domain.words import Role
from procedures import all_procedures
from records.messages.rows import Contact, Outgoing

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
ID = uuid4()
CASE = Complaint(code="KH-2026-000001", procedure=all_procedures()["khanh-hoa"])
OUTGOING = Outgoing(
    id=ID,
    channel=MessageChannel.EMAIL,
    queued_at=NOW,
    occasion=Occasion(CASE, Published(at=NOW)),
    reader=Reader(Told(Role.REPORTER)),
    contact=Contact(email="doc.nhat@example.vn"),
    agencies={},
)
REQUEST = DeliverRequest(str(ID), CASE.code, "published", MessageChannel.EMAIL)


class Outbox:
    """Remembers what was recorded."""

    def __init__(self, outgoing: Outgoing | None = OUTGOING) -> None:
        self.outgoing = outgoing
        self.recorded: list[tuple[object, ...]] = []

    def begin(self, message: UUID) -> Outgoing | None:
        self.recorded.append(("begin", message))
        return self.outgoing

    def sent(self, message: UUID, provider_id: str | None) -> None:
        self.recorded.append(("sent", provider_id))

    def failed(self, message: UUID, fault: Fault, detail: str | None, next_try_at: datetime) -> None:
        self.recorded.append(("failed", fault, detail))

    def gave_up(self, message: UUID, fault: Fault | None = None, detail: str | None = None) -> None:
        self.recorded.append(("gave up", fault, detail))

    def forget_devices(self, tokens: tuple[str, ...]) -> None:
        self.recorded.append(("forget", tokens))


class Carrier:
    """Sends with a fixed outcome."""

    def __init__(self, outcome: Sent | NotSent | Exception) -> None:
        self.outcome = outcome
        self.envelopes: list[Envelope] = []

    async def send(self, envelope: Envelope) -> Sent | NotSent:
        self.envelopes.append(envelope)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


async def deliver(
    outbox: Outbox,
    carrier: Carrier,
    *,
    attempt: int = 1,
    heard: tuple[object, ...] = (),
    told: list[object] | None = None,
) -> bool:
    environment = ActivityEnvironment()
    environment.on_heartbeat = lambda *details: told.extend(details) if told is not None else None
    environment.info = replace(environment.info, attempt=attempt, heartbeat_details=heard)
    delivering = Delivering(outbox, Texts("https://pakn.vidu.vn"), {MessageChannel.EMAIL: carrier}, now, lambda _: None)
    delivered: bool = await environment.run(delivering.deliver, REQUEST)
    return delivered


async def test_a_sent_message_is_recorded_and_gone_devices_are_removed() -> None:
    outbox, carrier, told = Outbox(), Carrier(Sent("4F2A91", ("token-1",))), list[object]()
    assert await deliver(outbox, carrier, told=told)
    assert told == [True]
    assert outbox.recorded == [("begin", ID), ("sent", "4F2A91"), ("forget", ("token-1",))]
    [envelope] = carrier.envelopes
    assert envelope.text.subject == "Phản ánh KH-2026-000001 đã có kết quả"


async def test_a_message_that_an_earlier_attempt_sent_but_did_not_record_is_recorded_and_not_sent_again() -> None:
    outbox, carrier = Outbox(), Carrier(Sent())
    assert await deliver(outbox, carrier, attempt=2, heard=(True,))
    assert outbox.recorded == [("sent", None)]
    assert carrier.envelopes == []


async def test_a_delivered_or_given_up_message_is_left_alone() -> None:
    carrier = Carrier(Sent())
    assert not await deliver(Outbox(outgoing=None), carrier)
    assert carrier.envelopes == []


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.NO_ADDRESS, Fault.BAD_ADDRESS])
async def test_a_fault_that_a_person_must_fix_is_not_retried(fault: Fault) -> None:
    outbox = Outbox()
    with pytest.raises(ApplicationError) as failed:
        await deliver(outbox, Carrier(NotSent(fault, "550")))
    assert outbox.recorded[1:] == [("gave up", fault, "550")]
    assert (failed.value.type, failed.value.non_retryable) == (NOT_DELIVERED, True)


@pytest.mark.parametrize(
    ("outcome", "fault", "detail"),
    [
        (NotSent(Fault.BUSY, "451"), Fault.BUSY, "451"),
        (TimeoutError(), Fault.TIMED_OUT, None),
        (RuntimeError("<doc.nhat@example.vn> surprised us"), Fault.UNEXPECTED, "RuntimeError"),
    ],
    ids=["busy", "no answer", "surprise"],
)
async def test_a_temporary_fault_is_retried_and_reveals_no_recipient(
    outcome: NotSent | Exception, fault: Fault, detail: str | None
) -> None:
    outbox = Outbox()
    with pytest.raises(ApplicationError) as failed:
        await deliver(outbox, Carrier(outcome), attempt=3)
    assert outbox.recorded[1:] == [("failed", fault, detail)]
    error = failed.value
    assert (error.non_retryable, error.next_retry_delay) == (False, timedelta(seconds=8))
    assert (error.__cause__, error.__context__) == (None, None)
    assert "doc.nhat" not in str(error)


async def test_the_retry_waits_as_long_as_the_gateway_asks() -> None:
    with pytest.raises(ApplicationError) as failed:
        await deliver(Outbox(), Carrier(NotSent(Fault.BUSY, "429", timedelta(minutes=2))))
    assert failed.value.next_retry_delay == timedelta(minutes=2)


def test_the_time_between_retries_doubles_up_to_half_an_hour() -> None:
    waits = [wait_after(attempt) for attempt in range(1, DELIVER_RETRY.maximum_attempts)]
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16)]
    assert waits[-1] == timedelta(minutes=30)
    assert timedelta(hours=12) < sum(waits, timedelta()) < timedelta(hours=14)
