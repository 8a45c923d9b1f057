"""Sessions can be told apart, ended one by one or all at once, and are forgotten."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from records.reading import Reader
from records.rows import Change
from records.writing import Records
from tests.records.conftest import Sql
from tests.records.test_accounts import add
from tests.support.records.desk import FRIDAY

pytestmark = pytest.mark.slow

EVENING = FRIDAY + timedelta(hours=12)


def agents(reader: Reader, account_id: str) -> set[str]:
    return {each.agent for each in reader.sessions(account_id, FRIDAY)}


def test_the_sessions_of_an_account_are_those_that_still_hold(records: Records, reader: Reader) -> None:
    mine, yours = add(records, "toi"), add(records, "ban")
    records.open_session(mine.id, "phone", EVENING, "Điện thoại" + "!" * 400)
    records.open_session(mine.id, "over", FRIDAY)
    records.open_session(mine.id, "ended", EVENING)
    records.open_session(yours.id, "yours", EVENING)
    records.revoke_session("ended")
    [session] = reader.sessions(mine.id, FRIDAY)
    assert (session.token_hash, session.expires_at) == ("phone", EVENING)
    assert (session.agent[:10], len(session.agent)) == ("Điện thoại", 300)


def test_one_session_ends_or_all_of_them(records: Records, reader: Reader) -> None:
    mine, yours = add(records, "toi"), add(records, "ban")
    for name in ("a", "b", "c"):
        records.open_session(mine.id, name, EVENING, name)
    records.open_session(yours.id, "yours", EVENING, "yours")
    b = next(each for each in reader.sessions(mine.id, FRIDAY) if each.agent == "b")
    assert records.revoke_sessions(yours, b.id) == 0  # nobody ends another's by its id
    assert records.revoke_sessions(mine, uuid4()) == 0
    assert records.revoke_sessions(mine, b.id) == 1
    assert agents(reader, mine.id) == {"a", "c"}
    assert reader.account_of_session("b", FRIDAY) is None
    assert records.revoke_sessions(mine) == 2
    assert (agents(reader, mine.id), agents(reader, yours.id)) == (set(), {"yours"})


def test_an_admin_who_ends_sessions_is_on_record(records: Records, reader: Reader) -> None:
    account, admin = add(records, "toi"), add(records, "quantri")
    records.revoke_sessions(account, change=Change(admin.id, FRIDAY))  # there was none to end
    records.open_session(account.id, "a", EVENING)
    records.revoke_sessions(account, change=Change(admin.id, FRIDAY))
    [change] = reader.office_changes(None, None, 10)
    assert (change.by_username, change.subject_id, change.after) == ("quantri", account.id, {"sessions": "ended"})


def test_sessions_that_expired_are_forgotten(records: Records, sql: Sql) -> None:
    account = add(records)
    records.open_session(account.id, "over", FRIDAY)
    records.open_session(account.id, "running", EVENING)
    records.forget_sessions(FRIDAY)
    assert sql("SELECT token_hash FROM sessions") == [("running",)]
