"""Runs decoders in processes of their own, because a file may attack a decoder: with limits of memory and time, and without
our environment, and so without our secrets."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attachments.errors import BrokenFile, FileNotTaken

PATIENCE = 90
"""Seconds that one file may take."""

_ROOT = Path(__file__).parent.parent  # the folder that our packages are imported from
_MEMORY = 2 * 1024**3  # bytes
_CPU_SECONDS = 60


class NotTaken(Exception):
    """The file is not accepted. The message is one word for the parent process."""


def decode_apart(
    module: str, *arguments: str | Path, faults: Mapping[str, FileNotTaken], broken: BrokenFile
) -> dict[str, Any]:
    """Run a module of ours in a process of its own. Return what it prints.

    Raises:
        FileNotTaken: the one of `faults` for the word that the process told; `broken` for another word, or where the process
            failed or took too long.
    """
    command = (sys.executable, "-m", module, *map(str, arguments))
    try:
        run = subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE, env={}, cwd=_ROOT)  # noqa: S603 - a program of ours
        told: dict[str, Any] = json.loads(run.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise broken from error
    if fault := told.get("fault"):
        raise faults.get(fault, broken)
    return told


def tell(decode: Callable[[], dict[str, object]]) -> None:
    """Decode under limits, in the process that `decode_apart` started, and print the result or the word for why not."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        told = decode()
    except NotTaken as error:
        told = {"fault": str(error)}
    sys.stdout.write(json.dumps(told))
