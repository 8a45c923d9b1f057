"""Writes the histories that are replayed: `python -m tests.support.workflows.record_histories [--anew] [PROCEDURE/SHAPE …]`.

Those of periodic reports are named `reports/SHAPE`. A history once landed stays as it is, for it stands for what runs; only a new
shape is recorded. `--anew` writes
the histories again that are there. It is for the time before the first installation.

The regulations that the histories name are written beside them.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from domain.procedure import Procedure
from procedures import all_procedures
from tests.support.workflows.driver import ACTORS_KEY, Case
from tests.support.workflows.ledger import MemoryLedger
from tests.support.workflows.province_shapes import SHAPES_OF
from tests.support.workflows.regulations import digest_of, keep
from tests.support.workflows.report_shapes import REPORT_SHAPES, running
from tests.support.workflows.sandbox import sandbox
from tests.support.workflows.shapes import Shape
from tests.workflows.conftest import start_server
from tests.workflows.test_replay import HISTORIES, REPORTS
from worker import build_worker


async def main(arguments: list[str]) -> None:
    wanted, anew = [each for each in arguments if each != "--anew"], "--anew" in arguments
    known = {f"{procedure_id}/{name}" for procedure_id, shapes in SHAPES_OF.items() for name in shapes}
    known |= {f"{REPORTS.name}/{name}" for name in REPORT_SHAPES}
    if unknown := [each for each in wanted if each not in known]:
        raise SystemExit(f"no such shape: {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    for procedure_id, shapes in SHAPES_OF.items():
        procedure = all_procedures()[procedure_id]
        for name, shape in shapes.items():
            path = HISTORIES / procedure_id / f"{name}.json"
            if (path.exists() and not anew) or (wanted and f"{procedure_id}/{name}" not in wanted):
                continue
            history = await record(procedure, shape)
            keep(procedure)
            write(path, history)
    for name, course in REPORT_SHAPES.items():
        path = REPORTS / f"{name}.json"
        if (path.exists() and not anew) or (wanted and f"{REPORTS.name}/{name}" not in wanted):
            continue
        async with await start_server() as env, running(env) as report:
            await course(report)
            write(path, json.loads((await report.handle.fetch_history()).to_json()))


def write(path: Path, history: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(history, ensure_ascii=False, indent=1) + "\n")
    print(f"{path}: {len(history['events'])} events")


async def record(procedure: Procedure, shape: Shape) -> dict[str, Any]:
    """The history of the last run of a case of this shape."""
    ledger = MemoryLedger()
    async with (
        await start_server(*shape.dynamic_config) as env,
        build_worker(
            env.client,
            ledger,
            ledger.calendar,
            task_queue="histories",
            actors_key=ACTORS_KEY,
            digest_of=digest_of,
            runner=sandbox(),
        ),
    ):
        case = await Case.file(env, ledger, procedure, "histories", **shape.filing)
        await shape.course(case)
        await case.handle.result()
        if case.complaint.procedure.follows:
            keep(case.complaint.procedure)
        return json.loads((await case.handle.fetch_history()).to_json())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
