"""The errors by which a call to a workflow fails."""

from __future__ import annotations

from domain.refusals import Refusal


class ActRefused(Exception):
    """`decide()` refused the act."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.kind)
        self.refusal = refusal


class CaseNotRunning(Exception):
    """No workflow runs for the case: it ended, or was not started yet."""


class WorkflowsUnavailable(Exception):
    """Temporal or its worker did not answer in time. The request may still be done; a retry does not do it twice."""


class AnotherFilingRuns(WorkflowsUnavailable):
    """The workflow under this code belongs to another filing, which the record no longer holds. The right one is started in its
    place; a retry then finds it."""


class ActNotRecorded(Exception):
    """The record refused the act permanently. A retry under the same id is refused again."""
