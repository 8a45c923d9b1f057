"""Tests that notices become one message to each addressee, and that staff see what could not be delivered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from domain.actors import REPORTER, Told
from domain.acts import Accept, Answer, Approve, Ask, Publish, Return, Sealed, SubmitResult, TimePassed
from domain.complaint import Complaint
from domain.messages import Fault, MessageChannel, MessageStatus, StandingIn
from domain.offices.delegations import Delegation
from domain.offices.office import Agency
from domain.procedure import NoticeRule
from domain.words import Role
from records.cases.rows import Identity
from records.errors import BadCursor, MessageNotGivenUp, MessageUnknown
from records.messages.mailbox import Mailbox
from records.messages.outbox import Outbox
from records.messages.rows import Addressee, Contact, MessageFilters, MessageLine
from records.offices.rows import ChangedBy
from records.record import Record
from records.staff.rows import Account
from tests.records.conftest import Sql
from tests.support.records import desk as desks
from tests.support.records.desk import CENTRE, FRIDAY, KHANH_HOA, LEADER, OFFICER, Desk, dispatch, submission
from tests.support.records.furnishing import add_agency

pytestmark = pytest.mark.slow

EVERYTHING = MessageFilters()
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.fixture
def outbox(engine: Engine) -> Outbox:
    return Record(engine).outbox


@pytest.fixture
def mailbox(engine: Engine) -> Mailbox:
    return Record(engine).mailbox


@pytest.fixture
def staff(record: Record) -> Callable[..., Account]:
    """Add an account. Its e-mail address follows from its username."""
    add_agency(record, Agency("so-gtvt", "khanh-hoa", "Sở Giao thông vận tải"))
    add_agency(record, Agency("dien-luc", "khanh-hoa", "Điện lực Khánh Hòa"))

    def add(username: str, role: Role, agency: str | None = None, **about: Any) -> Account:
        given: dict[str, Any] = {"authority": "khanh-hoa", "contact": Contact(f"{username}@vidu.vn", "0905000002")}
        return record.accounts.add(
            username=username, role=role, agency=agency, display_name=username, password_hash="-", **given | about
        )

    return add


@pytest.fixture
def tells(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let new cases run under a regulation that also sends these notices."""

    def tell(*rules: NoticeRule) -> None:
        monkeypatch.setattr(desks, "KHANH_HOA", replace(KHANH_HOA, notices=(*KHANH_HOA.notices, *rules)))

    return tell


def notice(on: str, to: str, *channels: str) -> NoticeRule:
    return NoticeRule(on=on, to=(to,), channels=channels, source="Điều 9 khoản 1")


BY_MAIL = MessageFilters(channel=(MessageChannel.EMAIL,))


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


def test_a_notice_to_a_role_reaches_everyone_who_holds_it_in_that_agency_and_nobody_else(
    desk, outbox, mailbox, staff, sql: Sql
):
    one = staff("canbo1", Role.AGENCY_OFFICER, "so-gtvt")
    two = staff("canbo2", Role.AGENCY_OFFICER, "so-gtvt")
    others = [staff("dien", Role.AGENCY_OFFICER, "dien-luc"), staff("sep", Role.AGENCY_LEADER, "so-gtvt")]
    others.append(staff("da-nghi", Role.AGENCY_OFFICER, "so-gtvt"))
    sql("UPDATE accounts SET active = false WHERE username = 'da-nghi'")
    complaint = desk.act(desk.take_in(), dispatch(), CENTRE)
    assert outbox.address(100) == 1
    for account in (one, two):
        [shown] = mailbox.shown_to(Addressee(account=account.id), unread=False, cursor=None, limit=10).notices
        assert (shown.code, shown.occasion.event.kind) == (complaint.code, "dispatched")
        assert shown.occasion.complaint == complaint
    for account in others:
        assert not mailbox.shown_to(Addressee(account=account.id), unread=False, cursor=None, limit=10).notices


def test_a_notice_is_addressed_once_however_often_the_relay_asks(desk, outbox, staff, sql: Sql):
    staff("canbo", Role.AGENCY_OFFICER, "so-gtvt")
    desk.act(desk.take_in(), dispatch(), CENTRE)
    assert [outbox.address(100) for _ in range(3)] == [1, 0, 0]
    assert sql("SELECT channel, status FROM messages") == [("portal", "shown")]


