"""Notices become messages: each addressee gets one, by each channel of the rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.actors import REPORTER, Told
from domain.acts import Answer, Ask, Sealed, TimePassed
from domain.messages import Fault, MessageChannel, MessageStatus, ToldBy
from domain.words import Role
from records.cases.rows import Identity
from records.messages.rows import Addressee
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, OFFICER, dispatch, submission
from tests.support.records.messages import BY_MAIL, notice, published, sent_out

pytestmark = pytest.mark.slow


def test_a_notice_to_a_role_reaches_everyone_who_holds_it_in_that_agency_and_nobody_else(
    desk, outbox, mailbox, staff, sql: Sql
):
    one = staff("canbo1", Role.AGENCY_OFFICER, "so-gtvt")
    two = staff("canbo2", Role.AGENCY_OFFICER, "so-gtvt")
    others = [staff("dien", Role.AGENCY_OFFICER, "dien-luc"), staff("sep", Role.AGENCY_LEADER, "so-gtvt")]
    others.append(staff("da-nghi", Role.AGENCY_OFFICER, "so-gtvt"))
    sql("UPDATE accounts SET active = false WHERE username = 'da-nghi'")
    complaint = desk.act(desk.take_in(), dispatch(), CENTRE)
    assert outbox.address(100) == 3
    for account in (one, two):
        [shown] = mailbox.shown_to(Addressee(account=account.id), unread=False, cursor=None, limit=10).notices
        assert (shown.code, shown.occasion.event.kind) == (complaint.code, "dispatched")
        assert shown.occasion.complaint == complaint
    for account in others:
        assert not mailbox.shown_to(Addressee(account=account.id), unread=False, cursor=None, limit=10).notices


def test_a_notice_is_addressed_once_even_if_the_relay_runs_again(desk, outbox, staff, sql: Sql):
    staff("canbo", Role.AGENCY_OFFICER, "so-gtvt")
    desk.act(desk.take_in(), dispatch(), CENTRE)
    assert [outbox.address(100) for _ in range(3)] == [3, 0, 0]
    assert sql("SELECT channel, status FROM messages WHERE account <> ''") == [("portal", "shown")]


def test_a_notice_by_a_channel_of_a_newer_program_holds_up_no_other(desk, outbox, staff, tells, sql: Sql):
    staff("canbo", Role.AGENCY_OFFICER, "so-gtvt")
    tells(notice("dispatched", "agency_officer", "pigeon"))
    desk.act(desk.take_in(), dispatch(), CENTRE)
    assert [outbox.address(100), outbox.address(100)] == [3, 0]
    assert sql("SELECT channel, status FROM notices WHERE role = 'agency_officer' ORDER BY channel") == [
        ("pigeon", "queued"),
        ("portal", "addressed"),
    ]


def test_a_notice_without_recipients_is_visible_and_can_be_addressed_again(desk, outbox, mailbox, staff):
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


def test_reporters_of_merged_cases_are_notified_each_about_their_own_case(desk, outbox, mailbox, tells, sql: Sql):
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
def test_each_reporter_of_a_merged_case_is_notified_by_the_channel_of_their_own_report(
    desk, outbox, sql: Sql, into: str
):
    complaint = desk.take_in(submission(told_by=ToldBy.EMAIL), channel=into)
    answered = {complaint.code: {"portal", "email", "sms"} if into == "hotline" else {"portal", "email"}}
    for came_by, channels in (
        ("email", {"portal", "email"}),
        ("portal", {"portal", "email"}),
        ("hotline", {"portal", "email", "sms"}),
    ):
        merged = desk.take_in(submission(told_by=ToldBy.EMAIL), channel=came_by)
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


def test_a_message_to_a_person_who_left_goes_to_holders_of_the_role_who_were_not_notified(
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


def test_a_message_waits_for_a_person_if_its_only_recipient_has_left(desk, outbox, mailbox, staff, tells, sql: Sql):
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


def test_a_question_to_the_reporter_goes_to_no_reporter_of_a_merged_case(desk, outbox, tells, sql: Sql):
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


def test_an_answer_goes_to_the_person_who_asked_and_not_to_reporters_of_merged_cases(desk, outbox, tells, sql: Sql):
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


def test_a_push_goes_to_registered_devices_and_is_not_an_error_without_one(desk, outbox, mailbox, staff, tells):
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


def test_a_device_belongs_to_one_account_at_a_time_and_follows_any_number_of_cases(
    desk, outbox, mailbox, staff, sql: Sql
):
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


def test_two_relays_at_once_address_each_notice_once(desk, outbox, engine, staff, sql: Sql):
    staff("canbo", Role.AGENCY_OFFICER, "so-gtvt")
    for _ in range(4):
        desk.act(desk.take_in(), dispatch(), CENTRE)
    with engine.begin() as other:
        other.exec_driver_sql("SELECT * FROM notices ORDER BY id LIMIT 1 FOR UPDATE")
        assert outbox.address(100) == 11
    assert outbox.address(100) == 1
    assert sql("SELECT count(*), count(account) FROM messages") == [(12, 4)]


def told(sql: Sql, kind: str) -> list[tuple[str, str | None, str | None, str]]:
    """Return the messages to staff about events of this kind: the role, who got it, in whose place, and what became of it."""
    return [
        tuple(row)
        for row in sql(
            "SELECT n.role, a.username, first.role, m.status FROM messages m JOIN notices n ON n.id = m.notice"
            " JOIN events e ON e.code = n.code AND e.number = n.event_number LEFT JOIN accounts a ON a.id = m.account"
            " LEFT JOIN notices first ON first.id = n.in_place_of WHERE e.kind = :kind AND m.reporter_of IS NULL ORDER BY n.id",
            kind=kind,
        )
    ]


def test_where_nobody_holds_a_role_the_next_one_up_is_told_in_its_place(desk, outbox, mailbox, staff, sql: Sql):
    boss = staff("lanh-dao-tt", Role.CENTRE_LEADER)
    staff("gone", Role.AGENCY_LEADER, "so-gtvt")
    sql("UPDATE accounts SET active = false WHERE username = 'gone'")
    complaint = desk.act(desk.take_in(), dispatch(), CENTRE)
    while outbox.address(100):
        pass
    assert told(sql, "dispatched") == [
        ("agency_officer", None, None, "given_up"),
        ("centre_leader", "lanh-dao-tt", "agency_officer", "shown"),
    ]
    [shown] = mailbox.shown_to(Addressee(account=boss.id), unread=False, cursor=None, limit=10).notices
    assert shown.reader.unheld == Told(Role.AGENCY_OFFICER, "so-gtvt")
    lines = {line.told.role: line for lines in mailbox.of_case(complaint.code).values() for line in lines}
    assert lines[Role.CENTRE_LEADER].in_place_of is Role.AGENCY_OFFICER


def test_the_next_one_up_who_is_told_anyway_is_not_told_twice(desk, outbox, staff, tells, sql: Sql):
    tells(notice("dispatched", "centre_leader", "portal"))
    staff("lanh-dao-tt", Role.CENTRE_LEADER)
    desk.act(desk.take_in(), dispatch(), CENTRE)
    while outbox.address(100):
        pass
    assert [row[:3] for row in told(sql, "dispatched") if row[1]] == [("centre_leader", "lanh-dao-tt", None)]


def test_somebody_who_moved_to_another_agency_before_the_message_went_out_is_not_told(
    desk, outbox, staff, tells, sql: Sql
):
    tells(notice("dispatched", "agency_officer", "email"))
    staff("canbo1", Role.AGENCY_OFFICER, "so-gtvt")
    desk.act(desk.take_in(), dispatch(), CENTRE)
    outbox.address(100)
    [waiting] = outbox.waiting(100)
    sql("UPDATE accounts SET agency = 'dien-luc' WHERE username = 'canbo1'")
    assert outbox.begin(waiting.id) is None


WHOLE = Identity("Nguyễn Thị Hoa", "12 Trần Phú", "0905 000 003", "hoa@vidu.vn")
WITHOUT_EMAIL = replace(WHOLE, email=None)
REACHED = [
    (WHOLE, ToldBy.EVERYTHING, True, ["email", "portal", "sms"]),
    (WHOLE, ToldBy.EVERYTHING, False, ["email", "portal"]),
    (WHOLE, ToldBy.EMAIL, True, ["email", "portal"]),
    (WHOLE, ToldBy.SMS, True, ["portal", "sms"]),
    (WHOLE, ToldBy.SMS, False, ["portal"]),
    (WHOLE, ToldBy.NOTHING, True, ["portal"]),
    (WITHOUT_EMAIL, ToldBy.EVERYTHING, True, ["portal", "sms"]),
    (WITHOUT_EMAIL, ToldBy.EVERYTHING, False, ["portal"]),
    (replace(WHOLE, phone=""), ToldBy.EVERYTHING, True, ["email", "portal"]),
]


@pytest.mark.parametrize(("who", "told_by", "sms", "channels"), REACHED)
def test_each_step_reaches_the_reporter_where_the_reporter_can_be_reached_and_wants_to(
    desk, outbox, sql: Sql, who: Identity, told_by: ToldBy, sms: bool, channels: list[str]
):
    published(desk, desk.take_in(submission(identity=who, told_by=told_by)))
    outbox.address(100, sms=sms)
    told = dict(
        sql(
            "SELECT kind, array_agg(m.channel ORDER BY m.channel) FROM messages m JOIN notices n ON n.id = m.notice"
            " JOIN events e ON e.code = n.code AND e.number = n.event_number WHERE reporter_of <> '' GROUP BY kind"
        )
    )
    assert told == {"filed": channels, "dispatched": channels, "published": channels}


def test_what_is_sent_to_a_reporter_brings_the_private_link_of_the_own_report(desk, outbox):
    published(desk, desk.take_in(submission(identity=WHOLE, told_by=ToldBy.EVERYTHING)))
    outbox.address(100, sms=True)
    going = [outbox.begin(waiting.id) for waiting in outbox.waiting(100)]
    theirs = [each for each in going if each.reader.told.role is Role.REPORTER]
    assert {each.channel for each in theirs} == {MessageChannel.EMAIL, MessageChannel.SMS}
    assert all(each.contact.email == "hoa@vidu.vn" and each.filed_as.code == each.occasion.code for each in theirs)


def test_a_choice_made_later_holds_from_then_on(desk, record, outbox, mailbox):
    code = desk.take_in(submission(identity=WHOLE, told_by=ToldBy.EVERYTHING)).code
    for told_by in ToldBy:
        record.identities.tell_by(code, told_by)
        assert record.identities.told_by(code) is told_by
    outbox.address(100, sms=True)
    assert mailbox.sent_to_reporter_of(code) == ()


def test_a_reporter_is_shown_what_was_sent_to_nobody_else(desk, outbox, mailbox, staff, tells):
    staff("canbo", Role.AGENCY_OFFICER, "so-gtvt")
    tells(notice("dispatched", "agency_officer", "email"))
    code = desk.act(desk.take_in(submission(identity=WHOLE, told_by=ToldBy.EMAIL)), dispatch(), CENTRE).code
    outbox.address(100)
    sent = [(line.kind, line.channel, line.told.role) for line in mailbox.sent_to_reporter_of(code)]
    assert sorted(sent) == [(kind, MessageChannel.EMAIL, Role.REPORTER) for kind in ("dispatched", "filed")]


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_where_the_regulation_sends_the_message_anyway_it_goes_once(desk, outbox, tells, sql: Sql, channel: str):
    tells(notice("published", "reporter", channel))
    published(desk, desk.take_in(submission(identity=WHOLE, told_by=ToldBy.EVERYTHING)))
    outbox.address(100, sms=True)
    of_the_answer = (
        "SELECT count(*) FROM messages m JOIN notices n ON n.id = m.notice JOIN events e"
        " ON e.code = n.code AND e.number = n.event_number"
        " WHERE reporter_of <> '' AND kind = 'published' AND m.channel = :channel"
    )
    assert sql(of_the_answer, channel=channel) == [(1,)]
