"""Tests that an index holds the order or the words of every list, so that a page of a long list reads few rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.event import listen, remove

from domain.offices.places import Box
from domain.visibility import Scope
from domain.words import Role, Status
from records.cases.rows import Filters, PublicFilters
from records.engine import take_up_to, transaction
from records.messages.rows import Addressee
from records.record import Record
from tests.support.records.desk import CENTRE, FRIDAY, Desk, dispatch

pytestmark = pytest.mark.slow

_CASES = 20_000
_MOST_READ = 3000
"""The number of rows that a word search reads at most, plus those that an agency co-ordinates."""

_ALL = Scope(None, None)
_CENTRE, _AGENCY = Scope("khanh-hoa", None), Scope("khanh-hoa", "so-gtvt")
_EARLY, _AFTER_ALL = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=60)
"""The instants at which few and at which nearly all limits have passed without an alarm."""

_PUBLIC = PublicFilters("khanh-hoa")
_BOX = Box(south=12.0, north=12.1, west=109.0, east=109.1)

_TABLES = ("cases", "reports", "notices", "messages")
"""Turns off autovacuum during the test: with so few rows it changes which of two good indexes the database takes."""

_LABELS = import_module("records.migrations.versions.0029_labels_of_reports").LABELS
_FILL = (
    *(f"ALTER TABLE {table} SET (autovacuum_enabled = false)" for table in _TABLES),
    "INSERT INTO submissions SELECT 'X' || n, 'X' || n, '', '' FROM generate_series(1, :cases) n",
    """
    INSERT INTO cases (code, procedure_digest, number, snapshot, authority, status, field, urgency, lead, co_ordinating,
        officer, received_at, due, due_in_law, overdue, paused, excerpt, taken_at, started_at, test, place, public,
        public_changed_at, latitude, longitude, rings_at)
    SELECT 'X' || n, procedure_digest, number, snapshot, CASE WHEN n % 2 = 1 THEN authority ELSE 'da-nang' END,
        CASE WHEN n % 3 = 0 THEN 'closed' WHEN n % 100 = 1 THEN 'returned' ELSE 'dispatched' END, 'field-' || n % 20,
        urgency, CASE WHEN n % 20 = 7 THEN 'so-gtvt' ELSE 'agency-' || n % 20 END,
        CASE WHEN n % 100 = 11 THEN ARRAY['so-gtvt'] ELSE '{}' END,
        CASE WHEN n % 10 <> 7 THEN 'officer-' || n % 60 END, received_at + n * interval '1 minute',
        due + n * interval '1 minute', due + n * interval '1 minute', n % 50 = 1, n % 50 = 3, excerpt, taken_at, started_at,
        n % 100 = 5,
        'ward-' || n % 20, true, received_at + n * interval '1 minute', 11 + n % 200 * 0.01, 108.5 + n % 100 * 0.01,
        CASE WHEN n % 3 <> 0 AND n % 50 <> 1 THEN due + n * interval '1 minute' END
    FROM cases, generate_series(1, :cases) n
    """,
    f"""
    INSERT INTO reports (code, content, place, occurred_at, within)
    SELECT code, CASE WHEN n % 5 = 1 THEN 'ổ gà' ELSE 'rác' END, 'số nhà ' || n, 'nay', {_LABELS}
    FROM generate_series(1, :cases) n JOIN cases ON code = 'X' || n
    """,  # noqa: S608 - constants
    """
    INSERT INTO notices (code, event_number, role, channel, status)
    SELECT code, number, 'role-' || n, 'portal', 'addressed' FROM events, generate_series(1, :cases) n WHERE number = 1
    """,
    """
    INSERT INTO messages (notice, account, channel, status, read_at)
    SELECT id, :account, 'portal', 'shown', CASE WHEN id % 50 <> 0 THEN now() END FROM notices WHERE role LIKE 'role-%'
    """,
)

_OF_AUTHORITY = "cases_public(_of_authority)?"
"""Either index is as good where few authorities share one record."""

_ON_THE_MAP = "cases_public_(newest_)?on_the_map"
"""Either index holds all that a map needs: by time where the area is large, by place where it is small."""

_Ask = Callable[[Record], object]


def _cases(scope: Scope, **filters: Any) -> _Ask:
    return lambda record: record.cases.page(scope, Filters(**filters), None, 50)


def _cases_at(at: datetime, scope: Scope, **filters: Any) -> _Ask:
    return lambda record: record.cases.page(scope, Filters(**filters), None, 50, at=at)


def _public(**filters: Any) -> _Ask:
    return lambda record: record.public.page(replace(_PUBLIC, **filters), None, 50)


_READ_BY: list[tuple[_Ask, set[str]]] = [
    (_cases(_CENTRE), {"cases_of_authority"}),
    (_cases(_CENTRE, open=True), {"cases_open_of_authority"}),
    (_cases(_ALL, open=True), {"cases_open_of_authority"}),
    (_cases_at(_EARLY, _CENTRE, open=True, overdue=True), {"cases_overdue", "cases_ringing"}),
    (_cases_at(_AFTER_ALL, _CENTRE, open=True, overdue=True), {"cases_overdue", "cases_open_of_authority"}),
    (_cases_at(_AFTER_ALL, _AGENCY, open=True, overdue=True), {"cases_open_of_lead"}),
    (_cases_at(_EARLY, _CENTRE, open=True, overdue=False), {"cases_open_of_authority"}),
    (_cases_at(_AFTER_ALL, _CENTRE, open=True, overdue=False), {"cases_open_of_authority"}),
    (_cases_at(_EARLY, _CENTRE, open=True, overdue=True, text="ổ gà"), {"reports_pkey"}),
    (_cases(_CENTRE, open=True, paused=True), {"cases_paused"}),
    (_cases(_CENTRE, open=True, status=(Status.RETURNED, Status.SUBMITTED)), {"cases_of_status"}),
    (_cases(_CENTRE, open=True, field="field-1"), {"cases_open_of_field_by_due"}),
    (_cases(_CENTRE, open=True, agency="so-gtvt"), {"cases_open_of_lead", "cases_open_of_co_ordinating"}),
    (_cases(Scope("khanh-hoa", None, tests_only=True)), {"cases_tried"}),
    (_cases(_AGENCY), {"cases_of_lead", "cases_of_co_ordinating"}),
    (_cases(_AGENCY, open=True), {"cases_open_of_lead", "cases_open_of_co_ordinating"}),
    (_cases(_AGENCY, open=True, unassigned=True), {"cases_unassigned"}),
    (_cases(_CENTRE, open=True, text="ổ gà"), {"cases_open_of_authority", "reports_pkey"}),
    (_cases(_CENTRE, open=True, text="rác", field="field-1"), {"cases_open_of_field_by_due", "reports_pkey"}),
    (_cases(_AGENCY, open=True, text="rác"), {"cases_open_of_lead", "reports_pkey"}),
    (_cases(_CENTRE, text="số nhà 7777"), {"reports_search"}),
    (_cases(_CENTRE, open=True, field="field-3", text="ổ gà"), {"cases_open_of_field_by_due", "reports_search"}),
    (_cases(_AGENCY, open=True, text="hiếm"), {"cases_open_of_lead", "reports_search"}),
    (_public(), {_OF_AUTHORITY}),
    (_public(field="field-1"), {"cases_public_of_field"}),
    (_public(places=("ward-1",)), {"cases_public_of_place"}),
    (_public(status=(Status.RETURNED,)), {"cases_public_of_status"}),
    (_public(text="ổ gà"), {_OF_AUTHORITY, "reports_pkey"}),
    (_public(text="số nhà 7777"), {"reports_search"}),
    (_public(field="field-3", text="ổ gà"), {"cases_public_of_field", "reports_search"}),
    (_public(places=("ward-3", "ward-7"), text="ổ gà"), {"reports_search"}),
    (lambda record: record.public.count(replace(_PUBLIC, text="hiếm"), 201), {"reports_search"}),
    (_public(box=_BOX), {_ON_THE_MAP}),
    (lambda record: record.public.news(_PUBLIC, 50), {"cases_public_changed(_of_authority)?"}),
    (lambda record: record.public.places(replace(_PUBLIC, box=_BOX), 2001), {_ON_THE_MAP}),
    (lambda record: record.public.places(replace(_PUBLIC, box=_BOX, field="field-1"), 2001), {_ON_THE_MAP}),
    (lambda record: record.public.places(_PUBLIC, 2001), {r"cases_public\w*"}),
    (lambda record: record.public.count(_PUBLIC, 201), {r"cases_public\w*"}),
]


def test_a_page_of_a_long_list_is_read_by_its_index_and_reads_a_few_rows(
    desk: Desk, record: Record, engine: Engine
) -> None:
    desk.act(desk.take_in(), dispatch(), CENTRE)
    officer = record.accounts.add(
        username="canbo",
        role=Role.CENTRE_OPERATOR,
        authority="khanh-hoa",
        agency=None,
        display_name="-",
        password_hash="",
    ).id
    known = {"cases": _CASES, "account": officer}
    with transaction(engine) as session:
        take_up_to(session, timedelta(minutes=10))  # on a busy machine so many rows take long
        for statement in _FILL:
            given = {name: value for name, value in known.items() if f":{name}" in statement}
            session.execute(text(statement), given)
        session.execute(text("ANALYZE"))
    mailbox = Record(engine).mailbox
    unread: tuple[_Ask, set[str]] = (lambda _: mailbox.count_unread(Addressee(account=officer)), {"messages_unread"})
    for number, (ask, indexes) in enumerate([*_READ_BY, unread]):
        plan = _plan(engine, partial(ask, record))
        used = set(re.findall(r"\b(?:using|on) (\w+)", plan))
        assert all(any(re.fullmatch(index, each) for each in used) for index in indexes), (number, plan)
        assert not re.search(r"Seq Scan on (cases|reports|messages)", plan), (number, plan)
        read = [float(rows) * int(loops) for rows, loops in re.findall(r"actual rows=([\d.]+) loops=(\d+)", plan)]
        assert max(read) <= _MOST_READ, (number, plan)


def _plan(engine: Engine, ask: Callable[[], object]) -> str:
    """Return the plan of every statement, each under the settings that the record made for it."""
    heard: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        heard.append((statement, given))

    listen(engine, "before_cursor_execute", hear)
    ask()
    remove(engine, "before_cursor_execute", hear)
    with engine.begin() as connection:
        plans = []
        for statement, given in heard:
            if "set_config" in statement:
                connection.exec_driver_sql(statement, given)
            else:
                explained = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) {statement}", given)
                plans += [row[0] for row in explained]
    return "\n".join(plans)