def test_a_notice_by_a_channel_of_a_newer_program_holds_up_no_other(desk, outbox, tells, sql: Sql):
    tells(notice("dispatched", "agency_officer", "pigeon"))
    desk.act(desk.take_in(), dispatch(), CENTRE)
    assert [outbox.address(100), outbox.address(100)] == [1, 0]
    assert sql("SELECT channel, status FROM notices ORDER BY channel") == [
        ("pigeon", "queued"),
        ("portal", "addressed"),
    ]


def test_a_notice_to_a_role_that_nobody_holds_is_seen_and_can_be_addressed_again(desk, outbox, mailbox, staff):
    complaint = desk.act(desk.take_in(), dispatch(), CENTRE)
    outbox.address(100)
    [line] = sent_out(mailbox)
    assert (line.status, line.fault, line.told) == (
        MessageStatus.GIVEN_UP,
        Fault.NO_ADDRESSEE,
        Told(Role.AGENCY_OFFICER, "so-gtvt"),
    )
    officer = staff("canbo", Role.AGENCY_OFFICER, "so-gtvt")
    mailbox.try_again(line.id, "khanh-hoa")
    outbox.address(100)
    assert sent_out(mailbox) == []
    [shown] = mailbox.shown_to(Addressee(account=officer.id), unread=False, cursor=None, limit=10).notices
    assert shown.code == complaint.code


def test_the_reporters_of_merged_cases_are_told_too_and_each_for_their_own_case(desk, outbox, mailbox, tells, sql: Sql):
    tells(notice("published", "reporter", "email"))
    complaint = desk.take_in()
    second = desk.take_in(submission(identity=Identity("Trần Văn B", "-", "0905 000 009", "b@example.vn")))
    third = desk.take_in()
    for merged, into in ((second, complaint), (third, second)):
        sql("UPDATE cases SET merged_into = :into WHERE code = :code", into=into.code, code=merged.code)
    published(desk, complaint)
    outbox.address(100)
    told = {
        outgoing.reader.own_code: outgoing.contact.email
        for waiting in outbox.waiting(100)
        if (outgoing := outbox.begin(waiting.id))
    }
    assert told == {None: "anh@example.vn", second.code: "b@example.vn", third.code: "anh@example.vn"}


@pytest.mark.parametrize("into", ["portal", "hotline"])
def test_each_reporter_of_a_merged_case_hears_by_the_channel_of_their_own_receipt(desk, outbox, sql: Sql, into: str):
    complaint = desk.take_in(channel=into)
    answered = {complaint.code: {"portal", "sms"} if into == "hotline" else {"portal"}}
    for came_by, channels in (("email", {"portal", "email"}), ("portal", {"portal"}), ("hotline", {"portal", "sms"})):
        merged = desk.take_in(channel=came_by)
        sql("UPDATE cases SET merged_into = :into WHERE code = :code", into=complaint.code, code=merged.code)
        answered[merged.code] = channels
    published(desk, complaint)
    outbox.address(100)
    told: dict[str, list[str]] = {}
    for code, channel in sql(
        "SELECT reporter_of, m.channel FROM messages m JOIN notices n ON n.id = notice"
        " JOIN events e ON e.code = n.code AND e.number = n.event_number WHERE kind = 'published' AND reporter_of <> ''"
    ):
        told.setdefault(code, []).append(channel)
    assert {code: sorted(channels) for code, channels in told.items()} == {
        code: sorted(channels) for code, channels in answered.items()
    }


@pytest.fixture
def away(desk: Desk, staff) -> Callable[..., None]:
    """Let the given account stand in for an agency's leader from Thursday until Monday."""

    def leave(leader: Account, stand_in: Account, **otherwise: datetime) -> None:
        times = {"starts_at": FRIDAY - timedelta(days=1), "ends_at": FRIDAY + timedelta(days=3)} | otherwise
        desk.record.delegations.add(
            Delegation(
                uuid4().hex, "khanh-hoa", leader.id, stand_in.id, reason="Đi họp", by_account=leader.id, **times
            ),
            ChangedBy(leader.id, FRIDAY),
        )

    return leave


