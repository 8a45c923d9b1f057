"""Tests what becomes of notices about monthly reports that were made without acts, which nothing tells of any more."""

from __future__ import annotations

import importlib
from collections.abc import Callable

import pytest

from domain.words import Role
from procedures import procedure_in_force
from records.messages.mailbox import Mailbox
from records.messages.outbox import Outbox
from records.messages.rows import Addressee, MessageFilters
from records.record import Record
from records.staff.rows import Account
from tests.records.conftest import Sql
from tests.support.procedures.files import A_DAY

pytestmark = pytest.mark.slow

CODE = "KH-reputation-2026-03"


@pytest.fixture
def leader(record: Record, sql: Sql, staff: Callable[..., Account]) -> Account:
    """Somebody whom the former report told on the portal and, waiting, by e-mail; a second notice waits for its addressees."""
    leader = staff("lanhdao", Role.CENTRE_LEADER)
    record.intake.keep_procedure(procedure_in_force("khanh-hoa", A_DAY))
    sql(
        "INSERT INTO summaries (code, authority, summary, month, procedure_digest, made_at, counts)"
        " SELECT :code, 'khanh-hoa', 'reputation', '2026-03-01', digest, '2026-04-01 00:00Z', '{}' FROM procedures"
        " LIMIT 1",
        code=CODE,
    )
    for channel, role, status, message in (
        ("portal", "centre_leader", "addressed", "shown"),
        ("email", "centre_leader", "addressed", "queued"),
        ("portal", "auditor", "queued", None),
    ):
        [(notice,)] = sql(
            "INSERT INTO notices (summary, role, channel, status) VALUES (:code, :role, :channel, :status) RETURNING id",
            code=CODE, role=role, channel=channel, status=status,
        )  # fmt: skip
        if message:
            sql(
                "INSERT INTO messages (notice, account, channel, status) VALUES (:notice, :account, :channel, :status)",
                notice=notice, account=leader.id, channel=channel, status=message,
            )  # fmt: skip
    return leader


def test_they_are_neither_addressed_nor_shown_nor_listed(mailbox: Mailbox, outbox: Outbox, leader: Account) -> None:
    outbox.address(500)
    assert mailbox.shown_to(Addressee(account=leader.id), unread=False, cursor=None, limit=50).notices == ()
    assert mailbox.page(None, MessageFilters(), None, 50).lines == ()


def test_the_migration_settles_them(mailbox: Mailbox, outbox: Outbox, leader: Account, sql: Sql) -> None:
    assert mailbox.count_unread(Addressee(account=leader.id)) == 1
    assert len(outbox.waiting(500)) == 1
    for statement in importlib.import_module("records.migrations.versions.0077_monthly_reports_settled").STATEMENTS:
        sql(statement)
    assert mailbox.count_unread(Addressee(account=leader.id)) == 0
    assert outbox.waiting(500) == ()
    assert sql("SELECT DISTINCT status FROM notices") == [("addressed",)]
    assert sql("SELECT channel, status FROM messages ORDER BY 1") == [("email", "given_up"), ("portal", "shown")]
