"""Tests that the record gives the same account of any period as a reckoning from all events, and that the migration fills in what
it can."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import Connection
from sqlalchemy import Engine, text

from domain.accounts.account import Account
from domain.accounts.period import Period
from domain.accounts.reckoning import Courses, account_of
from domain.accounts.shares import shares_of
from domain.complaint import Complaint, apply_all
from domain.events import Event
from domain.procedure import Procedure
from procedures import all_procedures
from records.cases.writing import case_columns, consequences
from records.engine import driver, transaction
from records.figures.accounts import Asked
from records.record import Record
from records.statements import insert_rows
from tests.support.procedures.random_cases import AGENCIES, histories, placed

pytestmark = pytest.mark.slow

START = date(2026, 3, 9)
PERIODS = (
    *(Period(START + timedelta(days=day), START + timedelta(days=day + 6)) for day in range(0, 56, 14)),
    *(Period(START + timedelta(days=day), START + timedelta(days=day)) for day in range(3, 40, 18)),
    Period(START, START + timedelta(days=400)),
    Period(START + timedelta(days=20), START + timedelta(days=50)),
)


def act_by_act(events: tuple[Event, ...]) -> list[tuple[Event, ...]]:
    """Split events where the next act begins. No two acts happen at one instant."""
    acts: list[list[Event]] = []
    for event in events:
        if not acts or acts[-1][0].at != event.at:
            acts.append([])
        acts[-1].append(event)
    return [tuple(act) for act in acts]


def keep(
    record: Record,
    engine: Engine,
    procedure: Procedure,
    courses: Mapping[str, tuple[Event, ...]],
    halfway: Callable[[], None] = lambda: None,
) -> None:
    """Write the rows that figures are counted from act by act, as the ledger does. `halfway` runs in the middle of the
    courses."""
    record.intake.keep_procedure(procedure)
    cases = {code: Complaint(code=code, procedure=procedure) for code, events in courses.items() if events}
    with transaction(engine) as session:
        connection = driver(session)
        [(digest,)] = connection.execute("SELECT digest FROM procedures WHERE id = %s", (procedure.id,)).fetchall()
        for code, complaint in cases.items():
            last = apply_all(complaint, courses[code])
            row = case_columns(last) | {
                "procedure_digest": digest,
                "excerpt": "",
                "merged_into": None,
                "continues": None,
            }
            sent = {
                "code": code,
                "idempotency_key": code,
                "body_hash": "",
                "tracking_hash": code,
                "report_hash": bytes(32),
            }
            insert_rows(connection, {"submissions": sent, "cases": row})
            acts = act_by_act(courses[code])
            cases[code] = _follow(connection, complaint, acts[: len(acts) // 2])
    halfway()
    with transaction(engine) as session:
        for code, complaint in cases.items():
            acts = act_by_act(courses[code])
            _follow(driver(session), complaint, acts[len(acts) // 2 :])


def _follow(connection: Connection[Any], complaint: Complaint, acts: list[tuple[Event, ...]]) -> Complaint:
    for act in acts:
        follows = consequences(complaint, act)
        follows.accounting.write(connection, follows.after)
        complaint = follows.after
    return complaint


def asked(procedure: Procedure, period: Period, agency: str | None = None, at: datetime | None = None) -> Asked:
    return Asked(procedure.id, procedure.authority.time_zone, period, agency, at)


@pytest.mark.parametrize("seed", [3, 17, 29])
@pytest.mark.parametrize("province", sorted(all_procedures()))
def test_the_record_gives_the_account_that_the_events_give(
    province: str, seed: int, record: Record, engine: Engine
) -> None:
    """Try it while the sums hold a part of what happened, all of it, and after they were made anew."""
    procedure = all_procedures()[province]
    zones = {procedure.id: procedure.authority.time_zone}
    told = placed(histories(procedure, cases=20, acts_each=18, seed=seed, onward=0.6))
    keep(record, engine, procedure, told, halfway=lambda: record.sums.fold(zones))
    courses: Courses = {code: (procedure, events) for code, events in told.items()}
    accounts: list[Account] = []
    for period in PERIODS:
        for agency in (None, AGENCIES[0]):
            account = _agreed(record, procedure, period, courses, agency)
            accounts.append(account)
            books = record.account_books
            assert set(books.shares(asked(procedure, period, agency))) == set(shares_of(account.by_place))
            assert set(books.shares(asked(procedure, period, agency), by_lead=True)) == set(shares_of(account.by_lead))
            assert books.total(asked(procedure, period, agency)) == account.total
    last = max(event.at for events in told.values() for event in events) + timedelta(minutes=1)
    running = Period(START, procedure.authority.local_date(last) + timedelta(days=20))
    account = record.account_books.account(asked(procedure, running, at=last))
    assert account == account_of(procedure, running, courses, at=last)
    assert _has_rows(engine, "past_outcomes")
    assert _has_rows(engine, "outcome_changes")
    record.sums.fold(zones)
    assert not _has_rows(engine, "outcome_changes")
    assert not _has_rows(engine, "step_changes")
    folded = _sums(engine)
    record.sums.recount(zones)
    assert _sums(engine) == folded
    assert any(account.late for account in accounts)
    assert any(account.total.reopened + account.total.carried_in for account in accounts)
    assert any(account.total.answered for account in accounts)
    assert any(len(account.by_place) > 1 for account in accounts)

    @settings(max_examples=12, deadline=None, database=None)
    @given(first=st.integers(-40, 120), days=st.integers(1, 200), agency=st.sampled_from((None, None, AGENCIES[0])))
    def agree_on_any_days(first: int, days: int, agency: str | None) -> None:
        period = Period(START + timedelta(days=first), START + timedelta(days=first + days - 1))
        _agreed(record, procedure, period, courses, agency)

    agree_on_any_days()


def _agreed(
    record: Record, procedure: Procedure, period: Period, courses: Courses, agency: str | None = None
) -> Account:
    account = record.account_books.account(asked(procedure, period, agency))
    assert account == account_of(procedure, period, courses, agency=agency), (period, agency)
    return account


def test_a_fault_in_the_sums_lasts_until_they_are_made_anew(record: Record, engine: Engine) -> None:
    procedure = all_procedures()["khanh-hoa"]
    zones = {procedure.id: procedure.authority.time_zone}
    told = histories(procedure, cases=5, acts_each=8, seed=6)
    keep(record, engine, procedure, told)
    record.sums.fold(zones)
    right = _sums(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE day_sums SET received = received + 1"))
        connection.execute(text("UPDATE outcomes SET late_from = NULL"))
    record.sums.recount(zones)
    assert _sums(engine) == right
    _agreed(record, procedure, PERIODS[-2], {code: (procedure, events) for code, events in told.items()})


def test_late_steps_are_read_bit_by_bit_in_the_order_of_their_cases(record: Record, engine: Engine) -> None:
    procedure = all_procedures()["khanh-hoa"]
    keep(record, engine, procedure, histories(procedure, cases=20, acts_each=14, seed=4))
    period = Period(START, START + timedelta(days=400))
    account = record.account_books.account(asked(procedure, period))
    assert tuple(record.account_books.late_steps(asked(procedure, period))) == account.late
    assert record.account_books.account(asked(procedure, period), with_late=False).late == ()


def test_the_migration_fills_in_what_the_record_still_knows(record: Record, engine: Engine) -> None:
    procedure = all_procedures()["khanh-hoa"]
    keep(record, engine, procedure, histories(procedure, cases=20, acts_each=14, seed=5))
    kept = _columns(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE outcomes SET channel = NULL, place = NULL, withheld = false"))
        connection.execute(text("UPDATE steps SET due = NULL, late_from = NULL"))
        for statement in importlib.import_module("records.migrations.versions.0059_accounts").FILL[:2]:
            connection.execute(text(statement))
    assert _columns(engine) == kept
    assert any(row.late_from for row in kept["steps"])


def _has_rows(engine: Engine, table: str) -> bool:
    with engine.connect() as connection:
        return bool(connection.execute(text(f"SELECT EXISTS (SELECT FROM {table})")).scalar_one())  # noqa: S608


def _sums(engine: Engine) -> set[tuple[Any, ...]]:
    """The sums that are not nothing."""
    with engine.connect() as connection:
        days = connection.execute(text("SELECT * FROM day_sums"))
        times = connection.execute(text("SELECT * FROM month_times"))
        return {tuple(row) for row in (*days, *times) if any(value for value in row[4:])}


def _columns(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {
            "outcomes": list(
                connection.execute(text("SELECT code, channel, place, withheld FROM outcomes ORDER BY code"))
            ),
            "steps": list(
                connection.execute(
                    text(
                        "SELECT code, limit_id, counted_from, due, late_from FROM steps ORDER BY code, limit_id, counted_from"
                    )
                )
            ),
        }
