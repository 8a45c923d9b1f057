"""A background job: hands letters that wait in the record to workflows that make them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Generic, Protocol, TypeVar

from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy

from activities.contract import LetterRequest
from workflows.contract import LETTER_WORKFLOW, letter_id
from workflows.starting import start

EVERY = timedelta(seconds=1)
AFTER_FAILURE = timedelta(seconds=5)

_BATCH = 100


class WaitingLetter(Protocol):
    """A letter that has no workflow yet."""

    @property
    def code(self) -> str: ...

    @property
    def event_number(self) -> int: ...

    @property
    def report(self) -> str: ...


LetterT = TypeVar("LetterT", bound=WaitingLetter)


class Letters(Protocol[LetterT]):
    """The record as the relay needs it; `records.letters.repository.Letters` is the real one."""

    def waiting(self, limit: int) -> Sequence[LetterT]:
        """Return letters that have no workflow."""
        ...

    def handed_over(self, letter: LetterT) -> None:
        """Record that a workflow makes the letter."""
        ...


class LetterRelay(Generic[LetterT]):
    """Starts a workflow for each letter.

    Starting a letter twice is harmless. The workflow id is the letter's, so a running workflow is not started again, and a letter
    that was made stays as it is.
    """

    def __init__(self, letters: Letters[LetterT], client: Client, task_queue: str) -> None:
        self._letters = letters
        self._client = client
        self._task_queue = task_queue

    async def relay(self) -> bool:
        """Run one round. Return whether more may wait."""
        waiting = await asyncio.to_thread(self._letters.waiting, _BATCH)
        for letter in waiting:
            await start(
                self._client,
                LETTER_WORKFLOW,
                LetterRequest(letter.code, letter.event_number, letter.report),
                id_=letter_id(letter.code, letter.event_number, letter.report),
                task_queue=self._task_queue,
                summary=f"Văn bản gửi người phản ánh, hồ sơ {letter.report}",
                may_repeat=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            )
            await asyncio.to_thread(self._letters.handed_over, letter)
        return len(waiting) == _BATCH
