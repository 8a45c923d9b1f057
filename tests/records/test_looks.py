"""Tests that each look at a reporter's identity is recorded in the transaction that reads the identity."""

from __future__ import annotations

import pytest

from records.errors import RecordsFault
from records.record import Record
from records.staff.rows import LookedAt
from tests.records.conftest import Sql
from tests.records.test_accounts import add
from tests.support.records.desk import IDENTITY, Desk

pytestmark = pytest.mark.slow


def looked(record: Record, authority: str | None = None, **narrowed: object) -> list[tuple[str, str, str | None, int]]:
    wanted: dict[str, object] = {"code": None, "account": None, "before": None, "limit": 10}
    found = record.looks.page(authority, **wanted | narrowed)  # type: ignore[arg-type]
    return [(look.username, look.looked_at, look.code, look.pieces) for look in found]


def test_whoever_is_shown_an_identity_is_on_record(desk: Desk, record: Record) -> None:
    code, account = desk.take_in().code, add(record, "trungtam")
    assert record.looks.identity(code, seen_by=account.id) == IDENTITY
    record.looks.identity(code, seen_by=account.id)
    assert looked(record) == [("trungtam", "identity", code, 1)] * 2


def test_the_reporter_and_what_is_not_there_leave_no_trace(desk: Desk, record: Record) -> None:
    code, account = desk.take_in().code, add(record)
    assert record.looks.identity(code, seen_by=None) == IDENTITY
    assert record.looks.identity("KH-2026-999999", seen_by=account.id) is None
    assert looked(record) == []


def test_what_cannot_be_noted_is_not_shown(desk: Desk, record: Record) -> None:
    with pytest.raises(RecordsFault):
        record.looks.identity(desk.take_in().code, seen_by="nobody")


def test_looks_are_found_by_authority_by_case_by_account_and_page_by_page(desk: Desk, record: Record) -> None:
    first, second = desk.take_in().code, desk.take_in().code
    one, other = add(record, "mot"), add(record, "hai")
    record.looks.note(one.id, LookedAt.LETTER, first)
    record.looks.note(other.id, LookedAt.IDENTITY, second)
    record.looks.note(other.id, LookedAt.SEALED_WORDS, None, 7)
    assert looked(record) == [
        ("hai", "sealed_words", None, 7),
        ("hai", "identity", second, 1),
        ("mot", "letter", first, 1),
    ]
    assert looked(record, "khanh-hoa") == [("hai", "identity", second, 1), ("mot", "letter", first, 1)]
    assert looked(record, "da-nang") == []
    assert looked(record, code=first) == [("mot", "letter", first, 1)]
    assert looked(record, account=one.id) == [("mot", "letter", first, 1)]
    [latest] = record.looks.page(None, code=None, account=None, before=None, limit=1)
    assert looked(record, before=latest.number, limit=1) == [("hai", "identity", second, 1)]


@pytest.mark.parametrize("change", ["UPDATE looks SET pieces = 2", "DELETE FROM looks", "TRUNCATE looks"])
def test_no_look_is_ever_taken_back(desk: Desk, record: Record, sql: Sql, change: str) -> None:
    record.looks.note(add(record).id, LookedAt.IDENTITY, desk.take_in().code)
    with pytest.raises(Exception, match="looks is append-only"):
        sql(change)
