"""Locks the accounts that nobody uses."""

from __future__ import annotations

from datetime import timedelta

import structlog
from starlette.concurrency import run_in_threadpool

from api.web.front import Clock
from records.staff.accounts import Accounts

EVERY = timedelta(hours=1)
_log = structlog.get_logger(__name__)


async def lock_unused(accounts: Accounts, clock: Clock, longest: timedelta) -> None:
    """Lock the accounts that nobody used for so long. Zero means that none is ever locked."""
    if longest:
        locked = await run_in_threadpool(accounts.lock_unused, longest, clock())
        if locked:
            _log.warning("unused accounts locked", count=len(locked))
