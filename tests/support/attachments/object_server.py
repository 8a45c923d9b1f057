"""A server that answers like S3 over plain HTTP, as far as we use it, with or without conditional puts (OpenStack Swift
has none).

It does not check keys. A real store was tested by hand, see docs/deploying.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

BUCKET = "hien-truong"


@dataclass
class ObjectServer:
    """The objects in its one bucket, by path, and its address. While it hangs, it answers nothing."""

    knows_conditions: bool
    objects: dict[str, bytes] = field(default_factory=dict)
    answers: Event = field(default_factory=Event)
    address: str = ""


@contextmanager
def running(server: ObjectServer) -> Iterator[ObjectServer]:
    """Run the server while the block runs."""
    listening = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Answers, server))
    thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    server.answers.set()
    thread.start()
    server.address = f"http://127.0.0.1:{listening.server_port}"
    try:
        yield server
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


class _Answers(BaseHTTPRequestHandler):
    def __init__(self, server: ObjectServer, *given: Any) -> None:
        self._of = server
        super().__init__(*given)

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        is_conditional = "If-None-Match" in self.headers
        if self._fault():
            return
        if is_conditional and not self._of.knows_conditions:
            self._say(HTTPStatus.NOT_IMPLEMENTED, "NotImplemented")
        elif is_conditional and self.path in self._of.objects:
            self._say(HTTPStatus.PRECONDITION_FAILED, "PreconditionFailed")
        else:
            self._of.objects[self.path] = content
            self._give(b"")

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self._of.answers.wait(10)
        if self._fault():
            return
        content = self._of.objects.get(self.path)
        if self.path.startswith(f"/{BUCKET}?list-type=2&"):
            self._give(b"<ListBucketResult></ListBucketResult>")
        elif content is None:
            self._say(HTTPStatus.NOT_FOUND, "NoSuchKey")
        elif wanted := self.headers.get("Range"):
            first, last = map(int, wanted.removeprefix("bytes=").split("-"))
            self._give(content[first : last + 1], f"bytes {first}-{last}/{len(content)}")
        else:
            self._give(content)

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def _fault(self) -> bool:
        if self.path.startswith((f"/{BUCKET}/", f"/{BUCKET}?")):
            return False
        self._say(HTTPStatus.NOT_FOUND, "NoSuchBucket")
        return True

    def _say(self, status: HTTPStatus, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code></Error>".encode())

    def _give(self, content: bytes, part: str | None = None) -> None:
        self._answer(HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK, content, part)

    def _answer(self, status: HTTPStatus, content: bytes, part: str | None = None) -> None:
        self.send_response(status)
        self.send_header("ETag", '"tag"')
        self.send_header("Last-Modified", "Sun, 22 Nov 2026 01:00:00 GMT")
        self.send_header("Content-Length", str(len(content)))
        if part:
            self.send_header("Content-Range", part)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
