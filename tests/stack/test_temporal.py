"""The embedded Temporal: a real server, its namespace and its stored state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from stack.errors import PreparationError, UnreachableError
from stack.namespace import RETENTION, connect_configured, prepare_namespace
from stack.ports import free_port
from stack.probes import answers_http
from stack.temporal import TemporalPlan, connect, run_temporal, temporal_server
from tests.support.in_thread import in_thread

ATTRIBUTES = {"CaseStatus": "Keyword", "CaseDue": "Datetime", "CaseOverdue": "Bool"}

pytestmark = pytest.mark.slow


async def attributes_of(client: Client) -> Mapping[str, int]:
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    return listed.custom_attributes


async def retention_of(client: Client) -> timedelta:
    described = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=client.namespace))
    return described.config.workflow_execution_retention_ttl.ToTimedelta()


async def ids_of(client: Client) -> list[str]:
    return [execution.id async for execution in client.list_workflows("WorkflowType = 'Nothing'")]


async def listed(client: Client, wanted: str) -> bool:
    """Wait until the listing shows a workflow, which it does a moment after the start."""
    for _ in range(600):
        if wanted in await ids_of(client):
            return True
    return False


async def test_the_namespace_has_its_search_attributes_and_ten_years_of_retention():
    async with run_temporal(plan=TemporalPlan(search_attributes=ATTRIBUTES)) as address:
        client = await connect(address, "default")
        assert set(await attributes_of(client)) == set(ATTRIBUTES)
        assert await retention_of(client) == RETENTION


@pytest.mark.fault("Temporal is killed with open cases")
async def test_a_case_in_flight_is_there_after_a_stop_and_after_kill_9(tmp_path):
    server = await temporal_server(tmp_path, plan=TemporalPlan(namespace="phan-anh"))
    async with server:
        client = await connect(server.address, "phan-anh")
        await client.start_workflow("Nothing", id="KH-1", task_queue="nobody")
        assert await listed(client, "KH-1")
    await server.start()
    client = await connect(server.address, "phan-anh")
    assert await ids_of(client) == ["KH-1"]
    await client.start_workflow("Nothing", id="KH-2", task_queue="nobody")
    assert await listed(client, "KH-2")
    await server.kill()
    async with server:
        client = await connect(server.address, "phan-anh")
        assert sorted(await ids_of(client)) == ["KH-1", "KH-2"]


async def test_preparing_adds_what_is_missing_and_shortens_nothing():
    async with run_temporal(plan=TemporalPlan(search_attributes=ATTRIBUTES)) as address:
        client = await connect(address, "default")
        wider = {**ATTRIBUTES, "CaseTags": "KeywordList"}
        await prepare_namespace(client, wider, retention=timedelta(days=1))
        assert set(await attributes_of(client)) == set(wider)
        assert await retention_of(client) == RETENTION


async def test_an_attribute_of_another_type_is_one_sentence():
    async with run_temporal(plan=TemporalPlan(search_attributes=ATTRIBUTES)) as address:
        with pytest.raises(PreparationError, match="CaseStatus"):
            await prepare_namespace(await connect(address, "default"), {"CaseStatus": "Bool"})


async def test_a_namespace_that_is_not_there_is_one_sentence():
    async with run_temporal() as address:
        with pytest.raises(PreparationError, match="chua-co"):
            await prepare_namespace(await connect(address, "chua-co"), {})


async def test_a_configured_server_that_does_not_answer_is_one_sentence():
    with pytest.raises(UnreachableError, match="TEMPORAL_ADDRESS"):
        await connect_configured(f"127.0.0.1:{free_port()}", "default")


async def test_the_web_ui_is_served(tmp_path):
    port = free_port()
    async with await temporal_server(tmp_path, plan=TemporalPlan(ui_port=port)):
        assert await answers_http("127.0.0.1", port, "/")("")


def test_code_without_an_event_loop_can_have_a_server():
    with in_thread(run_temporal) as address:
        assert address.startswith("127.0.0.1:")
