"""What the front may hear from a case's workflow instead of an answer."""

from __future__ import annotations

from domain.refusals import Refusal


class ActRefused(Exception):
    """The core refuses the act."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.kind)
        self.refusal = refusal


class CaseNotRunning(Exception):
    """No workflow runs for the case: it ended, or has not been started yet."""


class WorkflowsUnavailable(Exception):
    """Temporal or its worker did not answer in time. What was sent may still be done; sent again, it is not done twice."""


class ActNotRecorded(Exception):
    """The record refused the act for good. Sent again under the same id it will be refused again."""
