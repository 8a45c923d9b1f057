"""Passkeys are kept, their count only goes up, and what was done is on record."""

from __future__ import annotations

from uuid import uuid4

import pytest

from records.offices.rows import ChangedBy
from records.record import Record
from tests.records.test_accounts import add
from tests.support.records.desk import FRIDAY

pytestmark = pytest.mark.slow


def test_a_passkey_is_added_used_and_removed(record: Record) -> None:
    account, other = add(record, "toi"), add(record, "ban")
    kept, mine = record.passkeys, ChangedBy(account.id, FRIDAY)
    assert not record.second_factors.is_enrolled(account.id)
    assert kept.add(account, b"id", b"key", 3, "điện thoại", mine)
    assert not kept.add(other, b"id", b"key", 3, "của tôi", ChangedBy(other.id, FRIDAY))
    assert record.second_factors.is_enrolled(account.id)
    found = kept.find(b"id")
    assert found is not None
    passkey, owner = found
    assert (owner, passkey.name, passkey.used_at) == (account, "điện thoại", None)
    assert [kept.note_use(passkey, count, FRIDAY) for count in (3, 4, 4, 0, 9)] == [False, True, False, False, True]
    assert not kept.remove(other, passkey.id, mine)
    assert not kept.remove(account, uuid4(), mine)
    assert kept.remove(account, passkey.id, mine)
    assert (kept.find(b"id"), kept.of_account(account.id)) == (None, ())
    noted = [each.after["passkey"] for each in record.offices.changes(None, None, 10)]
    assert noted == ["removed", "added"]


def test_a_device_that_does_not_count_is_taken_each_time(record: Record) -> None:
    account = add(record, "toi")
    record.passkeys.add(account, b"id", b"key", 0, "", ChangedBy(account.id, FRIDAY))
    [passkey] = record.passkeys.of_account(account.id)
    assert [record.passkeys.note_use(passkey, 0, FRIDAY) for _ in range(2)] == [True, True]


def test_an_admin_takes_the_passkeys_off_as_well(record: Record) -> None:
    account, admin = add(record, "toi"), add(record, "quantri")
    record.passkeys.add(account, b"id", b"key", 0, "", ChangedBy(account.id, FRIDAY))
    record.second_factors.remove(account, ChangedBy(account.id, FRIDAY))
    assert record.second_factors.is_enrolled(account.id)
    record.second_factors.remove(account, ChangedBy(admin.id, FRIDAY))
    assert not record.second_factors.is_enrolled(account.id)
