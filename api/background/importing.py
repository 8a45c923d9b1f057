"""Goes on with imports of cases from other systems that an admin started."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta

import structlog

from api.background.repeating import for_ever
from api.backlog.running import UNSTARTED, go_on
from api.web.front import Clock
from records.record import Record

_log = structlog.get_logger(__name__)
_EVERY = timedelta(seconds=5)


def importing(record: Record, clock: Clock) -> Coroutine[None, None, None]:
    """Return the job, which runs until it is cancelled. It is harmless in several processes: each import is with one of them."""

    async def round_() -> bool:
        await asyncio.to_thread(record.imports.forget, UNSTARTED)
        ran = await asyncio.to_thread(go_on, record, clock)
        if ran:
            _log.info("import ran")
        return ran

    return for_ever(round_, every=_EVERY, failed="import interrupted", job="import")
