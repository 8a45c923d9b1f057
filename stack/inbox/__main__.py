"""`python -m stack.inbox --port N --smtp-port N --file F`: runs both servers of the inbox until stopped."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import uvicorn

from stack.inbox.kept import Inbox
from stack.inbox.mail import serve_mail
from stack.inbox.web import create_inbox
from stack.ports import LOOPBACK


async def serve(port: int, smtp_port: int, file: Path) -> None:
    """Receive messages and show them."""
    inbox = Inbox(file)
    mail = await serve_mail(inbox, smtp_port)
    config = uvicorn.Config(create_inbox(inbox), host=LOOPBACK, port=port, log_level="warning", access_log=False)
    try:
        await uvicorn.Server(config).serve()
    finally:
        mail.close()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m stack.inbox")
    for port in ("--port", "--smtp-port"):
        parser.add_argument(port, type=int, required=True)
    parser.add_argument("--file", type=Path, required=True)
    given = parser.parse_args()
    asyncio.run(serve(given.port, given.smtp_port, given.file))


if __name__ == "__main__":
    main()
