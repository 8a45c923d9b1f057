"""The front as in production but for Temporal, for `bench.front_cost`: `python -m bench.support.measured_front`.

Another process does the acts and appends them, as workflow and worker do. `GET /meter` returns the CPU seconds that this
process has used and the statements that it has sent since it was last asked.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime

import uvicorn
from fastapi import FastAPI

import logs
from api.app import create_app
from api.web.front import Front, Keys, Site
from attachments.store import open_store
from bench.support.statements import Statements
from calendars.filling import scheduled
from domain.acts import digest
from domain.complaint import Complaint
from domain.decide import decide
from domain.refusals import Refusal
from records.cases.rows import NewEvents
from records.engine import connect
from records.record import Record
from settings import derived_keys
from workflows.contract import ActRequest, ChangeProgress
from workflows.errors import ActRefused

_records: list[Record] = []


def _append(code: str, request: ActRequest) -> Refusal | None:
    """Do an act in the recording process."""
    if not _records:
        _records.append(Record(connect(os.environ["DATABASE_URL"], pool_size=1)))
    [record] = _records
    complaint = record.cases.complaint(code)
    if complaint is None:
        raise LookupError(code)
    events = decide(complaint, request.act, by=request.by, at=datetime.now(UTC))
    if isinstance(events, Refusal):
        return events
    new = NewEvents(
        code=code,
        base=complaint.number,
        act_id=request.act_id,
        by=request.by,
        events=events,
        act_digest=digest(request.act),
    )
    record.cases.append(new, scheduled)
    return None


class RemoteGateway:
    """Has acts done by another process, so that they cost this one next to nothing."""

    def __init__(self) -> None:
        self._elsewhere = ProcessPoolExecutor(1)

    async def start(self, complaint: Complaint) -> None: ...

    async def start_in_place(self, complaint: Complaint) -> None: ...

    async def run_once_more(self, complaint: Complaint) -> None: ...

    async def act(self, code: str, request: ActRequest) -> None:
        refusal = await asyncio.get_running_loop().run_in_executor(self._elsewhere, _append, code, request)
        if refusal is not None:
            raise ActRefused(refusal)

    async def tell_calendar_change(self, revision: int) -> None: ...

    async def calendar_change(self, revision: int) -> ChangeProgress | None: ...

    async def is_reachable(self) -> bool:
        return True

    async def has_worker(self) -> bool:
        return True


def main() -> None:
    """Serve on the port that is given, until stopped."""
    logs.configure()
    engine = connect(os.environ["DATABASE_URL"])
    sent = Statements().of(engine)
    keys = Keys.of(derived_keys(b"bench"))
    front = Front(Record(engine), RemoteGateway(), open_store("memory:///"), keys, Site("http://127.0.0.1"))
    app = FastAPI(openapi_url=None)

    @app.get("/meter")
    async def meter() -> dict[str, object]:
        return {"cpu": time.process_time(), "statements": sent.take()}

    app.mount("", create_app(front))
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False, loop=os.environ.get("LOOP", "auto"))


if __name__ == "__main__":
    main()
