"""How every process of ours speaks to Temporal: one converter, one codec, one sandbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from temporalio.api.common.v1 import Payload
from temporalio.client import Client
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import DataConverter, PayloadConverter
from temporalio.envconfig import ClientConfig
from temporalio.service import GrpcCompression
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from workflows.sealing import Sealer


class SharedConverter(PayloadConverter):
    """Pydantic's JSON, with the validators of our messages built once in a process.

    The SDK makes a converter for every workflow, and Pydantic's builds its validators anew in each: some 50 ms that
    hundreds of cases at once turn into workflow tasks that time out.
    """

    def to_payloads(self, values: Sequence[Any]) -> list[Payload]:
        """As Pydantic's converter does."""
        return _CONVERTER.to_payloads(values)

    def from_payloads(self, payloads: Sequence[Payload], type_hints: list[type] | None = None) -> list[Any]:
        """As Pydantic's converter does."""
        return _CONVERTER.from_payloads(payloads, type_hints)


_CONVERTER = PydanticPayloadConverter()


def data_converter(sealing_keys: Sequence[bytes]) -> DataConverter:
    """JSON with sealed words; the same in client, worker and replayer."""
    return DataConverter(payload_converter_class=SharedConverter, payload_codec=Sealer(sealing_keys))


async def connect(address: str, namespace: str, sealing_keys: Sequence[bytes], *, lazy: bool = False) -> Client:
    """A client of the Temporal server at `host:port`, with the certificates and keys that the environment names (TEMPORAL_*).

    A lazy one connects with its first call. Nothing is compressed: our payloads are small and the server is near.
    """
    configured = ClientConfig.load_client_connect_config()
    configured["target_host"] = address
    configured["namespace"] = namespace
    return await Client.connect(
        **configured, data_converter=data_converter(sealing_keys), grpc_compression=GrpcCompression.NONE, lazy=lazy
    )


def sandbox() -> SandboxedWorkflowRunner:
    """The workflow sandbox. The core is pure, so it passes through and is loaded once."""
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules("domain", "activities", "workflows")
    )