def test_whoever_stands_in_is_told_beside_the_leader_who_is_away_and_in_whose_place(desk, outbox, staff, away, tells):
    tells(notice("result_submitted", "agency_leader", "portal", "email"))
    leader, officer = staff("sep", Role.AGENCY_LEADER, "so-gtvt"), staff("pho", Role.AGENCY_OFFICER, "so-gtvt")
    away(leader, officer)
    complaint = desk.act(desk.take_in(), dispatch(), CENTRE)
    complaint = desk.act(complaint, Accept(), OFFICER)
    desk.act(complaint, SubmitResult(result=Sealed("Đã vá ổ gà.")), OFFICER)
    outbox.address(100)
    mails = [outbox.begin(waiting.id) for waiting in outbox.waiting(100)]
    assert {mail.contact.email: mail.reader.standing_in for mail in mails} == {
        "sep@vidu.vn": None, "pho@vidu.vn": StandingIn("sep", FRIDAY + timedelta(days=3)),
    }  # fmt: skip
    assert {mail.reader.told for mail in mails} == {Told(Role.AGENCY_LEADER, "so-gtvt")}


def test_a_stand_in_finds_in_the_portal_in_whose_place_a_notice_came(desk, outbox, mailbox, staff, away):
    leader, officer = staff("sep", Role.AGENCY_LEADER, "so-gtvt"), staff("pho", Role.AGENCY_OFFICER, "so-gtvt")
    away(leader, officer)
    complaint = desk.act(desk.act(desk.take_in(), dispatch(), CENTRE), Accept(), OFFICER)
    desk.act(complaint, SubmitResult(result=Sealed("Đã vá ổ gà.")), OFFICER)
    outbox.address(100)
    shown = mailbox.shown_to(Addressee(account=officer.id), unread=False, cursor=None, limit=10).notices
    in_place = {each.occasion.event.kind: each.reader.standing_in for each in shown}
    assert in_place["dispatched"] is None
    assert in_place["result_submitted"] == StandingIn("sep", FRIDAY + timedelta(days=3))


@pytest.mark.parametrize(
    "when",
    [
        {"starts_at": FRIDAY + timedelta(hours=1)},
        {"ends_at": FRIDAY},
        {"revoked_at": FRIDAY},
    ],
    ids=["not yet", "no longer", "revoked"],
)
def test_nobody_is_told_in_a_leaders_place_by_a_delegation_that_does_not_hold_then(
    desk, outbox, staff, sql: Sql, away, when: dict[str, datetime]
):
    leader, officer = staff("sep", Role.AGENCY_LEADER, "so-gtvt"), staff("pho", Role.AGENCY_OFFICER, "so-gtvt")
    away(leader, officer, **{name: at for name, at in when.items() if name != "revoked_at"})
    sql("UPDATE delegations SET revoked_at = :at", at=when.get("revoked_at"))
    complaint = desk.act(desk.act(desk.take_in(), dispatch(), CENTRE), Accept(), OFFICER)
    desk.act(complaint, SubmitResult(result=Sealed("Đã vá ổ gà.")), OFFICER)
    outbox.address(100)
    assert sql("SELECT count(*) FROM messages WHERE delegation IS NOT NULL") == [(0,)]


@pytest.mark.parametrize(
    "moved",
    [
        "UPDATE accounts SET agency = 'dien-luc' WHERE username = 'pho'",
        "UPDATE accounts SET role = CASE username WHEN 'sep' THEN 'agency_officer' ELSE 'agency_leader' END",
    ],
    ids=["the stand-in works elsewhere", "the leader leads no more"],
)
def test_nobody_is_told_in_the_place_of_somebody_they_may_not_stand_in_for(
    desk, outbox, staff, sql: Sql, away, moved: str
):
    leader, officer = staff("sep", Role.AGENCY_LEADER, "so-gtvt"), staff("pho", Role.AGENCY_OFFICER, "so-gtvt")
    away(leader, officer)
    sql(moved)
    complaint = desk.act(desk.act(desk.take_in(), dispatch(), CENTRE), Accept(), OFFICER)
    desk.act(complaint, SubmitResult(result=Sealed("Đã vá ổ gà.")), OFFICER)
    outbox.address(100)
    assert sql("SELECT count(*) FROM messages WHERE delegation IS NOT NULL") == [(0,)]


