"""A real PgBouncer in transaction mode before a database."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from stack.data_folder import temporary_folder
from stack.ports import LOOPBACK, free_port
from stack.probes import accepts
from tests.support.stack.processes import eventually

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")

_NOBODY = 65534


@contextmanager
def pgbouncer(database_url: str, sessions: int = 4, **settings: str) -> Iterator[str]:
    """Run it and yield the database's address through it. All clients share these few sessions of the server."""
    url, port = make_url(database_url), free_port()
    assert PROGRAM
    with temporary_folder() as folder:
        written = {
            "listen_addr": LOOPBACK,
            "listen_port": str(port),
            "unix_socket_dir": "",
            "auth_type": "scram-sha-256",
            "auth_file": str(folder / "users"),
            "pool_mode": "transaction",
            "default_pool_size": str(sessions),
        } | settings
        lines = [f"{name} = {value}" for name, value in written.items()]
        place = f"* = host={url.host} port={url.port}"
        (folder / "users").write_text(f'"{url.username}" "{url.password}"\n')
        (folder / "pgbouncer.ini").write_text("\n".join(["[databases]", place, "[pgbouncer]", *lines, ""]))
        as_root = os.geteuid() == 0  # which it refuses to run as
        if as_root:
            _give_to_nobody(folder)
        with open(os.devnull, "w") as nothing:
            process = subprocess.Popen(
                [PROGRAM, str(folder / "pgbouncer.ini")],
                stdout=nothing,
                stderr=nothing,
                user=_NOBODY if as_root else None,
                cwd="/",
            )
        try:
            eventually(lambda: _accepts(port))
            yield url.set(host=LOOPBACK, port=port).render_as_string(hide_password=False)
        finally:
            process.kill()
            process.wait()


def _accepts(port: int) -> bool:
    import asyncio

    return asyncio.run(accepts(LOOPBACK, port))


def _give_to_nobody(folder: Path) -> None:
    for each in (folder, *folder.iterdir()):
        os.chown(each, _NOBODY, _NOBODY)
    folder.parent.chmod(folder.parent.stat().st_mode | 0o011)
