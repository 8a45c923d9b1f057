"""The real worker as a process of its own, beside a stack that a test may break."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.support.stack.processes import hear_signals


@dataclass
class WorkerProcess:
    """A running worker and its log."""

    process: asyncio.subprocess.Process
    log: Path

    @classmethod
    async def start(cls, log: Path, env: Mapping[str, str]) -> WorkerProcess:
        with log.open("wb") as output:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "worker"),
                stdout=output,
                stderr=output,
                env=os.environ | env,
                preexec_fn=hear_signals,
            )
        return cls(process, log)

    @property
    def is_ready(self) -> bool:
        assert self.process.returncode is None, self.log.read_text()
        return "worker ready" in self.log.read_text()

    async def drains(self) -> None:
        """Tell it to stop. It finishes what is under way and ends well."""
        self.process.send_signal(signal.SIGTERM)
        assert await self.process.wait() == 0, self.log.read_text()

    async def ends(self) -> None:
        """Kill it unless it has ended."""
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()
