"""After an outage each person gets one message about the alarms that rang late, by each channel, and not one for each case."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from domain.acts import TimePassed
from domain.messages import Fault, MessageStatus
from domain.words import Role
from records.messages.rows import Addressee, ShownNotice
from tests.records.conftest import Sql
from tests.support.records.desk import FRIDAY
from tests.support.records.messages import BY_MAIL, notice, sent_out

pytestmark = pytest.mark.slow

AFTER_AN_OUTAGE = timedelta(days=30)
LATER = "UPDATE messages SET queued_at = queued_at - interval '2 min'"


@pytest.fixture
def late(desk, outbox, staff, tells) -> None:
    """Two people are to be told of three cases whose limits passed long ago."""
    staff("mot", Role.CENTRE_OPERATOR)
    staff("hai", Role.CENTRE_OPERATOR)
    tells(notice("limit_passed", "centre_operator", "email"))
    for _ in range(3):
        desk.act(desk.take_in(), TimePassed(), None, FRIDAY + AFTER_AN_OUTAGE)
    outbox.address(1000)


def digests(outbox, sql: Sql) -> dict[UUID, int]:
    """Return the messages that are ready to go, each with the number of alarms that it carries."""
    outbox.gather()
    ready = {each.id for each in outbox.waiting(1000)}
    carried = sql("SELECT digest, count(*) FROM messages WHERE digest IS NOT NULL GROUP BY digest")
    return {id_: number for id_, number in carried if id_ in ready}


def test_they_wait_for_one_another_and_then_each_person_gets_one_message(late, outbox, mailbox, sql: Sql):
    assert digests(outbox, sql) == {}
    assert outbox.waiting(1000) == ()
    sql(LATER)
    ready = digests(outbox, sql)
    assert len(ready) == len(outbox.waiting(1000))
    [(whose, messages)] = sql(
        "SELECT count(DISTINCT (account, channel)), count(*) FROM messages WHERE account IS NOT NULL AND channel <> 'portal'"
    )
    assert (len(ready), sum(ready.values())) == (whose, messages)
    for head, carries in ready.items():
        outgoing = outbox.begin(head)
        assert 1 + len(outgoing.others) == carries >= 3
        outbox.sent(head, None)
    assert {line.status for line in sent_out(mailbox, BY_MAIL)} == {MessageStatus.SENT}
    assert digests(outbox, sql) == {}


def test_a_digest_that_cannot_be_sent_is_sent_again_as_a_whole(late, outbox, mailbox, sql: Sql):
    sql(LATER)
    head, carries = next(iter(digests(outbox, sql).items()))
    outbox.begin(head)
    outbox.gave_up(head, Fault.REFUSED, "550")
    [(given_up,)] = sql("SELECT count(*) FROM messages WHERE status = 'given_up' AND account IS NOT NULL")
    assert given_up == carries
    mailbox.try_again(head, None)
    assert head in {each.id for each in outbox.waiting(1000)}
    assert len(outbox.begin(head).others) == carries - 1


def test_what_an_absent_person_was_to_get_goes_on_one_by_one_to_who_holds_the_role_now(late, outbox, sql: Sql):
    sql(LATER)
    head = next(iter(digests(outbox, sql)))
    sql("UPDATE accounts SET active = false WHERE id = (SELECT account FROM messages WHERE id = :id)", id=head)
    assert outbox.begin(head) is None
    assert sql("SELECT FROM messages WHERE digest = :id", id=head) == []


def test_an_alarm_that_rings_in_time_goes_at_once(desk, outbox, staff, tells, sql: Sql):
    staff("mot", Role.CENTRE_OPERATOR)
    tells(notice("limit_passed", "centre_operator", "email"))
    complaint = desk.take_in()
    due = complaint.running("verify_and_dispatch").schedule.due
    desk.act(desk.act(complaint, TimePassed(), None, due - timedelta(seconds=1)), TimePassed(), None, due)
    outbox.address(1000)
    assert digests(outbox, sql) == {}
    assert [each.kind for each in outbox.waiting(1000) if each.kind == "limit_passed"] == ["limit_passed"]


@pytest.fixture
def told_late(desk, outbox, staff, sql: Sql) -> tuple[Addressee, list[str]]:
    """Return an operator whom the portal tells of three cases whose limits passed long ago, and the codes of these."""
    operator = staff("mot", Role.CENTRE_OPERATOR)
    codes = [desk.act(desk.take_in(), TimePassed(), None, FRIDAY + AFTER_AN_OUTAGE).code for _ in range(3)]
    outbox.address(1000)
    return Addressee(account=operator.id), codes


def on_portal(mailbox, whom: Addressee, *, unread: bool = False) -> list[ShownNotice]:
    return list(mailbox.shown_to(whom, unread=unread, cursor=None, limit=50).notices)


def test_on_the_portal_late_alarms_become_one_notice_that_is_read_as_one(told_late, outbox, mailbox, sql: Sql):
    whom, codes = told_late
    outbox.gather()
    alone = on_portal(mailbox, whom)
    assert len(alone) >= 3
    sql(LATER)
    outbox.gather()
    [one] = on_portal(mailbox, whom)
    told = (one.occasion, *one.others)
    assert len(told) == len(alone)
    assert {each.code for each in told} == set(codes)
    assert mailbox.count_unread(whom) == 1
    mailbox.mark_read(one.id, whom, FRIDAY)
    assert mailbox.count_unread(whom) == 0
    assert on_portal(mailbox, whom, unread=True) == []


def test_who_opens_one_of_its_cases_has_not_read_of_the_others(told_late, outbox, mailbox, sql: Sql):
    whom, codes = told_late
    sql(LATER)
    outbox.gather()
    for code in codes[:2]:
        mailbox.mark_read_about(code, whom, FRIDAY)
    assert mailbox.count_unread(whom) == 1


def test_a_single_late_alarm_stays_a_notice_of_its_own_and_is_read_with_its_case(
    desk, outbox, mailbox, staff, tells, sql
):
    tells(notice("limit_passed", "authority_leader", "portal"))
    leader = Addressee(account=staff("lanhdao", Role.AUTHORITY_LEADER).id)
    code = desk.act(desk.take_in(), TimePassed(), None, FRIDAY + AFTER_AN_OUTAGE).code
    outbox.address(1000)
    sql("UPDATE notices SET late = true WHERE role = 'authority_leader'")
    sql(
        "DELETE FROM messages WHERE account = :id AND notice > (SELECT min(notice) FROM messages WHERE account = :id)",
        id=leader.account,
    )
    sql(LATER)
    outbox.gather()
    [one] = on_portal(mailbox, leader)
    assert one.others == ()
    mailbox.mark_read_about(code, leader, FRIDAY)
    assert mailbox.count_unread(leader) == 0
