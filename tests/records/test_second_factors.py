"""Second factors are kept sealed, a step is taken once, and what was done is on record."""

from __future__ import annotations

import pytest

from records.offices.rows import ChangedBy
from records.record import Record
from records.staff.rows import Owed
from tests.records.conftest import Sql
from tests.records.test_accounts import add
from tests.support.records.desk import FRIDAY

pytestmark = pytest.mark.slow


def test_an_authenticator_is_begun_put_to_use_used_and_taken_off(record: Record, sql: Sql) -> None:
    account, admin = add(record, "toi"), add(record, "quantri")
    kept, mine, theirs = record.second_factors, ChangedBy(account.id, FRIDAY), ChangedBy(admin.id, FRIDAY)
    assert not kept.enrol(account, 1, ["a"], mine)
    kept.begin(account.id, b"first", FRIDAY)
    kept.begin(account.id, b"second", FRIDAY)
    assert not kept.is_enrolled(account.id)
    assert not kept.take_step(account.id, 5)
    assert kept.enrol(account, 10, ["a", "b"], mine)
    assert not kept.enrol(account, 11, ["c"], mine)
    kept.begin(account.id, b"third", FRIDAY)
    found = kept.authenticator(account.id)
    assert found is not None
    assert (found.sealed, found.enrolled_at, found.codes_left) == (b"second", FRIDAY, 2)
    assert [kept.take_step(account.id, step) for step in (10, 12, 12, 11, 13)] == [False, True, False, False, True]
    assert [kept.take_recovery_code(account, code, mine) for code in ("a", "a", "c")] == [True, False, False]
    kept.renew_codes(account, ["d"], mine)
    assert not kept.take_recovery_code(account, "b", mine)
    record.sessions.open(account.id, "open", FRIDAY.replace(year=2100), at=FRIDAY)
    for _ in range(2):
        kept.remove(account, theirs)
    assert kept.authenticator(account.id) is None
    assert record.sessions.of_account(account.id, FRIDAY) == ()
    assert sql("SELECT count(*) FROM recovery_codes") == [(0,)]
    noted = [(each.by_username, each.after["second_factor"]) for each in record.offices.changes(None, None, 10)]
    assert noted == [
        ("quantri", "removed"),
        ("toi", "recovery_codes_renewed"),
        ("toi", "recovery_code_used"),
        ("toi", "enrolled"),
    ]


def test_a_session_that_owed_an_enrolment_owes_nothing_afterwards(record: Record) -> None:
    account = add(record, "toi")
    record.sessions.open(account.id, "new", FRIDAY.replace(year=2100), owes=Owed.ENROLMENT, at=FRIDAY)
    found = record.sessions.signed_in("new", FRIDAY)
    assert found is not None
    assert found.owes is Owed.ENROLMENT
    record.sessions.settle("new")
    found = record.sessions.signed_in("new", FRIDAY)
    assert found is not None
    assert found.owes is None
