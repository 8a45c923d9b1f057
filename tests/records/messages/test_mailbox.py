"""Lists of messages, and the notices that a person reads on the portal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.acts import Return, Sealed
from domain.messages import Fault, MessageChannel, MessageStatus
from domain.words import Role
from records.errors import BadCursor, MessageUnknown
from records.messages.rows import Addressee, MessageFilters
from tests.support.records.desk import CENTRE, OFFICER, dispatch
from tests.support.records.messages import BY_MAIL, NOW, sent_out

pytestmark = pytest.mark.slow


def test_a_list_is_narrowed_by_authority_status_channel_and_case(outbox, mailbox, message, desk):
    outbox.begin(message)
    outbox.gave_up(message, Fault.REFUSED)
    [line] = sent_out(mailbox, BY_MAIL)
    for authority, filters, expected in (
        ("khanh-hoa", MessageFilters(status=(MessageStatus.GIVEN_UP,), channel=(MessageChannel.EMAIL,)), [line]),
        ("da-nang", MessageFilters(channel=(MessageChannel.EMAIL,)), []),
        (None, MessageFilters(status=(MessageStatus.SENT,)), []),
        (None, MessageFilters(channel=(MessageChannel.SMS,)), []),
        (None, MessageFilters(channel=(MessageChannel.EMAIL,), code=line.code), [line]),
        (None, MessageFilters(code="KH-2026-999999"), []),
    ):
        assert list(mailbox.page(authority, filters, None, 10).lines) == expected


def test_successive_pages_contain_each_notice_once(desk, outbox, mailbox, staff):
    officer = Addressee(account=staff("canbo", Role.AGENCY_OFFICER, "so-gtvt").id)
    codes = [desk.act(desk.take_in(), dispatch(), CENTRE).code for _ in range(5)]
    outbox.address(2)
    outbox.address(100)
    seen, cursor = [], None
    while True:
        page = mailbox.shown_to(officer, unread=False, cursor=cursor, limit=2)
        seen += [each.code for each in page.notices]
        if (cursor := page.next) is None:
            break
    assert sorted(seen) == codes
    assert page.unread == 5
    with pytest.raises(BadCursor):
        mailbox.shown_to(officer, unread=False, cursor="bịa", limit=2)


def test_a_notice_keeps_the_time_of_its_first_reading_by_its_addressee(desk, outbox, mailbox, staff):
    officer = Addressee(account=staff("canbo", Role.AGENCY_OFFICER, "so-gtvt").id)
    other = Addressee(account=staff("khac", Role.AGENCY_OFFICER, "so-gtvt").id)
    desk.act(desk.take_in(), dispatch(), CENTRE)
    outbox.address(100)
    [shown] = mailbox.shown_to(officer, unread=True, cursor=None, limit=10).notices
    with pytest.raises(MessageUnknown):
        mailbox.mark_read(shown.id, other, NOW)
    mailbox.mark_read(shown.id, officer, NOW)
    mailbox.mark_read(shown.id, officer, NOW + timedelta(hours=1))
    page = mailbox.shown_to(officer, unread=False, cursor=None, limit=10)
    assert [each.read_at for each in page.notices] == [NOW]
    assert page.unread == 0
    assert not mailbox.shown_to(officer, unread=True, cursor=None, limit=10).notices


def test_all_notices_about_a_case_are_read_by_whom_they_reached_and_no_others(desk, outbox, mailbox, staff):
    officer = Addressee(account=staff("canbo", Role.AGENCY_OFFICER, "so-gtvt").id)
    other = Addressee(account=staff("khac", Role.AGENCY_OFFICER, "so-gtvt").id)
    code, elsewhere = (desk.act(desk.take_in(), dispatch(), CENTRE).code for _ in range(2))
    outbox.address(100)
    mailbox.mark_read_about(code, officer, NOW)
    mailbox.mark_read_about(code, officer, NOW + timedelta(hours=1))
    read = {each.code: each.read_at for each in mailbox.shown_to(officer, unread=False, cursor=None, limit=9).notices}
    assert read == {code: NOW, elsewhere: None}
    assert (mailbox.count_unread(officer), mailbox.count_unread(other)) == (1, 2)


def test_the_messages_of_a_case_are_listed_by_event(desk, outbox, mailbox, staff):
    staff("canbo", Role.AGENCY_OFFICER, "so-gtvt")
    staff("trungtam", Role.CENTRE_OPERATOR)
    complaint = desk.act(desk.take_in(), dispatch(), CENTRE)
    complaint = desk.act(complaint, Return(reason=Sealed("Không đúng thẩm quyền")), OFFICER)
    outbox.address(100)
    kinds = {entry.number: entry.event.kind for entry in desk.record.cases.entries(complaint.code)}
    told = {
        kinds[number]: [line.told_name for line in lines] for number, lines in mailbox.of_case(complaint.code).items()
    }
    assert told == {"filed": [None], "dispatched": [None, "canbo"], "returned": ["trungtam"]}
