"""An import that an admin started runs to its end, also after an interruption, and digests wait for it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from api.backlog import running
from api.backlog.checking import backlog_of, check
from api.backlog.importing import import_case
from api.web.identity.callers import actor_of
from api.web.offices import ProceduresInForce
from domain.offices.office import Agency
from domain.words import Role
from records.offices.rows import ChangedBy
from records.record import Record
from records.staff.rows import Account
from tests.support.backlog import SENT, as_csv

pytestmark = pytest.mark.slow

APRIL = datetime(2024, 4, 15, 2, tzinfo=UTC)
ROWS = tuple(SENT | {"Mã ở hệ thống cũ": f"PA-{number}"} for number in range(1, 6))


@pytest.fixture
def record(engine: Engine) -> Record:
    return Record(engine)


@pytest.fixture
def admin(record: Record) -> Account:
    return record.accounts.add(
        username="quantri.db", role=Role.ADMIN, authority="dien-bien", agency=None, display_name="Q", password_hash="-"
    )


def begun(record: Record, admin: Account) -> str:
    """Return the id of a checked import of five cases that was started."""
    backlog = backlog_of(record.offices, ProceduresInForce(record.offices), "dien-bien", source="so-cu.csv", now=APRIL)
    content = as_csv(*ROWS)
    checked = check(backlog, content, record.intake, record.calendar.book())
    import_id = running.keep(record, backlog, content, checked, admin)
    assert record.imports.take() is None
    record.imports.start(import_id)
    return import_id


def test_an_import_goes_on_after_an_interruption_and_names_no_reporter_once_it_ended(
    record: Record, admin: Account, engine: Engine
) -> None:
    import_id = begun(record, admin)
    taken = record.imports.take()
    assert taken is not None
    assert record.imports.take() is None  # another process leaves it alone
    backlog = backlog_of(record.offices, ProceduresInForce(record.offices), "dien-bien", source="so-cu.csv", now=APRIL)
    rows = check(backlog, taken.content, record.intake, record.calendar.book()).rows
    import_case(record, backlog, rows[0], actor_of(admin), lambda: APRIL)
    import_case(record, backlog, rows[1], actor_of(admin), lambda: APRIL)
    record.imports.advance(import_id, 0, added=1, again=0, differing=0)
    # The process ends here: the second case is there, and not counted.
    with engine.begin() as connection:
        connection.execute(text("UPDATE imports SET taken_at = taken_at - interval '1 hour'"))
    assert running.go_on(record, lambda: APRIL)
    about = record.imports.find(import_id)
    assert about is not None
    assert (about.added, about.again, about.done, about.stopped) == (4, 1, 5, None)
    assert about.finished_at is not None
    assert len(record.audits.codes("", 100)) == 5
    assert not running.go_on(record, lambda: APRIL)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT content FROM imports")).scalar_one() is None


def test_digests_wait_for_the_end_of_an_import(record: Record, admin: Account, engine: Engine) -> None:
    record.accounts.add(
        username="canbo.db",
        role=Role.CENTRE_OPERATOR,
        authority="dien-bien",
        agency=None,
        display_name="C",
        password_hash="-",
    )
    import_id = begun(record, admin)
    running.go_on(record, lambda: APRIL)
    while record.outbox.address(1000):
        pass
    with engine.begin() as connection:
        connection.execute(text("UPDATE messages SET queued_at = queued_at - interval '2 min'"))
        connection.execute(text("UPDATE imports SET finished_at = NULL"))
    record.outbox.gather()
    assert record.outbox.waiting(1000) == ()
    record.imports.finish(import_id)
    record.outbox.gather()
    assert len(record.outbox.waiting(1000)) == 1


def test_an_import_stops_with_a_sentence_where_the_office_changed_after_the_check(
    record: Record, admin: Account
) -> None:
    import_id = begun(record, admin)
    stopped = Agency("ubnd-muong-nhe", "dien-bien", "UBND huyện Mường Nhé", active=False)
    record.offices.keep_agency(stopped, ChangedBy(None, APRIL))
    running.go_on(record, lambda: APRIL)
    about = record.imports.find(import_id)
    assert about is not None
    assert about.finished_at is not None
    assert about.stopped is not None
    assert "Dòng 2, cột “Cơ quan xử lý”" in about.stopped
    assert record.audits.codes("", 100) == ()


def test_a_checked_file_that_nobody_starts_is_forgotten(record: Record, admin: Account, engine: Engine) -> None:
    backlog = backlog_of(record.offices, ProceduresInForce(record.offices), "dien-bien", source="so-cu.csv", now=APRIL)
    checked = check(backlog, as_csv(*ROWS), record.intake, record.calendar.book())
    import_id = running.keep(record, backlog, as_csv(*ROWS), checked, admin)
    found = record.imports.find(import_id)
    assert found is not None
    assert found.preview["overdue"] == asdict(checked.preview)["overdue"] == 5
    record.imports.forget(timedelta(hours=1))
    assert record.imports.find(import_id) is not None
    with engine.begin() as connection:
        connection.execute(text("UPDATE imports SET uploaded_at = now() - interval '2 day'"))
    record.imports.forget(timedelta(hours=1))
    assert record.imports.find(import_id) is None
