"""A real SMTP server and a real HTTP gateway on this machine, whose answers a test can set."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from stack.ports import free_port

ACCEPTED = "250 2.0.0 Ok: queued as 4F2A91"


@dataclass
class MailServer:
    """Keeps every e-mail that it accepts. It gives `answers` one by one, then `ACCEPTED`."""

    port: int = field(default_factory=free_port)
    letters: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    offered: int = 0
    on_letter: Callable[[], object] = lambda: None
    _controller: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> MailServer:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=30)
        self._controller.start()
        return self

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.offered += 1
        answer = self.answers.pop(0) if self.answers else ACCEPTED
        if answer.startswith("2"):
            assert isinstance(envelope.content, bytes)
            self.letters.append(envelope.content)
            self.recipients += envelope.rcpt_tos
            self.on_letter()
        return answer

    @property
    def read(self) -> list[EmailMessage]:
        """Return the e-mails as a mail program reads them."""
        return [message_from_bytes(each, policy=policy.default) for each in self.letters]


@dataclass
class GatewayServer:
    """Keeps every request. It gives `answers` one by one, then 202. A key that was answered with 2xx is not delivered
    again."""

    port: int = field(default_factory=free_port)
    requests: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    delivered: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: list[tuple[int, dict[str, str], Any]] = field(default_factory=list)
    on_request: Callable[[], object] = lambda: None
    _server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def start(self) -> GatewayServer:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                gateway.requests.append((dict(self.headers), {"path": self.path, **body}))
                accepted: tuple[int, dict[str, str], Any] = (202, {}, {"id": f"gw-{len(gateway.requests)}"})
                status, headers, said = gateway.answers.pop(0) if gateway.answers else accepted
                if 200 <= status < 300:
                    gateway.delivered.setdefault(self.headers["Idempotency-Key"], body)
                gateway.on_request()
                content = said if isinstance(said, bytes) else json.dumps(said).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
