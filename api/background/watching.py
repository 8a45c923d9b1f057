"""Notices that alarms no longer ring, notes it in the record, and has the operators told, once for each interruption.

The front watches as well as the worker, because a dead worker notices nothing. Where two notice the same, the record holds one
interruption, and the one that claims it first tells the operators.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol

import structlog
from starlette.concurrency import run_in_threadpool

from api.web.health import GRACE, TOLERATED_LAG, TOLERATED_SILENCE
from api.web.interruptions import OpenInterruptions
from records.health.repository import Health
from records.health.rows import Interrupted, Interruption, ProcessKind

EVERY = timedelta(seconds=10)
TOLERATED_ABSENCE = timedelta(seconds=30)
"""The time for which Temporal may not answer, as when it is restarted."""

_log = structlog.get_logger(__name__)

Tell = Callable[[Interruption], Awaitable[bool]]
"""Tells the operators of the system that an interruption began or, where it has an end, that it ended. Returns whether it did."""


class Temporal(Protocol):
    """The workflows as watching needs them; `workflows.gateway.Gateway` is the real one."""

    async def is_reachable(self) -> bool: ...


class Watch:
    """Looks round after round. `shown` is what the pages of this process show."""

    def __init__(
        self, health: Health, temporal: Temporal, process: str, kind: ProcessKind, tell: Tell, shown: OpenInterruptions
    ) -> None:
        self._health = health
        self._temporal = temporal
        self._process = process
        self._kind = kind
        self._tell = tell
        self._shown = shown
        self._absent_since: float | None = None

    async def round(self) -> None:
        """Look once."""
        absence = await self._absence()
        known = await run_in_threadpool(self._looked, absence)
        self._shown.show(known)
        while (interruption := await run_in_threadpool(self._health.next_telling)) is not None:
            if not await self._tell(interruption):
                _log.warning("operators not told", part=interruption.part)
                return  # told by the round of any process after the time for which it was claimed
            await run_in_threadpool(
                lambda told: self._health.told(told.id, end=told.ended_at is not None), interruption
            )

    async def _absence(self) -> timedelta:
        """Return for how long Temporal has not answered, as far as this process knows."""
        if await self._temporal.is_reachable():
            self._absent_since = None
            return timedelta()
        now = time.monotonic()
        self._absent_since = now if self._absent_since is None else self._absent_since
        return timedelta(seconds=now - self._absent_since)

    def _looked(self, absence: timedelta) -> tuple[Interruption, ...]:
        """Note what began and what ended. Return what lasts."""
        if self._kind is ProcessKind.FRONT:
            self._health.beat(self._process, self._kind)  # a worker beats more often, in a job of its own
        if absence > TOLERATED_ABSENCE:
            self._began(Interrupted.TEMPORAL, absence)
        elif not absence:
            self._ended(Interrupted.TEMPORAL)
        silence = self._health.silence_of(ProcessKind.WORKER)
        if silence is not None and silence > TOLERATED_SILENCE:
            self._began(Interrupted.WORKER, silence)
        else:
            self._ended(Interrupted.WORKER)
        lag, known = self._health.alarm_lag(GRACE), self._health.interruptions()
        if not lag:
            self._ended(Interrupted.ALARMS)
        elif lag > TOLERATED_LAG and not known:  # else it is known why they do not ring
            self._began(Interrupted.ALARMS, lag)
        return self._health.interruptions()

    def _began(self, part: Interrupted, age: timedelta) -> None:
        self._health.open_interruption(part, age, self._process)

    def _ended(self, part: Interrupted) -> None:
        self._health.close_interruption(part, self._process, TOLERATED_SILENCE)
