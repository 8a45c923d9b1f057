"""An embedded server for a test, a demo or a benchmark, which can start, stop and kill it."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from stack.children import Child, Process


class Server:
    """`async with server:` runs the server. Unlike under the supervisor, it is not restarted when it dies."""

    def __init__(self, child: Child, address: str, logs: Path) -> None:
        self.address = address
        self.child = child
        self._logs = logs
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError(f"{self.child.name} is not running")
        return self._process.pid

    async def start(self) -> None:
        self._process = await Process.launch(self.child, self._logs)
        try:
            await self._process.until_healthy()
        except BaseException:
            await self.kill()
            raise

    async def stop(self) -> None:
        """Stop the server as Ctrl-C would."""
        if self._process:
            await self._process.stop()
            self._process = None

    async def kill(self) -> None:
        """Kill the server with SIGKILL, as a crash would."""
        if self._process:
            self._process.kill()
            await self._process.stop()
            self._process = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
