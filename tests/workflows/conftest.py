from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from calendars import official_book
from domain.procedure import Procedure
from procedures import all_procedures
from stack.time_skipping import start_time_skipping
from tests.support.workflows.driver import ACTORS_KEY, Case
from tests.support.workflows.ledger import MemoryLedger
from tests.support.workflows.regulations import digest_of
from tests.support.workflows.sandbox import sandbox
from worker import build_worker
from workflows.connection import data_converter
from workflows.search_attributes import SEARCH_ATTRIBUTES

TASK_QUEUE = "time-skipping"
SEALING_KEY = b"k" * 32


async def start_server(*dynamic_config: str) -> WorkflowEnvironment:
    """Start a real server that skips a case's time on request."""
    return await start_time_skipping(
        search_attributes=list(SEARCH_ATTRIBUTES),
        data_converter=data_converter([SEALING_KEY]),
        dynamic_config=dynamic_config,
    )


@pytest.fixture(scope="session")
async def env() -> AsyncIterator[WorkflowEnvironment]:
    async with await start_server() as environment:
        yield environment


@pytest.fixture(scope="session")
async def worker(env: WorkflowEnvironment) -> AsyncIterator[tuple[Worker, MemoryLedger]]:
    ledger = MemoryLedger()
    async with build_worker(
        env.client,
        ledger,
        ledger.calendar,
        task_queue=TASK_QUEUE,
        actors_key=ACTORS_KEY,
        digest_of=digest_of,
        runner=sandbox(),
    ) as running:
        yield running, ledger


@pytest.fixture
def ledger(worker: tuple[Worker, MemoryLedger]) -> MemoryLedger:
    return worker[1]


@pytest.fixture
def khanh_hoa() -> Procedure:
    return all_procedures()["khanh-hoa"]


class Filing:
    """Files cases, and terminates them after the test."""

    def __init__(self, env: WorkflowEnvironment, ledger: MemoryLedger, procedure: Procedure) -> None:
        self._env, self._ledger, self._procedure = env, ledger, procedure
        self._cases: list[Case] = []

    async def __call__(self, **filing: Any) -> Case:
        case = await Case.file(self._env, self._ledger, self._procedure, TASK_QUEUE, **filing)
        self._cases.append(case)
        return case

    async def end(self) -> None:
        self._ledger.book = official_book()
        for case in self._cases:
            if case.code in self._ledger.cases and not case.complaint.status.is_final:
                with suppress(RPCError):  # the test terminated it itself
                    await case.handle.terminate("the test is over")


@pytest.fixture
async def file(env: WorkflowEnvironment, ledger: MemoryLedger, khanh_hoa: Procedure) -> AsyncIterator[Filing]:
    filing = Filing(env, ledger, khanh_hoa)
    yield filing
    await filing.end()
