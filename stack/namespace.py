"""Prepares a Temporal namespace: search attributes, and retention long enough for an auditor."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import (
    DescribeNamespaceRequest,
    RegisterNamespaceRequest,
    UpdateNamespaceRequest,
)
from temporalio.client import Client
from temporalio.envconfig import ClientConfig
from temporalio.service import RPCError, RPCStatusCode

from stack.errors import PreparationError, UnreachableError

# Ten years, for which a closed case can be read in the Web UI.
RETENTION: Final = timedelta(days=3650)

_RPC_LIMIT: Final = timedelta(seconds=10)
_VISIBLE_LIMIT_SECONDS: Final = 30


async def connect_configured(address: str, namespace: str) -> Client:
    """Return a client of the server that the environment names, with the certificates and keys there (TEMPORAL_*)."""
    configured = ClientConfig.load_client_connect_config()
    configured["target_host"] = address
    configured["namespace"] = namespace
    try:
        async with asyncio.timeout(_RPC_LIMIT.total_seconds()):
            return await Client.connect(**configured)
    except (RuntimeError, TimeoutError) as error:
        raise UnreachableError(
            f"Không kết nối được Temporal ở {address} (TEMPORAL_ADDRESS); hãy xem máy chủ đó có đang chạy không."
        ) from error


async def create_namespace(client: Client, *, retention: timedelta = RETENTION) -> None:
    """Create the client's namespace where the server has none, and wait until the server knows it."""
    try:
        if await _is_known(client):
            return
        wanted = RegisterNamespaceRequest(namespace=client.namespace)
        wanted.workflow_execution_retention_period.FromTimedelta(retention)
        await client.workflow_service.register_namespace(wanted, timeout=_RPC_LIMIT)
        # Each of the server's services reads the list of namespaces every few seconds.
        loop = asyncio.get_running_loop()
        ends = loop.time() + _VISIBLE_LIMIT_SECONDS
        while not await _is_known(client):
            if loop.time() >= ends:
                raise PreparationError(f"Temporal chưa nhận không gian tên {client.namespace} vừa tạo.")
            await asyncio.sleep(0.5)
    except RPCError as error:
        raise PreparationError(
            f"Temporal không cho tạo không gian tên {client.namespace} (TEMPORAL_NAMESPACE): {error.message}."
        ) from error


async def _is_known(client: Client) -> bool:
    """Return whether every service that the preparation asks knows the namespace."""
    try:
        await client.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace=client.namespace), timeout=_RPC_LIMIT
        )
        await _present(client)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise
    return True


async def prepare_namespace(
    client: Client, search_attributes: Mapping[str, str], *, retention: timedelta = RETENTION
) -> None:
    """Add missing search attributes and lengthen retention. Nothing is removed or shortened."""
    try:
        await _lengthen_retention(client, retention)
        await _add_search_attributes(client, search_attributes)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise PreparationError(
                f"Máy chủ Temporal chưa có không gian tên {client.namespace} (TEMPORAL_NAMESPACE); "
                f"hãy tạo nó trước: temporal operator namespace create -n {client.namespace}"
            ) from error
        raise PreparationError(
            f"Temporal không cho chuẩn bị không gian tên {client.namespace}: {error.message}."
        ) from error


async def _lengthen_retention(client: Client, wanted: timedelta) -> None:
    described = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=client.namespace), timeout=_RPC_LIMIT
    )
    if described.config.workflow_execution_retention_ttl.ToTimedelta() >= wanted:
        return
    config = NamespaceConfig()
    config.workflow_execution_retention_ttl.FromTimedelta(wanted)
    await client.workflow_service.update_namespace(
        UpdateNamespaceRequest(namespace=client.namespace, config=config), timeout=_RPC_LIMIT
    )


async def _add_search_attributes(client: Client, wanted: Mapping[str, str]) -> None:
    """Add search attributes. `wanted` maps names to types as the Temporal command writes them: Keyword, Bool, Datetime …"""
    codes = {name: IndexedValueType.Value(f"INDEXED_VALUE_TYPE_{_upper_snake(kind)}") for name, kind in wanted.items()}
    present = await _present(client)
    for name in codes.keys() & present.keys():
        if present[name] != codes[name]:
            raise PreparationError(
                f"Thuộc tính tìm kiếm {name} trong Temporal có kiểu khác với {wanted[name]} mà chương trình cần."
            )
    missing = {name: code for name, code in codes.items() if name not in present}
    if not missing:
        return
    await client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(search_attributes=missing, namespace=client.namespace), timeout=_RPC_LIMIT
    )
    # The server knows them a little later. A workflow that sets one before that would fail its task.
    loop = asyncio.get_running_loop()
    ends = loop.time() + _VISIBLE_LIMIT_SECONDS
    while not missing.keys() <= (await _present(client)).keys():
        if loop.time() >= ends:
            raise PreparationError(f"Temporal chưa nhận các thuộc tính tìm kiếm: {', '.join(sorted(missing))}.")
        await asyncio.sleep(0.1)


async def _present(client: Client) -> Mapping[str, int]:
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace), timeout=_RPC_LIMIT
    )
    return listed.custom_attributes


def _upper_snake(kind: str) -> str:
    """Return KEYWORD_LIST for KeywordList."""
    return "".join(f"_{letter}" if letter.isupper() and place else letter for place, letter in enumerate(kind)).upper()
