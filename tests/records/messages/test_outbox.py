"""The delivery of one message: handed over, tried, sent, failed, given up."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from domain.messages import Fault, MessageStatus
from records.errors import MessageNotGivenUp, MessageUnknown
from records.messages.rows import Contact
from tests.records.conftest import Sql
from tests.support.records.messages import BY_MAIL, NOW, sent_out

pytestmark = pytest.mark.slow


def test_a_message_handed_over_no_longer_waits(outbox, message):
    assert [waiting.id for waiting in outbox.waiting(10)] == [message]
    outbox.handed_over(message)
    assert outbox.waiting(10) == ()


def test_a_message_whose_workflow_was_lost_is_handed_over_again(outbox, message, sql: Sql):
    outbox.handed_over(message)
    outbox.begin(message)
    sql("UPDATE messages SET handed_over_at = now() - interval '2 h', tried_at = now() - interval '2 h'")
    assert [waiting.id for waiting in outbox.waiting(10)] == [message]
    outbox.failed(message, Fault.BUSY, "451", datetime.now(UTC))
    assert outbox.waiting(10) == ()


def test_where_temporal_lost_all_a_message_is_handed_over_again_at_once(record, outbox, message):
    outbox.handed_over(message)
    assert record.reconciliation.hand_over_again() == 1
    assert [waiting.id for waiting in outbox.waiting(10)] == [message]
    outbox.sent(message, None)
    assert record.reconciliation.hand_over_again() == 0


def test_a_message_tells_the_state_at_the_time_of_the_act(outbox, message):
    outgoing = outbox.begin(message)
    assert outgoing
    assert outgoing.occasion.result == "Đã vá ổ gà."
    assert outgoing.occasion.complaint.running("rating")
    assert outgoing.contact == Contact("anh@example.vn", "0905 000 001")
    assert "anh@example.vn" not in repr(outgoing)


def test_a_sent_message_is_not_begun_again_and_stays_sent(outbox, mailbox, message):
    outbox.begin(message)
    outbox.sent(message, "4F2A91")
    assert outbox.begin(message) is None
    outbox.failed(message, Fault.BUSY, None, NOW)
    outbox.gave_up(message)
    [line] = sent_out(mailbox, BY_MAIL)
    assert (line.status, line.attempts, line.provider_id, line.fault) == (MessageStatus.SENT, 1, "4F2A91", None)
    assert line.sent_at
    with pytest.raises(MessageNotGivenUp):
        mailbox.try_again(message, None)


def test_a_failure_says_why_and_when_it_is_tried_again(outbox, mailbox, message):
    outbox.begin(message)
    outbox.failed(message, Fault.BUSY, "451", NOW)
    [line] = sent_out(mailbox, BY_MAIL)
    assert (line.status, line.fault, line.fault_detail, line.next_try_at) == (
        MessageStatus.FAILED,
        Fault.BUSY,
        "451",
        NOW,
    )
    outbox.begin(message)
    outbox.gave_up(message)
    [line] = sent_out(mailbox, BY_MAIL)
    assert (line.status, line.fault, line.attempts, line.next_try_at) == (MessageStatus.GIVEN_UP, Fault.BUSY, 2, None)


def test_a_message_that_was_given_up_is_sent_again_by_a_person_of_its_authority(outbox, mailbox, message):
    outbox.begin(message)
    outbox.gave_up(message, Fault.REFUSED, "550")
    outbox.handed_over(message)
    for stranger, id_ in (("da-nang", message), (None, uuid4())):
        with pytest.raises(MessageUnknown):
            mailbox.try_again(id_, stranger)
    mailbox.try_again(message, "khanh-hoa")
    assert [waiting.id for waiting in outbox.waiting(10)] == [message]
    assert outbox.begin(message)
