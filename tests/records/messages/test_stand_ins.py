"""Delegates are notified in place of the leader who is away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from domain.actors import Told
from domain.acts import Accept, Sealed, SubmitResult
from domain.messages import StandingIn
from domain.offices.delegations import Delegation
from domain.words import Role
from records.messages.rows import Addressee
from records.offices.rows import ChangedBy
from records.staff.rows import Account
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, FRIDAY, OFFICER, Desk, dispatch
from tests.support.records.messages import notice

pytestmark = pytest.mark.slow


@pytest.fixture
def away(desk: Desk, staff) -> Callable[..., None]:
    """Return a function that sends an agency's leader away from Thursday until Monday, with a delegate."""

    def leave(leader: Account, stand_in: Account, **otherwise: datetime) -> None:
        times = {"starts_at": FRIDAY - timedelta(days=1), "ends_at": FRIDAY + timedelta(days=3)} | otherwise
        desk.record.delegations.add(
            Delegation(
                uuid4().hex, "khanh-hoa", leader.id, stand_in.id, reason="Đi họp", by_account=leader.id, **times
            ),
            ChangedBy(leader.id, FRIDAY),
        )

    return leave


def test_a_delegate_is_notified_besides_the_absent_leader_and_reads_for_whom(desk, outbox, staff, away, tells):
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


def test_a_delegate_finds_on_the_portal_for_whom_a_notice_came(desk, outbox, mailbox, staff, away):
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
def test_a_delegation_that_is_not_in_force_notifies_nobody(
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
def test_a_delegate_who_may_not_stand_in_is_not_notified(desk, outbox, staff, sql: Sql, away, moved: str):
    leader, officer = staff("sep", Role.AGENCY_LEADER, "so-gtvt"), staff("pho", Role.AGENCY_OFFICER, "so-gtvt")
    away(leader, officer)
    sql(moved)
    complaint = desk.act(desk.act(desk.take_in(), dispatch(), CENTRE), Accept(), OFFICER)
    desk.act(complaint, SubmitResult(result=Sealed("Đã vá ổ gà.")), OFFICER)
    outbox.address(100)
    assert sql("SELECT count(*) FROM messages WHERE delegation IS NOT NULL") == [(0,)]


def test_a_delegate_who_is_notified_in_the_own_role_is_not_notified_twice(desk, outbox, staff, sql: Sql, away):
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
