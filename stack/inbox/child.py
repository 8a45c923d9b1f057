"""The inbox as a child process."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from stack.children import Child
from stack.ports import LOOPBACK
from stack.probes import answers_http


@dataclass(frozen=True)
class InboxPlan:
    """The ports of the inbox, and the folder with its messages."""

    port: int
    smtp_port: int
    data: Path

    @property
    def page(self) -> str:
        """The address of the page."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def smtp_url(self) -> str:
        """The address for e-mail."""
        return f"smtp://{LOOPBACK}:{self.smtp_port}"

    @property
    def gateway_url(self) -> str:
        """The address for SMS and push messages."""
        return f"{self.page}/v1"


def inbox_child(plan: InboxPlan) -> Child:
    """Return the inbox as a child."""
    ports = ("--port", str(plan.port), "--smtp-port", str(plan.smtp_port))
    return Child(
        name="inbox",
        title="hộp thư thử",
        argv=(sys.executable, "-P", "-m", "stack.inbox", *ports, "--file", str(plan.data / "inbox.jsonl")),
        env={"PYTHONUNBUFFERED": "1"},
        healthy=answers_http(LOOPBACK, plan.port, "/ready"),
    )
