"""Holds whether the record and Temporal belong together, and refuses what may not be done while they do not."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

import structlog

from api.web.problems.pairing_kinds import NOT_PAIRED
from api.web.problems.problem import Problem
from domain.pairing import REFUSING, Pairing
from language.pairing import PAIRING

EVERY = timedelta(seconds=5)
_log = structlog.get_logger(__name__)


class Looked(Protocol):
    """The pair as this front looks at it; `workflows.pairing.Pair` is the real one."""

    async def look(self) -> Pairing:
        """Return how the record and Temporal stand to each other."""
        ...


class KnownPairing:
    """The last look of this front. While one side does not answer, the one before it holds."""

    def __init__(self) -> None:
        self.now = Pairing.TOGETHER

    async def look(self, pair: Looked) -> None:
        """Look again.

        Raises:
            WorkflowsUnavailable, RecordsUnavailable: one side does not answer.
        """
        found = await pair.look()
        if found is not self.now and found in REFUSING:
            _log.error("nothing is taken in until the record and Temporal are compared", pairing=found)
        self.now = found

    def require(self) -> None:
        """Raise Problem where nobody may file or act now."""
        if self.now in REFUSING:
            raise Problem(NOT_PAIRED, detail=f"{PAIRING[self.now]} {NOT_PAIRED.detail}")
