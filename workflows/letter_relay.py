"""Takes letters from the record to Temporal."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy

from activities.contract import LetterRequest
from workflows.contract import LETTER_WORKFLOW, letter_id
from workflows.starting import relay_for_ever, start

_BATCH = 100


class Waiting(Protocol):
    """A letter that nobody makes yet."""

    @property
    def code(self) -> str: ...

    @property
    def event_number(self) -> int: ...


WaitingT = TypeVar("WaitingT", bound=Waiting)


class Letters(Protocol[WaitingT]):
    """The record as the relay needs it; `records.letters.letters.Letters` is the real one."""

    def waiting(self, limit: int) -> Sequence[WaitingT]:
        """Letters that nobody makes."""
        ...

    def handed_over(self, letter: WaitingT) -> None:
        """Note that a workflow makes the letter."""
        ...


class LetterRelay(Generic[WaitingT]):
    """Starts a workflow for each letter. One that is handed over again while it is made is made once, for its workflow's
    id is its own; afterwards, for what is made stays as it is.
    """

    def __init__(self, letters: Letters[WaitingT], client: Client, task_queue: str) -> None:
        self._letters = letters
        self._client = client
        self._task_queue = task_queue

    async def run(self) -> None:
        """Relay for ever."""
        await relay_for_ever(self.relay)

    async def relay(self) -> bool:
        """One round. Gives whether there may be more to do at once."""
        waiting = await asyncio.to_thread(self._letters.waiting, _BATCH)
        for letter in waiting:
            await start(
                self._client,
                LETTER_WORKFLOW,
                LetterRequest(letter.code, letter.event_number),
                id_=letter_id(letter.code, letter.event_number),
                task_queue=self._task_queue,
                summary=f"Văn bản gửi người phản ánh, hồ sơ {letter.code}",
                may_repeat=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            )
            await asyncio.to_thread(self._letters.handed_over, letter)
        return len(waiting) == _BATCH
