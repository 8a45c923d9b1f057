"""Each day gathers the heads that moved in a root; what is changed afterwards contradicts it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from domain import acts
from domain.proof.deviations import DeviationKind
from domain.proof.merkle import leaf_hash, root_by
from records.hashes import canonical
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, OFFICER, Desk, dispatch

pytestmark = pytest.mark.slow

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (23, 24, 25))


def test_a_day_has_one_root_over_the_cases_that_moved_and_builds_on_the_day_before(desk: Desk, record: Record) -> None:
    one, two = desk.take_in(), desk.take_in()
    first = record.roots.make(MONDAY)
    assert first is not None
    assert (first.date, first.count, first.previous) == (MONDAY, 2, None)
    assert record.roots.make(MONDAY) is None
    desk.act(one, dispatch(), CENTRE)
    second = record.roots.make(TUESDAY)
    assert second is not None
    assert (second.count, second.previous) == (1, first.hash)
    empty = record.roots.make(WEDNESDAY)
    assert empty is not None
    assert (empty.count, empty.previous) == (0, second.hash)
    assert record.roots.latest() == empty
    assert record.roots.make(TUESDAY) is None
    assert record.roots.check() == ()
    assert {record.roots.inclusion(one.code).day, record.roots.inclusion(two.code).day} == {first, second}


def test_a_case_proves_that_a_root_holds_it(desk: Desk, record: Record) -> None:
    codes = [desk.take_in().code for _ in range(5)]
    made = record.roots.make(MONDAY)
    for code in codes:
        included = record.roots.inclusion(code)
        assert included is not None
        leaf = leaf_hash(canonical({"code": code, "number": included.number, "head": included.head.hex()}))
        assert root_by(leaf, included.proof) == made.root
    assert record.roots.inclusion(desk.take_in().code) is None


def test_a_chain_that_was_made_anew_contradicts_the_root(desk: Desk, record: Record, sql: Sql, engine: Engine) -> None:
    complaint = desk.act(desk.act(desk.take_in(), dispatch(), CENTRE), acts.Accept(), OFFICER)
    record.roots.make(MONDAY)
    sql("ALTER TABLE events DISABLE TRIGGER USER")
    sql("UPDATE events SET act_id = 'another' WHERE number = 4")
    sql("UPDATE events SET hash = NULL WHERE number >= 4")
    sql("UPDATE cases SET head = NULL")
    desk = Desk(Record(engine))
    desk.act(complaint, acts.SubmitResult(result=acts.Sealed("Đã vá")), OFFICER)  # gives the events new hashes
    assert [each for case in record.audits.whole([complaint.code]) for each in record.audits.check(case)] == []
    [found] = record.roots.check()
    assert (found.kind, found.code, found.number) == (DeviationKind.ROOTED_HEAD, complaint.code, complaint.number)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE daily_roots SET count = 7",
        "UPDATE daily_roots SET root = sha256('other')",
        "UPDATE daily_roots SET hash = sha256('other')",
        "DELETE FROM rooted_heads",
        "UPDATE rooted_heads SET head = sha256('other')",
    ],
)
def test_a_root_that_was_changed_is_named_by_its_day(desk: Desk, record: Record, sql: Sql, change: str) -> None:
    desk.take_in()
    record.roots.make(MONDAY)
    with pytest.raises(Exception, match="append-only"):
        sql(change)
    for table in ("daily_roots", "rooted_heads"):
        sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    sql(change)
    assert (DeviationKind.ROOT, "23/11/2026") in {(each.kind, each.about) for each in record.roots.check()}


def test_a_case_that_was_taken_away_with_all_its_rows_is_missed_by_its_root(
    desk: Desk, record: Record, sql: Sql
) -> None:
    code = desk.take_in().code
    record.roots.make(MONDAY)
    sql("ALTER TABLE events DISABLE TRIGGER USER")
    for table in ("outcomes", "steps", "notices", "events", "reporters", "reports", "cases", "submissions"):
        sql(f"DELETE FROM {table}")  # noqa: S608 - names of tables
    assert {(each.kind, each.code) for each in record.roots.check()} == {(DeviationKind.ROOTED_HEAD, code)}


def test_a_root_leaves_once_for_each_address(desk: Desk, record: Record) -> None:
    desk.take_in()
    made = record.roots.make(MONDAY)
    addresses = ["kiemtra@example.vn", "thanhtra@example.vn"]
    assert record.roots.unsent(addresses) == tuple((made, address) for address in addresses)
    record.roots.sent(MONDAY, addresses[0], b"2.0.0 Ok")
    record.roots.sent(MONDAY, addresses[0], b"again")
    assert record.roots.unsent(addresses) == ((made, addresses[1]),)
    assert record.roots.answers() == ((MONDAY, addresses[0], b"2.0.0 Ok"),)
    assert record.roots.unsent([]) == ()
