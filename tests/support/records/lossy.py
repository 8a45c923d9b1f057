"""A proxy to PostgreSQL that loses the answer to a COMMIT on request."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class LossyWay:
    """A proxy on loopback. After `lose_next_commit` the next COMMIT reaches the server, but its answer is lost with the
    connection."""

    def __init__(self, database_url: str) -> None:
        match = re.search(r"@([^:/]+):(\d+)/", database_url)
        assert match
        self._server = (match[1], int(match[2]))
        self._door = socket.create_server(("127.0.0.1", 0))
        self.database_url = database_url.replace(match[0], f"@127.0.0.1:{self._door.getsockname()[1]}/")
        self._lose = threading.Event()
        self.lost = 0

    def lose_next_commit(self) -> None:
        self._lose.set()

    def serve(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            server = socket.create_connection(self._server)
            mute = threading.Event()
            for way in ((client, server, mute, True), (server, client, mute, False)):
                threading.Thread(target=self._carry, args=way, daemon=True).start()

    def close(self) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _carry(self, source: socket.socket, target: socket.socket, mute: threading.Event, to_server: bool) -> None:
        try:
            while data := source.recv(65536):
                if to_server and self._lose.is_set() and b"COMMIT" in data:
                    self._lose.clear()
                    mute.set()
                    self.lost += 1
                if not to_server and mute.is_set():
                    # The server has answered, so it has committed. The client does not get the answer.
                    target.shutdown(socket.SHUT_RDWR)
                    break
                target.sendall(data)
        except OSError:
            pass
        finally:
            target.close()


@contextmanager
def lossy_way(database_url: str) -> Iterator[LossyWay]:
    way = LossyWay(database_url)
    thread = threading.Thread(target=way.serve)
    thread.start()
    try:
        yield way
    finally:
        way.close()
        thread.join()
