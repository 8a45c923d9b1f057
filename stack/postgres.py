"""PostgreSQL as a child: only loopback TCP, always with passwords, stopped fast and cleanly."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from stack.children import Child
from stack.cluster import NAME, Cluster, clear_stale_pid_file, prepare_cluster
from stack.data_folder import make_folder, temporary_folder
from stack.ports import LOOPBACK, free_port, require_free
from stack.probes import answers_postgres
from stack.programs import Programs
from stack.server import Server
from stack.tether import FOLDER


def postgres_child(cluster: Cluster, port: int, *, durable: bool = True) -> Child:
    """Return the server of `cluster` on `port`."""
    settings = {
        "listen_addresses": LOOPBACK,
        "port": str(port),
        # No socket, because its path may be too long or its folder not ours. All our clients use TCP.
        "unix_socket_directories": "",
        "cluster_name": NAME,
        "timezone": "UTC",
        "log_timezone": "UTC",
        **({} if durable else {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}),
    }

    async def before_start() -> None:
        await clear_stale_pid_file(cluster.folder)
        # Otherwise another process on this port might answer the probe.
        await require_free(port, what="PostgreSQL", option="--postgres-port")

    options = (word for name, value in settings.items() for word in ("-c", f"{name}={value}"))
    return Child(
        name="postgres",
        title=str(cluster.programs),
        argv=(cluster.programs.postgres, "-D", FOLDER, *options),
        healthy=answers_postgres(LOOPBACK, port, NAME, NAME),
        env={"LC_ALL": "C"},
        account=cluster.account,
        folder=cluster.folder,
        cwd=Path("/"),
        before_start=before_start,
        # PostgreSQL's fast shutdown, which ends sessions and writes a checkpoint.
        stop_signal=signal.SIGINT,
        orphan_signal=signal.SIGINT,
        grace=30,
    )


async def postgres_server(
    data: Path, port: int | None = None, *, programs: Programs | None = None, durable: bool = True
) -> Server:
    """Return a server on the cluster in `data`, created if there is none, not started yet. Its address is the database URL."""
    make_folder(data)
    make_folder(data / "logs")
    cluster = await prepare_cluster(data, programs=programs, durable=durable)
    port = port or free_port()
    return Server(postgres_child(cluster, port, durable=durable), cluster.url(LOOPBACK, port), data / "logs")


@asynccontextmanager
async def run_postgres(
    data: Path | None = None, port: int | None = None, *, programs: Programs | None = None
) -> AsyncIterator[str]:
    """Run a server and yield its database URL. Without `data` it uses a temporary folder, and does not sync to disk."""
    if data is None:
        with temporary_folder() as folder:
            async with await postgres_server(folder, port, programs=programs, durable=False) as server:
                yield server.address
    else:
        async with await postgres_server(data, port, programs=programs) as server:
            yield server.address
