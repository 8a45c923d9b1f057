"""A daemon that speaks clamd's PING and INSTREAM over a socket, and finds one word in what it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import BaseRequestHandler, BaseServer, ThreadingTCPServer, ThreadingUnixStreamServer
from threading import Thread

VIRUS = b"X5O!P%@AP-a-test-virus"


@dataclass
class VirusScanner:
    """The files that it was sent, and how it answers: `reply` replaces its own word, `largest` is its StreamMaxLength."""

    address: str = ""
    reply: bytes | None = None
    largest: int = 10 * 1024 * 1024
    seen: list[bytes] = field(default_factory=list)


@contextmanager
def listening(folder: Path, *, over_tcp: bool = False) -> Iterator[VirusScanner]:
    """Run the daemon while the block runs, on a socket in the folder or on a free port."""
    scanner = VirusScanner()

    class Answers(BaseRequestHandler):
        def handle(self) -> None:
            answer = _answer(scanner, self.request.makefile("rb"))
            if answer:
                self.request.sendall(answer)

    path = folder / "clamd.ctl"
    server: BaseServer
    if over_tcp:
        server = tcp = ThreadingTCPServer(("127.0.0.1", 0), Answers)
        scanner.address = f"tcp://127.0.0.1:{tcp.socket.getsockname()[1]}"
    else:
        server = ThreadingUnixStreamServer(str(path), Answers)
        scanner.address = f"unix://{path}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield scanner
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(scanner: VirusScanner, stream) -> bytes:
    command = b""
    while (byte := stream.read(1)) not in (b"", b"\0"):
        command += byte
    if command == b"zPING":
        return b"PONG\0" if scanner.reply is None else scanner.reply
    if command != b"zINSTREAM":
        return b"UNKNOWN COMMAND\0"
    content = b""
    while length := int.from_bytes(stream.read(4), "big"):
        content += stream.read(length)
        if len(content) > scanner.largest:
            return b"INSTREAM size limit exceeded. ERROR\0"
    scanner.seen.append(content)
    if scanner.reply is not None:
        return scanner.reply
    return b"stream: Test-Virus FOUND\0" if VIRUS in content else b"stream: OK\0"
