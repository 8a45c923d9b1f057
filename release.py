"""Says which release this worker is, where Temporal is to tell releases apart (Worker Versioning)."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from pathlib import Path

from temporalio.client import Client, Plugin
from temporalio.common import WorkerDeploymentVersion

from api.background.repeating import for_ever
from settings import Settings
from workflows.worker_deployment import EVERY, FirstVersion, VersionedWorkers, digest_of_code

VERSION = "0.1.0"
"""The version of pyproject.toml. An image holds the code without its distribution, so it stands here too."""

_DECIDING = ("activities", "domain", "workflows")
"""The rooms that decide what a workflow does. A change of anything else needs no version of its own."""


def own_build_id() -> str:
    """Return the id of a build for which no setting names one: equal code has an equal one, wherever it lies."""
    here = Path(__file__).parent
    return digest_of_code(here / each for each in _DECIDING)


class Release:
    """The release of one worker process. Unless a setting asks for versions it is none, and its workers take all tasks."""

    def __init__(self, settings: Settings) -> None:
        self._version = (
            WorkerDeploymentVersion(settings.task_queue, settings.build_id or own_build_id())
            if settings.worker_versioning
            else None
        )

    @property
    def build_id(self) -> str | None:
        """The id of this build; None without versions."""
        return self._version.build_id if self._version else None

    def plugins(self) -> Sequence[Plugin]:
        """Return what gives all workers of a client their version."""
        return (VersionedWorkers(self._version),) if self._version else ()

    def jobs(self, client: Client) -> Sequence[Coroutine[None, None, None]]:
        """Return the jobs that run beside the workers."""
        if self._version is None:
            return ()
        first = FirstVersion(client, self._version)
        return (for_ever(first.round, every=EVERY, failed="version not looked for", job="first_version"),)
