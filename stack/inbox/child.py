"""The inbox as a child of the supervisor."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from stack.children import Child
from stack.ports import LOOPBACK
from stack.probes import answers_http


@dataclass(frozen=True)
class InboxPlan:
    """Where the inbox listens and keeps what it received."""

    port: int
    smtp_port: int
    data: Path

    @property
    def page(self) -> str:
        """Where a person reads."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def smtp_url(self) -> str:
        """Where it takes letters."""
        return f"smtp://{LOOPBACK}:{self.smtp_port}"

    @property
    def gateway_url(self) -> str:
        """Where it takes SMS and push messages."""
        return f"{self.page}/v1"


def inbox_child(plan: InboxPlan) -> Child:
    """The child that runs it."""
    ports = ("--port", str(plan.port), "--smtp-port", str(plan.smtp_port))
    return Child(
        name="inbox",
        title="hộp thư thử",
        argv=(sys.executable, "-P", "-m", "stack.inbox", *ports, "--file", str(plan.data / "inbox.jsonl")),
        env={"PYTHONUNBUFFERED": "1"},
        healthy=answers_http(LOOPBACK, plan.port, "/ready"),
    )