def test_a_message_to_somebody_who_has_left_goes_to_whoever_has_the_role_now_and_was_not_told(
    desk, outbox, mailbox, staff, tells, sql: Sql
):
    tells(notice("dispatched", "agency_officer", "email"))
    for name in ("da-nghi", "canbo1"):
        staff(name, Role.AGENCY_OFFICER, "so-gtvt")
    desk.act(desk.take_in(), dispatch(), CENTRE)
    outbox.address(100)
    waiting = [each.id for each in outbox.waiting(100)]
    sql("UPDATE accounts SET active = false WHERE username = 'da-nghi'")
    staff("canbo2", Role.AGENCY_OFFICER, "so-gtvt")
    mails = [outgoing.contact.email for id_ in waiting if (outgoing := outbox.begin(id_))]
    assert mails == ["canbo1@vidu.vn"]
    outbox.address(100)
    [new] = [each.id for each in outbox.waiting(100) if each.id not in waiting]
    assert outbox.begin(new).contact.email == "canbo2@vidu.vn"
    assert [line.told_name for line in sent_out(mailbox)] == ["canbo2", "canbo1"]


def test_a_message_to_the_only_one_who_has_left_waits_for_a_person(desk, outbox, mailbox, staff, tells, sql: Sql):
    tells(notice("dispatched", "agency_officer", "email"))
    staff("da-nghi", Role.AGENCY_OFFICER, "so-gtvt")
    desk.act(desk.take_in(), dispatch(), CENTRE)
    outbox.address(100)
    [waiting] = outbox.waiting(100)
    sql("UPDATE accounts SET active = false")
    assert outbox.begin(waiting.id) is None
    outbox.address(100)
    [line] = sent_out(mailbox, BY_MAIL)
    assert (line.status, line.fault) == (MessageStatus.GIVEN_UP, Fault.NO_ADDRESSEE)


def test_whoever_is_told_in_a_role_of_their_own_is_not_told_once_more_in_anothers_place(
    desk, outbox, staff, sql: Sql, away
):
    one, two, three = (staff(f"sep{n}", Role.AGENCY_LEADER, "so-gtvt") for n in (1, 2, 3))
    officer = staff("pho", Role.AGENCY_OFFICER, "so-gtvt")
    away(one, two)
    away(one, officer)
    away(three, officer)
    complaint = desk.act(desk.act(desk.take_in(), dispatch(), CENTRE), Accept(), OFFICER)
    desk.act(complaint, SubmitResult(result=Sealed("Đã vá ổ gà.")), OFFICER)
    outbox.address(100)
    told = sql(
        "SELECT account, delegation IS NULL FROM messages m JOIN notices n ON n.id = notice"
        " WHERE n.role = 'agency_leader' AND n.channel = 'portal' ORDER BY account"
    )
    assert sorted(told) == sorted([(one.id, True), (two.id, True), (three.id, True), (officer.id, False)])


def test_what_only_the_reporter_of_the_case_can_answer_goes_to_no_other(desk, outbox, tells, sql: Sql):
    tells(notice("reminded", "told", "email"))
    complaint, merged = desk.take_in(), desk.take_in()
    sql("UPDATE cases SET merged_into = :into WHERE code = :code", into=complaint.code, code=merged.code)
    complaint = published(desk, complaint)
    window = complaint.running("rating")
    assert window
    assert window.schedule
    desk.act(complaint, TimePassed(), None, at=window.schedule.remind_at)
    outbox.address(100)
    assert sql("SELECT reporter_of FROM messages JOIN notices n ON n.id = notice WHERE n.channel = 'email'") == [
        (complaint.code,)
    ]


def test_the_answer_to_a_question_goes_to_whoever_asked_and_not_to_the_reporters_of_merged_cases(
    desk, outbox, tells, sql: Sql
):
    tells(notice("answered", "reporter", "email"))
    complaint, merged = desk.take_in(), desk.take_in()
    sql("UPDATE cases SET merged_into = :into WHERE code = :code", into=complaint.code, code=merged.code)
    complaint = desk.act(published(desk, complaint), Ask(question=Sealed("Bao giờ xong?")), REPORTER)
    desk.act(complaint, Answer(answer=Sealed("Trong tuần này.")), OFFICER)
    outbox.address(100)
    told = (
        "SELECT DISTINCT reporter_of FROM messages m JOIN notices n ON n.id = notice JOIN events e ON e.code = n.code"
    )
    assert sql(f"{told} AND e.number = n.event_number WHERE kind = 'answered'") == [(complaint.code,)]


