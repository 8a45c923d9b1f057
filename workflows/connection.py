"""How every process of ours speaks to Temporal: one converter, one codec, one sandbox."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter
from temporalio.envconfig import ClientConfig
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from workflows.sealing import Sealer


def data_converter(sealing_keys: Sequence[bytes]) -> DataConverter:
    """Pydantic's JSON with sealed words; the same in client, worker and replayer."""
    return dataclasses.replace(pydantic_data_converter, payload_codec=Sealer(sealing_keys))


async def connect(address: str, namespace: str, sealing_keys: Sequence[bytes], *, lazy: bool = False) -> Client:
    """A client of the Temporal server at `host:port`, with the certificates and keys that the environment names (TEMPORAL_*).

    A lazy one connects with its first call.
    """
    configured = ClientConfig.load_client_connect_config()
    configured["target_host"] = address
    configured["namespace"] = namespace
    return await Client.connect(**configured, data_converter=data_converter(sealing_keys), lazy=lazy)


def sandbox() -> SandboxedWorkflowRunner:
    """The workflow sandbox. The core is pure, so it passes through and is loaded once."""
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules("domain", "activities", "workflows")
    )
