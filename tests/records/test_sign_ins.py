"""Tests that sessions can be distinguished, ended one by one or all at once, and are deleted when they expire."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from records.offices.rows import ChangedBy
from records.record import Record
from tests.records.conftest import Sql
from tests.records.test_accounts import add
from tests.support.records.desk import FRIDAY

pytestmark = pytest.mark.slow

EVENING = FRIDAY + timedelta(hours=12)


def agents(record: Record, account_id: str) -> set[str]:
    return {each.agent for each in record.sessions.of_account(account_id, FRIDAY)}


def test_the_sessions_of_an_account_are_those_that_still_hold(record: Record) -> None:
    mine, yours = add(record, "toi"), add(record, "ban")
    record.sessions.open(mine.id, "phone", EVENING, "Điện thoại" + "!" * 400)
    record.sessions.open(mine.id, "over", FRIDAY)
    record.sessions.open(mine.id, "ended", EVENING)
    record.sessions.open(yours.id, "yours", EVENING)
    record.sessions.revoke("ended")
    [session] = record.sessions.of_account(mine.id, FRIDAY)
    assert (session.token_hash, session.expires_at) == ("phone", EVENING)
    assert (session.agent[:10], len(session.agent)) == ("Điện thoại", 300)


def test_one_session_ends_or_all_of_them(record: Record) -> None:
    mine, yours = add(record, "toi"), add(record, "ban")
    for name in ("a", "b", "c"):
        record.sessions.open(mine.id, name, EVENING, name)
    record.sessions.open(yours.id, "yours", EVENING, "yours")
    b = next(each for each in record.sessions.of_account(mine.id, FRIDAY) if each.agent == "b")
    assert record.sessions.revoke_all(yours, b.id) == 0  # nobody can end another account's session by its id
    assert record.sessions.revoke_all(mine, uuid4()) == 0
    assert record.sessions.revoke_all(mine, b.id) == 1
    assert agents(record, mine.id) == {"a", "c"}
    assert record.sessions.signed_in("b", FRIDAY) is None
    assert record.sessions.revoke_all(mine) == 2
    assert (agents(record, mine.id), agents(record, yours.id)) == (set(), {"yours"})


def test_an_admin_who_ends_sessions_is_on_record(record: Record) -> None:
    account, admin = add(record, "toi"), add(record, "quantri")
    record.sessions.revoke_all(account, change=ChangedBy(admin.id, FRIDAY))  # no session was open
    record.sessions.open(account.id, "a", EVENING)
    record.sessions.revoke_all(account, change=ChangedBy(admin.id, FRIDAY))
    [change] = record.offices.changes(None, None, 10)
    assert (change.by_username, change.subject_id, change.after) == ("quantri", account.id, {"sessions": "ended"})


def test_sessions_that_expired_are_forgotten(record: Record, sql: Sql) -> None:
    account = add(record)
    record.sessions.open(account.id, "over", FRIDAY)
    record.sessions.open(account.id, "running", EVENING)
    record.sessions.forget_expired(FRIDAY)
    assert sql("SELECT token_hash FROM sessions") == [("running",)]