def test_a_push_goes_where_a_device_is_registered_and_is_not_missed_elsewhere(desk, outbox, mailbox, staff, tells):
    tells(notice("dispatched", "agency_officer", "push"))
    with_one, without = (staff(f"canbo{n}", Role.AGENCY_OFFICER, "so-gtvt") for n in (1, 2))
    mailbox.register_device("token-1", "android", Addressee(account=with_one.id))
    desk.act(desk.take_in(), dispatch(), CENTRE)
    outbox.address(100)
    [waiting] = outbox.waiting(100)
    outgoing = outbox.begin(waiting.id)
    assert outgoing
    assert outgoing.contact.devices == ("token-1",)
    assert without.id


def test_a_device_is_one_accounts_at_a_time_and_follows_any_number_of_cases(desk, outbox, mailbox, staff, sql: Sql):
    one, two = staff("a", Role.CENTRE_OPERATOR), staff("b", Role.CENTRE_OPERATOR)
    first, second = desk.take_in(), desk.take_in()
    mailbox.register_device("token", "ios", Addressee(account=one.id))
    again = mailbox.register_device("token", "ios", Addressee(account=two.id))
    for case in (first, second, first):
        mailbox.register_device("token", "ios", Addressee(reporter_of=case.code))
    assert sql("SELECT account, reporter_of FROM devices ORDER BY reporter_of NULLS FIRST") == [
        (two.id, None),
        (None, first.code),
        (None, second.code),
    ]
    mailbox.unregister_device(again, Addressee(account=one.id))
    assert sql("SELECT count(*) FROM devices") == [(3,)]
    mailbox.unregister_device(again, Addressee(account=two.id))
    outbox.forget_devices(("token",))
    assert sql("SELECT count(*) FROM devices") == [(0,)]


@pytest.fixture
def message(desk, outbox, tells) -> UUID:
    """Return the id of one e-mail to a reporter that is about to be delivered."""
    tells(notice("published", "reporter", "email"))
    published(desk)
    outbox.address(100)
    [waiting] = outbox.waiting(100)
    return waiting.id


def test_a_message_handed_over_waits_for_nobody_else(outbox, message):
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


def test_a_message_tells_what_was_so_when_the_act_was_done(outbox, message):
    outgoing = outbox.begin(message)
    assert outgoing
    assert outgoing.occasion.result == "Đã vá ổ gà."
    assert outgoing.occasion.complaint.running("rating")
    assert outgoing.contact == Contact("anh@example.vn", "0905 000 001")
    assert "anh@example.vn" not in repr(outgoing)


def test_a_message_that_was_sent_is_not_begun_again_and_its_fate_stands(outbox, mailbox, message):
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


def test_pages_that_follow_one_another_give_each_notice_once(desk, outbox, mailbox, staff):
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


def test_what_was_read_is_read_from_the_first_time_on_and_by_its_addressee_alone(desk, outbox, mailbox, staff):
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


def test_the_messages_of_a_case_stand_by_the_events_they_tell_of(desk, outbox, mailbox, staff):
    staff("canbo", Role.AGENCY_OFFICER, "so-gtvt")
    staff("trungtam", Role.CENTRE_OPERATOR)
    complaint = desk.act(desk.take_in(), dispatch(), CENTRE)
    complaint = desk.act(complaint, Return(reason=Sealed("Không đúng thẩm quyền")), OFFICER)
    outbox.address(100)
    kinds = {entry.number: entry.event.kind for entry in desk.record.cases.entries(complaint.code)}
    told = {
        kinds[number]: [line.told_name for line in lines] for number, lines in mailbox.of_case(complaint.code).items()
    }
    assert told == {"dispatched": ["canbo"], "returned": ["trungtam"]}


def test_two_relays_at_once_address_each_notice_once(desk, outbox, engine, staff, sql: Sql):
    staff("canbo", Role.AGENCY_OFFICER, "so-gtvt")
    for _ in range(4):
        desk.act(desk.take_in(), dispatch(), CENTRE)
    with engine.begin() as other:
        other.exec_driver_sql("SELECT * FROM notices ORDER BY id LIMIT 1 FOR UPDATE")
        assert outbox.address(100) == 3
    assert outbox.address(100) == 1
    assert sql("SELECT count(*) FROM messages") == [(4,)]
