"""Names a release of the worker to Temporal, so that an upgrade hands all cases over in one step, and a rollback hands them back.

Every workflow follows the current version at its next task (decision 19).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import structlog
from temporalio.api.workflowservice.v1 import (
    DescribeWorkerDeploymentRequest,
    SetWorkerDeploymentCurrentVersionRequest,
)
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.plugin import SimplePlugin
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import WorkerConfig, WorkerDeploymentConfig

from workflows.errors import WorkflowsUnavailable

EVERY = timedelta(seconds=10)
"""The time between two looks for a deployment without a current version, and so how long cases wait for a first one."""

_DIGITS = 12
_PATIENCE = timedelta(seconds=8)
_CHANGED_MEANWHILE = {RPCStatusCode.FAILED_PRECONDITION, RPCStatusCode.ABORTED}
_log = structlog.get_logger(__name__)


class VersionedWorkers(SimplePlugin):
    """Gives every worker of a client the version of the release that runs it."""

    def __init__(self, version: WorkerDeploymentVersion) -> None:
        super().__init__("hientruong.VersionedWorkers")
        self._version = version

    def configure_worker(self, config: WorkerConfig) -> WorkerConfig:
        """Return the configuration with the version."""
        config["deployment_config"] = WorkerDeploymentConfig(
            version=self._version,
            use_worker_versioning=True,
            default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE,
        )
        return config


class FirstVersion:
    """Makes this version current where its deployment never had a current one: at the first start with versions, and where
    Temporal lost its storage. Without it no versioned worker would get a task. Every later change is the operators'."""

    def __init__(self, client: Client, version: WorkerDeploymentVersion) -> None:
        self._client = client
        self._version = version

    async def round(self) -> None:
        """Look once, and make it current where none ever was.

        Raises:
            WorkflowsUnavailable: Temporal did not answer.
        """
        service, namespace, name = self._client.workflow_service, self._client.namespace, self._version.deployment_name
        try:
            described = await service.describe_worker_deployment(
                DescribeWorkerDeploymentRequest(namespace=namespace, deployment_name=name), timeout=_PATIENCE
            )
            if described.worker_deployment_info.routing_config.HasField("current_version_changed_time"):
                return
            await service.set_worker_deployment_current_version(
                SetWorkerDeploymentCurrentVersionRequest(
                    namespace=namespace,
                    deployment_name=name,
                    build_id=self._version.build_id,
                    conflict_token=described.conflict_token,
                ),
                timeout=_PATIENCE,
            )
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return  # no worker of the deployment has asked for work yet
            if error.status in _CHANGED_MEANWHILE:
                return  # another worker was first, or not all queues are asked for work yet
            raise WorkflowsUnavailable(error.message) from error
        _log.info("first version of the worker deployment made current", build_id=self._version.build_id)


def digest_of_code(folders: Iterable[Path]) -> str:
    """Return a short digest of the Python files in these folders, the same wherever they lie."""
    digest = hashlib.sha256()
    for folder in sorted(folders, key=lambda each: each.name):
        for file in sorted(folder.rglob("*.py")):
            digest.update(f"{folder.name}/{file.relative_to(folder).as_posix()}\0".encode())
            digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()[:_DIGITS]
