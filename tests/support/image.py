"""Reads the rules by which files enter the container's image."""

from __future__ import annotations

import os
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Ignored:
    """The rules of .dockerignore: the last line that matches a file, or a folder above it, decides."""

    def __init__(self, written: str) -> None:
        lines = [line.strip() for line in written.splitlines() if line.strip() and not line.startswith("#")]
        self._rules = [(_expression(line.removeprefix("!")), line.startswith("!")) for line in lines]

    def lets_in(self, path: str) -> bool:
        """Return whether the file enters the image."""
        decision = True
        for expression, back_in in self._rules:
            if expression.match(path):
                decision = back_in
        return decision


def image_files() -> set[str]:
    """Return the files of the image, as paths below the root of the repository."""
    ignored = Ignored((ROOT / ".dockerignore").read_text())
    return {path for path in _files() if ignored.lets_in(path)}


def _files() -> set[str]:
    found = set()
    for folder, below, names in os.walk(ROOT):
        at = Path(folder).relative_to(ROOT)
        below[:] = [name for name in below if name not in {".git", ".venv", ".data", "node_modules"}]
        found |= {(at / name).as_posix() for name in names}
    return found


def _expression(pattern: str) -> re.Pattern[str]:
    """Return the pattern as an expression that matches a path or the folder above it. `**/` is any number of folders."""
    written = re.escape(pattern).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
    return re.compile(re.sub(r"\\\[(\w+)\\\]", r"[\1]", written) + "(?:/.*)?$")
