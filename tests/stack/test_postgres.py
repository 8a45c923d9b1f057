"""The embedded PostgreSQL: real servers, real crashes."""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from stack.accounts import unprivileged
from stack.cluster import prepare_cluster
from stack.data_folder import temporary_folder
from stack.errors import DataFolderError, PortTakenError, ProgramMissingError
from stack.ports import free_port
from stack.postgres import postgres_server, run_postgres
from stack.programs import can_run, machine_programs, wheel_programs, within_reach
from stack.server import Server
from tests.support.in_thread import in_thread

RELEASES = [*machine_programs()[:1], *wheel_programs()[:1]]


def sql(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


async def with_a_row(data: Path) -> Server:
    server = await postgres_server(data)
    await server.start()
    sql(server.address, "CREATE TABLE note (body text)")
    sql(server.address, "INSERT INTO note VALUES ('ổ gà')")
    return server


@pytest.mark.slow
@pytest.mark.parametrize("programs", RELEASES, ids=str)
async def test_a_new_cluster_speaks_utf8_checks_its_pages_and_folds_vietnamese(programs):
    async with run_postgres(programs=programs) as url:
        answer = sql(
            url,
            "SELECT current_setting('server_encoding'), current_setting('data_checksums'), lower('ĐẶNG'),"
            " current_user, current_database(), current_setting('password_encryption')",
        )
        assert answer == [("UTF8", "on", "đặng", "hientruong", "hientruong", "scram-sha-256")]


@pytest.mark.slow
async def test_the_role_may_make_databases_and_is_no_superuser(tmp_path):
    async with run_postgres(tmp_path) as url:
        sql_settings = "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        assert sql(url, sql_settings) == [(False, True)]


@pytest.mark.slow
async def test_nobody_gets_in_without_the_password(tmp_path):
    async with run_postgres(tmp_path) as url:
        password = (tmp_path / "postgres.password").read_text()
        with pytest.raises(psycopg.OperationalError, match="password"):
            sql(url.replace(password, "khong-phai"), "SELECT 1")
        assert stat.S_IMODE((tmp_path / "postgres.password").stat().st_mode) == 0o600


@pytest.mark.slow
async def test_rows_are_kept_over_a_stop_and_over_kill_9(tmp_path):
    server = await with_a_row(tmp_path)
    await server.stop()
    await server.start()
    assert sql(server.address, "SELECT body FROM note") == [("ổ gà",)]
    await server.kill()
    await server.start()
    assert sql(server.address, "SELECT body FROM note") == [("ổ gà",)]
    await server.stop()


@pytest.mark.slow
async def test_a_pid_file_that_names_someone_else_does_not_stop_it(tmp_path):
    server = await with_a_row(tmp_path)
    await server.kill()
    pid_file = tmp_path / "postgres" / "postmaster.pid"
    assert pid_file.exists()
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getppid()), *lines[1:]]))
    await server.start()
    assert sql(server.address, "SELECT body FROM note") == [("ổ gà",)]
    await server.stop()


@pytest.mark.slow
async def test_two_servers_run_side_by_side(tmp_path):
    async with run_postgres(tmp_path / "một") as one, run_postgres(tmp_path / "hai") as two:
        sql(one, "CREATE TABLE only_here ()")
        assert sql(two, "SELECT to_regclass('only_here')") == [(None,)]


@pytest.mark.slow
async def test_a_taken_port_is_one_sentence(tmp_path):
    port = free_port()
    async with run_postgres(tmp_path / "một", port=port):
        with pytest.raises(PortTakenError, match=str(port)):
            async with run_postgres(tmp_path / "hai", port=port):
                pass


async def test_a_folder_that_does_not_say_which_release_made_it_is_one_sentence(tmp_path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("x")
    with pytest.raises(DataFolderError, match="PG_VERSION"):
        await prepare_cluster(tmp_path)


@pytest.mark.slow
async def test_half_a_cluster_left_by_an_interrupted_first_start_is_made_again(tmp_path):
    half = tmp_path / "postgres.new" / "data"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("15\n")
    async with run_postgres(tmp_path) as url:
        assert sql(url, "SELECT 1") == [(1,)]


@pytest.mark.slow
async def test_a_data_folder_that_only_we_may_enter_serves(tmp_path):
    """Test it as root: the server then runs under an account that cannot reach the folder."""
    closed = tmp_path / "kín"
    closed.mkdir(mode=0o700)
    async with run_postgres(closed / "data") as url:
        assert sql(url, "SELECT 1") == [(1,)]


@pytest.mark.slow
def test_code_without_an_event_loop_can_have_a_server():
    with in_thread(run_postgres) as url:
        assert sql(url, "SELECT 1") == [(1,)]
    with pytest.raises(psycopg.OperationalError):
        sql(url, "SELECT 1")


async def test_a_file_in_place_of_the_data_folder_is_one_sentence(tmp_path):
    (tmp_path / "data").touch()
    with pytest.raises(DataFolderError, match="không phải là thư mục"):
        await postgres_server(tmp_path / "data")


async def test_a_cluster_of_a_release_that_is_gone_is_one_sentence(tmp_path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("9\n")
    (tmp_path / "postgres.password").write_text("x")
    with pytest.raises(ProgramMissingError, match="PostgreSQL 9"):
        await prepare_cluster(tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")
async def test_programs_where_the_servers_account_cannot_walk_are_run_from_a_copy(tmp_path):
    """Test the case of a checkout below root's home."""
    account = unprivileged()
    assert account is not None
    wheel = wheel_programs()[0]
    package, closed = wheel.bin.parents[1], tmp_path / "kín"
    closed.mkdir(mode=0o700)
    for folder in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(folder, closed / folder.name)
    out_of_reach = replace(wheel, bin=closed / wheel.bin.relative_to(package.parent))
    assert not can_run(account, out_of_reach)
    with temporary_folder() as copies:
        programs = within_reach(out_of_reach, account, copies)
        assert programs.bin.is_relative_to(copies)
        async with run_postgres(programs=programs) as url:
            assert sql(url, "SELECT 1") == [(1,)]
