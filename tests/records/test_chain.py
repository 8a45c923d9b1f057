"""Tests the hash chain of each case: what it covers, how it goes on, and that nothing rewrites it."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from domain import acts
from domain.acts import Sealed
from records import migrations
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, FRIDAY, LEADER, OFFICER, REPORT, Desk, dispatch

pytestmark = pytest.mark.slow


def canonical(value: Any) -> bytes:
    """Return the JSON as RFC 8785 writes it, for values without fractions."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hashes(sql: Sql, code: str) -> list[bytes]:
    return [bytes(row.hash) for row in sql("SELECT hash FROM events WHERE code = :code ORDER BY number", code=code)]


def handled(desk: Desk) -> str:
    """Return the code of a case that several acts were recorded of, the first by reading it, the others by memory."""
    complaint = desk.take_in()
    for act, by in (
        (dispatch(), CENTRE),
        (acts.Accept(), OFFICER),
        (acts.SubmitResult(result=Sealed("Đã vá ổ gà “sâu” <trước chợ>\n\u007f\u2028😀")), OFFICER),
        (acts.Approve(), LEADER),
    ):
        complaint = desk.act(complaint, act, by)
    return complaint.code


def test_each_event_covers_its_act_and_the_hash_before_it_from_the_report_on(desk: Desk, sql: Sql) -> None:
    code = handled(desk)
    previous = hashlib.sha256(canonical({"code": code, **vars(REPORT)})).hexdigest()
    assert bytes(sql("SELECT report_hash FROM submissions WHERE code = :code", code=code)[0][0]).hex() == previous
    events = sql("SELECT * FROM events WHERE code = :code ORDER BY number", code=code)
    act = ("act_id", "act_digest", "by_role", "by_authority", "by_agency", "by_account", "by_on_behalf_of", "by_report")
    for event in events:
        covered = {name: getattr(event, name) for name in (*act, "code", "number", "body")} | {"previous": previous}
        previous = hashlib.sha256(canonical(covered)).hexdigest()
        assert bytes(event.hash).hex() == previous
    assert bytes(sql("SELECT head FROM cases WHERE code = :code", code=code)[0][0]).hex() == previous


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET hash = sha256('other')",
        "UPDATE events SET hash = NULL",
        "UPDATE events SET hash = NULL, act_id = 'other'",
        "UPDATE events SET recorded_at = now()",
    ],
)
def test_no_hash_is_changed_once_it_is_given(desk: Desk, sql: Sql, change: str) -> None:
    code = handled(desk)
    before = hashes(sql, code)
    with pytest.raises(Exception, match="append-only"):
        sql(change)
    assert hashes(sql, code) == before


def test_the_next_act_chains_what_the_release_before_appended(desk: Desk, sql: Sql, engine: Engine) -> None:
    complaint = desk.take_in()
    unknown_to_memory = Desk(Record(engine))
    before = hashes(sql, complaint.code)
    sql("ALTER TABLE events DISABLE TRIGGER USER")
    sql("UPDATE events SET hash = NULL WHERE number > 1")
    sql("ALTER TABLE events ENABLE TRIGGER USER")
    complaint = unknown_to_memory.act(complaint, dispatch(), CENTRE)
    assert hashes(sql, complaint.code)[: len(before)] == before
    assert desk.record.audits.check(desk.record.audits.whole([complaint.code])[0]) == ()


def test_a_case_that_was_written_otherwise_meanwhile_is_read_before_the_next_act(desk: Desk, sql: Sql) -> None:
    complaint = desk.act(desk.take_in(), dispatch(), CENTRE)
    sql("UPDATE cases SET head = sha256('of a database that was restored')")
    desk.act(complaint, acts.Accept(), OFFICER, FRIDAY + timedelta(minutes=1))
    assert desk.record.audits.check(desk.record.audits.whole([complaint.code])[0]) == ()


def test_the_migration_chains_all_that_was_recorded_before_it(desk: Desk, sql: Sql, engine: Engine) -> None:
    codes = [handled(desk), desk.take_in().code]
    expected = {code: hashes(sql, code) for code in codes}
    _undo(sql)
    _migrate(engine)
    assert {code: hashes(sql, code) for code in codes} == expected
    assert [each for case in desk.record.audits.whole(codes) for each in desk.record.audits.check(case)] == []
    with pytest.raises(Exception, match="append-only"):
        sql("DELETE FROM events")


def _migration() -> str:
    [file] = (Path(migrations.__file__).parent / "versions").glob("*_hashes_of_events.py")
    return file.name[:4]


def _undo(sql: Sql) -> None:
    """Bring the tables back to the version before the migration."""
    for statement in (
        "DROP TRIGGER unchanged ON events",
        "DROP FUNCTION refuse_change_but_first_hash",
        "DROP TRIGGER append_only ON events",
        "ALTER TABLE events DROP COLUMN hash",
        "ALTER TABLE cases DROP COLUMN head",
        "ALTER TABLE submissions DROP COLUMN report_hash",
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ):
        sql(statement)
    sql("UPDATE alembic_version SET version_num = :before", before=f"{int(_migration()) - 1:04}")


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, _migration())
