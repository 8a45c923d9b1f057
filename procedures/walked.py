"""Remembers which procedures were walked through without a fault, so that no later process does it again.

Walking through every course takes seconds, and each worker, front and command would do it when it starts. Whether a
procedure passes depends on its text and on our code alone.
"""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_CODE = ("domain", "procedures", "language")


@dataclass(frozen=True)
class WalkedThrough:
    """The texts that this code has walked through: in `folder` an empty file for each, named by the hash of code and text."""

    folder: Path
    code: bytes
    may_write: bool

    def holds(self, text: str) -> bool:
        """Return whether the procedure of this text is known to have no fault."""
        with suppress(OSError):
            return self._mark(text).exists()
        return False

    def remember(self, text: str) -> None:
        """Remember that the procedure of this text has no fault. A folder that cannot be written remembers nothing."""
        if self.may_write:
            with suppress(OSError):
                self.folder.mkdir(exist_ok=True)
                self._mark(text).touch()

    def _mark(self, text: str) -> Path:
        return self.folder / f"{hashlib.sha256(self.code + text.encode()).hexdigest()}.walked"


@cache
def walked_through() -> WalkedThrough:
    """Return what this installation remembers, beside its compiled code. It writes where Python may write compiled code."""
    return WalkedThrough(
        Path(__file__).parent / "__pycache__", _digest_of_code(), may_write=not sys.dont_write_bytecode
    )


def _digest_of_code() -> bytes:
    """Return the hash of all code that the walk may run."""
    read = hashlib.sha256()
    for room in _CODE:
        for path in sorted((_ROOT / room).rglob("*.py")):
            read.update(f"{path.relative_to(_ROOT)}\n".encode() + path.read_bytes())
    return read.digest()
