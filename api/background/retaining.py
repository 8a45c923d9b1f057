"""Erases the identities that no rule keeps any longer. Each erasure is a row of the record, with its rule."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta

import structlog

from api.background.repeating import for_ever
from api.personal_data.retaining import Erasing, Rules, orders, walk
from api.web.front import Clock

_log = structlog.get_logger(__name__)

_PAUSE = timedelta(milliseconds=100)
"""The pause between two batches, so that the job never takes the database from people."""


_EVERY = timedelta(hours=1)
_AFTER_FAILURE = timedelta(minutes=10)


def retaining(erasures: Erasing, rules: Callable[[], Rules], clock: Clock) -> Coroutine[None, None, None]:
    """Return the job, which runs until it is cancelled."""
    round_ = Retaining(erasures, rules, clock).round
    failed = "identities not erased"
    return for_ever(round_, every=_EVERY, after_failure=_AFTER_FAILURE, failed=failed, job="retention")


class Retaining:
    """The job. It is harmless in several processes: each leaves alone what another one is erasing."""

    def __init__(self, erasures: Erasing, rules: Callable[[], Rules], clock: Clock) -> None:
        self._erasures = erasures
        self._rules = rules
        self._clock = clock

    async def round(self) -> None:
        """Walk once over the kept identities of every authority with a rule."""
        for order in orders(self._rules(), self._clock()):
            batches = walk(self._erasures, order, erase=True)
            erased = 0
            while (due := await asyncio.to_thread(next, batches, None)) is not None:
                erased += len(due)
                await asyncio.sleep(_PAUSE.total_seconds())
            if erased:
                _log.info("identities erased", authority=order.authority, count=erased, years=order.years)
