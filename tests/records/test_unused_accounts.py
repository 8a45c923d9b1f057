"""Accounts that nobody uses are locked in the record, with the reason, and an admin unlocks them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.words import Role
from records.errors import LastAdmin
from records.messages.rows import NO_CONTACT
from records.offices.rows import ChangedBy
from records.record import Record
from tests.support.records.desk import FRIDAY

pytestmark = pytest.mark.slow

LONGEST = timedelta(days=90)


def employed(record: Record, username: str, role: Role, days_ago: int) -> str:
    """Add an account that was used last so many days before Friday, and return its id."""
    added = record.accounts.add(
        username=username,
        role=role,
        authority="khanh-hoa",
        agency=None,
        display_name=username,
        password_hash="-",
        change=ChangedBy(None, FRIDAY - timedelta(days=days_ago)),
    )
    return added.id


def test_an_unused_account_is_locked_on_record_and_signs_nobody_in_until_it_is_unlocked(record: Record) -> None:
    idle = employed(record, "vang", Role.CENTRE_OPERATOR, 90)
    admin = employed(record, "quantri", Role.ADMIN, 1)
    record.sessions.open(idle, "old", FRIDAY + timedelta(hours=12), at=FRIDAY - timedelta(days=90))
    assert record.accounts.lock_unused(LONGEST, FRIDAY) == ("vang",)
    assert record.accounts.lock_unused(LONGEST, FRIDAY) == ()
    [locked, *_] = record.offices.changes(None, None, 10)
    assert (locked.by_account, locked.subject_id) == (None, idle)
    assert locked.after == {"locked": True, "reason": "unused", "days": 90}
    assert record.sessions.signed_in("old", FRIDAY) is None
    record.sessions.open(idle, "new", FRIDAY + timedelta(hours=12), at=FRIDAY)
    assert record.sessions.signed_in("new", FRIDAY) is None
    for _ in range(2):
        record.accounts.unlock(idle, ChangedBy(admin, FRIDAY))
    assert record.sessions.signed_in("new", FRIDAY) is not None
    [unlocked, before, *_] = record.offices.changes(None, None, 10)
    assert (unlocked.by_account, unlocked.after, before.number) == (admin, {"locked": False}, locked.number)
    assert record.accounts.lock_unused(LONGEST, FRIDAY) == ()


def test_signing_in_counts_as_use(record: Record) -> None:
    account = employed(record, "canbo", Role.CENTRE_OPERATOR, 200)
    record.sessions.open(account, "a", FRIDAY + timedelta(hours=12), at=FRIDAY)
    assert record.accounts.lock_unused(LONGEST, FRIDAY) == ()


def test_a_session_is_over_when_it_was_not_used_since(record: Record) -> None:
    account = employed(record, "canbo", Role.CENTRE_OPERATOR, 1)
    record.sessions.open(account, "a", FRIDAY + timedelta(hours=12), at=FRIDAY)
    later = FRIDAY + timedelta(minutes=30)
    assert record.sessions.signed_in("a", later, FRIDAY) is None
    record.sessions.note_use("a", later)
    assert record.sessions.signed_in("a", later, FRIDAY) is not None
    record.sessions.note_use("a", FRIDAY)  # a slower request does not set it back
    assert record.sessions.signed_in("a", later, FRIDAY) is not None


def test_an_admin_does_not_step_down_where_the_only_other_one_is_locked(record: Record) -> None:
    employed(record, "quantri.cu", Role.ADMIN, 100)
    admin = employed(record, "quantri", Role.ADMIN, 1)
    assert record.accounts.lock_unused(LONGEST, FRIDAY) == ("quantri.cu",)
    with pytest.raises(LastAdmin):
        record.accounts.change(
            admin,
            role=Role.AUDITOR,
            agency=None,
            display_name="quantri",
            contact=NO_CONTACT,
            active=True,
            change=ChangedBy(admin, FRIDAY),
        )
