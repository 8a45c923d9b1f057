"""The messages that the inbox received, in a private file."""

from __future__ import annotations

import json
import os
from collections import deque
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

_MOST = 500


@dataclass(frozen=True)
class Received:
    """A message as received. `key` is the sender's id for it."""

    key: str
    channel: str
    to: tuple[str, ...]
    subject: str
    text: str
    at: datetime


class Inbox:
    """The latest messages."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._latest: deque[Received] = deque(_read(file), maxlen=_MOST)

    def keep(self, received: Received) -> None:
        """Store a message. It is in the file before the sender gets an answer."""
        line = json.dumps(asdict(received) | {"at": received.at.isoformat()}, ensure_ascii=False)
        with open(self._file, "a", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(f"{line}\n")
        self._latest.append(received)

    def known(self, key: str) -> bool:
        """Return whether a message with this key was received before."""
        return any(each.key == key for each in self._latest)

    def latest(self, channel: str | None = None) -> list[Received]:
        """Return the messages of one channel or of all, the latest first."""
        return [each for each in reversed(self._latest) if channel in (None, each.channel)]


def _read(file: Path) -> list[Received]:
    if not file.exists():
        return []
    lines = file.read_text(encoding="utf-8").splitlines()[-_MOST:]
    return [received for line in lines if (received := _received(line))]


def _received(line: str) -> Received | None:
    """Return the message of a line; None for a line that a crash left half written."""
    try:
        kept = json.loads(line)
    except ValueError:
        return None
    return Received(**kept | {"to": tuple(kept["to"]), "at": datetime.fromisoformat(kept["at"])})
