"""Makes the regulations of all cases known to their workflows, before a worker takes a task and while it runs."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog

from domain.texts.known import REGULATIONS
from procedures import provinces
from records.errors import RecordsUnavailable
from records.offices.regulations import StoredRegulations

REFRESH = timedelta(seconds=1)
"""The time between two checks for regulations that cases name and the worker does not know."""


class UnreadableRegulations(Exception):
    """The record holds open cases under regulations that this version of the program cannot read."""


def learn_regulations(stored: StoredRegulations) -> None:
    """Make the regulations of all cases known to their workflows: those in the record, and those that are shipped.

    Raises:
        UnreadableRegulations: there are open cases under a regulation that cannot be read. Their workflows could not go on.
        RecordsUnavailable: the database does not answer.
    """
    known, unreadable = stored.read()
    REGULATIONS.learn(known)
    REGULATIONS.learn({stored.digest_of(each): each for each in provinces().procedures})
    if stuck := [each for each in unreadable if each.open_cases]:
        named = "; ".join(f"{each.id}, mã {each.digest[:12]}, {each.open_cases} hồ sơ đang mở" for each in stuck)
        raise UnreadableRegulations(
            f"Phiên bản này không đọc được quy trình của các hồ sơ đang mở ({named}), nên chưa chạy để không hồ sơ nào bị treo. "
            "Hãy chạy lại phiên bản trước, hoặc phiên bản đọc được các quy trình đó."
        )


async def regulations_learnt(stored: StoredRegulations, stop: asyncio.Event) -> bool:
    """Wait until the database answers and the regulations are known. Return false where `stop` came first."""
    while not stop.is_set():
        try:
            await asyncio.to_thread(learn_regulations, stored)
        except RecordsUnavailable:
            structlog.get_logger().warning("the record is away: waiting for the regulations")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), REFRESH.total_seconds())
        else:
            return True
    return False


async def learn_missed_regulations(stored: StoredRegulations) -> None:
    """Read the record again if a case named a regulation that this worker does not know. A newer front filed it meanwhile."""
    if not REGULATIONS.missed:
        return
    known, _ = await asyncio.to_thread(stored.read)
    REGULATIONS.learn(known)
    log = structlog.get_logger()
    for digest in sorted(REGULATIONS.missed):
        log.error("unknown regulation: its cases wait", digest=digest)
