"""A supervisor with small children, run by tests as a process of its own: household.py LOGS KIND [KIND ...]

A KIND written `one+other` is two children that start side by side. It prints `KIND is up` for each KIND, and then `all up`.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from stack.children import Child
from stack.errors import StackError
from stack.probes import says
from stack.supervisor import Supervisor

HELLO = "import os, signal, subprocess, sys, time\nprint('pid', os.getpid(), flush=True)\n"
READY = "print('ready', flush=True)\n"
PROGRAMS = {
    "steady": HELLO + READY + "time.sleep(600)",
    "stubborn": HELLO + "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + READY + "time.sleep(600)",
    "deaf": HELLO + "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + READY + "time.sleep(600)",
    "mother": HELLO
    + "son = subprocess.Popen(['sleep', '600'])\nprint('pid', son.pid, flush=True)\n"
    + READY
    + "time.sleep(600)",
    "mayfly": HELLO + READY + "time.sleep(0.3)\nprint('giã từ', flush=True)\nsys.exit(7)",
    "stillborn": HELLO + "print('không thở', flush=True)\nsys.exit(3)",
    "mute": HELLO + "time.sleep(600)",
    "slow": HELLO + "ends = time.monotonic() + 12\nwhile time.monotonic() < ends: pass\n" + READY + "time.sleep(600)",
}


def child(kind: str) -> Child:
    return Child(
        name=kind,
        title=f"đứa {kind}",
        argv=(sys.executable, "-c", PROGRAMS[kind]),
        healthy=says("ready"),
        start_limit=2 if kind in ("mute", "slow") else 60,
        grace=0.5 if kind == "stubborn" else 600,
    )


async def live(logs: Path, kinds: list[str]) -> None:
    supervisor = Supervisor(logs, lambda sentence: print(sentence, flush=True))

    async def compose() -> None:
        for kind in kinds:
            await supervisor.start(*map(child, kind.split("+")))
            print(f"{kind} is up", flush=True)
        print("all up", flush=True)

    await supervisor.run(compose())


if __name__ == "__main__":
    try:
        asyncio.run(live(Path(sys.argv[1]), sys.argv[2:]))
    except StackError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
