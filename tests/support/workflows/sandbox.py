"""The sandbox that finds code which would not replay. The worker runs without it, because of its cost."""

from __future__ import annotations

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions


def sandbox() -> SandboxedWorkflowRunner:
    """Return the sandbox. Our pure packages pass through it, so that each is loaded once."""
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules("domain", "activities", "workflows")
    )
