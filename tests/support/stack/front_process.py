"""A front as a process of its own, over a real database. Temporal need not be there."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stack.ports import LOOPBACK, free_port
from tests.support.stack.processes import PATIENCE_SECONDS, eventually, hear_signals

_OURS = ("DATABASE_URL", "TEMPORAL_", "HIENTRUONG_")


@dataclass
class FrontProcess:
    """A running front."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def get(self, path: str) -> tuple[int, str] | None:
        """Return status and text of the answer, None where nothing listens."""
        try:
            with urllib.request.urlopen(f"http://{LOOPBACK}:{self.port}{path}", timeout=30) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return None


@contextmanager
def front_process(database_url: str, folder: Path, **settings: str) -> Iterator[FrontProcess]:
    """Run a front with these settings and wait until it answers."""
    port, log = free_port(), folder / "front.log"
    env: Mapping[str, str] = {
        **{name: value for name, value in os.environ.items() if not name.startswith(_OURS)},
        "DATABASE_URL": database_url,
        "TEMPORAL_ADDRESS": f"{LOOPBACK}:{free_port()}",
        "HIENTRUONG_SECRET": secrets.token_hex(),
        "HIENTRUONG_FRONT_PORT": str(port),
        "HIENTRUONG_DATA_DIR": str(folder),
        **settings,
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "api"], env=env, stdout=output, stderr=output, preexec_fn=hear_signals
        )
    front = FrontProcess(port, process, log)
    try:
        eventually(lambda: front.get("/health") is not None or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        yield front
    finally:
        process.kill()
        process.wait(PATIENCE_SECONDS)
