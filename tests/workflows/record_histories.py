"""Writes the histories that are replayed: `python -m tests.workflows.record_histories [SHAPE …]`.

A history once landed stays as it is, for it stands for the cases that run; only a new shape of case is recorded.
"""

from __future__ import annotations

import asyncio
import json
import sys

from procedures import all_procedures
from tests.workflows.conftest import start_server
from tests.workflows.driver import ACTORS_KEY, Case
from tests.workflows.ledger import MemoryLedger
from tests.workflows.shapes import SHAPES
from tests.workflows.test_replay import HISTORIES
from worker import build_worker


async def main(names: list[str]) -> None:
    ledger = MemoryLedger()
    async with (
        await start_server() as env,
        build_worker(env.client, ledger, task_queue="histories", actors_key=ACTORS_KEY),
    ):
        for procedure in all_procedures().values():
            for name in names:
                path = HISTORIES / procedure.id / f"{name}.json"
                if path.exists():
                    continue
                shape = SHAPES[name]
                case = await Case.file(env, ledger, procedure, "histories", **shape.filing)
                await shape.course(case)
                await case.handle.result()
                path.parent.mkdir(parents=True, exist_ok=True)
                history = json.loads((await case.handle.fetch_history()).to_json())
                path.write_text(json.dumps(history, ensure_ascii=False, indent=1) + "\n")
                print(f"{path}: {len(history['events'])} events")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or list(SHAPES)))
