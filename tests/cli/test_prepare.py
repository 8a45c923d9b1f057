"""`hientruong prepare`: makes configured servers ready, once or again, or says in one sentence why it cannot."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import timedelta

import psycopg
import pytest
from psycopg import sql
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest

from cli.up.parts import kinds_of_search_attributes
from stack.namespace import RETENTION
from stack.ports import LOOPBACK, free_port
from stack.postgres import run_postgres
from stack.temporal import connect, run_temporal
from tests.support.in_thread import in_thread

PREPARE = (sys.executable, "-P", "-m", "cli", "prepare")
OURS = ("DATABASE_URL", "TEMPORAL_", "HIENTRUONG_")
NAMESPACE = "phan-anh"


def started(*options: str, **environment: str) -> subprocess.Popen[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | environment
    return subprocess.Popen([*PREPARE, *options], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=170)
    return process.returncode, out, err


def rows_in(url: str) -> dict[str, int]:
    """Return the number of rows of every table."""
    with psycopg.connect(url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        counts = {
            name: connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
            for (name,) in tables
        }
    return {name: count[0] for name, count in counts.items() if count}


async def namespace_of(address: str) -> tuple[timedelta, set[str]]:
    """Return how long the namespace keeps what has ended, and its search attributes."""
    client = await connect(address, NAMESPACE)
    described = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=NAMESPACE))
    listed = await client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace=NAMESPACE))
    return described.config.workflow_execution_retention_ttl.ToTimedelta(), set(listed.custom_attributes)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        pytest.param({}, "cần DATABASE_URL và TEMPORAL_ADDRESS", id="nothing configured"),
        pytest.param(
            {"DATABASE_URL": f"postgresql://a:mat-khau@{LOOPBACK}:1/d"}, "cần DATABASE_URL", id="no Temporal configured"
        ),
        pytest.param(
            {"DATABASE_URL": f"postgresql://a:mat-khau@{LOOPBACK}:1/d", "TEMPORAL_ADDRESS": f"{LOOPBACK}:1"},
            "Không kết nối được PostgreSQL",
            id="no server",
        ),
        pytest.param({"HIENTRUONG_SECRETS_DIR": "/không/có"}, "HIENTRUONG_SECRETS_DIR", id="no folder of secrets"),
    ],
)
def test_what_cannot_be_prepared_is_one_sentence_without_a_password(environment, sentence):
    code, _, err = ended(started("--patience", "0", **environment))
    assert code == 1
    assert sentence in err
    assert len(err.strip().splitlines()) == 1
    assert "mat-khau" not in err


@pytest.mark.slow
def test_a_wrong_password_is_the_reason_that_is_given_in_the_end():
    with in_thread(run_postgres) as url:
        user, _, rest = url.partition("@")
        wrong = f"{user}x@{rest}"
        environment = {"DATABASE_URL": wrong, "TEMPORAL_ADDRESS": f"{LOOPBACK}:1"}
        code, _, err = ended(started("--patience", "1", **environment))
    assert code == 1
    assert "không cho kết nối" in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.slow
async def test_it_waits_for_its_servers_makes_them_ready_and_changes_nothing_the_second_time(tmp_path):
    # Temporal comes up long after the command was started.
    port = free_port()
    environment = {"TEMPORAL_ADDRESS": f"{LOOPBACK}:{port}", "TEMPORAL_NAMESPACE": NAMESPACE}
    async with run_postgres(tmp_path / "postgres") as url:
        environment["DATABASE_URL"] = url
        first = started(**environment)
        await asyncio.sleep(2)
        assert first.poll() is None, first.communicate()
        async with run_temporal(tmp_path / "temporal", port) as address:
            code, said, err = await asyncio.to_thread(ended, first)
            assert (code, err) == (0, "")
            assert "Đã chuẩn bị xong." in said
            assert await namespace_of(address) == (RETENTION, set(kinds_of_search_attributes()))
            before = rows_in(url)
            assert before["procedures"] > 0
            assert before["accounts"] == 0
            code, _, err = await asyncio.to_thread(ended, started(**environment))
            assert (code, err) == (0, "")
            assert rows_in(url) == before
            assert await namespace_of(address) == (RETENTION, set(kinds_of_search_attributes()))
