"""Runs PostgreSQL's own programs for backup and restore, found on the machine or in the wheel."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from stack.errors import ProgramMissingError, ToolFailedError
from stack.programs import places_of_programs

_NEEDED: Final = ("pg_dump", "pg_restore", "psql")
_CHUNK: Final = 1024 * 1024
_TABLE_DUMPED = re.compile(r'dumping contents of table "([^"]+)"')
_TABLE_COPIED = re.compile(rb"^COPY (?:\w+\.)?\"?(\w+)\"? \(", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Clients:
    """The client programs of one release, in one folder."""

    bin: Path
    major: int

    def dump(self, url: str, password: str | None, folder: Path, *, snapshot: str, each: Callable[[str], None]) -> None:
        """Write the database into a new folder, as it was in this snapshot. `each` hears of each table.

        Raises:
            ToolFailedError: the program did not succeed.
        """
        options = ("--format=directory", f"--file={folder}", f"--snapshot={snapshot}", "--no-password", "--verbose")
        process = _start(self.bin / "pg_dump", *options, f"--dbname={url}", password=password, stderr=subprocess.PIPE)
        said = []
        for line in _open(process.stderr):
            text = line.decode(errors="replace").strip()
            if table := _TABLE_DUMPED.search(text):
                each(table[1].rpartition(".")[2])
            elif "error:" in text or "fatal:" in text.lower():
                said.append(text)
        if process.wait():
            raise ToolFailedError("pg_dump", next(iter(said), f"mã {process.returncode}"))

    def restore(
        self, folder: Path, url: str, password: str | None, *, first: str | None, each: Callable[[str], None]
    ) -> None:
        """Fill the database from the folder, wholly or not at all. `first` is run before, in the same transaction.

        The owners and privileges are those of the account that restores.

        Raises:
            ToolFailedError: a program did not succeed. The database is as it was before.
        """
        reads = (self.bin / "pg_restore", "--file=-", "--no-owner", "--no-privileges", str(folder))
        options = ("--no-psqlrc", "--quiet", "--single-transaction", "--no-password", "--set=ON_ERROR_STOP=1")
        head = () if first is None else (f"--command={first}",)
        # Notices would fill the pipe that nobody reads before the end.
        quiet = {"PGOPTIONS": "-c client_min_messages=error", "PAGER": "cat"}
        with (
            _running(*reads, password=None, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as source,
            _running(
                *(self.bin / "psql", *options, *head, "--file=-", f"--dbname={url}"),
                password=password,
                more=quiet,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            ) as target,
        ):
            into = _open(target.stdin)
            whole = _pump(_open(source.stdout), into, each)
            if whole and source.wait():
                target.kill()  # the end of its input would commit what came so far
                raise ToolFailedError("pg_restore", _last_line(source))
            into.close()
            if target.wait():
                raise ToolFailedError("psql", _last_line(target))


def find_clients(server_major: int) -> Clients:
    """Return the programs of the server's own release, or else the oldest newer one: an older one cannot read it.

    Raises:
        ProgramMissingError: there are none.
    """
    found = {place: major for place in places_of_programs() if (major := _major_of(place)) and major >= server_major}
    if not found:
        raise ProgramMissingError(
            f"Không tìm thấy {', '.join(_NEEDED)} từ bản {server_major} trở lên; hãy cài gói client của bản đó."
        )
    place = min(found, key=lambda place: found[place])
    return Clients(place, found[place])


def _major_of(place: Path) -> int | None:
    """Return the release of the client programs in a folder; None where one is missing or does not run."""
    if not all(os.access(place / name, os.X_OK) for name in _NEEDED):
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - a program we found, asked for its version
            [place / _NEEDED[0], "--version"], capture_output=True, text=True, timeout=30, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\(PostgreSQL\) (\d+)", answer)
    return int(match[1]) if match else None


def _pump(source: IO[bytes], target: IO[bytes], each: Callable[[str], None]) -> bool:
    """Carry everything over, and return whether the target took it all."""
    while chunk := source.read(_CHUNK):
        for table in _TABLE_COPIED.findall(chunk):
            each(table.decode())
        try:
            target.write(chunk)
        except BrokenPipeError:
            return False
    return True


def _start(
    *argv: str | Path,
    password: str | None,
    more: Mapping[str, str] | None = None,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
    stderr: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    secret = {"PGPASSWORD": password} if password else {}
    return subprocess.Popen(  # noqa: S603 - PostgreSQL's programs, with arguments of our own
        [*map(str, argv)],
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        env={**os.environ, "LC_ALL": "C", **secret, **(more or {})},
    )


@contextmanager
def _running(
    *argv: str | Path,
    password: str | None,
    more: Mapping[str, str] | None = None,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
    stderr: int = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program during the block. It does not outlive the block."""
    process = _start(*argv, password=password, more=more, stdin=stdin, stdout=stdout, stderr=stderr)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                try:
                    stream.close()
                except BrokenPipeError:  # what it did not take
                    continue


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise RuntimeError("the program was started without this pipe")
    return stream


def _last_line(process: subprocess.Popen[bytes]) -> str:
    lines = [
        line.strip() for line in _open(process.stderr).read().decode(errors="replace").splitlines() if line.strip()
    ]
    complaint = next((line for line in lines if "ERROR:" in line or "error:" in line), None)
    return complaint or next(reversed(lines), f"mã {process.returncode}")
