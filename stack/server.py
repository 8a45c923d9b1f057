"""One embedded server in the hand of a test, a demo or a bench: started, stopped, killed, started again on its data."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from stack.children import Child, Process


class Server:
    """`async with server:` runs it. Unlike under the supervisor, it stays dead when it dies."""

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
        """As Ctrl-C would."""
        if self._process:
            await self._process.stop()
            self._process = None

    async def kill(self) -> None:
        """As a crash would: kill -9."""
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
