"""Connects each of our processes to Temporal, with one converter and one codec."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from pydantic import ValidationError
from temporalio.api.common.v1 import Payload
from temporalio.client import Client, Interceptor, Plugin
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import DataConverter, PayloadConverter
from temporalio.envconfig import ClientConfig
from temporalio.runtime import Runtime
from temporalio.service import GrpcCompression

from activities.contract import Moves, Recorded, RecordRequest, Reloaded, ReloadRequest
from workflows.contract import ActRequest, CalendarChanged, CaseStart, CatchUp
from workflows.sealing import Sealer

SENT_TO_CASES = (
    CaseStart,
    ActRequest,
    CatchUp,
    CalendarChanged,
    RecordRequest,
    Recorded,
    ReloadRequest,
    Reloaded,
    Moves,
)
"""The types that the tasks of cases decode."""


class SharedConverter(PayloadConverter):
    """Converts to Pydantic's JSON with validators that are built once in a process.

    The SDK makes a converter for each workflow, and each of Pydantic's builds its validators again in about 50 ms. With
    hundreds of cases at once, workflow tasks would time out.
    """

    def to_payloads(self, values: Sequence[Any]) -> list[Payload]:
        """Convert as Pydantic's converter does."""
        return _CONVERTER.to_payloads(values)

    def from_payloads(self, payloads: Sequence[Payload], type_hints: list[type] | None = None) -> list[Any]:
        """Convert as Pydantic's converter does."""
        return _CONVERTER.from_payloads(payloads, type_hints)


_CONVERTER = PydanticPayloadConverter()


def build_validators(types: Sequence[type]) -> None:
    """Build the validators of these types now. The first workflow task would otherwise take half a second for it, and with many
    cases at once the SDK takes that for a deadlock."""
    [nothing] = _CONVERTER.to_payloads([{}])
    for each in types:
        with suppress(ValidationError):
            _CONVERTER.from_payloads([nothing], [each])


def data_converter(sealing_keys: Sequence[bytes]) -> DataConverter:
    """Return the converter to JSON with sealed words. Client, worker and replayer use the same."""
    return DataConverter(payload_converter_class=SharedConverter, payload_codec=Sealer(sealing_keys))


async def connect(
    address: str,
    namespace: str,
    sealing_keys: Sequence[bytes],
    *,
    lazy: bool = False,
    runtime: Runtime | None = None,
    interceptors: Sequence[Interceptor] = (),
    plugins: Sequence[Plugin] = (),
) -> Client:
    """Return a client of the Temporal server at `host:port`. The environment names certificates and keys (TEMPORAL_*).

    A lazy client connects with its first call. `runtime` says where Temporal's core writes its logs, `interceptors` what watches
    the calls and the workers, `plugins` what configures the workers. Nothing is compressed, because our payloads are small and
    the server is near.
    """
    configured = ClientConfig.load_client_connect_config()
    configured["target_host"] = address
    configured["namespace"] = namespace
    return await Client.connect(
        **configured,
        data_converter=data_converter(sealing_keys),
        grpc_compression=GrpcCompression.NONE,
        lazy=lazy,
        runtime=runtime,
        interceptors=interceptors,
        plugins=plugins,
    )
