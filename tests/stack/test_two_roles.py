"""The role of the worker and the front does its work, owns nothing, and changes nothing that is append-only."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from cli.up.parts import Demo
from cli.up.prepare import prepare_records
from domain import acts
from domain.actors import REPORTER
from domain.acts import Sealed
from records.engine import connect
from records.record import Record
from records.roles import APPEND_ONLY, grant, owns_tables
from stack.cluster import RUNTIME
from stack.postgres import run_postgres
from tests.support.records.desk import CENTRE, LEADER, OFFICER, Desk, dispatch

pytestmark = pytest.mark.slow


@dataclass
class Roles:
    """A database with the addresses of both roles, and what was said while it was prepared."""

    owner: str
    runtime: str
    said: list[str]


@contextmanager
def _waiting(_what: str) -> Iterator[None]:
    yield


@pytest.fixture(scope="module")
async def roles(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Roles]:
    data: Path = tmp_path_factory.mktemp("two-roles")
    async with run_postgres(data) as owner:
        password = (data / "postgres.runtime.password").read_text()
        runtime = make_url(owner).set(username=RUNTIME, password=password).render_as_string(hide_password=False)
        said: list[str] = []
        await prepare_records(runtime, _waiting, said.append, demo=Demo.REFUSED, owner_url=owner)
        yield Roles(owner, runtime, said)


@pytest.fixture
def desk(roles: Roles) -> Iterator[Desk]:
    engine = connect(roles.runtime, pool_size=4)
    yield Desk(Record(engine))
    engine.dispose()


def run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def test_the_role_of_the_processes_owns_nothing_and_a_case_lives_under_it(roles: Roles, desk: Desk) -> None:
    assert (owns_tables(roles.runtime), owns_tables(roles.owner)) == (False, True)
    assert not any("sở hữu" in sentence for sentence in roles.said)
    complaint = desk.take_in()
    for act, by in (
        (dispatch(), CENTRE),
        (acts.Accept(), OFFICER),
        (acts.SubmitResult(result=Sealed("Đã vá ổ gà")), OFFICER),
        (acts.Approve(), LEADER),
        (acts.Publish(), CENTRE),
        (acts.Rate(rating="satisfied"), REPORTER),
    ):
        complaint = desk.act(complaint, act, by)
    assert desk.record.cases.find(complaint.code).complaint == complaint
    assert [
        each for case in desk.record.audits.whole([complaint.code]) for each in desk.record.audits.check(case)
    ] == []


@pytest.mark.parametrize("table", sorted(APPEND_ONLY))
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {} SET {column} = {column}",
        "DELETE FROM {}",
        "TRUNCATE {} CASCADE",
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "DROP TABLE {} CASCADE",
    ],
)
def test_it_changes_nothing_that_is_append_only_nor_switches_a_guard_off(roles: Roles, table: str, change: str) -> None:
    with psycopg.connect(roles.owner) as owner:
        found = owner.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name NOT IN"
            " ('hash', 'arrived') AND is_identity = 'NO' ORDER BY ordinal_position LIMIT 1",
            (table,),
        ).fetchall()
    column = found[0][0]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(roles.runtime, change.format(table, column=column))


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM cases",
        "DELETE FROM submissions",
        "DELETE FROM letters",
        "UPDATE alembic_version SET version_num = '0001'",
        "DROP FUNCTION refuse_change() CASCADE",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "SET session_replication_role = replica",
        "GRANT ALL ON events TO PUBLIC",
    ],
)
def test_it_takes_no_case_away_and_gives_itself_no_right(roles: Roles, desk: Desk, change: str) -> None:
    desk.take_in()
    if change.startswith("GRANT"):  # PostgreSQL warns and grants nothing
        run(roles.runtime, change)
        with psycopg.connect(roles.runtime) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM events")
        return
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(roles.runtime, change)


def test_it_may_still_erase_an_identity_and_purge_what_expired(roles: Roles, desk: Desk) -> None:
    code = desk.take_in().code
    run(
        roles.runtime,
        f"UPDATE reporters SET name = '', address = '', phone = '', email = NULL WHERE code = '{code}'",  # noqa: S608
        f"DELETE FROM reporters WHERE code = '{code}'",  # noqa: S608 - a code of our own
        "DELETE FROM sessions",
        "DELETE FROM tries",
    )
    assert [each for case in desk.record.audits.whole([code]) for each in desk.record.audits.check(case)] == []


async def test_one_role_for_both_works_as_before_and_says_so(roles: Roles) -> None:
    said: list[str] = []
    await prepare_records(roles.owner, _waiting, said.append, demo=Demo.REFUSED)
    assert any("HIENTRUONG_OWNER_DATABASE_URL" in sentence for sentence in said)


def test_granting_again_changes_nothing(roles: Roles, desk: Desk) -> None:
    grant(roles.owner, RUNTIME)
    complaint = desk.act(desk.take_in(), dispatch(), CENTRE)
    assert desk.record.cases.find(complaint.code).complaint == complaint


async def test_a_cluster_of_an_earlier_release_or_without_the_password_gets_the_role(tmp_path: Path) -> None:
    async with run_postgres(tmp_path) as owner:
        said: list[str] = []
        await prepare_records(owner, _waiting, said.append, demo=Demo.REFUSED)
        grant(owner, RUNTIME)
    (tmp_path / "postgres.runtime.password").unlink()
    async with run_postgres(tmp_path) as owner:
        password = (tmp_path / "postgres.runtime.password").read_text()
        runtime = make_url(owner).set(username=RUNTIME, password=password).render_as_string(hide_password=False)
        assert not owns_tables(runtime)
