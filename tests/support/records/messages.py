"""Notice rules, messages and a published case, for the tests of messages in the record."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.acts import Accept, Approve, Publish, Sealed, SubmitResult
from domain.complaint import Complaint
from domain.messages import MessageChannel
from domain.procedure import NoticeRule
from records.messages.mailbox import Mailbox
from records.messages.rows import MessageFilters, MessageLine
from tests.support.records.desk import CENTRE, LEADER, OFFICER, Desk, dispatch

EVERYTHING = MessageFilters()
BY_MAIL = MessageFilters(channel=(MessageChannel.EMAIL,))
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


def notice(on: str, to: str, *channels: str) -> NoticeRule:
    return NoticeRule(on=on, to=(to,), channels=channels, source="Điều 9 khoản 1")


def sent_out(mailbox: Mailbox, filters: MessageFilters = EVERYTHING) -> list[MessageLine]:
    return list(mailbox.page(None, filters, None, 200).lines)


def published(desk: Desk, complaint: Complaint | None = None) -> Complaint:
    complaint = desk.act(complaint or desk.take_in(), dispatch(), CENTRE)
    for act, who in (
        (Accept(), OFFICER),
        (SubmitResult(result=Sealed("Đã vá ổ gà.")), OFFICER),
        (Approve(), LEADER),
        (Publish(), LEADER),
    ):
        complaint = desk.act(complaint, act, who)
    return complaint
