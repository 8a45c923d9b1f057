"""Probes that tell whether a child is ready."""

from __future__ import annotations

import asyncio
import struct

from stack.children import Probe

_PROTOCOL_3 = 3 << 16
_CONNECT_LIMIT_SECONDS = 10.0


def says(words: str) -> Probe:
    """Return a probe for a child that prints these words when it is ready."""

    async def probe(output: str) -> bool:
        return words in output

    return probe


def answers_http(host: str, port: int, path: str) -> Probe:
    """Return a probe for a child that answers GET `path` with 200 when it is ready."""
    request = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode()

    async def probe(_output: str) -> bool:
        status_line = await _first_line(host, port, request)
        return status_line.split()[1:2] == [b"200"]

    return probe


def answers_postgres(host: str, port: int, user: str, database: str) -> Probe:
    """Return a probe for a PostgreSQL server, which asks for a password when ready, and answers with an error before that."""
    parameters = b"".join(word.encode() + b"\0" for word in ("user", user, "database", database)) + b"\0"
    hello = struct.pack("!II", 8 + len(parameters), _PROTOCOL_3) + parameters

    async def probe(_output: str) -> bool:
        return await _first_byte(host, port, hello) == b"R"

    return probe


async def accepts(host: str, port: int) -> bool:
    """Return whether any process listens there."""
    try:
        async with asyncio.timeout(_CONNECT_LIMIT_SECONDS):
            _reader, writer = await asyncio.open_connection(host, port)
    except OSError:  # TimeoutError is one.
        return False
    writer.close()
    return True


async def _first_line(host: str, port: int, request: bytes) -> bytes:
    return await _ask(host, port, request, until_newline=True)


async def _first_byte(host: str, port: int, request: bytes) -> bytes:
    return await _ask(host, port, request, until_newline=False)


async def _ask(host: str, port: int, request: bytes, *, until_newline: bool) -> bytes:
    """Return the beginning of the answer to `request`; nothing where no process listens or the connection is closed."""
    try:
        reader, writer = await asyncio.open_connection(host, port)
    except OSError:
        return b""
    try:
        writer.write(request)
        return await (reader.readline() if until_newline else reader.read(1))
    except ConnectionError:
        return b""
    finally:
        writer.close()
