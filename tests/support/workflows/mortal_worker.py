"""A worker of cases that dies right after the record's commit: `python -m tests.support.workflows.mortal_worker COMMITS`.

It dies with the commit of this number; until then those who committed before wait for their answer. So as many workflow tasks as
commits are left incomplete. With 0 it never dies, and asks cases that nothing happened to for a few seconds. `PROVINCES` names
folders of provinces besides those that ship.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

from api.background.catching_up import CatchingUp
from api.background.repeating import for_ever, in_background
from known_regulations import REFRESH, learn_missed_regulations, learn_regulations
from procedures import use_provinces
from records.cases.repository import Cases
from records.cases.rows import Appended, Fill, NewEvents
from records.engine import connect as connect_records
from records.record import Record
from settings import KeyPurpose, derive_key
from worker import build_worker
from workflows.connection import connect
from workflows.gateway import Gateway

QUIET = timedelta(seconds=4)


class Mortal:
    """The real record. The process ends with the commit of number `commits`; an earlier commit is never answered."""

    def __init__(self, cases: Cases, commits: int) -> None:
        self._cases = cases
        self._left = commits
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cases, name)

    def append(self, new: NewEvents, fill: Fill) -> Appended:
        appended = self._cases.append(new, fill)
        with self._lock:
            self._left -= 1
            if self._left == 0:
                os._exit(9)
        threading.Event().wait()
        return appended


async def main(commits: int) -> None:
    master = os.environ["HIENTRUONG_SECRET"].encode()
    record = Record(connect_records(os.environ["DATABASE_URL"]))
    use_provinces(Path(each) for each in os.environ.get("PROVINCES", "").split(os.pathsep) if each)
    learn_regulations(record.regulations)
    client = await connect(os.environ["TEMPORAL_ADDRESS"], "default", [derive_key(master, KeyPurpose.SEALED_WORDS)])
    queue, digest_of = os.environ["HIENTRUONG_TASK_QUEUE"], record.regulations.digest_of
    asking = CatchingUp(record.quiet, Gateway(client, queue, digest_of), quiet=QUIET)
    ask_again = partial(
        for_ever, asking.round, every=timedelta(seconds=1), failed="catching up failed", job="catching_up"
    )
    learn_missed = partial(
        for_ever,
        partial(learn_missed_regulations, record.regulations),
        every=REFRESH,
        failed="regulations not read",
        job="regulations",
    )
    jobs = (learn_missed(),) if commits else (learn_missed(), ask_again())
    async with (
        build_worker(
            client,
            cast("Cases", Mortal(record.cases, commits)) if commits else record.cases,
            record.calendar.book,
            task_queue=queue,
            actors_key=derive_key(master, KeyPurpose.ACTORS),
            digest_of=digest_of,
        ),
        in_background(jobs),
    ):
        print("worker ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
