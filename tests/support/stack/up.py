"""Runs `hientruong up` as a process with ports of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

from stack.ports import free_port
from tests.support.stack.processes import PATIENCE_SECONDS, commands_below, hear_signals

_SESSIONS_STAY = {"HIENTRUONG_IDLE_MINUTES": "0", "HIENTRUONG_CONFIRM_MINUTES": "0"}
"""On a slow machine a session of a test stands idle for long."""
PORTS = ("port", "temporal-port", "ui-port", "postgres-port", "inbox-port", "smtp-port")
HIENTRUONG = Path(sys.executable).with_name("hientruong")


class Up:
    """A running `hientruong up`, started with these options beside those for its ports."""

    def __init__(self, data: Path, *options: str, **environment: str) -> None:
        self.data = data
        self.options = options
        self.ports = {name: free_port() for name in PORTS}
        self._environment = environment
        self.process: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its commands: ours, without the settings of any system that runs on this machine."""
        ours = ("DATABASE_URL", "TEMPORAL_", "HIENTRUONG_")
        env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return env | _SESSIONS_STAY | self._environment | {"COLUMNS": "120"}

    def start(self, signals: Callable[[], None] = hear_signals) -> Up:
        """Start it. `signals` is called in the child before it becomes this program."""
        argv = [str(HIENTRUONG), "up", "--data", str(self.data), *self.options]
        argv += [word for name, port in self.ports.items() for word in (f"--{name}", str(port))]
        self.process = subprocess.Popen(
            argv,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment,
            preexec_fn=signals,
        )
        return self

    def until(self, words: str) -> str:
        assert self.process
        assert self.process.stdout
        said = ""
        for line in self.process.stdout:
            said += line
            if words in line:
                return said
        raise AssertionError(f"it ended without saying {words!r}:\n{said}\n{self.end()}")

    def end(self) -> tuple[int, str]:
        """Stop it. Return the exit code and the text on stderr."""
        assert self.process
        _, err = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, err

    def answer(self, name: str, path: str) -> int | None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[name]}{path}", timeout=10) as reply:
                return int(reply.status)
        except OSError:
            return None

    def commands(self) -> dict[int, str]:
        """Return every process below it with its command line. PostgreSQL's own children are below PostgreSQL."""
        assert self.process
        return commands_below(self.process.pid)
